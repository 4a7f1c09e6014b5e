"""An audit packet as a job: made part by part, one of an agreement at a time, the same bytes each way."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from comanage.actions import jobs as act
from comanage.actions import packet_workbooks, packets
from comanage.actions.batches import BATCHES
from comanage.actions.batches.audit_packet import REST
from comanage.actions.job_work import take_this
from comanage.actions.twins import DAMAGED
from comanage.database import reading, transaction
from comanage.records import job as jobs
from comanage.records import statement as statements
from comanage.records.job import JobKind, JobState
from comanage.records.person import Person
from comanage.refusals import Conflict
from comanage.statements.packets import packet
from comanage.statements.packets.packet import verify
from tests.actions.logged import as_noted
from tests.actions.settling import approved, finalized, make_ready, without_layout
from tests.crash.ending import begun
from tests.jobs.asking import file_of, job_of, parts, told, worker
from tests.statements.packets.packeted import unzipped

DAYS = {"first": "2027-01-01", "last": "2027-03-31"}


@pytest.fixture
def ready(engine, monkeypatch):
    """An agreement of two groups whose first quarter is approved, with its three statements."""
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
    finalized(ready)
    approved(ready)
    with transaction() as session:
        as_noted(session, ready.compliance, ready.id)
    engine.dispose()
    return ready


def asked(ready, **days):
    with transaction() as session:
        return act.ask(
            session, ready.compliance, JobKind.PACKET, agreement_id=ready.id, arguments=DAYS | days
        )  # fmt: skip


def watched(monkeypatch, at=None):
    """List the parts that are made, and do something before one of them."""
    batch, made, happens = BATCHES[JobKind.PACKET], [], at or {}

    def make(session, actor, wanted, name):
        made.append(name)
        happens.get(name, lambda *_: None)(session, actor)
        return batch.make(session, actor, wanted, name)

    monkeypatch.setitem(BATCHES, JobKind.PACKET, replace(batch, make=make))
    return made


@pytest.mark.trust("F6", "F8")
def test_a_job_makes_the_packet_with_a_workbook_beside_each_statement(ready):
    job = asked(ready)
    worker().work_off()
    file = file_of(ready.compliance, job)
    stands = job_of(job)
    assert (file.name, stands.state) == ("packet-ORTHO-2027-01-01-2027-03-31.zip", JobState.DONE)
    assert (stands.done, stands.total, parts()) == (4, 4, 0)
    assert verify(file.content).holds
    inside = unzipped(file.content)
    stems = {name[len("statements/") : -len(".pdf")] for name in inside if "statements/" in name}
    assert len(stems) == 3
    assert {f"workbooks/{stem}.xlsx" for stem in stems} == {
        name for name in inside if name.startswith("workbooks/")
    }
    assert all(inside[f"workbooks/{stem}.xlsx"].startswith(b"PK") for stem in stems)
    assert told() == ["work:ask", "work:finish", "file:read"]


@pytest.mark.trust("F8")
def test_part_by_part_or_in_one_a_packet_of_one_moment_has_the_same_bytes(ready, monkeypatch):
    whole = []

    def in_one(session, actor):
        first, last = (date.fromisoformat(each) for each in DAYS.values())
        held = packets.gathered(session, actor, ready.id, first=first, last=last)
        whole.append(packet.write(held))

    watched(monkeypatch, {REST: in_one})
    job = asked(ready)
    worker().work_off()
    assert file_of(ready.compliance, job).content == whole[0]


@pytest.mark.trust("F8")
def test_a_statement_that_was_changed_has_no_workbook_and_the_packet_says_why(ready, monkeypatch):
    whole = statements.whole

    def changed(session, statement_id):
        found = whole(session, statement_id)
        if statement_id == 2:
            session.expunge(found.document)
            found.document.content = b"%PDF of more dollars"
        return found

    monkeypatch.setattr(packet_workbooks.statements, "whole", changed)
    job = asked(ready)
    worker().work_off()
    inside = unzipped(file_of(ready.compliance, job).content)
    lacks = {
        each["what"]: each["why"] for each in json.loads(inside["manifest.json"])["not_provided"]
    }
    assert sum(name.startswith("workbooks/") for name in inside) == 2
    assert {what: why for what, why in lacks.items() if "Workbook" in what} == {
        "Workbook of statement 2 for COPPER": DAMAGED
    }


def test_what_no_workbook_can_hold_is_not_provided_and_fails_no_packet(ready, monkeypatch):
    def refuse(session, found):
        raise ValueError(found)

    monkeypatch.setattr(packet_workbooks, "twin", refuse)
    job = asked(ready)
    worker().work_off()
    inside = unzipped(file_of(ready.compliance, job).content)
    assert not any(name.startswith("workbooks/") for name in inside)
    assert inside["manifest.json"].decode().count(packet_workbooks.NOT_WRITTEN) == 3


@pytest.mark.trust("G1")
def test_a_worker_that_goes_on_makes_no_part_twice(ready, monkeypatch):
    first = worker()
    made = watched(monkeypatch, {"2": lambda *_: first.stop()})
    job = asked(ready)
    first.work_off()
    assert (made, job_of(job).state, parts()) == (["1", "2"], JobState.WAITING, 2)
    worker().work_off()
    assert made == ["1", "2", "3", REST]
    assert verify(file_of(ready.compliance, job).content).holds


def test_a_statement_that_is_issued_after_the_asking_is_in_the_packet_with_its_workbook(
    engine, monkeypatch
):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
    finalized(ready)
    job = asked(ready)
    approved(ready)
    engine.dispose()
    worker().work_off()
    inside = unzipped(file_of(ready.compliance, job).content)
    assert job_of(job).total == 1
    assert sum(name.startswith("workbooks/") for name in inside) == 3


@pytest.mark.trust("C13")
def test_other_days_wait_until_the_packet_of_the_agreement_is_made(ready):
    job = asked(ready)
    assert asked(ready).id == job.id
    with pytest.raises(Conflict, match=rf"not over: Audit packet, .* \(job {job.id}\)"):
        asked(ready, last="2027-02-28")
    worker().work_off()
    assert asked(ready, last="2027-02-28").id != job.id


@pytest.mark.trust("C13")
def test_one_packet_of_an_agreement_is_made_at_a_time_in_all_processes(
    ready, database, tmp_path, monkeypatch
):
    """This process makes one; another that is begun meanwhile is told so, and makes one afterwards."""
    email = person_of(ready).email
    file = tmp_path / "packet.zip"
    days = ("--from", DAYS["first"], "--to", DAYS["last"])

    def other():
        given = ("packet", "ORTHO", *days, f"--as={email}", "--out", str(file))
        return begun(*given, url=database, data=tmp_path).done()

    said = []
    watched(monkeypatch, {"2": lambda *_: said.append(other())})
    job = asked(ready)
    worker().work_off()
    assert said[0].status == 1
    assert f"is being made (job {job.id})" in said[0].complained
    assert job_of(job).state is JobState.DONE
    assert not file.exists()
    assert other().status == 0
    assert verify(file.read_bytes()).holds


@pytest.mark.trust("G1")
def test_a_command_that_ended_in_the_middle_is_followed_by_a_worker(ready):
    job = asked(ready)
    with transaction() as session:
        found = jobs.one(session, job.id)
        assert take_this(session, found, "command line", timedelta(seconds=-1)) is not None
    worker().work_off()
    assert verify(file_of(ready.compliance, job).content).holds
    assert told() == ["work:ask", "work:take", "work:finish", "file:read"]


def person_of(ready):
    with reading() as session:
        return session.get_one(Person, ready.compliance.person_id)
