"""The page of audit packets: days, what a packet holds, and one button."""

import re
from datetime import date

import pytest

from comanage.actions import packet_workbooks, packets
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import last_of
from comanage.records.person import Person
from comanage.rules.signoff import Role
from comanage.statements.packets.packet import verify
from tests.actions.logged import as_noted
from tests.actions.releasing import make_approved, release
from tests.actions.settling import without_layout
from tests.jobs.asking import worker
from tests.makers import make_actor, make_service_line
from tests.pages.browser import Browser, errors, words

DAYS = {"first": "2027-01-01", "last": "2027-03-31"}


@pytest.fixture
def made(app, monkeypatch):
    """A quarter that was released."""
    without_layout(monkeypatch)
    ready = make_approved()
    release(ready)
    with transaction() as session:
        as_noted(session, ready.compliance, ready.id)
    ready.path = f"/agreements/{ready.id}/packet"
    return ready


def browser(app, actor):
    """Open the browser of somebody."""
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
    return Browser(app, person)


def test_compliance_sees_what_a_packet_holds_and_takes_it_in_two_more_clicks(app, made):
    officer = browser(app, made.compliance)
    page = words(officer.get(made.path).text)
    assert "Statements as issued 3" in page
    assert "FMV opinion There is none in the file of the agreement." in page
    assert "Workbooks of the statements, with live formulas 3" in page
    assert officer.send(made.path, **DAYS).location == "/jobs/1"
    assert "Waiting for its turn" in words(officer.get("/jobs/1").text)
    worker().work_off()
    assert "Download packet-ORTHO-2027-01-01-2027-03-31.zip" in words(officer.get("/jobs/1").text)
    answer = officer.get("/jobs/1/file")
    assert answer.mimetype == "application/zip"
    assert verify(answer.data).holds
    with transaction() as session:
        assert last_of(session, Act.JOB_FILE_READ).agreement_id == made.id


def test_compliance_has_a_packet_in_four_clicks_from_home(app, made):
    """The agreement, its packet, the button that makes it, and the one that downloads it."""
    officer = browser(app, made.compliance)
    assert f'href="/agreements/{made.id}"' in officer.get("/").text
    assert f'href="{made.path}"' in officer.get(f"/agreements/{made.id}").text
    shown = officer.get(made.path).text
    days = dict(re.findall(r'type="hidden" name="(first|last)" value="([^"]+)"', shown))
    job = officer.send(made.path, **days).location
    worker().work_off()
    assert f'href="{job}/file"' in officer.get(job).text
    assert verify(officer.get(f"{job}/file").data).holds


def test_figures_without_evidence_are_said_once_with_their_count(app, made):
    rows = words(
        browser(app, made.compliance).get(f"{made.path}?first=2027-01-01&last=2027-03-31").text
    )
    with reading() as session:
        lacking = packets.look(
            session, made.compliance, made.id, first=date(2027, 1, 1), last=date(2027, 3, 31)
        ).lacking
    count = sum(one.what.startswith("Evidence of") for one in lacking)
    assert count > 1
    assert rows.count("Evidence of") == 1
    assert f"Evidence of figures, 2027-Q1 None was added. {count}" in rows
    assert "The packet lists each of them by itself" in rows


def test_how_far_a_packet_is_survives_a_reload_and_its_button_cancels_it(app, made, monkeypatch):
    officer, seen = browser(app, made.compliance), []
    written = packet_workbooks.written

    def look(session, statement_id):
        if statement_id == 2:
            seen.extend(words(officer.get("/jobs/1").text) for _ in range(2))
            officer.send("/jobs/1", to="/jobs/1/cancel")
        return written(session, statement_id)

    monkeypatch.setattr(packet_workbooks, "written", look)
    officer.send(made.path, **DAYS)
    worker().work_off()
    assert len(seen) == 2
    assert all("1 of 4 parts" in page for page in seen)
    assert "No file came of it." in words(officer.get("/jobs/1").text)
    officer.get("/jobs/1/file", 404)


def test_the_page_of_the_agreement_leads_there_for_compliance_alone(app, made):
    at = f"/agreements/{made.id}"
    assert f'href="{made.path}"' in browser(app, made.compliance).get(at).text
    assert f'href="{made.path}"' not in browser(app, made.administrator).get(at).text


def test_other_days_show_what_lies_in_them(app, made):
    officer = browser(app, made.compliance)
    page = words(officer.get(f"{made.path}?first=2028-01-01&last=2028-01-31").text)
    assert "Statements as issued" not in page
    assert "Performance periods None is on record for these days." in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2027-03-31", "2027-01-01", "It must not be before the first day."),
        ("", "2027-03-31", "Give the day, such as 2027-03-31."),
        ("yesterday", "2027-03-31", "Not a valid date value."),
    ],
)
def test_days_that_cannot_be_are_answered_at_their_field(app, made, first, last, said):
    officer = browser(app, made.compliance)
    asked = f"{made.path}?first={first}&last={last}"
    for answer in (officer.get(asked, 422), officer.send(made.path, 422, first=first, last=last)):
        assert len(errors(answer.text)) == 1
        if said != "Not a valid date value.":
            assert errors(answer.text) == [said]


@pytest.mark.trust("B2")
def test_an_outsider_is_told_that_there_is_no_such_agreement(app, made):
    with transaction() as session:
        line = make_service_line(session, "CARDIO")
        other = make_actor(session, Role.COMPLIANCE, service_line=line)
    outsider = browser(app, other)
    outsider.get(made.path, 404)
    token = outsider.token()
    answer = outsider.client.post(made.path, data=DAYS | {"csrf_token": token})
    assert answer.status_code == 404
    browser(app, made.administrator).get(made.path, 403)


@pytest.mark.trust("C13")
def test_while_one_is_made_asking_again_leads_to_it_and_other_days_wait(app, made):
    officer = browser(app, made.compliance)
    assert officer.send(made.path, **DAYS).location == "/jobs/1"
    assert officer.send(made.path, **DAYS).location == "/jobs/1"
    answer = officer.send(made.path, 409, first="2027-01-01", last="2027-02-28")
    assert "Audit packet, 2027-01-01 to 2027-03-31 (job 1)" in words(answer.text)


def test_an_agreement_with_no_day_yet_is_shown_its_own_days(app, made):
    page = browser(app, made.compliance).get(made.path).text
    assert f'value="{date(2027, 1, 1)}"' in page
