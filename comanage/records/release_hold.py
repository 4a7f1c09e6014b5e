"""Holds: a compliance officer stops the release of a settlement, and lifts the stop again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.person import Person


class ReleaseHold(Base):
    """One stop, its reason, and how it ended."""

    __tablename__ = "release_hold"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="release_hold_says_why"),
        CheckConstraint(
            "(lifted_by_id IS NULL) = (lifted_at IS NULL)"
            " AND (lifted_by_id IS NULL) = (lift_reason IS NULL)",
            name="release_hold_names_who_lifted_it",
        ),
        CheckConstraint("lift_reason <> ''", name="release_hold_lifted_says_why"),
        Index(
            "release_hold_one_at_a_time",
            "settlement_id",
            unique=True,
            sqlite_where=text("lifted_by_id IS NULL"),
            postgresql_where=text("lifted_by_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    reason: Mapped[str]
    held_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lift_reason: Mapped[str | None]

    held_by: Mapped[Person] = relationship(foreign_keys=[held_by_id], viewonly=True)
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_id], viewonly=True)

    def __repr__(self) -> str:
        """Say which settlement is held."""
        return f"<ReleaseHold {self.id}: settlement {self.settlement_id}>"


def of_settlement(session: Session, settlement_id: int) -> Sequence[ReleaseHold]:
    """List the holds of a settlement, newest first, with the people in them."""
    return session.scalars(
        select(ReleaseHold)
        .options(joinedload(ReleaseHold.held_by), joinedload(ReleaseHold.lifted_by))
        .where(ReleaseHold.settlement_id == settlement_id)
        .order_by(ReleaseHold.id.desc())
    ).all()


def standing(session: Session, settlement_id: int) -> ReleaseHold | None:
    """Find the hold that stops a settlement now."""
    found = of_settlement(session, settlement_id)
    return next((each for each in found if each.lifted_by_id is None), None)
