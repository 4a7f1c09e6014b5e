"""Jobs in the browser: asked for by a button, looked at while they go on, cancelled, handed out."""

import re
import time
import zipfile
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import pytest

from comanage.actions import jobs as act
from comanage.database import reading, transaction
from comanage.jobs.worker import working
from comanage.records.job import Job, JobKind, JobState
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, approved, finalized, make_ready
from tests.actions.settling import without_layout as plainly
from tests.jobs.asking import asked, counting, job_of, told, worker
from tests.makers import make_actor
from tests.pages.browser import Browser, words
from tests.pages.served import at_once

RACERS = 8
BUSY = "storing something"  # what the last in a long queue are told, of a slow machine
REFRESH = re.compile(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>')


@pytest.fixture
def ready(app, monkeypatch):
    """An agreement with an approved quarter, and browsers."""
    plainly(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.system = make_actor(session, Role.SYSTEM)
    finalized(made)
    approved(made)
    for name in ("compliance", "verifier", "leader", "stranger", "system"):
        actor = getattr(made, name)
        setattr(made, f"{name}_at", Browser(app, SimpleNamespace(id=actor.person_id)))
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
    return made


def test_all_statements_are_asked_for_and_downloaded(ready):
    assert "All statements as one zip" in ready.compliance_at.get(ready.url).text
    answer = ready.compliance_at.send(ready.url, to=f"{ready.url}/statements", number="1")
    assert answer.location == "/jobs/1"
    page = ready.compliance_at.get("/jobs/1").text
    assert "Waiting for its turn" in words(page)
    assert REFRESH.search(page)
    assert "<progress" in page
    worker().work_off()
    page = ready.compliance_at.get("/jobs/1").text
    assert "Download statements-2027-Q1-1.zip" in words(page)
    assert not REFRESH.search(page), "it is over, so nobody looks again"
    assert job_of(SimpleNamespace(id=1)).document_sha256 in page
    file = ready.compliance_at.get("/jobs/1/file")
    assert "attachment" in file.headers["Content-Disposition"]
    assert len(zipfile.ZipFile(BytesIO(file.data)).namelist()) == 3
    assert told() == ["work:ask", "work:finish", "file:read"]
    assert "statements-2027-Q1-1.zip" in words(ready.compliance_at.get("/jobs").text)


def test_a_job_shows_how_far_it_is_and_looking_again_shows_it_again(ready, monkeypatch):
    seen = []

    def look():
        seen.extend(ready.system_at.get("/jobs/1").text for _ in range(2))

    counting(monkeypatch, at={2: look})
    assert ready.system_at.send("/audit", to="/audit/jobs").location == "/jobs/1"
    worker().work_off()
    assert len(seen) == 2
    for page in seen:
        assert "1 of 3 parts" in words(page)
        assert 'value="1" max="3"' in page
    assert ready.system_at.get("/jobs/1/file").data == b"1\n2\n3\n"


def test_a_job_is_cancelled_by_its_button(ready):
    job = asked(ready)
    ready.compliance_at.send(f"/jobs/{job.id}", to=f"/jobs/{job.id}/cancel")
    page = words(ready.compliance_at.get(f"/jobs/{job.id}").text)
    assert "The job is cancelled. No file comes of it." in page
    assert "Cancel this job" not in page
    assert job_of(job).state is JobState.CANCELLED
    ready.compliance_at.get(f"/jobs/{job.id}/file", 404)
    again = ready.compliance_at.send("/audit", 409, to=f"/jobs/{job.id}/cancel")
    assert "over already" in words(again.text)


def test_a_job_that_failed_says_why_on_its_page(ready, monkeypatch):
    def fail():
        raise ZeroDivisionError

    counting(monkeypatch, at={1: fail})
    ready.compliance_at.send("/audit", to="/audit/jobs")
    worker().work_off()
    assert "It could not be made: Something went wrong" in words(
        ready.compliance_at.get("/jobs/1").text
    )


def test_payout_records_are_asked_for_as_they_are_narrowed(ready):
    ready.compliance_at.send("/payouts", to="/payouts/jobs", format="csv", group="GRANITE")
    worker().work_off()
    assert b"COPPER" not in ready.compliance_at.get("/jobs/1/file").data
    assert "GRANITE alone" in words(ready.compliance_at.get("/jobs/1").text)


@pytest.mark.trust("B2", "B3")
def test_a_job_does_not_exist_for_a_leader_or_for_somebody_elsewhere(ready):
    job = asked(ready)
    worker().work_off()
    for browser in (ready.leader_at, ready.stranger_at, ready.system_at):
        for path in (f"/jobs/{job.id}", f"/jobs/{job.id}/file"):
            assert "There is no such job" in browser.get(path, 404).text
        browser.send("/help", 404, to=f"/jobs/{job.id}/cancel", csrf_token=browser.token())
        assert "statements-2027-Q1" not in browser.get("/jobs").text
    ready.verifier_at.get(f"/jobs/{job.id}/file")  # may see every group's statement as well
    assert ready.leader_at.client.get(ready.url).status_code == 403


@pytest.mark.trust("B2")
def test_an_export_is_its_askers_alone(ready):
    with transaction() as session:
        act.ask(session, ready.compliance, JobKind.LOG)
    worker().work_off()
    ready.compliance_at.get("/jobs/1/file")
    ready.system_at.get("/jobs/1/file", 404)


def test_the_app_works_off_its_jobs_by_itself(app, ready):
    with working(app.extensions["messenger"], here=True):
        ready.compliance_at.send(ready.url, to=f"{ready.url}/statements", number="1")
        ends = time.monotonic() + 60
        while job_of(SimpleNamespace(id=1)).open:
            assert time.monotonic() < ends
            time.sleep(0.1)
    assert job_of(SimpleNamespace(id=1)).state is JobState.DONE


@pytest.mark.trust("C13")
def test_of_eight_who_ask_at_once_all_get_the_same_job(app, ready):
    browsers = [
        Browser(app, SimpleNamespace(id=ready.compliance.person_id), factor=False)
        for _ in range(RACERS)
    ]
    given = [{"csrf_token": each.token(), "number": "1"} for each in browsers]
    answers = at_once(
        [
            partial(each.client.post, f"{ready.url}/statements", data=data)
            for each, data in zip(browsers, given, strict=True)
        ]
    )
    for each in answers:
        assert each.status_code == 303 or (each.status_code == 409 and BUSY in words(each.text))
    assert {each.location for each in answers if each.status_code == 303} == {"/jobs/1"}
    with reading() as session:
        assert [each.id for each in session.query(Job)] == [1]
    assert told() == ["work:ask"]
