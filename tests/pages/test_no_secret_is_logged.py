"""No secret in any log: what was typed in secret, handed out or uploaded is in no entry and no line."""

import io
import json
import logging

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from comanage.actions import invitations, passwords, sign_in
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, linked, note
from comanage.rules import chain
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser
from tests.pages.working import at_desks

WRONG, FIRST, SECOND = "canary wrong words", "canary first words", "canary second words"
UPLOADED, SSN = "canary of an upload", "536-22-8716"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Hash with little memory, since these tests hash often."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def said(caplog):
    """Everything that any library or we ourselves would log at its most talkative."""
    for name in (None, "sqlalchemy.engine", "sqlalchemy.pool", "werkzeug", "comanage.app"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.fixture
def ada(app):
    """A person with a password, in an installation of its own."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Ada Marsh", email="ada@riverbend.example",
            password_hash=passwords.hashed(FIRST),
        )  # fmt: skip
        make_role(session, person, Role.ADMINISTRATOR)
        return person


def everything_told(said):
    """Give every line of every log, and every entry of the audit log."""
    with reading() as session:
        rows = session.execute(select(AuditEntry.__table__)).all()
        lines = [chain.line(entry) for entry in linked(session)]
    assert len(rows) == len(lines) > 0
    assert len(said.records) > 20  # SQL is among them
    return "\n".join([said.text, *map(str, rows), *lines])


def leaked(secrets, told):
    """Name the secrets that stand in what was told."""
    assert all(len(secret) > 5 for secret in secrets)
    return [secret for secret in secrets if secret in told]


@pytest.mark.trust("F6")
def test_passwords_tokens_and_cookies_are_in_no_log(app, ada, said):
    browser = Browser(app)
    token = browser.token()
    browser.send("/login", 422, email="ada@riverbend.example", password=WRONG)
    browser.send("/login", email="ada@riverbend.example", password=FIRST)
    cookies = [browser.client.get_cookie(COOKIE).value]
    browser.send("/account", present=FIRST, password=SECOND, again=SECOND)
    cookies.append(browser.client.get_cookie(COOKIE).value)
    cookies.append(browser.client.get_cookie("comanage-form").value)
    with transaction() as session:
        link = invitations.invite(session, make_actor(session, Role.SYSTEM), ada.id)
    Browser(app).send(f"/welcome/{link}", 422, password=WRONG, again="other words than those")
    told = everything_told(said)
    assert leaked([WRONG, FIRST, SECOND, token, link, *cookies], told) == []


@pytest.mark.trust("F6", "C11")
def test_a_page_that_fails_logs_its_cause_and_nothing_that_was_typed(app, ada, said, monkeypatch):
    def fail(session, visitor, email, **_):
        raise RuntimeError(f"the cause of {len(email)}")

    monkeypatch.setattr(sign_in, "attempt", fail)
    browser = Browser(app)
    browser.send("/login", 500, email="ada@riverbend.example", password=WRONG)
    assert "the cause of" in said.text
    assert leaked([WRONG], said.text) == []


@pytest.mark.trust("F6", "H4")
def test_what_was_uploaded_is_in_no_log_and_a_refusal_says_only_where(app, said):
    desks = at_desks(app)
    text = f"period,measure,value,note\n2027-Q1,LOS,5.1,{UPLOADED} {SSN}\n"
    answer = desks.administrator.post(
        f"/agreements/{desks.id}/imports/2027-Q1/new",
        data={"file": (io.BytesIO(text.encode()), "q1.csv")},
    )
    assert answer.status_code == 422
    told = everything_told(said)
    assert leaked([UPLOADED, SSN], told) == []
    with reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "person:patient-data:refuse")
        ).one()
        assert json.loads(entry.after) == {"in": "a file of figures"}
        assert (entry.person_id, entry.agreement_id) == (
            desks.work.administrator.person_id, desks.id,
        )  # fmt: skip


@pytest.mark.trust("F7")
def test_what_was_typed_with_line_feeds_and_colours_stays_in_its_line(engine):
    nasty = 'Ada\r\n{"number": 99}\x1b[31m\u2028\u202e'
    with transaction() as session:
        note(session, None, Act.PERSON_CHANGED, after={"name": nasty}, reason=nasty)
        note(session, None, Act.PERSON_CHANGED)
    with reading() as session:
        lines = [chain.line(entry) for entry in linked(session)]
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert [chain.read(line).number for line in lines] == [1, 2]
    assert json.loads(lines[0])["content"]["reason"] == nasty
