"""A limit that oversight holds an agreement to, where no rule gives one: who set it, and why.

A limit is never changed. A later one of the same name takes its place; until one is
set there is none.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.base import Base, Instant, one_of
from comanage.records.person import Person


class Limit(StrEnum):
    """What is limited."""

    DAYS_TO_SETTLE = "days to settle a difference"
    RETENTION_YEARS = "years that records are kept"
    DAYS_TO_SCREEN = "days between screenings of a physician"
    DAYS_TO_ANSWER = "days to answer a dispute"
    DAYS_TO_APPEAL = "days to appeal an answer"


USUAL = {Limit.RETENTION_YEARS: 10}  # what counts where nobody has set another number


class OversightLimit(Base):
    """One limit of one agreement, as it was set."""

    __tablename__ = "oversight_limit"
    __table_args__ = (
        CheckConstraint("amount >= 1", name="oversight_limit_counts_from_one"),
        CheckConstraint("reason <> ''", name="oversight_limit_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    limited: Mapped[Limit] = mapped_column(one_of(Limit, "oversight_limit_is_known"))
    amount: Mapped[int]
    reason: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    set_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say what is limited to what."""
        return f"<OversightLimit {self.id}: {self.limited}, {self.amount}>"


def in_force(session: Session, agreement_id: int) -> Mapping[Limit, OversightLimit]:
    """Give the limits of an agreement that stand, each the last of its name."""
    return in_force_of(session, [agreement_id]).get(agreement_id, {})


def in_force_of(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Mapping[Limit, OversightLimit]]:
    """Give, by agreement, the limits that stand; those without any are left out."""
    rows = session.scalars(
        select(OversightLimit)
        .where(OversightLimit.agreement_id.in_(agreement_ids))
        .order_by(OversightLimit.id)
    )
    found: dict[int, dict[Limit, OversightLimit]] = {}
    for each in rows:
        found.setdefault(each.agreement_id, {})[each.limited] = each
    return found
