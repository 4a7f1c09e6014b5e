"""A person who signs in, and the roles that person holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from comanage.records.base import Base, Instant, one_of
from comanage.records.physician_group import PhysicianGroup
from comanage.records.service_line import ServiceLine
from comanage.rules.signoff import Role


class Person(Base):
    """Someone with an account; accounts are closed, never deleted."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email) AND email <> ''", name="person_email_in_lower_case"),
        CheckConstraint("name <> ''", name="person_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_revision: Mapped[int] = mapped_column(default=1, server_default="1")  # counts its changes
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    roles: Mapped[list["RoleHeld"]] = relationship(
        back_populates="person", foreign_keys="RoleHeld.person_id", order_by="RoleHeld.id"
    )

    def __repr__(self) -> str:
        """Say who this is, without the address."""
        return f"<Person {self.id}: {self.name!r}>"


class RoleHeld(Base):
    """A role a person holds, and within what; ending it deletes the row, the audit log keeps it."""

    __tablename__ = "role_held"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('physician', 'physician leader')) = (group_id IS NOT NULL)",
            name="role_held_names_a_group_for_physicians_only",
        ),
        Index(
            "role_held_once",
            "person_id",
            "role",
            text("coalesce(service_line_id, 0)"),
            text("coalesce(group_id, 0)"),
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role_held_role_is_known"))
    service_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_line.id"), index=True
    )  # None: every service line
    group_id: Mapped[int | None] = mapped_column(ForeignKey("physician_group.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(Instant)
    given_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id")
    )  # None: by the installation itself

    person: Mapped[Person] = relationship(back_populates="roles", foreign_keys=[person_id])
    service_line: Mapped[ServiceLine | None] = relationship()
    group: Mapped[PhysicianGroup | None] = relationship()

    def __repr__(self) -> str:
        """Say who holds what."""
        return f"<RoleHeld {self.id}: person {self.person_id} is {self.role}>"


def by_email(session: Session, email: str) -> Person | None:
    """Find a person by e-mail address, in whatever case it was typed."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def everyone(session: Session) -> Sequence[Person]:
    """List all people by name, each with roles and what they are held within."""
    return (
        session.scalars(
            select(Person)
            .options(
                joinedload(Person.roles).joinedload(RoleHeld.service_line),
                joinedload(Person.roles).joinedload(RoleHeld.group),
            )
            .order_by(Person.name, Person.id)
        )
        .unique()
        .all()
    )


def physicians_of(session: Session, group_ids: Iterable[int]) -> Sequence[tuple[str, int | None]]:
    """Name the physicians and leaders of groups whose account is open, each with the group."""
    rows = session.execute(
        select(Person.name, RoleHeld.group_id)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .where(RoleHeld.group_id.in_([*group_ids]), Person.active)
        .where(RoleHeld.role.in_([Role.PHYSICIAN, Role.LEADER]))
        .order_by(Person.name)
    )
    return [(name, group_id) for name, group_id in rows]


def roles_of(session: Session, person_id: int) -> Sequence[RoleHeld]:
    """List the roles a person holds, oldest first."""
    return session.scalars(
        select(RoleHeld).where(RoleHeld.person_id == person_id).order_by(RoleHeld.id)
    ).all()


def holders(session: Session, role: Role) -> int:
    """Count the people with an open account who hold a role."""
    return (
        session.scalar(
            select(func.count(RoleHeld.person_id.distinct()))
            .join(Person, Person.id == RoleHeld.person_id)
            .where(RoleHeld.role == role, Person.active)
        )
        or 0
    )


def holding(session: Session, roles: Iterable[Role]) -> Sequence[RoleHeld]:
    """List who holds one of some roles with an open account, by name."""
    return session.scalars(
        select(RoleHeld)
        .join(RoleHeld.person)
        .options(contains_eager(RoleHeld.person))
        .where(Person.active, RoleHeld.role.in_([*roles]))
        .order_by(Person.name, RoleHeld.id)
    ).all()
