"""Working on jobs: parts that are made once, one document or none, and who may have it."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import job_work
from comanage.actions import jobs as act
from comanage.actions.job_work import GIVEN_UP, MOST_TRIES, Taken
from comanage.database import reading, transaction
from comanage.records.job import JobKind, JobState
from comanage.records.person import Person
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rules.signoff import Role
from tests.jobs.asking import (
    asked_for_log,
    counting,
    documents,
    file_of,
    job_of,
    parts,
    told,
    worker,
)
from tests.makers import make_actor, make_installation

LASTS = timedelta(minutes=1)
LATER = timedelta(minutes=2)


@pytest.fixture
def compliance(engine):
    """Somebody who may read the audit log."""
    del engine
    with transaction() as session:
        make_installation(session)
        return make_actor(session, Role.COMPLIANCE)


def taken(who):
    with transaction() as session:
        return job_work.take(session, who, LASTS)


def kept(work, number):
    """Make a part as a worker does."""
    with reading() as session:
        part = job_work.made(session, work, str(number))
    with transaction() as session:
        job_work.keep(session, work, number, part)


def lacking(work):
    with transaction() as session:
        return [number for number, _ in job_work.lacking(session, work)]


def test_a_job_tells_how_far_it_is_after_every_part(compliance, monkeypatch):
    seen = []
    at = {number: lambda: seen.append(act.counted(job_of(job))) for number in (1, 2, 3)}
    counting(monkeypatch, at=at)
    job = asked_for_log(compliance)
    assert (job_of(job).state, act.counted(job_of(job))) == (JobState.WAITING, "")
    worker().work_off()
    assert seen == ["0 of 3 parts", "1 of 3 parts", "2 of 3 parts"]
    assert file_of(compliance, job).content == b"1\n2\n3\n"


def test_a_job_is_cancelled_while_it_runs_and_no_document_comes_of_it(compliance, monkeypatch):
    def cancel():
        with transaction() as session:
            act.cancel(session, compliance, job.id)

    made = counting(monkeypatch, at={2: cancel})
    job = asked_for_log(compliance)
    worker().work_off()
    stands = job_of(job)
    assert (stands.state, stands.cancelled_by_id) == (JobState.CANCELLED, compliance.person_id)
    assert (made, parts(), documents()) == ([1, 2], 0, [])
    assert told() == ["work:ask", "work:cancel"]
    with pytest.raises(NotFound, match="no file"):
        file_of(compliance, job)
    with pytest.raises(Conflict, match="over already"):
        cancel()


def test_a_job_that_waits_is_cancelled_and_never_begun(compliance, monkeypatch):
    made = counting(monkeypatch)
    job = asked_for_log(compliance)
    with transaction() as session:
        act.cancel(session, compliance, job.id)
    assert worker().work_off() == 0
    assert made == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Conflict("The settlement moved on."), "The settlement moved on."),
        (Faulty([Fault("row 2", "It is empty."), Fault("row 3", "It is odd.")]),
         "row 2: It is empty. row 3: It is odd."),
        (ZeroDivisionError("secret"), "Something went wrong that nobody foresaw."),
    ],
    ids=["a refusal", "faults", "what nobody foresaw"],
)  # fmt: skip
def test_a_job_that_fails_says_why_in_a_sentence(compliance, monkeypatch, why, said):
    def fail():
        raise why

    counting(monkeypatch, at={2: fail})
    job = asked_for_log(compliance)
    worker().work_off()
    stands = job_of(job)
    assert stands.state is JobState.FAILED
    assert stands.fault.startswith(said)
    assert "secret" not in stands.fault
    assert (parts(), documents(), told()) == (0, [], ["work:ask", "work:fail"])


def test_one_job_is_taken_by_one_worker(compliance, monkeypatch):
    counting(monkeypatch)
    job = asked_for_log(compliance)
    assert taken("first").job.id == job.id
    assert taken("second") is None
    assert job_of(job).worker == "first"


def test_a_worker_that_fell_silent_is_followed_and_only_what_is_lacking_is_made(
    compliance, monkeypatch
):
    made = counting(monkeypatch)
    job = asked_for_log(compliance)
    silent = taken("silent")
    assert lacking(silent) == [1, 2, 3]
    kept(silent, 1)
    assert worker().work_off() == 0, "it is the other's for a minute"
    with clock.fixed(clock.now() + LATER):
        assert worker().work_off() == 1
    assert made == [1, 2, 3]
    assert (job_of(job).state, job_of(job).tries) == (JobState.DONE, 2)
    assert told() == ["work:ask", "work:take", "work:finish"]


def test_whoever_holds_on_keeps_the_job(compliance, monkeypatch):
    counting(monkeypatch)
    asked_for_log(compliance)
    first = taken("first")
    with clock.fixed(clock.now() + timedelta(seconds=50)), transaction() as session:
        job_work.hold_on(session, first, LASTS)
    with clock.fixed(clock.now() + timedelta(seconds=100)):
        assert taken("second") is None


def test_a_worker_that_comes_back_too_late_stores_nothing(compliance, monkeypatch):
    counting(monkeypatch)
    job = asked_for_log(compliance)
    late = taken("late")
    lacking(late)
    with reading() as session:
        part = job_work.made(session, late, "1")
    with clock.fixed(clock.now() + LATER):
        assert taken("quick") is not None
    for step in (
        lambda session: job_work.keep(session, late, 1, part),
        lambda session: job_work.hold_on(session, late, LASTS),
        lambda session: job_work.give_back(session, late, counts=False),
        lambda session: job_work.fail(session, late, "Late."),
        lambda session: job_work.finish(session, late, act.File("late.txt", "text/plain", b"late")),
    ):
        with pytest.raises(Taken), transaction() as session:
            step(session)
    assert (job_of(job).worker, parts(), documents()) == ("quick", 0, [])


def test_the_same_worker_in_its_second_try_is_told_from_its_first(compliance, monkeypatch):
    counting(monkeypatch)
    asked_for_log(compliance)
    first = taken("one")
    with clock.fixed(clock.now() + LATER):
        second = taken("one")
        with pytest.raises(Taken), transaction() as session:
            job_work.hold_on(session, first, LASTS)
        with transaction() as session:
            job_work.hold_on(session, second, LASTS)


def test_a_job_that_ends_its_workers_is_not_begun_for_ever(compliance, monkeypatch):
    made = counting(monkeypatch)
    job = asked_for_log(compliance)
    now = clock.now()
    for count in range(MOST_TRIES):
        with clock.fixed(now + count * LATER):
            assert taken(f"worker {count}") is not None
    with clock.fixed(now + MOST_TRIES * LATER):
        assert worker().work_off() == 0
    stands = job_of(job)
    assert (stands.state, stands.fault) == (JobState.FAILED, GIVEN_UP.format(MOST_TRIES))
    assert made == []


def test_a_worker_that_is_stopped_gives_its_job_back_with_what_it_made(compliance, monkeypatch):
    first = worker()
    made = counting(monkeypatch, at={2: first.stop})
    job = asked_for_log(compliance)
    first.work_off()
    stands = job_of(job)
    assert (stands.state, stands.worker, stands.tries, stands.done) == (
        JobState.WAITING, None, 0, 2,
    )  # fmt: skip
    assert worker().work_off() == 1
    assert made == [1, 2, 3]
    assert file_of(compliance, job).content == b"1\n2\n3\n"


def test_whoever_lost_the_right_meanwhile_gets_nothing(compliance, monkeypatch):
    def close():
        with transaction() as session:
            session.get_one(Person, compliance.person_id).active = False

    counting(monkeypatch, at={1: close})
    job = asked_for_log(compliance)
    worker().work_off()
    stands = job_of(job)
    assert (stands.state, stands.fault) == (JobState.FAILED, job_work.ACCOUNT_CLOSED)
    assert documents() == []


def test_whose_role_ended_meanwhile_gets_nothing(compliance, monkeypatch):
    def end():
        with transaction() as session:
            session.delete(session.get_one(Person, compliance.person_id).roles[0])

    made = counting(monkeypatch, at={1: end})
    job = asked_for_log(compliance)
    worker().work_off()
    stands = job_of(job)
    assert (stands.state, made) == (JobState.FAILED, [1])
    assert "read the audit log" in stands.fault
    assert documents() == []


def test_a_job_that_is_no_agreements_is_its_askers_alone(compliance, monkeypatch):
    counting(monkeypatch)
    job = asked_for_log(compliance)
    worker().work_off()
    with transaction() as session:
        other = make_actor(session, Role.COMPLIANCE)
        for step in (act.seen, act.cancel, act.file):
            with pytest.raises(NotFound, match="no such job"):
                step(session, other, job.id)
        assert act.listed(session, other) == []
        assert [each.id for each in act.listed(session, compliance)] == [job.id]


def test_asking_again_gives_the_same_job_until_it_is_over(compliance, monkeypatch):
    counting(monkeypatch)
    first = asked_for_log(compliance)
    assert asked_for_log(compliance).id == first.id
    taken("somebody")
    assert asked_for_log(compliance).id == first.id
    with clock.fixed(clock.now() + LATER):
        worker().work_off()
    assert asked_for_log(compliance).id != first.id
    assert told().count("work:ask") == 2


def test_asking_for_something_else_of_the_kind_names_the_job_in_the_way(compliance):
    with transaction() as session:
        first = act.ask(session, compliance, JobKind.PAYOUTS, arguments={"format": "csv"})
    with transaction() as session, pytest.raises(Conflict, match=f"job {first.id}"):
        act.ask(session, compliance, JobKind.PAYOUTS, arguments={"format": "xlsx"})
