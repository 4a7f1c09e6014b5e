"""A participant: a group's place in one agreement, under the code its terms use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base
from comanage.records.physician_group import PhysicianGroup


class Participant(Base):
    """One group in one agreement; its share of the pool stands in the scorecard's terms.

    So do its first and last day; they are mirrored here when a scorecard is locked.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("agreement_id", "code", name="participant_code_once_an_agreement"),
        UniqueConstraint("agreement_id", "group_id", name="participant_group_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="participant_of_one_agreement"),
        CheckConstraint("code <> ''", name="participant_has_a_code"),
        CheckConstraint("joined <= left_on", name="participant_leaves_after_it_joins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("physician_group.id"), index=True)
    code: Mapped[str]
    joined: Mapped[date | None]  # its first day, where the terms say one
    left_on: Mapped[date | None]  # its last day, where the terms say one

    agreement: Mapped[Agreement] = relationship()
    group: Mapped[PhysicianGroup] = relationship()

    def takes_part_on(self, day: date) -> bool:
        """Say whether it has joined by a day and not left before it."""
        begun = self.joined is None or self.joined <= day
        return begun and (self.left_on is None or day <= self.left_on)

    def __repr__(self) -> str:
        """Say which participant this is."""
        return f"<Participant {self.id}: {self.code} of agreement {self.agreement_id}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[Participant]:
    """List an agreement's participants by code, each with its group."""
    return of_agreements(session, [agreement_id])


def of_agreements(session: Session, agreement_ids: Iterable[int]) -> Sequence[Participant]:
    """List the participants of some agreements by code, each with its group."""
    return session.scalars(
        select(Participant)
        .options(joinedload(Participant.group))
        .where(Participant.agreement_id.in_([*agreement_ids]))
        .order_by(Participant.agreement_id, Participant.code)
    ).all()


def places_of_groups(session: Session, agreement_id: int) -> Mapping[int, Sequence[Participant]]:
    """List, by agreement, the places of the groups of one agreement, in it and in others."""
    groups = select(Participant.group_id).where(Participant.agreement_id == agreement_id)
    rows = session.scalars(
        select(Participant)
        .options(joinedload(Participant.group), joinedload(Participant.agreement))
        .where(Participant.group_id.in_(groups))
        .order_by(Participant.agreement_id, Participant.code)
    )
    found: dict[int, list[Participant]] = {}
    for row in rows:
        found.setdefault(row.agreement_id, []).append(row)
    return found
