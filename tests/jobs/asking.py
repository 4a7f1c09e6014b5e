"""Jobs that tests ask for, and workers that work them off."""

from dataclasses import replace

from sqlalchemy import select

from comanage.actions import jobs as act
from comanage.actions.batches import BATCHES
from comanage.actions.batches.batch import File, Part
from comanage.database import reading, transaction
from comanage.jobs.messenger import messenger
from comanage.jobs.worker import Worker
from comanage.records import job as jobs
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Document
from comanage.records.job import JobKind, JobPart
from tests.actions.settling import PERIOD

MADE = "text/plain"  # what the jobs of counted() make


def asked(ready, actor=None, **arguments):
    """Ask for the statements of the quarter of an agreement."""
    with transaction() as session:
        return act.ask(
            session, actor or ready.compliance, JobKind.STATEMENTS, agreement_id=ready.id,
            arguments={"period": PERIOD} | arguments,
        )  # fmt: skip


def counting(monkeypatch, count=3, at=None):
    """Let the job of the audit log make numbered lines instead, and list what was made.

    Args:
        monkeypatch: What puts it back.
        count: How many parts there are.
        at: What happens while a part is made, by its number.
    """
    made, happens = [], at or {}

    def make(session, actor, asked, number):
        made.append(int(number))
        if int(number) in happens:
            happens[int(number)]()
        return Part(f"line-{number}", f"{number}\n".encode())

    def join(asked, parts):
        return File("lines.txt", MADE, b"".join(part.content for part in parts))

    def names(session, actor, asked):
        return [str(number) for number in range(1, count + 1)]

    batch = replace(BATCHES[JobKind.LOG], parts=names, make=make, join=join)
    monkeypatch.setitem(BATCHES, JobKind.LOG, batch)
    return made


def asked_for_log(actor):
    """Ask for the audit log, or for what stands in for it."""
    with transaction() as session:
        return act.ask(session, actor, JobKind.LOG)


def worker(**given):
    """Give a worker that nothing wakes."""
    return Worker(messenger(""), **given)


def job_of(job):
    """Give a job as it stands."""
    with reading() as session:
        return jobs.one(session, job.id)


def file_of(actor, job):
    """Take the file of a job."""
    with transaction() as session:
        return act.file(session, actor, job.id)


def parts():
    """Count the parts that are kept."""
    with reading() as session:
        return len(session.scalars(select(JobPart)).all())


def documents(media_type=MADE):
    """List the documents that jobs made."""
    with reading() as session:
        query = select(Document.sha256).where(Document.media_type == media_type)
        return session.scalars(query).all()


def told():
    """List what the log tells of jobs, oldest first, without the first word."""
    with reading() as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))
        return [each.removeprefix("job:") for each in acts if each.startswith("job:")]
