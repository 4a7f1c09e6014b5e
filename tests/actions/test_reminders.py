"""Reminders: one message a person, each kind once a day, and nothing past an account or a right."""

from datetime import date

import pytest

from comanage import clock
from comanage.actions import owners, reminders
from comanage.actions.overdue import due_figures
from comanage.database import reading, transaction
from comanage.records import reminder as records
from comanage.records.audit_entry import latest
from comanage.records.oversight_limit import Limit
from comanage.records.person import Person
from comanage.refusals import Conflict, NotAllowed
from comanage.rules.numbers import exact
from comanage.rules.reminding import Kind
from comanage.rules.signoff import Role
from tests.actions.at_work import at_work
from tests.actions.disputing import raised
from tests.actions.on_duty import attest, log, on_duty
from tests.actions.reminded import at, messages
from tests.actions.settling import calculated, make_ready
from tests.makers import NOW, make_limit, make_role

TODAY = date(2027, 5, 2)
SCREENING = (
    "Orthopedic co-management, 2027-Q1: Screening, not entered; due 20 Apr 2027, 12 days late"
)
MARCH = "Orthopedic co-management, March 2027: "
APPROVING = "hours of Dr. Ann Ito for Physicians of GRANITE"


@pytest.fixture
def work(session):
    return at_work(session)


def assign(session, work, *codes, owner=None):
    who = owner or work.administrator
    owners.assign(
        session, work.administrator, work.id, codes, owner_id=who.person_id, lag=exact("20")
    )


def keep(session, work, message, day=TODAY):
    with at(day):
        return reminders.keep(session, work.compliance, message)


def test_each_owner_gets_one_message_and_each_kind_once_a_day(session, work):
    assign(session, work, "SCREENING")
    assign(session, work, "INFECTIONS", owner=work.colleague)
    found = messages(session, work.compliance, TODAY)
    assert [message.person.name for message in found] == [
        "Another Administrator", "Service-Line Administrator",
    ]  # fmt: skip
    mine = next(one for one in found if one.person.id == work.administrator.person_id)
    assert (mine.subject, mine.text) == ("Figures: 1 overdue", SCREENING)
    keep(session, work, mine)
    left = messages(session, work.compliance, TODAY)
    assert [one.person.id for one in left] == [work.colleague.person_id]
    assert len(messages(session, work.compliance, date(2027, 5, 3))) == 2


def test_the_same_message_is_never_kept_twice(engine):
    del engine
    with transaction() as session:
        work = at_work(session)
        assign(session, work, "SCREENING")
    with transaction() as session:
        (message,) = messages(session, work.compliance, TODAY)
        (kept,) = keep(session, work, message)
        assert (kept.day, kept.kind, kept.lines) == (TODAY, Kind.FIGURE_OVERDUE, 1)
        entry = latest(session, limit=1)[0]
        assert (entry.act, entry.object_id) == ("person:deadline:remind", message.person.id)
        assert entry.after == '{"overdue": 1}'
    with pytest.raises(Conflict, match="reminded of that today"), transaction() as session:
        keep(session, work, message)


def test_who_may_no_longer_enter_is_told_nothing(session, work):
    assign(session, work, "SCREENING")
    person = session.get_one(Person, work.administrator.person_id)
    for held in list(person.roles):
        session.delete(held)
    make_role(session, person, Role.VERIFIER)
    assert messages(session, work.compliance, TODAY) == []


def test_who_has_no_open_account_is_told_nothing(session, work):
    assign(session, work, "SCREENING")
    session.get_one(Person, work.administrator.person_id).active = False
    session.flush()
    assert messages(session, work.compliance, TODAY) == []
    assert due_figures(session, [work.agreement], TODAY)  # still on the list of what is overdue


def test_whoever_does_not_keep_the_installation_lists_nobody(session, work):
    for other in (work.administrator, work.verifier, work.approver):
        with pytest.raises(NotAllowed):
            messages(session, other, TODAY)


def test_what_waits_of_different_kinds_comes_in_one_message(session):
    with clock.fixed(NOW):
        made = on_duty(session)
        log(session, made, who=made.leader)
        log(session, made)
        attest(session, made)
        leader = session.get_one(Person, made.leader.person_id)
        make_role(session, leader, Role.ADMINISTRATOR)
    found = {one.person.id: one for one in messages(session, made.compliance, date(2027, 4, 27))}
    mine = found[made.leader.person_id]
    assert mine.subject == "Months of hours: 1 to enter, 1 to attest, 1 to approve"
    assert [str(line).removeprefix(MARCH) for line in mine.lines] == [
        "work since 28 Mar 2027 can still be entered; last day 30 Apr 2027, in 3 days",
        "your hours, not attested; since 1 Apr 2027, 26 days",
        f"{APPROVING}, level 1 of 2 not decided; since 14 Apr 2027, 13 days",
    ]
    keep(session, made, mine, mine.day)
    left = {one.person.id for one in messages(session, made.compliance, mine.day)}
    assert made.leader.person_id not in left
    assert made.administrator.person_id in left
    assert records.sent(session, mine.day) == {
        made.leader.person_id: {Kind.WORK_TO_ENTER, Kind.MONTH_TO_ATTEST, Kind.MONTH_TO_APPROVE}
    }


def test_a_kind_that_begins_to_wait_later_in_a_day_is_told_by_itself(engine):
    del engine
    with transaction() as session:
        made = make_ready(session)
        make_limit(session, made.agreement, Limit.DAYS_TO_ANSWER, 10)
        assign(session, made, "turnover")
    with clock.fixed(NOW):
        calculated(made)
    with transaction() as session:
        session.add(records.Reminder(
            person_id=made.administrator.person_id, day=NOW.date(), kind=Kind.FIGURE_OVERDUE,
            lines=1, sent_at=NOW,
        ))  # fmt: skip
    with clock.fixed(NOW):
        raised(made)
    with reading() as session:
        (mine,) = messages(session, made.compliance)
        assert mine.subject == "Disputes: 1 to answer"
