"""Workers as processes of their own: two that share jobs, one that is killed, one that is stopped."""

import time
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import update

from comanage import clock
from comanage.database import reading, transaction
from comanage.jobs.messenger import messenger
from comanage.records.audit_entry import linked
from comanage.records.job import Job, JobState
from comanage.rules.chain import checked
from comanage.rules.signoff import Role
from tests.actions.settling import calculated, make_ready
from tests.crash.ending import KILLED, comanage
from tests.jobs.asking import asked, documents, file_of, job_of, parts, told
from tests.jobs.processes import ask_for_the_log, at_work, every_job, finished, until
from tests.makers import make_actor, make_installation

ZIP = "application/zip"
JOBS, MORE = 20, 100


@pytest.fixture
def ready(engine):
    """An agreement of two groups with a preliminary settlement."""
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    engine.dispose()
    return ready


@pytest.mark.trust("G1", "G2")
def test_two_processes_share_twenty_jobs_and_each_is_done_once(engine, database, tmp_path):
    with transaction() as session:
        make_installation(session)
        askers = [make_actor(session, Role.COMPLIANCE) for _ in range(JOBS)]
    settings = {"COMANAGE_JOBS": database} if engine.dialect.name == "postgresql" else {}
    with at_work(database, tmp_path, 2, **settings) as workers:
        names = {each.name for each in workers.programs}
        with closing(messenger(settings.get("COMANAGE_JOBS", ""))) as wakes:
            for who in askers:
                ask_for_the_log(wakes, who)
            until(lambda: all(job.state is JobState.DONE for job in every_job()))
            more = MORE  # one may have done all of them before the other had started
            while more and {each["by"] for each in finished()} != names:
                ask_for_the_log(wakes, askers[0])
                until(lambda: all(job.state is JobState.DONE for job in every_job()))
                more -= 1
    assert [(each.status, each.complained) for each in workers.ended] == [(0, "")] * 2
    done = every_job()
    assert len(done) == JOBS + MORE - more
    assert {job.tries for job in done} == {1}
    assert len({job.document_sha256 for job in done}) == len(done)
    by = [each["by"] for each in finished()]
    assert len(by) == len(done)
    assert {*by} == names, "both had a part in it"


def test_a_worker_that_is_killed_is_followed_by_another(ready, database, tmp_path):
    job = asked(ready)
    slowly = {"SECONDS_A_STATEMENT": "3"}
    with at_work(database, tmp_path, **slowly) as first:
        until(lambda: job_of(job).done == 1)
        first.programs[0].program.kill()
        first.programs[0].program.wait()
    assert (job_of(job).state, parts(), documents(ZIP)) == (JobState.RUNNING, 1, [])
    with at_work(database, tmp_path):
        until(lambda: not job_of(job).open)
    stands = job_of(job)
    assert (stands.state, stands.tries, stands.done) == (JobState.DONE, 2, 3)
    assert documents(ZIP) == [stands.document_sha256]
    assert told() == ["work:ask", "work:take", "work:finish"]


def test_a_worker_that_is_slow_and_alive_keeps_its_job(ready, database, tmp_path):
    """Each statement takes longer than the time after which a silent worker is followed."""
    job = asked(ready)
    with at_work(database, tmp_path, 2, SECONDS_A_STATEMENT="3"):
        until(lambda: not job_of(job).open)
    assert (job_of(job).state, job_of(job).tries) == (JobState.DONE, 1)


def test_a_worker_that_is_stopped_gives_its_job_back(ready, database, tmp_path):
    job = asked(ready)
    with at_work(database, tmp_path, SECONDS_A_STATEMENT="1") as workers:
        until(lambda: job_of(job).total == 3)
        time.sleep(0.2)  # it is within its first statement
    assert [each.status for each in workers.ended] == [0]
    stands = job_of(job)
    assert (stands.state, stands.tries, stands.done) == (JobState.WAITING, 0, 1)
    with at_work(database, tmp_path):
        until(lambda: not job_of(job).open)
    assert job_of(job).state is JobState.DONE


def test_a_job_whose_message_got_lost_is_found(ready, database, tmp_path):
    with at_work(database, tmp_path):
        job = asked(ready)  # and nobody is told
        until(lambda: not job_of(job).open)
    assert job_of(job).state is JobState.DONE


def ended_at(name, ready, database, folder):
    """Run a worker until it is ended at a crash point, and another once the first was silent long."""
    job = asked(ready)
    working = ("jobs", "work", "--once", "--silent", "3600")
    first = comanage(*working, url=database, data=folder, COMANAGE_CRASH_AT=name)
    assert first.status == KILLED, first.complained
    stands = job_of(job)
    assert len(documents(ZIP)) == (stands.state is JobState.DONE)
    with transaction() as session:
        long_ago = clock.now() - timedelta(hours=2)
        running = update(Job).where(Job.state == JobState.RUNNING)
        session.execute(running.values(held_until=long_ago))
    assert comanage(*working, url=database, data=folder).status == 0
    return stands, job


# Each commit of a job of three parts: taken, told of how many, three parts, ended.
COMMITS = [f"commit:{side},{turn}" for turn in range(1, 7) for side in ("before", "after")]


@pytest.mark.trust("G1", "G2")
@pytest.mark.parametrize("name", [*COMMITS, "job:part-kept,2", "job:document-stored", "job:ended"])
def test_one_document_or_none_wherever_a_worker_is_ended(ready, database, tmp_path, name):
    stands, job = ended_at(name, ready, database, tmp_path)
    assert stands.open is (name != "commit:after,6")
    now = job_of(job)
    assert (now.state, now.done) == (JobState.DONE, 3)
    assert documents(ZIP) == [now.document_sha256]
    assert parts() == 0
    assert told().count("work:finish") == 1
    with reading() as session:
        assert checked(linked(session)).why == ""
    assert file_of(ready.compliance, job).name == "statements-2027-Q1-1-preliminary.zip"
