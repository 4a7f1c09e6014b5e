"""Disputes, as the money sees them: what a release holds back until they are decided.

What is held stands beside the release that held it. It is paid by a second release of the
same settlement once no dispute keeps it, or by the settlement that takes its place.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Cents, another
from comanage.records.payment import PaymentRelease


class HeldPart(Base):
    """What a release held back of one group's payout; never changed, never deleted."""

    __tablename__ = "held_part"
    __table_args__ = (
        UniqueConstraint("release_id", "participant_id", name="held_part_once_a_participant"),
        CheckConstraint("cents > 0", name="held_part_of_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("payment_release.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    cents: Mapped[int] = mapped_column(Cents)

    def __repr__(self) -> str:
        """Say whose part this is, without the amount."""
        return f"<HeldPart {self.id}: release {self.release_id}, {self.participant_id}>"


def held_by(session: Session, settlement_id: int) -> Mapping[int, int]:
    """Give the cents that a settlement's release holds back still, by participant."""
    found = _held(session, PaymentRelease.settlement_id == settlement_id)
    return found.get(settlement_id, {})


def held_in(session: Session, agreement_ids: Collection[int]) -> Mapping[int, Mapping[int, int]]:
    """Give the cents that releases of agreements hold back still, by settlement and participant."""
    return _held(session, PaymentRelease.agreement_id.in_([*agreement_ids]))


def _held(session: Session, which: ColumnElement[bool]) -> Mapping[int, Mapping[int, int]]:
    releases = session.execute(
        select(PaymentRelease.settlement_id, PaymentRelease.of_rest, HeldPart)
        .outerjoin(HeldPart, HeldPart.release_id == PaymentRelease.id)
        .where(which, PaymentRelease.settlement_id.is_not(None))
    ).all()
    over = {row.settlement_id for row in releases if row.of_rest}
    found: dict[int, dict[int, int]] = {}
    for row in releases:
        if (part := row.HeldPart) is not None and row.settlement_id not in over:
            found.setdefault(row.settlement_id, {})[part.participant_id] = part.cents
    return found


def still_holding(session: Session, agreement_ids: Collection[int]) -> frozenset[int]:
    """List the settlements of some agreements whose release holds something back still."""
    rest = another(PaymentRelease, "disputed_rest")
    return frozenset(
        session.scalars(
            select(PaymentRelease.settlement_id)
            .join(HeldPart, HeldPart.release_id == PaymentRelease.id)
            .where(PaymentRelease.agreement_id.in_([*agreement_ids]))
            .where(PaymentRelease.settlement_id.is_not(None))
            .where(
                ~select(rest.id)
                .where(rest.settlement_id == PaymentRelease.settlement_id, rest.of_rest.is_(True))
                .exists()
            )
        )
    )
