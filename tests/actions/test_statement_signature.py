"""Statements are signed when they are issued, where the installation has a key for it."""

import hashlib
import json

import pytest
from sqlalchemy import func, select

from comanage import database
from comanage.actions import statement_signature, statements
from comanage.app import create_app
from comanage.database import reading, transaction
from comanage.records.audit_entry import AuditEntry
from comanage.records.statement import Statement
from comanage.refusals import NotReady
from comanage.statements.signatures.signed import looked
from config import Settings, UnusableSettings
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.statements.signatures import signers


@pytest.fixture
def ready(engine):
    """An agreement whose first quarter can be settled."""
    del engine
    with transaction() as session:
        return make_ready(session)


def bound(engine, file):
    """Give an installation a signing key, or none."""
    database.bind(engine, signing=lambda: file)


def issued(session):
    """List the files that were issued, each with its entry of the log."""
    act = "statement:document:issue"
    entries = session.scalars(select(AuditEntry).where(AuditEntry.act == act)).all()
    for entry in entries:
        statement = session.get_one(Statement, entry.object_id)
        yield statement.document.content, json.loads(entry.after)


def key_file(**dates):
    return signers.in_pkcs12(*signers.authority(**dates)), signers.PASSWORD


LONG = {"begins": signers.BEGINS.replace(year=2020), "ends": signers.ENDS.replace(year=2060)}


@pytest.mark.trust("F5")
def test_every_issued_statement_is_signed_and_its_unsigned_hash_is_in_the_log(ready, engine):
    bound(engine, key_file(**LONG))
    finalized(ready)
    approved(ready)
    with reading() as session:
        found = list(issued(session))
        assert len(found) == 3
        for content, after in found:
            told = looked(content)
            assert told.holds
            assert told.name == signers.HOSPITAL
            assert after["signed_by"] == told.fingerprint
            assert after["sha256"] == hashlib.sha256(content).hexdigest()
            unsigned = content[: told.unsigned]
            assert after["unsigned"] == hashlib.sha256(unsigned).hexdigest()


def test_without_a_key_a_statement_is_stored_as_it_was_written(ready, engine, monkeypatch):
    without_layout(monkeypatch)
    bound(engine, None)
    finalized(ready)
    approved(ready)
    with reading() as session:
        for content, after in issued(session):
            assert content.startswith(b"%PDF ORTHO")
            assert set(after) == {"group", "sha256", "entry"}


def test_a_certificate_that_has_ended_stops_the_approval_in_words_and_nothing_is_stored(
    ready, engine
):
    bound(
        engine,
        key_file(begins=signers.BEGINS.replace(year=2020), ends=LONG["begins"].replace(year=2021)),
    )
    finalized(ready)
    with pytest.raises(NotReady, match="ended on 1 Jan 2021"):
        approved(ready)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 0
        assert list(issued(session)) == []


def test_a_chain_that_has_ended_stops_the_approval_in_words(ready, engine):
    key, certificate, _ = signers.authority(**LONG)
    *_, other = signers.authority(**LONG)
    bound(engine, (signers.in_pkcs12(key, certificate, other), signers.PASSWORD))
    finalized(ready)
    with pytest.raises(NotReady, match="was not issued by Larkspur Issuing"):
        approved(ready)


def test_a_preview_is_not_signed(ready, engine):
    bound(engine, key_file(**LONG))
    finalized(ready)
    with transaction() as session:
        _, content = statements.preview(
            session, ready.approver, ready.id, period_code=PERIOD, participant="GRANITE"
        )
    assert looked(content) is None


def test_a_signature_that_would_not_hold_is_never_handed_out(ready, engine, monkeypatch):
    bound(engine, key_file(**LONG))
    monkeypatch.setattr(statement_signature, "looked", lambda _content: None)
    finalized(ready)
    with pytest.raises(RuntimeError, match="does not hold"):
        approved(ready)


def settings(tmp_path, **given):
    """Give the settings of an installation in a folder."""
    return Settings.from_environment(
        {"HOME": str(tmp_path), "COMANAGE_DATA": str(tmp_path / "data"), **given}
    )


def test_the_app_does_not_start_with_a_signing_key_that_cannot_be_used(tmp_path):
    file = tmp_path / "signing.p12"
    chosen = settings(tmp_path, COMANAGE_SIGNING_KEY=str(file), COMANAGE_SIGNING_PASSWORD="another")
    with pytest.raises(UnusableSettings, match="There is no file"):
        create_app(chosen)
    file.write_bytes(key_file()[0])
    file.chmod(0o600)
    with pytest.raises(NotReady, match="The signing key cannot be opened"):
        create_app(chosen)
