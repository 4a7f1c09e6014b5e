"""A job: work that takes longer than a page may, who works on it, and what came of it.

This row is the truth. What wakes a worker may get lost; a worker that looks finds the row. Whoever
works on a job holds it until a moment, and says so anew as long as it goes on; after that moment
another may take it over, with every part that was made already.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    CursorResult,
    ForeignKey,
    Index,
    Result,
    Select,
    and_,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant, one_of
from comanage.records.document import Document
from comanage.records.person import Person


class JobKind(StrEnum):
    """What a job makes."""

    STATEMENTS = "statements of a period"
    PACKET = "audit packet"
    PAYOUTS = "payout records"
    LOG = "audit log"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.WAITING, JobState.RUNNING)
STILL_OPEN = text("state IN ('waiting', 'running')")


class Job(Base):
    """One piece of work, from its asking to its document or its end without one."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("arguments <> ''", name="job_says_what_is_asked"),
        CheckConstraint("done >= 0 AND done <= total", name="job_progress_within_its_total"),
        CheckConstraint("tries >= 0", name="job_tries_not_below_zero"),
        CheckConstraint(
            "(state = 'running') = (worker IS NOT NULL) AND (worker IS NULL) = (held_until IS NULL)"
            " AND worker <> ''",
            name="job_running_names_its_worker",
        ),
        CheckConstraint(
            "(state = 'done') = (document_sha256 IS NOT NULL)"
            " AND (document_sha256 IS NULL) = (file_name IS NULL) AND file_name <> ''",
            name="job_done_has_its_document",
        ),
        CheckConstraint(
            "(state = 'failed') = (fault IS NOT NULL) AND fault <> ''", name="job_failed_says_why"
        ),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_by_id IS NOT NULL)",
            name="job_cancelled_names_who_did",
        ),
        CheckConstraint(
            "(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="job_ended_says_when"
        ),
        Index(
            "job_one_at_a_time_of_an_agreement",
            "kind",
            "agreement_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        Index(
            "job_one_at_a_time_of_a_person",
            "kind",
            "asked_by_id",
            unique=True,
            sqlite_where=text("agreement_id IS NULL AND state IN ('waiting', 'running')"),
            postgresql_where=text("agreement_id IS NULL AND state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(one_of(JobKind, "job_kind_is_known"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    arguments: Mapped[str]  # canonical JSON: texts by their names
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[JobState] = mapped_column(one_of(JobState, "job_state_is_known"))
    done: Mapped[int] = mapped_column(default=0)  # parts that are made
    total: Mapped[int] = mapped_column(default=0)  # parts in all; 0 until it is known
    tries: Mapped[int] = mapped_column(default=0)  # how often a worker took it
    worker: Mapped[str | None]  # who works on it
    held_until: Mapped[datetime | None] = mapped_column(Instant)  # until when it is that worker's
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    file_name: Mapped[str | None]  # of the document, as it was made for this job
    fault: Mapped[str | None]  # why it failed, as a sentence
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    agreement: Mapped[Agreement | None] = relationship(viewonly=True)
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], viewonly=True)
    cancelled_by: Mapped[Person | None] = relationship(
        foreign_keys=[cancelled_by_id], viewonly=True
    )
    document: Mapped[Document | None] = relationship(viewonly=True)

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.state in OPEN

    def __repr__(self) -> str:
        """Say which job this is."""
        return f"<Job {self.id}: {self.kind}, {self.state}>"


class JobPart(Base):
    """A part of what a job makes, kept until the job ends, so that nobody makes it twice."""

    __tablename__ = "job_part"
    __table_args__ = (
        CheckConstraint("number >= 1", name="job_parts_count_from_one"),
        CheckConstraint("name <> ''", name="job_part_has_a_name"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]  # of the file that it is
    content: Mapped[bytes]

    def __repr__(self) -> str:
        """Say which part this is."""
        return f"<JobPart {self.number} of job {self.job_id}: {self.name}>"


def free(now: datetime) -> ColumnElement[bool]:
    """Write, as a condition, that nobody works on a job: it waits, or its worker fell silent."""
    silent = and_(Job.state == JobState.RUNNING, Job.held_until < now)
    return or_(Job.state == JobState.WAITING, silent)


def next_free(session: Session, now: datetime) -> Job | None:
    """Find the job that was asked for first of those that nobody works on."""
    return session.scalar(select(Job).where(free(now)).order_by(Job.id).limit(1))


def waiting(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """Count the jobs that nobody works on, and say when the first of them was asked for."""
    count, first = session.execute(
        select(func.count(), func.min(Job.asked_at)).where(free(now))
    ).one()
    return count, first


def taken(session: Session, job: Job, *, worker: str, now: datetime, lasts: timedelta) -> bool:
    """Give a job to a worker, if it is still free; of several who try, one gets it."""
    found = session.execute(
        update(Job)
        .where(Job.id == job.id, free(now))
        .values(state=JobState.RUNNING, worker=worker, held_until=now + lasts, tries=Job.tries + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(job)
    return _one(found)


def changed(
    session: Session, job_id: int, values: Mapping[str, object], *, worker: str, tries: int
) -> bool:
    """Change a job as its worker, if it is still that worker's from the same try.

    Returns:
        False where it was cancelled, or another worker took it over.
    """
    found = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .where(Job.worker == worker, Job.tries == tries)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return _one(found)


def numbers_kept(session: Session, job_id: int) -> frozenset[int]:
    """List the numbers of the parts that are made."""
    return frozenset(session.scalars(select(JobPart.number).where(JobPart.job_id == job_id)))


def parts_of(session: Session, job_id: int) -> Sequence[JobPart]:
    """List the parts that are made, in their order."""
    return session.scalars(
        select(JobPart).where(JobPart.job_id == job_id).order_by(JobPart.number)
    ).all()


def forget_parts(session: Session, job_id: int) -> None:
    """Do away with the parts of a job that has ended."""
    for part in parts_of(session, job_id):
        session.delete(part)
    session.flush()


def open_like(
    session: Session, kind: JobKind, *, agreement_id: int | None, person_id: int | None
) -> Job | None:
    """Find the job that is in the way of another of its kind: of the agreement, or of the person."""
    query = select(Job).where(Job.kind == kind, Job.state.in_(OPEN))
    if agreement_id is not None:
        return session.scalar(query.where(Job.agreement_id == agreement_id))
    return session.scalar(query.where(Job.agreement_id.is_(None), Job.asked_by_id == person_id))


def one(session: Session, job_id: int) -> Job | None:
    """Find a job with the people in it, its agreement and its document."""
    return session.scalar(_complete().where(Job.id == job_id))


def newest(session: Session, *where: ColumnElement[bool], limit: int) -> Sequence[Job]:
    """List the newest jobs first, each with the people in it, its agreement and its document."""
    return session.scalars(_complete().where(*where).order_by(Job.id.desc()).limit(limit)).all()


def _complete() -> Select[Job]:
    return select(Job).options(
        joinedload(Job.agreement),
        joinedload(Job.asked_by),
        joinedload(Job.cancelled_by),
        joinedload(Job.document),
    )


def _one(found: Result[tuple[()]]) -> bool:
    """Say whether a statement changed its one row."""
    return isinstance(found, CursorResult) and found.rowcount == 1
