"""A participant: a group's place in one agreement, under the code its terms use."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base
from comanage.records.physician_group import PhysicianGroup


class Participant(Base):
    """One group in one agreement; its share of the pool stands in the scorecard's terms."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("agreement_id", "code", name="participant_code_once_an_agreement"),
        UniqueConstraint("agreement_id", "group_id", name="participant_group_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="participant_of_one_agreement"),
        CheckConstraint("code <> ''", name="participant_has_a_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("physician_group.id"), index=True)
    code: Mapped[str]

    agreement: Mapped[Agreement] = relationship()
    group: Mapped[PhysicianGroup] = relationship()

    def __repr__(self) -> str:
        """Say which participant this is."""
        return f"<Participant {self.id}: {self.code} of agreement {self.agreement_id}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[Participant]:
    """List an agreement's participants by code, each with its group."""
    return session.scalars(
        select(Participant)
        .options(joinedload(Participant.group))
        .where(Participant.agreement_id == agreement_id)
        .order_by(Participant.code)
    ).all()
