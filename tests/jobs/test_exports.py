"""Large exports as jobs: payout records of every agreement that is reached, and the audit log."""

import csv
import io

import pytest

from comanage.actions import jobs as act
from comanage.actions import payouts
from comanage.actions.batches import whole_log
from comanage.database import reading, transaction
from comanage.records.audit_entry import linked
from comanage.records.job import JobKind, JobState
from comanage.records.person import Person
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules import chain
from comanage.rules.signoff import Role
from tests.actions.settling import approved, finalized, make_ready, without_layout
from tests.jobs.asking import asked_for_log, file_of, job_of, worker
from tests.makers import make_actor, make_service_line


@pytest.fixture
def paid(engine, monkeypatch):
    """An agreement whose first quarter is approved."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
    finalized(ready)
    approved(ready)
    return ready


def asked(actor, **arguments):
    with transaction() as session:
        return act.ask(session, actor, JobKind.PAYOUTS, arguments=arguments)


@pytest.mark.parametrize("suffix", payouts.SUFFIXES)
def test_payout_records_are_the_file_that_the_page_hands_out(paid, suffix):
    job = asked(paid.compliance, format=suffix)
    worker().work_off()
    with transaction() as session:
        name, media_type, content = payouts.export(session, paid.compliance, suffix)
    assert file_of(paid.compliance, job) == (name, media_type, content)


def test_payout_records_are_narrowed_as_on_the_page(paid):
    job = asked(paid.compliance, format="csv", group="GRANITE")
    worker().work_off()
    rows = [*csv.reader(io.StringIO(file_of(paid.compliance, job).content.decode("utf-8-sig")))]
    assert sum("GRANITE" in row for row in rows) == 1
    assert not any("COPPER" in row for row in rows)


@pytest.mark.parametrize("name", payouts.FILTERS)
def test_no_filter_of_the_page_is_lost_on_the_way(paid, name):
    job = asked(paid.compliance, format="csv", **{name: "nothing like it"})
    worker().work_off()
    with transaction() as session:
        _, _, content = payouts.export(session, paid.compliance, "csv", **{name: "nothing like it"})
    assert file_of(paid.compliance, job).content == content


def test_what_a_file_is_narrowed_by_is_looked_through(paid):
    with pytest.raises(Faulty):
        asked(paid.compliance, format="csv", group="Jane Doe, born 02/04/1961, MRN 00482913")
    with pytest.raises(NotFound):
        asked(paid.compliance, format="exe")


def test_who_sees_no_payouts_or_no_log_gets_no_job(paid):
    with pytest.raises(NotAllowed):
        asked(paid.verifier, format="csv")
    with pytest.raises(NotAllowed):
        asked_for_log(paid.administrator)


def test_whoever_sees_fewer_agreements_now_no_longer_gets_the_file(paid):
    job = asked(paid.compliance, format="csv")
    worker().work_off()
    assert job_of(job).state is JobState.DONE
    with transaction() as session:
        elsewhere = make_service_line(session, "CARDIO")
        person = session.get_one(Person, paid.compliance.person_id)
        now = make_actor(session, Role.APPROVER, service_line=elsewhere, person=person)
    less = type(now)(now.person_id, now.name, tuple(h for h in now.held if h.role is Role.APPROVER))
    with pytest.raises(NotFound):
        file_of(less, job)


def test_the_log_is_exported_up_to_the_asking_and_holds(paid, monkeypatch):
    monkeypatch.setattr(whole_log, "AT_ONCE", 2)
    job = asked_for_log(paid.compliance)
    with reading() as session:
        expected = [chain.line(each) for each in linked(session)]
    worker().work_off()
    file = file_of(paid.compliance, job)
    lines = file.content.decode("ascii").splitlines()
    assert lines == expected
    assert job_of(job).total == -(-len(expected) // 2) > 3
    assert file.name == f"audit-log-{len(expected)}.jsonl"
    assert chain.checked([chain.read(line) for line in lines]).why == ""
