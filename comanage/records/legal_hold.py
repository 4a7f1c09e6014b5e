"""A legal hold: the records of an agreement are kept, however old, until somebody lifts it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, another
from comanage.records.person import Person


class LegalHold(Base):
    """A hold that was placed, or the lifting of one; neither is ever changed."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="legal_hold_says_why"),
        UniqueConstraint("lifts_id", name="legal_hold_lifted_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    reason: Mapped[str]  # the matter, or why it is lifted
    lifts_id: Mapped[int | None] = mapped_column(ForeignKey("legal_hold.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whether this places a hold or lifts one."""
        did = f"lifts {self.lifts_id}" if self.lifts_id else "placed"
        return f"<LegalHold {self.id}: agreement {self.agreement_id}, {did}>"


def standing(session: Session, agreement_id: int) -> Sequence[LegalHold]:
    """List the holds of an agreement that nobody has lifted, oldest first."""
    return standing_in(session, [agreement_id])


def standing_in(session: Session, agreement_ids: Collection[int]) -> Sequence[LegalHold]:
    """List the holds of some agreements that nobody has lifted, oldest first."""
    lift = another(LegalHold, "legal_hold_lift")
    return session.scalars(
        select(LegalHold)
        .options(joinedload(LegalHold.by))
        .outerjoin(lift, lift.lifts_id == LegalHold.id)
        .where(LegalHold.agreement_id.in_(agreement_ids))
        .where(LegalHold.lifts_id.is_(None), lift.id.is_(None))
        .order_by(LegalHold.id)
    ).all()
