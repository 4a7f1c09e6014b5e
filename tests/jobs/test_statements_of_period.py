"""All statements of a period in one zip: as they were issued, or as previews that say so."""

import zipfile
from io import BytesIO

import pytest

from comanage.actions import jobs as act
from comanage.database import reading, transaction
from comanage.records.job import JobState
from comanage.records.statement import of_agreement
from tests.actions.settling import approved, finalized, make_ready, without_layout
from tests.jobs.asking import asked, job_of, parts, told, worker


@pytest.fixture
def ready(engine, monkeypatch):
    """An agreement of two groups whose first quarter can be settled."""
    without_layout(monkeypatch)
    with transaction() as session:
        return make_ready(session)


def test_the_statements_of_an_approved_settlement_are_the_stored_files(ready):
    finalized(ready)
    approved(ready)
    job = asked(ready)
    assert worker().work_off() == 1
    with transaction() as session:
        file = act.file(session, ready.compliance, job.id)
    with reading() as session:
        issued = {
            each.document.name: each.document.content for each in of_agreement(session, ready.id)
        }
    with zipfile.ZipFile(BytesIO(file.content)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == issued
    assert (file.name, len(issued)) == ("statements-2027-Q1-1.zip", 2)
    assert job_of(job.id).state is JobState.DONE
    assert (job_of(job.id).done, job_of(job.id).total, parts()) == (2, 2, 0)
    assert told() == ["job:work:ask", "job:work:finish", "job:file:read"]
