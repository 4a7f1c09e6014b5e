"""status: how the installation is, for people and for a timer."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from comanage import clock
from comanage.actions import jobs as act
from comanage.actions.chain_watch import Watch
from comanage.database import reading, transaction
from comanage.records.audit_entry import latest
from comanage.rules.signoff import Role
from comanage.status import lines
from tests.actions.settling import make_ready
from tests.cli.conftest import COMPLIANCE, VERIFIER
from tests.jobs.asking import asked_for_log
from tests.makers import make_actor

NOON = datetime(2027, 7, 15, 12, tzinfo=UTC)


@pytest.mark.trust("G10")
def test_what_is_to_be_seen_to_is_marked_and_gives_exit_status_1(
    staffed, tmp_path, programs, monkeypatch
):
    said = staffed("status", status=1)
    assert "Last backup        never  << to be seen to" in said
    assert "Time zone          none is set, so days end at midnight UTC: set COMANAGE_TIME" in said
    monkeypatch.setenv("COMANAGE_TIME_ZONE", "America/New_York")
    staffed("backup", tmp_path / "today.zip", COMPLIANCE)
    staffed("audit", "anchor", tmp_path / "today.txt", COMPLIANCE)
    said = staffed("status", COMPLIANCE)
    assert "to be seen to" not in said
    assert "Audit log          all 2 entries hold" in said
    assert "Last backup        today" in said
    assert "Unexplained cents  0" in said
    assert "Jobs               none waits" in said
    assert "Version            0.1.0" in said


@pytest.mark.trust("E5")
def test_the_zone_is_told_with_what_its_clocks_show(staffed, monkeypatch):
    monkeypatch.setenv("COMANAGE_TIME_ZONE", "America/New_York")
    with clock.fixed(datetime(2027, 7, 15, 3, 30, tzinfo=UTC)):
        assert "Time zone          America/New_York, 23:30 EDT\n" in staffed("status", status=1)
    assert clock.zone() is UTC  # which a command chooses for itself alone


@pytest.mark.trust("E5", "G8")
def test_a_zone_that_is_none_is_refused_by_every_command(staffed, monkeypatch):
    monkeypatch.setenv("COMANAGE_TIME_ZONE", "Eastern")
    for asked in (("status",), ("backup", "x.zip"), ("remind",)):
        assert "Did you mean America/New_York?" in staffed(*asked, status=1)


@pytest.mark.trust("E5")
def test_what_was_done_last_evening_was_done_yesterday(staffed, tmp_path, programs, monkeypatch):
    monkeypatch.setenv("COMANAGE_TIME_ZONE", "America/New_York")
    with clock.fixed(datetime(2027, 7, 15, 3, 30, tzinfo=UTC)):
        staffed("backup", tmp_path / "today.zip", COMPLIANCE)
        assert "Last backup        today\n" in staffed("status", status=1)
    with clock.fixed(datetime(2027, 7, 15, 4, 30, tzinfo=UTC)):
        assert "Last backup        yesterday\n" in staffed("status", status=1)


def test_only_who_keeps_the_installation_is_told(staffed):
    assert "does not let you see to backups" in staffed("status", VERIFIER, status=1)


@pytest.mark.trust("B8")
def test_whom_a_command_refuses_is_noted_with_what_was_asked_for(staffed):
    assert "does not let you" in staffed("status", VERIFIER, status=1)
    assert "does not let you" in staffed("group", "add", "X", "X", VERIFIER, status=1)
    with reading() as session:
        adding, entry = latest(session)
        assert json.loads(adding.after)["path"].endswith("group add")
        assert entry.act == "person:right:refuse"
        assert entry.person.email == "verifier@larkspur.example"
        assert (entry.address, entry.reason[:26]) == ("command line", "Your role (verifier) does ")
        assert json.loads(entry.after)["path"].endswith("status")


@pytest.mark.trust("G10")
def test_jobs_that_no_worker_begins_are_counted_and_marked_when_the_first_waits_long(staffed):
    del staffed
    with transaction() as session:
        ready = make_ready(session)
        auditor = make_actor(session, Role.SYSTEM)
    with clock.fixed(NOON):
        job = asked_for_log(auditor)
        asked_for_log(ready.compliance)
    told = jobs_line(auditor, minutes=1)
    assert (told.words, told.fine) == ("2 wait, the first for 1 minute", True)
    assert jobs_line(auditor, minutes=15).fine
    with transaction() as session:
        act.cancel(session, auditor, job.id)
    told = jobs_line(auditor, minutes=16)
    assert (told.words, told.fine) == ("1 waits for 16 minutes", False)


def jobs_line(actor, minutes):
    """Give what the status says of jobs some minutes after noon."""
    with clock.fixed(NOON + timedelta(minutes=minutes)), reading() as session:
        seen = Watch().look(session)
        every = lines(session, actor, seen, now=clock.now(), version="1", zone="UTC")
    return next(line for line in every if line.name == "Jobs")
