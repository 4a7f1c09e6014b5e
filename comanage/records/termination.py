"""A termination: the day on which an agreement ends before its term does, and why.

The newest one counts. A wrong date is corrected by a new row, and a termination that was
taken back by one without a day: all of them stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.person import Person


class Termination(Base):
    """What was said of the end of an agreement."""

    __tablename__ = "termination"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="termination_number_once_an_agreement"),
        CheckConstraint("number >= 1", name="terminations_count_from_one"),
        CheckConstraint("reason <> ''", name="termination_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    last_day: Mapped[date | None]  # None: the termination before was taken back
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    recorded_by: Mapped[Person] = relationship()

    def __repr__(self) -> str:
        """Say which termination this is."""
        return f"<Termination {self.number} of agreement {self.agreement_id}: {self.last_day}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[Termination]:
    """List what was said of the end of an agreement, the newest first."""
    return [*reversed(_said(session, [agreement_id]))]


def standing(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, Termination]:
    """Give, by agreement, the termination that counts; those without one are left out."""
    latest = {row.agreement_id: row for row in _said(session, agreement_ids)}
    return {at: row for at, row in latest.items() if row.last_day is not None}


def _said(session: Session, agreement_ids: Iterable[int]) -> Sequence[Termination]:
    return session.scalars(
        select(Termination)
        .options(joinedload(Termination.recorded_by))
        .where(Termination.agreement_id.in_([*agreement_ids]))
        .order_by(Termination.number)
    ).all()
