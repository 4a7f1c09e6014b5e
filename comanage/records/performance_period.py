"""A performance period: the stretch of days that one settlement pays for."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, one_of


class PeriodState(StrEnum):
    """Whether figures may still come in."""

    OPEN = "open"
    LOCKED = "locked"  # set by the approval of its settlement


class PerformancePeriod(Base):
    """A period of an agreement, known by its code, e.g. 2027-Q1."""

    __tablename__ = "performance_period"
    __table_args__ = (
        UniqueConstraint("agreement_id", "code", name="performance_period_code_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="performance_period_of_one_agreement"),
        CheckConstraint("code <> ''", name="performance_period_has_a_code"),
        CheckConstraint("starts <= ends", name="performance_period_runs_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    code: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]  # the last day
    state: Mapped[PeriodState] = mapped_column(
        one_of(PeriodState, "performance_period_state_is_known"), default=PeriodState.OPEN
    )

    agreement: Mapped[Agreement] = relationship()

    def __repr__(self) -> str:
        """Say which period this is."""
        return f"<PerformancePeriod {self.id}: {self.code}, {self.state}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[PerformancePeriod]:
    """List an agreement's periods, earliest first."""
    return session.scalars(
        select(PerformancePeriod)
        .where(PerformancePeriod.agreement_id == agreement_id)
        .order_by(PerformancePeriod.starts, PerformancePeriod.id)
    ).all()


def with_code(session: Session, agreement_ids: Iterable[int], code: str) -> set[int]:
    """List those of some agreements that have a period of this code."""
    return set(
        session.scalars(
            select(PerformancePeriod.agreement_id)
            .where(PerformancePeriod.agreement_id.in_([*agreement_ids]))
            .where(PerformancePeriod.code == code)
        )
    )


def by_code(session: Session, agreement_id: int, code: str) -> PerformancePeriod | None:
    """Find a period of an agreement by its code."""
    every = of_agreement(session, agreement_id)  # which its page asks for too, to pick another
    return next((period for period in every if period.code == code), None)
