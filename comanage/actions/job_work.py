"""The work on jobs, in transactions so short that nobody waits for them.

A worker takes a job, makes the parts that are lacking, each outside of a transaction, and ends it:
the document and the end of the job are stored in one transaction, or neither is. At each step the
database is asked whether the job is still this worker's, so of two that work on it for whatever
reason one goes on, and the other stops.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, held_by
from comanage.actions.batches import BATCHES
from comanage.actions.batches.batch import Batch, File, Part
from comanage.actions.jobs import asked
from comanage.records import job as jobs
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.job import Job, JobPart, JobState
from comanage.records.person import Person
from comanage.refusals import NotAllowed

MOST_TRIES = 3  # a job that ends its workers is not begun for ever
GIVEN_UP = "It was begun {} times, and each time the work on it was broken off. Ask for help."
ACCOUNT_CLOSED = "Whoever asked for this has no open account any more."
HERE = "worker"  # stands in the audit log where a page notes a network address


class Taken(Exception):
    """The job is no longer this worker's: it was cancelled, or another took it over."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job in the hands of a worker.

    Attributes:
        job: The job as it was taken.
        worker: Who works on it.
        tries: How often it was taken, this time included: it tells this time from the others.
    """

    job: Job
    worker: str
    tries: int

    def change(self, session: Session, **values: object) -> None:
        """Change the job, if it is still in these hands.

        Raises:
            Taken: It is not.
        """
        if not jobs.changed(session, self.job.id, values, worker=self.worker, tries=self.tries):
            raise Taken


def waits(session: Session) -> bool:
    """Say whether there is a job that nobody works on; the session only reads."""
    return jobs.next_free(session, clock.now()) is not None


def take(session: Session, worker: str, lasts: timedelta) -> Work | None:
    """Take the job that was asked for first of those that nobody works on; None where there is none.

    A job that was begun too often fails instead. That a job is taken over from a worker that fell
    silent is noted.

    Args:
        session: The session of the transaction.
        worker: Who takes it.
        lasts: For how long it is that worker's, unless it is held on to.
    """
    while (found := jobs.next_free(session, clock.now())) is not None:
        if found.tries >= MOST_TRIES:
            _give_up(session, found)
            continue
        if (work := take_this(session, found, worker, lasts)) is not None:
            return work
    return None


def take_this(session: Session, found: Job, worker: str, lasts: timedelta) -> Work | None:
    """Take one job, where nobody works on it; None where somebody does, or it is over.

    Args:
        session: The session of the transaction.
        found: The job.
        worker: Who takes it.
        lasts: For how long it is that worker's, unless it is held on to.
    """
    before = found.worker
    if not jobs.taken(session, found, worker=worker, now=clock.now(), lasts=lasts):
        return None
    taken = jobs.one(session, found.id)
    if taken is None:
        raise LookupError(f"{found.id} is gone.")
    if before is not None:
        note(
            session, None, Act.JOB_TAKEN, agreement_id=taken.agreement_id, object_id=taken.id,
            after={"from": before, "by": worker, "made": taken.done, "of": taken.total},
        )  # fmt: skip
    return Work(taken, worker, taken.tries)


def lacking(session: Session, work: Work) -> Sequence[tuple[int, str]]:
    """List the parts that are still to be made, each with its number; the job then knows of how many."""
    names = _batch(work).parts(session, actor_of(session, work), asked(work.job))
    kept = jobs.numbers_kept(session, work.job.id)
    work.change(session, total=len(names), done=len(kept))
    return [(number, name) for number, name in enumerate(names, 1) if number not in kept]


def made(session: Session, work: Work, name: str) -> Part:
    """Make one part, if whoever asked may still have it; the session only reads.

    Raises:
        Refusal: They may not, or it cannot be made.
    """
    actor, wanted = actor_of(session, work), asked(work.job)
    _batch(work).reach(session, actor, wanted)
    return _batch(work).make(session, actor, wanted, name)


def keep(session: Session, work: Work, number: int, part: Part) -> None:
    """Keep a part that was made, and say so.

    Raises:
        Taken: The job is no longer this worker's.
    """
    done = len(jobs.numbers_kept(session, work.job.id)) + 1
    work.change(session, done=done)
    session.add(JobPart(job_id=work.job.id, number=number, name=part.name, content=part.content))
    session.flush()
    crash.point("job:part-kept")


def hold_on(session: Session, work: Work, lasts: timedelta) -> None:
    """Say that this worker still works on the job.

    Raises:
        Taken: It is no longer this worker's.
    """
    work.change(session, held_until=clock.now() + lasts)


def give_back(session: Session, work: Work, *, counts: bool) -> None:
    """Let another worker go on with a job, with every part that is made.

    Args:
        session: The session of the transaction.
        work: The job.
        counts: Whether this try counts: the work may be what ended it, and end every try.

    Raises:
        Taken: It is no longer this worker's.
    """
    tries = work.tries if counts else work.tries - 1
    work.change(session, state=JobState.WAITING, worker=None, held_until=None, tries=tries)


def joined(session: Session, work: Work) -> File:
    """Make the file of all parts; the session only reads."""
    kept = jobs.parts_of(session, work.job.id)
    return _batch(work).join(asked(work.job), [Part(each.name, each.content) for each in kept])


def finish(session: Session, work: Work, file: File) -> None:
    """Store the document that came of a job, and that it is done: both, or neither.

    Raises:
        Taken: The job is no longer this worker's, so that no document comes of it here.
        Refusal: Whoever asked may no longer have it.
    """
    actor = actor_of(session, work)
    _batch(work).reach(session, actor, asked(work.job))
    digest = hashlib.sha256(file.content).hexdigest()
    if session.get(Document, digest) is None:
        session.add(
            Document(
                sha256=digest,
                media_type=file.media_type,
                name=file.name,
                content=file.content,
                made_at=clock.now(),
            )
        )
        session.flush()
    crash.point("job:document-stored")
    work.change(
        session, state=JobState.DONE, worker=None, held_until=None, ended_at=clock.now(),
        document_sha256=digest, file_name=file.name,
    )  # fmt: skip
    jobs.forget_parts(session, work.job.id)
    note(
        session, actor, Act.JOB_DONE, agreement_id=work.job.agreement_id, object_id=work.job.id,
        after={"sha256": digest, "name": file.name, "by": work.worker, "tries": work.tries},
    )  # fmt: skip
    session.flush()
    crash.point("job:ended")


def fail(session: Session, work: Work, why: str) -> None:
    """End a job without a document, and say why in a sentence.

    Raises:
        Taken: It is no longer this worker's.
    """
    work.change(
        session, state=JobState.FAILED, worker=None, held_until=None, ended_at=clock.now(),
        fault=why,
    )  # fmt: skip
    jobs.forget_parts(session, work.job.id)
    note(
        session, None, Act.JOB_FAILED, agreement_id=work.job.agreement_id, object_id=work.job.id,
        after={"why": why, "tries": work.tries},
    )  # fmt: skip


def actor_of(session: Session, work: Work) -> Actor:
    """Give whoever asked for a job, with the roles held now.

    Raises:
        NotAllowed: The account was closed.
    """
    found = session.get_one(Person, work.job.asked_by_id)
    if not found.active:
        raise NotAllowed(ACCOUNT_CLOSED)
    return Actor(found.id, found.name, held_by(session, found.id), address=HERE)


def _batch(work: Work) -> Batch:
    return BATCHES[work.job.kind]


def _give_up(session: Session, job: Job) -> None:
    """End a job that was begun too often."""
    job.state, job.worker, job.held_until = JobState.FAILED, None, None
    job.ended_at, job.fault = clock.now(), GIVEN_UP.format(job.tries)
    session.flush()
    jobs.forget_parts(session, job.id)
    note(
        session, None, Act.JOB_FAILED, agreement_id=job.agreement_id, object_id=job.id,
        after={"why": job.fault, "tries": job.tries},
    )  # fmt: skip
