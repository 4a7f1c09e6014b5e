"""Hours as a file: whole, noted, and for those alone who see entries."""

import csv
import io

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import hours, hours_export
from comanage.records.audit_entry import AuditEntry
from comanage.refusals import NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through, worked
from tests.makers import NOW, make_actor


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


def exported(session, made, who=None, **chosen):
    session.expire_all()
    name, _, content = hours_export.export(session, who or made.compliance, made.id, **chosen)
    assert name == "hours-ORTHO-2027.csv"
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_every_entry_is_a_row_corrected_ones_too_with_its_signatures(session, made):
    entry = log(session, made)
    hours.correct(session, made.ann, entry.id, worked(made, 60, done="=1+1"), reason="Shorter")
    through(session, made)
    first, second = exported(session, made)
    assert (first["stands"], first["hours"]) == ("", "1.5")
    assert (second["stands"], second["corrects"], second["done"]) == (
        "yes",
        first["entry"],
        "'=1+1",
    )
    assert second["state"] == "payable"
    assert second["approved_by"] == (
        "The administrator (service-line administrator, approved); The approver (approver, approved)"
    )
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last.act == "hours:records:export"


def test_one_month_can_be_asked_for(session, made):
    log(session, made)
    assert exported(session, made, month="2027-02") == []
    assert len(exported(session, made, month="2027-03")) == 1


def test_whoever_sees_totals_or_nothing_gets_no_file(session, made):
    log(session, made)
    for who in (made.leader, made.ann):
        with pytest.raises((NotAllowed, NotFound)):
            exported(session, made, who)
    with pytest.raises(NotFound):
        exported(session, made, make_actor(session, Role.LEADER))
