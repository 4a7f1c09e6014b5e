"""Acceptances: a group says, within the dispute window, that it has nothing to dispute."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.participant import Participant
from comanage.records.person import Person


class Acceptance(Base):
    """One group's word on one settlement; never changed, never deleted."""

    __tablename__ = "acceptance"
    __table_args__ = (
        UniqueConstraint("settlement_id", "participant_id", name="acceptance_once_a_participant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime] = mapped_column(Instant)

    participant: Mapped[Participant] = relationship(viewonly=True)
    accepted_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say who accepted what."""
        return f"<Acceptance {self.id}: participant {self.participant_id}>"


def of_settlement(session: Session, settlement_id: int) -> Sequence[Acceptance]:
    """List which groups have accepted a settlement."""
    return session.scalars(
        select(Acceptance).where(Acceptance.settlement_id == settlement_id).order_by(Acceptance.id)
    ).all()
