"""A scorecard version: the terms of an agreement as one canonical document.

A draft may be edited; once locked its terms never change. An amendment is a new
version, and the one before it is then superseded.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant, one_of
from comanage.records.person import Person


class ScorecardState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    LOCKED = "locked"  # in force
    SUPERSEDED = "superseded"  # a later version was locked


class Scorecard(Base):
    """One version of an agreement's scorecard."""

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="scorecard_number_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="scorecard_of_one_agreement"),
        CheckConstraint("number >= 1", name="scorecard_numbers_count_from_one"),
        CheckConstraint(
            "state = 'draft' OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)",
            name="scorecard_locked_names_who_locked_it",
        ),
        Index(
            "scorecard_one_draft_an_agreement",
            "agreement_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "scorecard_one_in_force_an_agreement",
            "agreement_id",
            "state",  # always the same here; SQLite tells two indexes apart by their columns
            unique=True,
            sqlite_where=text("state = 'locked'"),
            postgresql_where=text("state = 'locked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    state: Mapped[ScorecardState] = mapped_column(
        one_of(ScorecardState, "scorecard_state_is_known"), default=ScorecardState.DRAFT
    )
    terms: Mapped[str]  # canonical JSON
    terms_hash: Mapped[str]
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}  # two people cannot save over each other

    agreement: Mapped[Agreement] = relationship()
    locked_by: Mapped[Person | None] = relationship()

    def __repr__(self) -> str:
        """Say which version this is."""
        return f"<Scorecard {self.id}: version {self.number}, {self.state}>"


def versions(session: Session, agreement_id: int) -> Sequence[Scorecard]:
    """List an agreement's versions, newest first."""
    return session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id == agreement_id)
        .order_by(Scorecard.number.desc())
    ).all()


def draft(session: Session, agreement_id: int) -> Scorecard | None:
    """Find the version that is being edited."""
    return _in_state(session, agreement_id, ScorecardState.DRAFT)


def in_force(session: Session, agreement_id: int) -> Scorecard | None:
    """Find the locked version that no later one has superseded."""
    return _in_state(session, agreement_id, ScorecardState.LOCKED)


def locked_version(session: Session, agreement_id: int, number: int) -> Scorecard | None:
    """Find a version that was locked, by its number; None where it is a draft or there is none."""
    return session.scalar(
        select(Scorecard)
        .where(Scorecard.agreement_id == agreement_id, Scorecard.number == number)
        .where(Scorecard.state != ScorecardState.DRAFT)
    )


def locked_of(session: Session, agreement_ids: Iterable[int]) -> Sequence[Scorecard]:
    """List every version of some agreements that was locked, newest first."""
    return session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id.in_([*agreement_ids]))
        .where(Scorecard.state != ScorecardState.DRAFT)
        .order_by(Scorecard.agreement_id, Scorecard.number.desc())
    ).all()


def locked_documents(session: Session) -> Sequence[tuple[str, int, str]]:
    """List every version that was locked: the code of its agreement, its number, its document.

    Only columns that have always been there are read, so that it can be asked before the
    tables are brought up to date.
    """
    rows = session.execute(
        select(Agreement.code, Scorecard.number, Scorecard.terms)
        .join(Agreement, Agreement.id == Scorecard.agreement_id)
        .where(Scorecard.state != ScorecardState.DRAFT)
        .order_by(Agreement.code, Scorecard.number)
    )
    return [(code, number, terms) for code, number, terms in rows]


def _in_state(session: Session, agreement_id: int, state: ScorecardState) -> Scorecard | None:
    return session.scalar(
        select(Scorecard).where(Scorecard.agreement_id == agreement_id, Scorecard.state == state)
    )
