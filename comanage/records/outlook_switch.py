"""What turns "To earn more" of an agreement off, or on again: who did so, and why.

It is shown until it is turned off. A row is never changed: the last one says what stands.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.person import Person


class OutlookSwitch(Base):
    """One turn of the switch; each turns what the one before it left."""

    __tablename__ = "outlook_switch"
    __table_args__ = (CheckConstraint("reason <> ''", name="outlook_switch_says_why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    shown: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say what is shown or not."""
        return f"<OutlookSwitch {self.id}: agreement {self.agreement_id}, shown: {self.shown}>"


def last_of(session: Session, agreement_id: int) -> OutlookSwitch | None:
    """Give the turn that stands, with who did it; None where nobody ever turned it."""
    return session.scalars(
        select(OutlookSwitch)
        .options(joinedload(OutlookSwitch.by))
        .where(OutlookSwitch.agreement_id == agreement_id)
        .order_by(OutlookSwitch.id.desc())
        .limit(1)
    ).first()
