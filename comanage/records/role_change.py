"""A change of what somebody may do that waits for a second system administrator.

It is asked for by one and confirmed or declined by another; who asked may take it back.
The row stays, decided or not, and what was asked for never changes.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, one_of
from comanage.records.person import Person
from comanage.records.service_line import ServiceLine
from comanage.rules.signoff import Role


class Change(StrEnum):
    """What is asked for."""

    GIVE = "give the role"
    END = "end the role"
    RESET = "reset the second factor"


class Outcome(StrEnum):
    """What became of it."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by who asked


class RoleChange(Base):
    """Something that one system administrator asked for, and another decides."""

    __tablename__ = "role_change"
    __table_args__ = (
        CheckConstraint(
            "(change = 'reset the second factor') = (role IS NULL)",
            name="role_change_names_the_role_it_is_about",
        ),
        CheckConstraint("person_id <> asked_by_id", name="role_change_is_asked_for_another"),
        CheckConstraint(
            "(decided_by_id IS NULL) = (outcome IS NULL)"
            " AND (decided_by_id IS NULL) = (decided_at IS NULL)",
            name="role_change_is_decided_whole",
        ),
        CheckConstraint(
            "outcome IS NULL OR (decided_by_id = asked_by_id) = (outcome = 'withdrawn')",
            name="role_change_is_decided_by_another",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome <> 'confirmed' OR change = 'end the role'"
            " OR decided_by_id <> person_id",
            name="role_change_gives_nobody_more_by_their_own_word",
        ),
        Index(
            "role_change_asked_once",
            "person_id",
            "change",
            text("coalesce(role, '')"),
            text("coalesce(service_line_id, 0)"),
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    change: Mapped[Change] = mapped_column(one_of(Change, "role_change_change_is_known"))
    role: Mapped[Role | None] = mapped_column(one_of(Role, "role_change_role_is_known"))
    service_line_id: Mapped[int | None] = mapped_column(ForeignKey("service_line.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "role_change_outcome_is_known"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    service_line: Mapped[ServiceLine | None] = relationship()

    def __repr__(self) -> str:
        """Say what is asked for whom."""
        return f"<RoleChange {self.id}: {self.change} of person {self.person_id}>"


def waiting(session: Session) -> Sequence[RoleChange]:
    """List what waits for a decision, oldest first, each with its people."""
    return session.scalars(
        select(RoleChange)
        .options(
            joinedload(RoleChange.person),
            joinedload(RoleChange.asked_by),
            joinedload(RoleChange.service_line),
        )
        .where(RoleChange.outcome.is_(None))
        .order_by(RoleChange.id)
    ).all()
