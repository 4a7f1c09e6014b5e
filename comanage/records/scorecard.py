"""A scorecard version: the terms of an agreement as one canonical document.

Until it is locked a version may be edited, and is a draft again after each change; once
locked its terms never change. An amendment is a new version that governs from its first
day on; the versions before it keep the periods before that day. So every period has one
version, and no two overlap.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Cents, Instant, one_of
from comanage.records.person import Person
from comanage.rules.periods import ONE_DAY
from comanage.rules.scorecard_steps import BEING_MADE, ScorecardState

IS_BEING_MADE = "state IN ('draft', 'linted', 'reviewed', 'signed')"


class Scorecard(Base):
    """One version of an agreement's scorecard."""

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="scorecard_number_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="scorecard_of_one_agreement"),
        CheckConstraint("number >= 1", name="scorecard_numbers_count_from_one"),
        CheckConstraint(
            "state NOT IN ('locked', 'superseded')"
            " OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)",
            name="scorecard_locked_names_who_locked_it",
        ),
        CheckConstraint(
            "state <> 'locked' OR effective_on IS NOT NULL",
            name="scorecard_locked_says_from_when",
        ),
        CheckConstraint(
            "state NOT IN ('locked', 'superseded') OR base_fee_cents IS NOT NULL",
            name="scorecard_locked_has_its_base_fee",
        ),
        CheckConstraint("base_fee_cents >= 0", name="scorecard_base_fee_not_below_zero"),
        Index(
            "scorecard_one_draft_an_agreement",
            "agreement_id",
            unique=True,
            sqlite_where=text(IS_BEING_MADE),
            postgresql_where=text(IS_BEING_MADE),
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
    reason: Mapped[str] = mapped_column(default="", server_default="")  # why it amends the terms
    effective_on: Mapped[date | None]  # its first day; None: never governed, or not said yet
    base_fee_cents: Mapped[int | None] = mapped_column(Cents)  # a contract year; as it was locked
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}  # two people cannot save over each other

    agreement: Mapped[Agreement] = relationship()
    locked_by: Mapped[Person | None] = relationship()

    @property
    def being_made(self) -> bool:
        """True until it is locked."""
        return self.state in BEING_MADE

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
    """Find the version that is being made: a draft, or one on its way to be locked."""
    return session.scalar(
        select(Scorecard).where(
            Scorecard.agreement_id == agreement_id, Scorecard.state.in_(BEING_MADE)
        )
    )


def in_force(session: Session, agreement_id: int) -> Scorecard | None:
    """Find the locked version that no later one has superseded."""
    return session.scalar(
        select(Scorecard).where(
            Scorecard.agreement_id == agreement_id, Scorecard.state == ScorecardState.LOCKED
        )
    )


def governing(session: Session, agreement_id: int, day: date) -> Scorecard | None:
    """Find the version that governs a period that begins on a day: the newest that took effect."""
    locked = locked_of(session, [agreement_id])
    begun = (row for row in locked if row.effective_on is not None and row.effective_on <= day)
    return next(begun, None)


def locked_version(session: Session, agreement_id: int, number: int) -> Scorecard | None:
    """Find a version that was locked, by its number; None where it is a draft or there is none."""
    return session.scalar(
        select(Scorecard)
        .where(Scorecard.agreement_id == agreement_id, Scorecard.number == number)
        .where(Scorecard.state.not_in(BEING_MADE))
    )


def locked_of(session: Session, agreement_ids: Iterable[int]) -> Sequence[Scorecard]:
    """List every version of some agreements that was locked, newest first."""
    return session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id.in_([*agreement_ids]))
        .where(Scorecard.state.not_in(BEING_MADE))
        .order_by(Scorecard.agreement_id, Scorecard.number.desc())
    ).all()


def last_days(rows: Iterable[Scorecard]) -> Mapping[int, date | None]:
    """Give the last day that each locked version among an agreement's governs, by its number.

    Returns:
        None for the version that no later one follows. A version whose last day is before its
        first never governs.
    """
    locked = sorted((row for row in rows if not row.being_made), key=lambda row: row.number)
    found: dict[int, date | None] = {}
    for at, row in enumerate(locked):
        firsts = [later.effective_on for later in locked[at + 1 :] if later.effective_on]
        found[row.number] = min(firsts) - ONE_DAY if firsts else None
    return found


def leading(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, Scorecard]:
    """Give, by agreement, the version in force, or the draft where none is in force yet."""
    rows = session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id.in_([*agreement_ids]))
        .where(Scorecard.state != ScorecardState.SUPERSEDED)
        .order_by(Scorecard.number.desc())
    )
    return {row.agreement_id: row for row in rows}


def locked_documents(session: Session) -> Sequence[tuple[str, int, str]]:
    """List every version that was locked: the code of its agreement, its number, its document.

    Only columns that have always been there are read, so that it can be asked before the
    tables are brought up to date.
    """
    rows = session.execute(
        select(Agreement.code, Scorecard.number, Scorecard.terms)
        .join(Agreement, Agreement.id == Scorecard.agreement_id)
        .where(Scorecard.state.in_([ScorecardState.LOCKED, ScorecardState.SUPERSEDED]))
        .order_by(Agreement.code, Scorecard.number)
    )
    return [(code, number, terms) for code, number, terms in rows]
