"""Jobs and their parts: what they may not be, what stays, and that one of a kind is open at a time."""

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records.job import Job, JobKind, JobPart, JobState
from comanage.rules.signoff import Role
from tests.makers import NOW, make_actor, make_agreement, make_document, stored
from tests.records.refused import gives_no_way, inserting, refusal, replacing, run

ODD_WORD = literal_column("'asleep'")  # no kind and no state of a job
OPEN = {"state": "waiting", "worker": None, "held_until": None}
ENDED = {"worker": None, "held_until": None, "ended_at": NOW}
JOBS = {
    # what is refused with: what another job would be
    "job_kind_is_known": {"kind": ODD_WORD},
    "job_state_is_known": ENDED | {"state": ODD_WORD},
    "job_says_what_is_asked": {"arguments": ""},
    "job_progress_within_its_total": {"done": 4},
    "job_tries_not_below_zero": {"tries": -1},
    "job_running_names_its_worker": {"worker": None},
    "job_done_has_its_document": ENDED | {"state": "done"},
    "job_failed_says_why": ENDED | {"state": "failed"},
    "job_cancelled_names_who_did": ENDED | {"state": "cancelled"},
    "job_ended_says_when": {"ended_at": NOW},
}
ODD = [
    # the rule that refuses it, and what another job would be
    ("job_progress_within_its_total", {"done": -1}),
    ("job_running_names_its_worker", {"worker": ""}),
    ("job_running_names_its_worker", {"held_until": None}),
    ("job_running_names_its_worker", {"state": "waiting"}),
    ("job_done_has_its_document", {"file_name": "a.zip"}),
    ("job_failed_says_why", {"fault": "It broke."}),
    ("job_failed_says_why", ENDED | {"state": "failed", "fault": ""}),
    ("job_cancelled_names_who_did", {"cancelled_by_id": 1}),
    ("job_ended_says_when", ENDED | {"state": "failed", "fault": "It broke.", "ended_at": None}),
]
NEVER = {
    "job_never_deleted": "DELETE FROM job",
    "job_part_never_changed": "UPDATE job_part SET name = 'another'",
    "job_part_kept_until_its_job_ends": "DELETE FROM job_part",
}
ASKED = ("id", "kind", "agreement_id", "arguments", "asked_by_id", "asked_at")


@pytest.fixture
def running(engine):
    """A job of an agreement that a worker works on, with its first part."""
    del engine
    with transaction() as session:
        agreement = make_agreement(session)
        actor = make_actor(session, Role.COMPLIANCE)
        make_document(session)
        job = stored(
            session,
            Job(
                kind=JobKind.STATEMENTS, agreement_id=agreement.id, arguments="{}",
                asked_by_id=actor.person_id, asked_at=NOW, state=JobState.RUNNING, done=1, total=3,
                tries=1, worker="here:1", held_until=NOW,
            ),
        )  # fmt: skip
        stored(session, JobPart(job_id=job.id, number=1, name="one.pdf", content=b"1"))
    return job


@pytest.mark.parametrize(("name", "changes"), [*JOBS.items(), *ODD])
def test_a_job_that_cannot_be_is_refused(engine, running, name, changes):
    assert refusal(engine, inserting(running, **{"id": 9, "agreement_id": None} | changes)) == name


def test_one_job_of_a_kind_is_open_in_an_agreement(engine, running):
    another = inserting(running, id=9, asked_by_id=running.asked_by_id, **OPEN)
    assert refusal(engine, another) == "job_one_at_a_time_of_an_agreement"
    run(engine, END)
    with engine.begin() as connection:
        connection.execute(another)


def test_one_job_of_a_kind_that_is_no_agreements_is_open_by_a_person(engine, running):
    alone = {"agreement_id": None, "kind": "audit log"}
    with engine.begin() as connection:
        connection.execute(inserting(running, id=8, **alone, **OPEN))
    another = inserting(running, id=9, **alone, **OPEN)
    assert refusal(engine, another) == "job_one_at_a_time_of_a_person"
    assert refusal(engine, replacing(running, id=9, **alone, **OPEN)) == (
        "job_one_at_a_time_of_a_person"
    )


END = "UPDATE job SET state = 'failed', worker = NULL, held_until = NULL, fault = 'No.', ended_at = asked_at"


@pytest.mark.parametrize("column", ASKED)
def test_what_was_asked_stays(engine, running, column):
    other = {"id": "9", "agreement_id": "NULL", "asked_by_id": "9", "kind": "'audit log'"}
    value = other.get(column, "'2020-01-01 00:00:00'")
    statement = f"UPDATE job SET {column} = {value}"  # noqa: S608
    assert refusal(engine, statement) == "job_stays_as_it_was_asked"


def test_a_job_that_ended_stays_as_it_is(engine, running):
    run(engine, END)
    for change in ("state = 'waiting', fault = NULL, ended_at = NULL", "fault = 'Another.'"):
        assert refusal(engine, f"UPDATE job SET {change}") == "job_ended_stays"  # noqa: S608


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_on_record_of_a_job_stays(engine, running, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", ["job", "job_part"])
def test_rows_of_jobs_give_no_way(engine, running, table):
    gives_no_way(engine, table, "job_one_at_a_time_of_an_agreement")


@pytest.mark.parametrize(
    ("name", "changes"),
    [("job_parts_count_from_one", {"number": 0}), ("job_part_has_a_name", {"name": ""})],
)
def test_a_part_that_cannot_be_is_refused(engine, running, name, changes):
    part = JobPart(job_id=running.id, number=2, name="two.pdf", content=b"2")
    assert refusal(engine, inserting(part, **changes)) == name


def test_a_part_is_made_while_its_job_runs_and_goes_when_it_has_ended(engine, running):
    run(engine, END)
    part = JobPart(job_id=running.id, number=2, name="two.pdf", content=b"2")
    assert refusal(engine, inserting(part)) == "job_part_made_while_its_job_runs"
    assert run(engine, "DELETE FROM job_part") == 1
