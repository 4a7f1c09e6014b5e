"""A database that goes away, or is busy for long, while a job is worked on: the job outlives it."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from comanage import database as houses
from comanage.actions import job_work
from comanage.database import reading, transaction
from comanage.database_words import BROKEN, BUSY, NOT_MIGRATED, SLOW
from comanage.jobs import worker as workers
from comanage.records import service_line as service_lines
from comanage.records.job import JobState
from comanage.refusals import Conflict, NotReady
from tests import databases
from tests.actions.settling import calculated, make_ready
from tests.jobs.asking import (
    asked,
    asked_for_log,
    counting,
    documents,
    file_of,
    job_of,
    parts,
    told,
    worker,
)
from tests.jobs.processes import at_work, until
from tests.jobs.test_work import compliance
from tests.makers import make_service_line

__all__ = ["compliance"]
pytestmark = pytest.mark.trust("G1")
ZIP = "application/zip"


def gone(count, why):
    """Refuse so many times, and then no more."""
    left = [why] * count

    def refuse():
        if left:
            raise left.pop()

    return refuse


@pytest.mark.parametrize("why", [NotReady(BROKEN), Conflict(BUSY)], ids=["broken", "busy"])
def test_a_job_goes_on_with_its_parts_where_its_database_was_away(compliance, monkeypatch, why):
    made = counting(monkeypatch, at={2: gone(1, why)})
    job = asked_for_log(compliance)
    assert worker().work_off() == 2, "given back, and taken again"
    assert (job_of(job).state, job_of(job).tries) == (JobState.DONE, 1)
    assert made == [1, 2, 2, 3]
    assert file_of(compliance, job).content == b"1\n2\n3\n"
    assert told()[:2] == ["work:ask", "work:finish"]


def test_a_job_that_is_too_much_for_its_database_fails_at_the_third_try(compliance, monkeypatch):
    made = counting(monkeypatch, at={2: gone(99, NotReady(SLOW))})
    job = asked_for_log(compliance)
    worker().work_off()
    assert job_of(job).state is JobState.FAILED
    assert job_of(job).fault.startswith("It was begun 3 times, and each time the work on it was")
    assert (made, parts(), documents()) == ([1, 2, 2, 2], 0, [])


def test_a_database_that_will_not_do_for_this_version_fails_a_job_at_once(compliance, monkeypatch):
    counting(monkeypatch, at={2: gone(99, NotReady(NOT_MIGRATED))})
    job = asked_for_log(compliance)
    worker().work_off()
    assert (job_of(job).state, job_of(job).fault) == (JobState.FAILED, NOT_MIGRATED)


def test_a_worker_waits_for_its_database_to_give_a_job_back(compliance, monkeypatch):
    monkeypatch.setattr(workers, "LOOK_AGAIN", 0.01)
    away = gone(3, NotReady(BROKEN))
    give_back = workers.job_work.give_back

    def refused(*given, **more):
        away()
        return give_back(*given, **more)

    monkeypatch.setattr(workers.job_work, "give_back", refused)
    counting(monkeypatch, at={2: gone(1, NotReady(BROKEN))})
    job = asked_for_log(compliance)
    worker().work_off()
    assert (job_of(job).state, job_of(job).tries) == (JobState.DONE, 1)


def test_a_job_outlives_a_database_that_is_away_more_often_than_a_job_is_tried(
    compliance, monkeypatch
):
    counting(monkeypatch, at={2: gone(job_work.MOST_TRIES + 2, NotReady(BROKEN))})
    job = asked_for_log(compliance)
    worker().work_off()
    assert job_of(job).state is JobState.DONE


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL that may be stopped."""
    with databases.serving(databases.BOUNDS) as running:
        yield running


@pytest.fixture
def ready(server):
    """A preliminary settlement on that server, and the address of its database."""
    address = databases.PostgreSQL(server.get_uri(), f"gone{time.monotonic_ns()}").copy()
    engine = houses.connect(address)
    with houses.using(engine):
        with transaction() as session:
            found = make_ready(session)
        calculated(found)
        found.address, found.engine = address, engine
        yield found
    engine.dispose()


def cut(server, ready):
    """Cut every link to the database but one's own."""
    del server
    with psycopg.connect(ready.address.replace("+psycopg", ""), autocommit=True) as link:
        link.execute(databases.ALONE)


def restarted(server, ready):
    """Stop the server as its service does, and start it anew."""
    ready.engine.dispose()
    stopped = server.get_pid()
    os.kill(stopped, signal.SIGINT)
    until(lambda: not Path(f"/proc/{stopped}").exists())
    time.sleep(2)
    server.ensure_postgres_running()


@pytest.mark.parametrize("trouble", [cut, restarted], ids=["its links cut", "started anew"])
def test_a_worker_process_goes_on_where_its_database_had(server, ready, tmp_path, trouble):
    with at_work(ready.address, tmp_path, SECONDS_A_STATEMENT="3"):
        job = asked(ready)
        until(lambda: job_of(job).done == 1)
        trouble(server, ready)
        ready.engine.dispose()
        until(lambda: not job_of(job).open)
    stands = job_of(job)
    assert (stands.state, stands.done, stands.fault) == (JobState.DONE, 3, None)
    assert documents(ZIP) == [stands.document_sha256]
    assert parts() == 0


def test_a_writer_that_froze_keeps_the_others_waiting_for_so_long_only(ready, monkeypatch):
    monkeypatch.setattr(houses, "THINK_SECONDS", 1)

    def freeze():
        with transaction() as frozen:
            make_service_line(frozen, "FROZEN")
            time.sleep(2)
            with transaction() as session:
                make_service_line(session, "QUICK")
            make_service_line(frozen, "LATE")

    with pytest.raises(NotReady) as refused:
        freeze()
    assert refused.value.sentence == BROKEN
    with reading() as session:
        codes = {each.code for each in service_lines.every(session)}
    assert "QUICK" in codes
    assert not codes & {"FROZEN", "LATE"}
