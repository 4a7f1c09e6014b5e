"""All statements of a period in one zip: as they were issued, or as previews that say so."""

import zipfile
from io import BytesIO

import pytest

from comanage import database
from comanage.actions import settlements, statements
from comanage.actions.batches import statements_of_period
from comanage.database import reading, transaction
from comanage.records.job import JobState
from comanage.records.statement import of_agreement
from comanage.refusals import NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.settling import approved, calculated, finalized, make_ready, without_layout
from tests.jobs.asking import asked, file_of, job_of, parts, told, worker
from tests.makers import make_actor


@pytest.fixture
def ready(engine, monkeypatch):
    """An agreement of two groups whose first quarter can be settled."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        return make_ready(session)


def unzipped(file):
    with zipfile.ZipFile(BytesIO(file.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_statements_of_an_approved_settlement_are_the_stored_files(ready):
    finalized(ready)
    approved(ready)
    job = asked(ready)
    assert worker().work_off() == 1
    file = file_of(ready.compliance, job)
    with reading() as session:
        issued = {
            each.document.name: each.document.content for each in of_agreement(session, ready.id)
        }
    assert unzipped(file) == issued
    assert (file.name, len(issued)) == ("statements-2027-Q1-1.zip", 3)
    stands = job_of(job)
    assert (stands.state, stands.done, stands.total) == (JobState.DONE, 3, 3)
    assert parts() == 0
    assert told() == ["work:ask", "work:finish", "file:read"]


@pytest.mark.parametrize(("bring", "state"), [(calculated, "preliminary"), (finalized, "final")])
def test_previews_say_in_their_names_that_nothing_is_approved(ready, bring, state):
    bring(ready)
    job = asked(ready)
    worker().work_off()
    file = file_of(ready.compliance, job)
    assert file.name == f"statements-2027-Q1-1-{state}.zip"
    assert len(unzipped(file)) == 3
    assert all(name.startswith(f"{state}-statement-") for name in unzipped(file))
    with reading() as session:
        assert of_agreement(session, ready.id) == []


def test_the_same_statements_are_the_same_bytes(ready):
    finalized(ready)
    approved(ready)
    first = asked(ready)
    worker().work_off()
    second = asked(ready)
    assert second.id != first.id
    worker().work_off()
    assert job_of(first).document_sha256 == job_of(second).document_sha256


def test_a_settlement_that_moves_on_meanwhile_leaves_no_mixed_zip(ready):
    calculated(ready)
    job = asked(ready)
    with transaction() as session:
        settlements.finalize(session, ready.administrator, ready.id, ready.period, number=1)
    worker().work_off()
    stands = job_of(job)
    assert (stands.state, stands.fault) == (JobState.FAILED, statements_of_period.MOVED_ON)
    assert stands.document_sha256 is None


def test_an_older_settlement_is_asked_for_by_its_number(ready):
    calculated(ready)
    with pytest.raises(NotFound, match=r"no such settlement"):
        asked(ready, number="7")
    assert '"number":"1"' in asked(ready, number="1").arguments


def test_a_leader_or_somebody_elsewhere_gets_no_zip_of_all_groups(ready):
    finalized(ready)
    approved(ready)
    with pytest.raises(NotAllowed):
        asked(ready, ready.leader)
    with transaction() as session:
        executive = make_actor(session, Role.EXECUTIVE)
    with pytest.raises(NotAllowed):
        asked(ready, executive)
    with pytest.raises(NotFound):
        asked(ready, ready.stranger)


def test_a_leader_who_also_reads_settlements_is_held_to_the_own_group(ready):
    """The two rights that are needed come from two roles, of which one is within a group."""
    finalized(ready)
    approved(ready)
    with transaction() as session:
        both = make_actor(session, Role.EXECUTIVE)
        held = (*both.held, *ready.leader.held)
    with pytest.raises(NotAllowed, match="every group"):
        asked(ready, type(both)(both.person_id, both.name, held))


def test_what_a_job_writes_is_what_the_page_shows(engine, monkeypatch):
    """On the paper, and with the least count of cases, that the installation decides on."""
    written = without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    with database.using(engine, paper="A4", least_count=300):
        asked(ready)
        worker().work_off()
        by_job, written[:] = [*written], []
        with transaction() as session:
            for code in ("", *sorted(ready.groups)):
                statements.preview(
                    session, ready.compliance, ready.id, period_code=ready.period, participant=code
                )
    assert sorted(map(repr, by_job)) == sorted(map(repr, written))
    assert len(by_job) == 3
    assert all("A4" in repr(each) for each in by_job)
