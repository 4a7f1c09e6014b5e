"""Jobs as people see them: asked for, looked at, cancelled, and the file that came of one.

Whoever may have what a job makes may see it: of an agreement everyone with the right there, of any
other the person who asked. Where nothing else is in the way, asking twice gives the same job.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy.orm import Session, undefer

from comanage import clock
from comanage.access import Actor
from comanage.actions.batches import BATCHES
from comanage.actions.batches.batch import Asked, File
from comanage.records import job as jobs
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.job import Job, JobKind, JobState
from comanage.refusals import Conflict, NotAllowed, NotFound

MOST = 100  # jobs that are looked through for a page
NO_JOB = "There is no such job."
NO_FILE = "This job has no file."
OTHER = "Another job of this kind is not over: {} (job {}). Wait until it is, or cancel it, and ask again."
OVER = "Job {} is over already."


def ask(
    session: Session,
    actor: Actor,
    kind: JobKind,
    *,
    agreement_id: int | None = None,
    arguments: Mapping[str, str] | None = None,
) -> Job:
    """Ask for a job; where the same one waits or runs already, that one is given.

    Args:
        session: The session of the transaction.
        actor: Who asks.
        kind: What is to be made.
        agreement_id: Of which agreement, where it is of one.
        arguments: What exactly, in texts by their names; the batch looks through them.

    Raises:
        NotFound: There is nothing to make it of, or nobody to ask for it.
        NotAllowed: The actor may not have what it makes.
        Conflict: Another job of the kind, of the same agreement or person, is not over.
    """
    batch, wanted = BATCHES[kind], Asked(0, agreement_id, arguments or {})
    if actor.person_id is None:
        raise NotFound("A job is asked for by a person.")
    batch.reach(session, actor, wanted)
    held = _canonical(batch.settle(session, actor, wanted))
    before = jobs.open_like(session, kind, agreement_id=agreement_id, person_id=actor.person_id)
    if before is not None and before.arguments == held:
        return before
    if before is not None:
        raise Conflict(OTHER.format(title(before), before.id))
    made = Job(
        kind=kind, agreement_id=agreement_id, arguments=held, asked_by_id=actor.person_id,
        asked_at=clock.now(), state=JobState.WAITING,
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.JOB_ASKED, agreement_id=agreement_id, object_id=made.id,
        after={"kind": kind, **json.loads(held)},
    )  # fmt: skip
    session.flush()
    return made


def listed(session: Session, actor: Actor) -> Sequence[Job]:
    """List those of the newest jobs that an actor may see."""
    known: dict[tuple[JobKind, int], bool] = {}  # jobs of an agreement are alike in this
    seen_ones = []
    for job in jobs.newest(session, limit=MOST):
        key = (job.kind, job.agreement_id or -job.id)
        if key not in known:
            known[key] = sees(session, actor, job)
        if known[key]:
            seen_ones.append(job)
    return seen_ones


def seen(session: Session, actor: Actor, job_id: int) -> Job:
    """Find a job that an actor may see.

    Raises:
        NotFound: There is none, or it is another's.
    """
    found = jobs.one(session, job_id)
    if found is None or not sees(session, actor, found):
        raise NotFound(NO_JOB)
    return found


def sees(session: Session, actor: Actor, job: Job) -> bool:
    """Say whether an actor may see a job and have what it makes."""
    if job.agreement_id is None and job.asked_by_id != actor.person_id:
        return False
    with suppress(NotFound, NotAllowed, Conflict):
        BATCHES[job.kind].reach(session, actor, asked(job))
        return True
    return False


def cancel(session: Session, actor: Actor, job_id: int) -> Job:
    """Cancel a job: whoever works on it stops at its next part, and no document comes of it.

    Raises:
        NotFound: There is no such job for this actor.
        Conflict: It is over.
    """
    found = seen(session, actor, job_id)
    if not found.open:
        raise Conflict(OVER.format(found.id))
    found.state, found.cancelled_by_id = JobState.CANCELLED, actor.person_id
    found.worker = found.held_until = None
    found.ended_at = clock.now()
    session.flush()
    jobs.forget_parts(session, found.id)
    note(
        session, actor, Act.JOB_CANCELLED, agreement_id=found.agreement_id, object_id=found.id,
        after={"made": found.done, "of": found.total},
    )  # fmt: skip
    return found


def file(session: Session, actor: Actor, job_id: int) -> File:
    """Hand out the file that came of a job, which is noted.

    Raises:
        NotFound: There is no such job for this actor, or no file came of it.
    """
    found = seen(session, actor, job_id)
    if found.document_sha256 is None or found.file_name is None:
        raise NotFound(NO_FILE)
    kept = session.get_one(Document, found.document_sha256, options=[undefer(Document.content)])
    note(
        session, actor, Act.JOB_FILE_READ, agreement_id=found.agreement_id, object_id=found.id,
        after={"sha256": kept.sha256},
    )  # fmt: skip
    return File(found.file_name, kept.media_type, kept.content)


def title(job: Job) -> str:
    """Say in words what a job makes."""
    return BATCHES[job.kind].title(asked(job))


def counted(job: Job) -> str:
    """Say how far a job is, such as "3 of 12 statements"."""
    return f"{job.done} of {job.total} {BATCHES[job.kind].counted}" if job.total else ""


def asked(job: Job) -> Asked:
    """Give what a job was asked to make."""
    return Asked(job.id, job.agreement_id, json.loads(job.arguments))


def _canonical(arguments: Mapping[str, str]) -> str:
    """Write arguments so that the same ones are the same text."""
    return json.dumps(dict(arguments), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
