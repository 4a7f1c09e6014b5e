"""Unlocks: a locked period opened again, asked for by one person and confirmed by another.

The old settlement, its statements and its payments stand. An unlock opens the period
until the next approval: it names the settlement that had locked it, and serves once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.person import Person


class PeriodUnlock(Base):
    """One request to open a locked period, and what became of it."""

    __tablename__ = "period_unlock"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="period_unlock_period_of_its_agreement",
        ),
        CheckConstraint("reason <> ''", name="period_unlock_says_why"),
        CheckConstraint("asked_by_id <> asked_for_id", name="period_unlock_asked_for_someone_else"),
        CheckConstraint(
            "confirmed_by_id <> confirmed_for_id", name="period_unlock_confirmed_for_someone_else"
        ),
        CheckConstraint(
            "refused_by_id <> refused_for_id", name="period_unlock_refused_for_someone_else"
        ),
        CheckConstraint(
            "confirmed_by_id <> asked_by_id AND confirmed_by_id <> asked_for_id"
            " AND confirmed_for_id <> asked_by_id AND confirmed_for_id <> asked_for_id",
            name="period_unlock_by_two_people",
        ),
        CheckConstraint(
            "refused_by_id <> asked_by_id AND refused_by_id <> asked_for_id"
            " AND refused_for_id <> asked_by_id AND refused_for_id <> asked_for_id",
            name="period_unlock_refused_by_another",
        ),
        CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)"
            " AND (confirmed_for_id IS NULL OR confirmed_by_id IS NOT NULL)",
            name="period_unlock_names_who_confirmed_it",
        ),
        CheckConstraint(
            "(refused_by_id IS NULL) = (refused_at IS NULL)"
            " AND (refused_for_id IS NULL OR refused_by_id IS NOT NULL)",
            name="period_unlock_names_who_refused_it",
        ),
        CheckConstraint(
            "confirmed_by_id IS NULL OR refused_by_id IS NULL",
            name="period_unlock_confirmed_or_refused",
        ),
        Index(
            "period_unlock_one_a_settlement",
            "settlement_id",
            unique=True,
            sqlite_where=text("refused_by_id IS NULL"),
            postgresql_where=text("refused_by_id IS NULL"),
        ),
        Index("period_unlock_by_period", "period_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int]
    period_id: Mapped[int]
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))  # that had locked it
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None] = mapped_column(Instant)

    period: Mapped[PerformancePeriod] = relationship(viewonly=True)
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], viewonly=True)
    confirmed_by: Mapped[Person | None] = relationship(
        foreign_keys=[confirmed_by_id], viewonly=True
    )
    refused_by: Mapped[Person | None] = relationship(foreign_keys=[refused_by_id], viewonly=True)

    def __repr__(self) -> str:
        """Say which period this is about."""
        return f"<PeriodUnlock {self.id}: period {self.period_id}>"

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.confirmed_by_id is None and self.refused_by_id is None


def of_period(session: Session, period_id: int) -> Sequence[PeriodUnlock]:
    """List the unlocks of a period, newest first, with the people in them."""
    return session.scalars(
        select(PeriodUnlock)
        .options(
            joinedload(PeriodUnlock.asked_by),
            joinedload(PeriodUnlock.confirmed_by),
            joinedload(PeriodUnlock.refused_by),
        )
        .where(PeriodUnlock.period_id == period_id)
        .order_by(PeriodUnlock.id.desc())
    ).all()


def waiting(session: Session, period_id: int) -> PeriodUnlock | None:
    """Find the unlock of a period that nobody has decided on."""
    return next((each for each in of_period(session, period_id) if each.waits), None)


def undecided(session: Session, agreement_ids: Iterable[int]) -> Sequence[PeriodUnlock]:
    """List the unlocks of some agreements that nobody has decided on, oldest first."""
    return session.scalars(
        select(PeriodUnlock)
        .options(joinedload(PeriodUnlock.asked_by), joinedload(PeriodUnlock.period))
        .where(PeriodUnlock.agreement_id.in_([*agreement_ids]))
        .where(PeriodUnlock.confirmed_by_id.is_(None), PeriodUnlock.refused_by_id.is_(None))
        .order_by(PeriodUnlock.id)
    ).all()


def that_opened(session: Session, period: PerformancePeriod) -> PeriodUnlock | None:
    """Find the unlock by which a period is open again; None where it is locked, or never was."""
    if period.state is not PeriodState.OPEN:
        return None
    return next((each for each in of_period(session, period.id) if each.confirmed_by_id), None)
