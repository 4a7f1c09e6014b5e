"""Meetings: the form with its rows of people, the list, and attendance as counts."""

import io
from datetime import date
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.document import Document
from comanage.records.meeting import Meeting, of_agreement
from tests.actions.on_duty import on_duty
from tests.makers import NOW, make_meeting
from tests.pages.browser import Browser, errors, words


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(app):
    del app
    with transaction() as session:
        return on_duty(session)


def browser(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id))


def path(made, end=""):
    return f"/agreements/{made.id}/meetings{end}"


def sent(made, *places, **more):
    """Fill the form as a browser sends it."""
    fields = {"committee": "Operating committee", "day": "2027-04-13",
              "decisions": "The pathway is adopted.\n\nThe report is due in May.",
              "minutes": "The quarter was reviewed."}  # fmt: skip
    for at, (name, side, presence) in enumerate(places):
        row = {"name": name, "side": side, "presence": presence}
        fields |= {f"places__{at}__{box}": value for box, value in row.items()}
    return fields | more


def stored():
    with reading() as session:
        return session.query(Meeting).all()


def test_a_presence_without_a_name_is_not_left_out_in_silence(app, made):
    fields = sent(made, ("Dr. Ann Ito", made.own.id, "present"), ("", "", "present"))
    page = browser(app, made.administrator).send(path(made, "/new"), 422, **fields).text
    assert errors(page) == ["Give the name of everyone of whom is said whether they came."]
    assert stored() == []


def test_a_meeting_is_recorded_with_both_sides(app, made):
    at = browser(app, made.administrator)
    page = at.get(path(made, "/new")).text
    assert 'value="Dr. Ann Ito"' in page
    fields = sent(
        made, ("Dr. Ann Ito", made.own.id, "present"), ("Dana Wu", "", "absent"),
        ("Dr. Bo Lind", made.other.id, "not asked"), ("", "", ""),
    )  # fmt: skip
    at.send(path(made, "/new"), **fields)
    with reading() as session:
        (meeting,) = of_agreement(session, made.id)
        assert [(each.name, each.presence.value) for each in meeting.attendance] == [
            ("Dr. Ann Ito", "present"), ("Dana Wu", "absent"),
        ]  # fmt: skip
        assert len(meeting.decisions) == 2
    page = words(browser(app, made.leader).get(path(made)).text)
    assert "Physicians of GRANITE 1 1 0 100.0%" in page
    assert "Hospital 0 1 0 0.0%" in page


def test_a_row_without_an_answer_is_asked_for_and_what_was_typed_stays(app, made):
    fields = sent(made, ("Dr. Ann Ito", made.own.id, ""))
    page = browser(app, made.administrator).send(path(made, "/new"), 422, **fields).text
    assert "Say whether Dr. Ann Ito came." in errors(page)
    assert "The pathway is adopted." in page
    assert stored() == []


def documents():
    """Say how many files are kept."""
    with reading() as session:
        return session.query(Document).count()


def test_minutes_come_as_a_file_and_are_handed_out_to_be_saved(app, made):
    before = documents()
    at = browser(app, made.administrator)
    fields = {name.replace("__", "-"): value for name, value in sent(
        made, ("Dr. Ann Ito", made.own.id, "present")
    ).items()}  # fmt: skip
    fields |= {"csrf_token": at.token(at.get(path(made, "/new")).text),
               "file": (io.BytesIO(b"measure,value\nattendance,9\n"), "minutes.csv")}  # fmt: skip
    answer = at.client.post(path(made, "/new"), data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, errors(answer.text)
    (meeting,) = stored()
    answer = browser(app, made.compliance).get(path(made, f"/{meeting.id}/file"))
    assert answer.data == b"measure,value\nattendance,9\n"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert documents() == before + 1


def test_a_record_is_corrected_from_what_stands(app, made):
    with transaction() as session:
        people = [("Dr. Ann Ito", made.own, "absent")]
        old = make_meeting(session, made.agreement, people=people, decisions=["Yes"])
    at = browser(app, made.administrator)
    page = at.get(path(made, f"/{old.id}/correct")).text
    assert 'value="Dr. Ann Ito"' in page
    assert "Yes" in page
    fields = sent(made, ("Dr. Ann Ito", made.own.id, "present"), reason="She came late")
    at.send(path(made, f"/{old.id}/correct"), **fields)
    assert "Corrected: She came late" in words(at.get(path(made)).text)
    at.get(path(made, f"/{old.id}/correct"), 409)
    at.get(path(made, "/999/correct"), 404)


def test_attendance_is_of_the_period_that_is_asked_for(app, made):
    with transaction() as session:
        people = [("Dr. Ann Ito", made.own, "present")]
        make_meeting(session, made.agreement, day=date(2027, 3, 9), people=people)
        make_meeting(session, made.agreement, day=date(2027, 4, 13), people=people)
    at = browser(app, made.compliance)
    assert "Physicians of GRANITE 2 2 0" in words(at.get(path(made)).text)
    assert "Physicians of GRANITE 1 1 0" in words(at.get(path(made, "?period=2027-Q1")).text)


def test_without_meetings_the_page_says_so_and_readers_record_none(app, made):
    assert "No meeting is on record yet." in words(browser(app, made.leader).get(path(made)).text)
    for who in (made.leader, made.compliance, made.approver):
        browser(app, who).get(path(made, "/new"), 403)
    browser(app, made.ann).get(path(made), 403)
