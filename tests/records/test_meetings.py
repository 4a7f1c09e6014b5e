"""Meetings: a record of who came stays as it was made, and is corrected by another."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records.meeting import MeetingAttendance, MeetingDecision, of_agreement
from comanage.records.participant import of_agreement as participants
from tests.makers import make_agreement, make_meeting
from tests.records.refused import gives_no_way, inserting, refusal, refused, replacing, without_help
from tests.records.test_constraints import as_named

WRONG = literal_column("'wrong'")
NEVER = {
    "meeting_never_changed": "UPDATE meeting SET minutes = ''",
    "meeting_never_deleted": "DELETE FROM meeting",
    "meeting_attendance_never_changed": "UPDATE meeting_attendance SET presence = 'present'",
    "meeting_attendance_never_deleted": "DELETE FROM meeting_attendance",
    "meeting_decision_never_changed": "UPDATE meeting_decision SET words = 'No'",
    "meeting_decision_never_deleted": "DELETE FROM meeting_decision",
}
MEETINGS = {
    "meeting_replaces_one_of_its_agreement": {"replaces_id": 10_000, "reason": "A slip"},
    "meeting_names_its_committee": {"committee": ""},
    "meeting_not_of_a_day_to_come": {"day": date(2027, 4, 15)},
    "meeting_correction_says_why": {"replaces_id": 1},
}
PLACES = {
    "meeting_attendance_once_a_name": {},
    "meeting_attendance_names_someone": {"name": ""},
    "meeting_attendance_is_known": {"name": "Bo", "presence": WRONG},
}


@pytest.fixture
def met(engine):
    """A meeting of both sides that decided something."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), other=make_agreement(session))
        made.own = participants(session, made.agreement.id)[0]
        made.theirs = participants(session, made.other.id)[0]
        people = [("Ann", made.own, "present"), ("Dana", None, "excused")]
        made.meeting = make_meeting(
            session, made.agreement, people=people, decisions=["The pathway is adopted."]
        )
        made.place = session.query(MeetingAttendance).filter_by(name="Ann").one()
        made.decision = session.query(MeetingDecision).one()
    return made


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_on_record_stays(engine, met, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), MEETINGS.items(), ids=MEETINGS)
def test_a_meeting_that_cannot_be_is_refused(engine, met, name, changes):
    statement = inserting(met.meeting, id=999, **changes)
    assert refusal(engine, statement) in {name, as_named(engine, name)}


@pytest.mark.parametrize(("name", "changes"), PLACES.items(), ids=PLACES)
def test_a_place_that_cannot_be_is_refused(engine, met, name, changes):
    assert refusal(engine, inserting(met.place, place=9, **changes)) == name


def test_who_attends_belongs_to_the_agreement_or_the_hospital(engine, met):
    changes = {"place": 9, "name": "Eve", "participant_id": met.theirs.id}
    assert refusal(engine, inserting(met.place, **changes)) == "meeting_attendance_of_its_agreement"


def test_a_decision_says_something(engine, met):
    statement = inserting(met.decision, number=9, words="")
    assert refusal(engine, statement) == "meeting_decision_says_what"


def test_a_meeting_is_corrected_once(met):
    with refused("meeting_replaced_once") as session:
        for _ in range(2):
            make_meeting(session, met.agreement, replaces_id=met.meeting.id, reason="A slip")


@pytest.mark.parametrize("table", ["meeting", "meeting_attendance", "meeting_decision"])
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, met, table):
    gives_no_way(engine, table)


def test_a_name_does_not_give_way_to_another(engine, met):
    statement = replacing(met.place, place=9)
    assert without_help(engine, statement) == "meeting_attendance_once_a_name"


def test_the_meetings_that_stand_are_listed_with_who_came(session, met):
    with transaction() as changing:
        again = make_meeting(changing, met.agreement, replaces_id=met.meeting.id, reason="A slip")
        make_meeting(changing, met.agreement, day=date(2027, 2, 9))
    found = of_agreement(session, met.agreement.id)
    assert [each.day for each in found] == [again.day, date(2027, 2, 9)]
    assert of_agreement(session, met.other.id) == []
