"""Hours: logged for the own group alone, corrected by other entries, never edited."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import hours as act
from comanage.readers.patient_data import ADVICE
from comanage.records.audit_entry import AuditEntry
from comanage.records.time_entry import TimeEntry
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, worked
from tests.makers import NOW, make_actor, make_duty, make_termination


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


def faults(refused):
    return [str(fault) for fault in refused.value.faults]


def test_an_entry_is_stored_as_it_was_given_and_noted(session, made):
    entry, odd = act.log(session, made.ann, worked(made))
    assert (entry.minutes, entry.day, entry.done) == (90, date(2027, 3, 20), "Agenda, minutes")
    assert (entry.person_id, entry.entered_on) == (made.ann.person_id, NOW.date())
    assert odd == []
    noted = session.scalars(select(AuditEntry)).one()
    assert (noted.act, noted.role) == ("hours:entry:log", "physician")
    assert json.loads(noted.after)["minutes"] == 90


def test_a_leader_logs_own_hours_like_any_physician(session, made):
    assert log(session, made, who=made.leader).person_id == made.leader.person_id


@pytest.mark.parametrize("who", ["administrator", "approver", "compliance"])
def test_nobody_else_logs_hours(session, made, who):
    with pytest.raises(NotAllowed):
        log(session, made, who=getattr(made, who))


def test_a_physician_logs_for_no_other_group(session, made):
    with pytest.raises(NotFound):
        log(session, made, own=made.other)
    with pytest.raises(NotFound):
        log(session, made, who=make_actor(session, Role.PHYSICIAN))
    with pytest.raises(NotFound):
        act.log(session, made.ann, act.Worked(participant_id=None, duty_id=1, day=None, minutes=1))


def test_the_places_of_a_physician_are_the_own_groups_alone(session, made):
    assert [place.code for place in act.places(session, made.ann)] == [made.granite]
    assert act.places(session, made.administrator) == []


def test_every_fault_is_told_at_once_beside_its_field(session, made):
    with pytest.raises(Faulty) as refused:
        log(session, made, 95, day=date(2027, 4, 15), done="DOB 3/4/1950")
    assert faults(refused) == [
        f"done: This looks like a date of birth. {ADVICE}",
        "day: This day is still to come. Log work once it is done.",
        "minutes: Give the time in steps of 15 minutes.",
    ]
    assert session.scalars(select(TimeEntry)).all() == []


def test_a_day_and_a_time_are_needed(session, made):
    with pytest.raises(Faulty) as refused:
        log(session, made, None, day=None)
    assert faults(refused) == ["day: Give the day worked.", "minutes: Give the time worked."]


def test_the_deadline_counts_from_the_day_worked(session, made):
    log(session, made, day=date(2027, 3, 15))
    with pytest.raises(Faulty, match="1 thing") as refused:
        log(session, made, day=date(2027, 3, 14))
    assert "could be entered until 13 Apr 2027" in faults(refused)[0]


def test_a_changed_duty_is_logged_as_it_was_on_the_day(session, made):
    later = make_duty(session, made.agreement, replaces=made.duty, starts=date(2027, 3, 20))
    assert log(session, made).duty_id == later.id
    assert log(session, made, day=date(2027, 3, 19), duty=later).duty_id == made.duty.id


def test_a_duty_that_has_ended_or_of_another_agreement_is_not_logged_for(session, made):
    ended = make_duty(session, made.agreement, ends=date(2027, 3, 17))
    with pytest.raises(Faulty) as refused:
        log(session, made, duty=ended)
    assert faults(refused) == ["day: This is a duty from 1 Jan 2027 to 17 Mar 2027 only."]
    with pytest.raises(Faulty) as refused:
        act.log(session, made.ann, act.Worked(
            participant_id=made.own.id, duty_id=999, day=date(2027, 3, 20), minutes=15,
        ))  # fmt: skip
    assert faults(refused) == ["duty: Choose one of the duties offered."]


def test_the_limits_count_what_the_whole_group_has_logged(session):
    made = on_duty(session, most_a_month=180)
    log(session, made, who=made.cas)
    log(session, made, 90)
    with pytest.raises(Faulty) as refused:
        log(session, made, 15)
    assert "The group has at most 3 hours in March 2027; 3 hours are logged." in faults(refused)[0]
    log(session, made, who=made.bo, own=made.other)


def test_what_was_taken_back_or_corrected_counts_as_it_stands(session):
    made = on_duty(session, most_a_month=180)
    entry = log(session, made, 180)
    act.correct(session, made.ann, entry.id, worked(made, 0), reason="It was cancelled")
    again = log(session, made, 180)
    act.correct(session, made.ann, again.id, worked(made, 165), reason="It was shorter")
    log(session, made, 15)


def test_the_same_duty_on_the_same_day_is_stored_and_said(session, made):
    log(session, made)
    _, odd = act.log(session, made.ann, worked(made, 30))
    assert odd == [
        "1.5 hours of this duty stood on this day already. Correct one if it is the same work."
    ]


def test_a_correction_names_what_it_corrects_and_both_stay(session, made):
    entry = log(session, made)
    right, _ = act.correct(
        session, made.ann, entry.id, worked(made, 60), reason="It ended an hour in"
    )
    assert (right.replaces_id, right.reason) == (entry.id, "It ended an hour in")
    assert session.get(TimeEntry, entry.id).minutes == 90
    noted = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (noted.act, noted.reason) == ("hours:entry:correct", "It ended an hour in")
    assert json.loads(noted.before)["minutes"] == 90


def test_a_correction_says_why(session, made):
    entry = log(session, made)
    with pytest.raises(Faulty) as refused:
        act.correct(session, made.ann, entry.id, worked(made, 60), reason=" ")
    assert faults(refused) == [f"reason: {act.WHY}"]


def test_an_entry_is_corrected_once_and_by_its_physician_alone(session, made):
    entry = log(session, made)
    for other in (made.cas, made.leader, made.administrator):
        with pytest.raises(NotFound):
            act.correct(session, other, entry.id, worked(made, 60), reason="No")
    act.correct(session, made.ann, entry.id, worked(made, 60), reason="Yes")
    with pytest.raises(Conflict):
        act.correct(session, made.ann, entry.id, worked(made, 30), reason="Again")


def test_whoever_lost_the_role_logs_no_more(session, made):
    entry = log(session, made)
    gone = make_actor(session, person=session.merge(entry).person)
    stranger = type(gone)(gone.person_id, gone.name)
    with pytest.raises(NotFound):
        log(session, made, who=stranger)
    with pytest.raises(NotFound):
        act.correct(session, stranger, entry.id, worked(made, 0), reason="Gone")


def test_after_a_termination_no_work_is_logged(session, made):
    make_termination(session, made.agreement, last_day=date(2027, 3, 10))
    with pytest.raises(Faulty) as refused:
        log(session, made)
    assert faults(refused) == ["day: The agreement runs from 1 Jan 2027 to 10 Mar 2027."]


def test_a_day_before_there_are_terms_takes_no_hours(session):
    made = on_duty(session, starts=date(2027, 4, 1))
    with pytest.raises(Faulty) as refused:
        log(session, made)
    assert "No base fee is agreed for this day" in faults(refused)[0]
    with clock.fixed(datetime(2027, 4, 2, 12, tzinfo=UTC)):
        log(session, made, day=date(2027, 4, 2))
