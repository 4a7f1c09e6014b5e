"""Workers that a Redis wakes, each a process of its own, on one database; and a Redis that goes away."""

import time
from contextlib import closing
from types import SimpleNamespace

import pytest

from comanage.actions import jobs as act
from comanage.database import transaction
from comanage.jobs.messenger import ANSWERS_WITHIN, messenger
from comanage.pages.jobs import NOBODY_WOKEN
from comanage.records.job import JobState
from comanage.rules.signoff import Role
from tests.actions.settling import calculated, make_ready
from tests.jobs.asking import asked, documents, job_of, parts, told
from tests.jobs.processes import ask_for_the_log, at_work, every_job, finished, until
from tests.jobs.redis_server import RedisServer
from tests.makers import make_actor, make_installation
from tests.pages.browser import Browser, words

pytestmark = pytest.mark.loopback

ZIP = "application/zip"
JOBS, MORE = 10, 100
NEVER = {"LOOKS_EVERY": "3600"}  # seconds, so that nothing but a message wakes a worker


@pytest.fixture
def redis(tmp_path):
    """A Redis that listens."""
    server = RedisServer(tmp_path)
    yield server
    server.end()


@pytest.fixture
def wakes(redis):
    """What the app wakes workers by."""
    with closing(messenger(redis.address)) as made:
        yield made


@pytest.fixture
def at_redis(redis, database, tmp_path):
    """Run workers whose messages come from the Redis."""

    def begin(count=1, **settings):
        return at_work(database, tmp_path, count, COMANAGE_JOBS=redis.address, **settings)

    return begin


@pytest.fixture
def ready(engine):
    """An agreement of two groups with a preliminary settlement."""
    with transaction() as session:
        ready = make_ready(session)
        ready.system = make_actor(session, Role.SYSTEM)
    calculated(ready)
    engine.dispose()
    return ready


def all_done():
    return all(job.state is JobState.DONE for job in every_job())


@pytest.mark.trust("G1", "G2")
def test_a_redis_wakes_two_processes_and_each_job_is_done_once(engine, wakes, at_redis):
    with transaction() as session:
        make_installation(session)
        askers = [make_actor(session, Role.COMPLIANCE) for _ in range(JOBS)]
    with at_redis(2, **NEVER) as workers:
        names = {each.name for each in workers.programs}
        for who in askers:
            ask_for_the_log(wakes, who)
        until(all_done)
        more = MORE  # one may have done all of them before the other had started
        while more and {each["by"] for each in finished()} != names:
            ask_for_the_log(wakes, askers[0])
            until(all_done)
            more -= 1
    assert [(each.status, each.complained) for each in workers.ended] == [(0, "")] * 2
    done = every_job()
    assert len(done) == len(finished()) == JOBS + MORE - more
    assert {job.tries for job in done} == {1}
    assert len({job.document_sha256 for job in done}) == len(done)
    assert {each["by"] for each in finished()} == names, "both had a part in it"


def test_a_cancelled_job_ends_at_its_next_part_and_its_worker_goes_on(ready, wakes, at_redis):
    with at_redis(SECONDS_A_STATEMENT="1", **NEVER):
        job = asked(ready)
        wakes.send(job.id)
        until(lambda: job_of(job).done == 1)
        with transaction() as session:
            act.cancel(session, ready.compliance, job.id)
        ask_for_the_log(wakes, ready.system)
        until(lambda: len(finished()) == 1)
    assert (job_of(job).state, parts(), documents(ZIP)) == (JobState.CANCELLED, 0, [])
    assert job_of(job).done < job_of(job).total


@pytest.mark.trust("G1", "G2")
def test_another_goes_on_from_the_parts_of_one_that_was_killed(ready, wakes, at_redis, tmp_path):
    tells = tmp_path / "made.txt"
    settings = {"SECONDS_A_STATEMENT": "3", "TELLS_IN": str(tells)}
    with at_redis(2, **settings) as workers:
        by_name = {each.name: each.program for each in workers.programs}
        job = asked(ready)
        wakes.send(job.id)
        until(lambda: job_of(job).done == 1)
        killed = by_name.pop(job_of(job).worker)
        killed.kill()
        killed.wait()
        until(lambda: not job_of(job).open)
    (other,) = by_name.values()
    stands = job_of(job)
    assert (stands.state, stands.tries, stands.done) == (JobState.DONE, 2, 3)
    assert tells.read_text().split() == [str(killed.pid), str(other.pid), str(other.pid)]
    assert documents(ZIP) == [stands.document_sha256]
    assert told() == ["work:ask", "work:take", "work:finish"]


def test_a_redis_that_goes_away_loses_no_job_and_the_page_says_so(
    ready, app, monkeypatch, redis, wakes, at_redis
):
    monkeypatch.setitem(app.extensions, "wake", wakes.send)
    system = Browser(app, SimpleNamespace(id=ready.system.person_id))
    assert NOBODY_WOKEN not in asked_at(system)
    redis.end()  # with the message of the first job
    compliance = Browser(app, SimpleNamespace(id=ready.compliance.person_id))
    assert NOBODY_WOKEN in asked_at(compliance)
    assert [job.state for job in every_job()] == [JobState.WAITING] * 2
    with at_redis(2) as workers:
        until(all_done)  # by looking
        for each in workers.programs:  # also the one that began last looked for it in vain
            assert "cannot be reached" in each.program.stderr.readline()
        redis.begin()
        until(lambda: wakes.send(0))
        until(lambda: wakes.messages.kept.queue_size() == 0)  # the workers read there again
        assert NOBODY_WOKEN not in asked_at(system)
        until(all_done)
    assert len(finished()) == len(every_job()) == 3
    for each in workers.ended:
        assert each.status == 0
        assert "cannot be reached" not in each.complained, "once is enough"
        assert each.complained.count("is reached again") <= 1
    assert any("is reached again" in each.complained for each in workers.ended)


def asked_at(browser):
    """Ask for the audit log by its button, and give the words of the page that it leads to."""
    answer = browser.send("/audit", to="/audit/jobs")
    return words(browser.get(answer.location).text)


def test_a_redis_that_answers_nothing_keeps_no_page_waiting_for_long(redis, wakes):
    assert wakes.send(7)
    redis.fall_silent()
    begun = time.monotonic()
    assert wakes.send(8) is False
    assert time.monotonic() - begun < 2 * ANSWERS_WITHIN
