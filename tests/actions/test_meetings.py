"""Meetings: recorded once, corrected by another record, counted as attendance."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import meetings as act
from comanage.actions.meetings import Held, Place
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Document
from comanage.records.meeting import Meeting, of_agreement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.attendance import Presence, by_side
from comanage.rules.signoff import Role
from tests.actions.on_duty import on_duty
from tests.makers import NOW, make_actor, make_agreement, make_meeting

PRESENT, EXCUSED, ABSENT = Presence
CSV = b"measure,value\nattendance,9\n"


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


def held(made, **changes):
    places = [
        Place("Dr. Ann Ito", made.own.id, PRESENT),
        Place("Dr. Bo Lind", made.other.id, EXCUSED),
        Place("Dana Wu", None, PRESENT),
    ]
    given = Held(
        committee="Operating committee", day=date(2027, 4, 13), places=places,
        minutes="The quarter was reviewed.", decisions=["The pathway is adopted."],
    )  # fmt: skip
    return replace(given, **changes)


def record(session, made, who=None, *, corrects=None, reason="", **changes):
    who, given = who or made.administrator, held(made, **changes)
    return act.record(session, who, made.id, given, corrects=corrects, reason=reason)


def faults(refused):
    return [str(fault) for fault in refused.value.faults]


def test_a_meeting_is_on_record_with_who_came_and_what_was_decided(session, made):
    stored = record(session, made)
    assert [(each.name, act.side(each), each.presence) for each in stored.attendance] == [
        ("Dr. Ann Ito", "Physicians of GRANITE", PRESENT),
        ("Dr. Bo Lind", "Physicians of COPPER", EXCUSED),
        ("Dana Wu", "Hospital", PRESENT),
    ]
    assert [each.words for each in stored.decisions] == ["The pathway is adopted."]
    noted = session.scalars(select(AuditEntry)).one()
    assert noted.act == "meeting:record:make"
    rates = by_side(act.attended([stored]))
    assert [(each.of, each.came, each.asked) for each in rates] == [
        ("Hospital", 1, 1), ("Physicians of COPPER", 0, 1), ("Physicians of GRANITE", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["approver", "verifier", "leader", "compliance"])
def test_administrators_alone_record_meetings(session, made, who):
    with pytest.raises(NotAllowed):
        record(session, made, getattr(made, who))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"committee": " "}, "committee: Name the committee."),
        ({"committee": "A\nB"}, "committee: Write it in one line."),
        ({"day": None}, "day: Give the day of the meeting."),
        (
            {"day": date(2027, 4, 15)},
            "day: This day is still to come. Record a meeting once it was held.",
        ),
        ({"places": []}, f"places: {act.NOBODY}"),
        ({"places": [Place("Ann", None, None)]}, "places: Say whether Ann came."),
        (
            {"places": [Place("Ann", None, PRESENT), Place("ann ", None, ABSENT)]},
            "places: Ann is named twice.",
        ),
        ({"places": [Place(" ", None, PRESENT)]}, f"places: {act.NAMELESS}"),
        ({"places": [Place("Ann", 999, PRESENT)]}, "places: Choose among the sides offered."),
        ({"decisions": ["x"] * 41}, "decisions: Write at most 40 decisions."),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(session, made, changes, fault):
    with pytest.raises(Faulty) as refused:
        record(session, made, **changes)
    assert fault in faults(refused)
    assert session.scalars(select(Meeting)).all() == []


def test_a_meeting_is_on_record_once_so_that_nobody_attends_it_twice(session, made):
    first = record(session, made)
    with pytest.raises(Faulty) as refused:
        record(session, made, committee="operating committee ")
    assert faults(refused) == [f"day: {act.TWICE}"]
    record(session, made, day=date(2027, 4, 12))
    other = record(session, made, committee="Quality committee")
    with pytest.raises(Faulty) as refused:
        record(session, made, corrects=other.id, reason="It was the other one.")
    assert faults(refused) == [f"day: {act.TWICE}"]
    correct(session, made, first)
    assert len(of_agreement(session, made.id)) == 3


@pytest.mark.parametrize("field", ["minutes", "decisions"])
def test_texts_about_patients_are_refused(session, made, field):
    text = "Patient MRN 1234567 was discussed."
    with pytest.raises(Faulty, match="1 thing") as refused:
        record(session, made, **{field: [text] if field == "decisions" else text})
    assert faults(refused)[0].startswith(f"{field}: This looks like a medical record number.")


def test_minutes_may_come_as_a_file_that_is_kept_and_its_reading_is_noted(session, made):
    stored = record(session, made, file=("minutes.csv", CSV))
    document = session.get(Document, stored.document_sha256)
    assert (document.content, document.name) == (CSV, "minutes.csv")
    session.expire_all()
    assert act.minutes_file(session, made.leader, made.id, stored.id).sha256 == document.sha256
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last.act == "meeting:file:read"


def test_a_file_that_is_none_of_the_kinds_is_refused_and_nothing_is_stored(session, made):
    before = session.scalars(select(Document)).all()
    with pytest.raises(Faulty) as refused:
        record(session, made, file=("minutes.exe", b"MZ\x00\x01"))
    assert [fault.place for fault in refused.value.faults] == ["file"]
    assert session.scalars(select(Document)).all() == before


def test_a_correction_stands_in_the_place_of_the_first_record(session, made):
    first = record(session, made, file=("minutes.csv", CSV))
    with pytest.raises(Faulty) as refused:
        correct(session, made, first, reason=" ")
    assert faults(refused) == [f"reason: {act.WHY}"]
    later = correct(session, made, first)
    assert (later.replaces_id, later.reason) == (first.id, "Dr. Lind came late")
    assert later.document_sha256 == first.document_sha256
    assert [each.id for each in of_agreement(session, made.id)] == [later.id]
    with pytest.raises(Conflict):
        correct(session, made, first)


def correct(session, made, first, reason="Dr. Lind came late"):
    places = [Place("Dr. Bo Lind", made.other.id, PRESENT)]
    return act.record(
        session, made.administrator, made.id, held(made, places=places), corrects=first.id,
        reason=reason,
    )  # fmt: skip


def test_the_meeting_of_another_agreement_is_not_there(session, made):
    elsewhere = make_meeting(session, make_agreement(session))
    with pytest.raises(NotFound):
        correct(session, made, elsewhere)
    with pytest.raises(NotFound):
        act.minutes_file(session, made.compliance, made.id, elsewhere.id)
    with pytest.raises(NotFound):
        record(session, made, make_actor(session, Role.LEADER))


def test_those_of_the_last_meeting_and_the_groups_own_people_are_expected(session, made):
    names = [each.name for each in act.expected(session, made.administrator, made.id)]
    assert {"Dr. Ann Ito", "Dr. Bo Lind", "Dr. Cas Moro"} <= set(names)
    record(session, made)
    found = act.expected(session, made.administrator, made.id)
    assert found[2] == Place("Dana Wu", None, None)
    assert [each.name for each in found].count("Dr. Ann Ito") == 1
