"""Jobs that tests ask for, and workers that work them off."""

from sqlalchemy import select

from comanage.actions import jobs as act
from comanage.database import reading, transaction
from comanage.jobs.messenger import messenger
from comanage.jobs.worker import Worker
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Document
from comanage.records.job import JobKind, JobPart
from tests.actions.settling import PERIOD


def asked(ready, actor=None, **arguments):
    """Ask for the statements of the quarter of an agreement."""
    with transaction() as session:
        return act.ask(
            session, actor or ready.compliance, JobKind.STATEMENTS, agreement_id=ready.id,
            arguments={"period": PERIOD} | arguments,
        )  # fmt: skip


def worker(**given):
    """Give a worker that nothing wakes."""
    return Worker(messenger(""), **given)


def job_of(job_id):
    """Give a job as it stands."""
    with reading() as session:
        return act.jobs.one(session, job_id)


def parts():
    """Count the parts that are kept."""
    with reading() as session:
        return len(session.scalars(select(JobPart)).all())


def documents(media_type="application/zip"):
    """List the documents that jobs made."""
    with reading() as session:
        return [
            each.sha256 for each in session.scalars(select(Document))
            if each.media_type == media_type
        ]  # fmt: skip


def told(subject="job:"):
    """List what the log tells of jobs, oldest first."""
    with reading() as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))
        return [each for each in acts if each.startswith(subject)]
