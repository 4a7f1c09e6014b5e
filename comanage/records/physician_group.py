"""A physician group: the party that manages a service line and is paid for it."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base


class PhysicianGroup(Base):
    """A group of physicians, a participant of one or more agreements."""

    __tablename__ = "physician_group"
    __table_args__ = (
        CheckConstraint("code <> ''", name="physician_group_has_a_code"),
        CheckConstraint("name <> ''", name="physician_group_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    def __repr__(self) -> str:
        """Say which group this is."""
        return f"<PhysicianGroup {self.id}: {self.code}>"


def every(session: Session) -> Sequence[PhysicianGroup]:
    """List all groups by name."""
    return session.scalars(
        select(PhysicianGroup).order_by(PhysicianGroup.name, PhysicianGroup.id)
    ).all()


def by_code(session: Session, code: str) -> PhysicianGroup | None:
    """Find a group by its code."""
    return session.scalar(select(PhysicianGroup).where(PhysicianGroup.code == code))


def is_taken(session: Session, code: str) -> bool:
    """Say whether a group has a code, in capitals or not: nobody could tell the two apart."""
    codes = session.scalars(select(PhysicianGroup.code))
    return code.casefold() in {each.casefold() for each in codes}
