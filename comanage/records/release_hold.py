"""Holds: a compliance officer stops the release of a settlement or a base fee, and lifts it again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, or_, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.person import Person
from comanage.records.settlement import Settlement

STANDING = text("lifted_by_id IS NULL")


class ReleaseHold(Base):
    """One stop, of a settlement or of one approved month of work, its reason, and how it ended."""

    __tablename__ = "release_hold"
    __table_args__ = (
        CheckConstraint(
            "(settlement_id IS NULL) <> (base_fee_earned_id IS NULL)",
            name="release_hold_of_one_thing",
        ),
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
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "release_hold_one_at_a_time_of_a_base_fee",
            "base_fee_earned_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("settlement.id"))
    base_fee_earned_id: Mapped[int | None] = mapped_column(ForeignKey("base_fee_earned.id"))
    reason: Mapped[str]
    held_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lift_reason: Mapped[str | None]

    held_by: Mapped[Person] = relationship(foreign_keys=[held_by_id], viewonly=True)
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_id], viewonly=True)
    settlement: Mapped[Settlement | None] = relationship(viewonly=True)
    work: Mapped[BaseFeeEarned | None] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say what is held."""
        if self.settlement_id is None:
            return f"<ReleaseHold {self.id}: base fee {self.base_fee_earned_id}>"
        return f"<ReleaseHold {self.id}: settlement {self.settlement_id}>"


def of_settlement(session: Session, settlement_id: int) -> Sequence[ReleaseHold]:
    """List the holds of a settlement, newest first, with the people in them."""
    return _found(session, ReleaseHold.settlement_id == settlement_id)


def standing(session: Session, settlement_id: int) -> ReleaseHold | None:
    """Find the hold that stops a settlement now."""
    found = of_settlement(session, settlement_id)
    return next((each for each in found if each.lifted_by_id is None), None)


def of_settlements(session: Session, ids: Collection[int]) -> Mapping[int, ReleaseHold]:
    """Give what stops the release of some settlements now, by settlement; one query for them all."""
    if not ids:
        return {}
    found = _found(session, ReleaseHold.lifted_by_id.is_(None), ReleaseHold.settlement_id.in_(ids))
    return {each.settlement_id: each for each in found if each.settlement_id is not None}


def of_settlements_in(session: Session, agreement_ids: Collection[int]) -> Sequence[ReleaseHold]:
    """List what stops the release of settlements of agreements now, newest first, each with its period."""
    settled = select(Settlement.id).where(Settlement.agreement_id.in_(agreement_ids))
    return session.scalars(
        select(ReleaseHold)
        .options(
            joinedload(ReleaseHold.held_by),
            joinedload(ReleaseHold.settlement).joinedload(Settlement.period),
        )
        .where(ReleaseHold.lifted_by_id.is_(None), ReleaseHold.settlement_id.in_(settled))
        .order_by(ReleaseHold.id.desc())
    ).all()


def of_base_fees(session: Session, *agreement_ids: int) -> Mapping[int, ReleaseHold]:
    """Give the holds that stop base fees of agreements now, by what the work earned."""
    within = BaseFeeEarned.agreement_id.in_(agreement_ids)
    earned = select(BaseFeeEarned.id).where(within)
    found = _found(
        session, ReleaseHold.lifted_by_id.is_(None), ReleaseHold.base_fee_earned_id.in_(earned)
    )
    return {each.base_fee_earned_id: each for each in found if each.base_fee_earned_id is not None}


def standing_in(session: Session, agreement_id: int) -> Sequence[ReleaseHold]:
    """List every hold that stops a release of an agreement now, newest first."""
    settled = select(Settlement.id).where(Settlement.agreement_id == agreement_id)
    earned = select(BaseFeeEarned.id).where(BaseFeeEarned.agreement_id == agreement_id)
    return _found(
        session,
        ReleaseHold.lifted_by_id.is_(None),
        or_(ReleaseHold.settlement_id.in_(settled), ReleaseHold.base_fee_earned_id.in_(earned)),
    )


def _found(session: Session, *wanted: ColumnElement[bool]) -> Sequence[ReleaseHold]:
    return session.scalars(
        select(ReleaseHold)
        .options(
            joinedload(ReleaseHold.held_by),
            joinedload(ReleaseHold.lifted_by),
            joinedload(ReleaseHold.settlement).joinedload(Settlement.period),
            joinedload(ReleaseHold.work),
        )
        .where(*wanted)
        .order_by(ReleaseHold.id.desc())
    ).all()
