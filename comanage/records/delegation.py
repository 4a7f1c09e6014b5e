"""Delegations: a duty that one person handed to another for a span of days.

The other acts in their own name, with the role and for whom; the audit log and every
signature say so. A delegation ends with its last day, when it is ended, and with the
giver's role or either account.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import LONGEST_WORD, Base, Instant, another
from comanage.records.person import Person, RoleHeld
from comanage.records.service_line import ServiceLine
from comanage.rules.parts import HandedOver
from comanage.rules.signoff import Role


def _words(roles: type[Role]) -> list[str]:
    return [role.value for role in roles]


class Delegation(Base):
    """One duty handed over; only how it ended is ever added to it."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("giver_id <> taker_id", name="delegation_to_someone_else"),
        CheckConstraint("starts <= ends", name="delegation_runs_forward"),
        CheckConstraint("reason <> ''", name="delegation_says_why"),
        CheckConstraint(
            "role IN ('service-line administrator', 'verifier', 'approver', 'payment releaser',"
            " 'compliance officer', 'independent reviewer')",
            name="delegation_of_a_duty_that_can_be_handed_over",
        ),
        CheckConstraint(
            "(ended_by_id IS NULL) = (ended_on IS NULL)", name="delegation_names_who_ended_it"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    taker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=LONGEST_WORD, values_callable=_words)
    )  # the constraint above says which
    service_line_id: Mapped[int | None] = mapped_column(ForeignKey("service_line.id"))  # None: all
    starts: Mapped[date]
    ends: Mapped[date]  # the last day
    reason: Mapped[str]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime] = mapped_column(Instant)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]  # the first day without it

    giver: Mapped[Person] = relationship(foreign_keys=[giver_id], viewonly=True)
    taker: Mapped[Person] = relationship(foreign_keys=[taker_id], viewonly=True)
    service_line: Mapped[ServiceLine | None] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say who handed what to whom."""
        return f"<Delegation {self.id}: {self.role} of person {self.giver_id}>"

    @property
    def last(self) -> date:
        """The last day that it counted, or will count."""
        return min(self.ends, self.ended_on) if self.ended_on else self.ends


def to_person(session: Session, person_id: int, on: date) -> Sequence[Delegation]:
    """List the duties that a person does for others on a day.

    Only those whose giver still holds the role there, with an open account.
    """
    giver = another(Person, "delegation_giver")
    return session.scalars(
        select(Delegation)
        .join(giver, giver.id == Delegation.giver_id)
        .options(joinedload(Delegation.giver))
        .where(Delegation.taker_id == person_id, giver.active)
        .where(Delegation.starts <= on, Delegation.ends >= on, Delegation.ended_on.is_(None))
        .where(
            select(RoleHeld.id)
            .where(RoleHeld.person_id == Delegation.giver_id, RoleHeld.role == Delegation.role)
            .where(
                RoleHeld.service_line_id.is_(None)
                | (RoleHeld.service_line_id == Delegation.service_line_id)
            )
            .exists()
        )
        .order_by(Delegation.id)
    ).all()


def of_person(session: Session, person_id: int) -> Sequence[Delegation]:
    """List the duties that a person gave or took, newest first."""
    either = (Delegation.giver_id == person_id) | (Delegation.taker_id == person_id)
    return session.scalars(_complete().where(either)).all()


def every(session: Session) -> Sequence[Delegation]:
    """List every duty that was handed over, newest first."""
    return session.scalars(_complete()).all()


def _complete() -> Select[Delegation]:
    return (
        select(Delegation)
        .options(
            joinedload(Delegation.giver),
            joinedload(Delegation.taker),
            joinedload(Delegation.service_line),
        )
        .order_by(Delegation.id.desc())
    )


def ever(session: Session) -> Sequence[HandedOver]:
    """List every duty that was ever handed over, as the rules read it."""
    return [
        HandedOver(each.role, each.giver_id, each.taker_id, each.starts, each.last)
        for each in session.scalars(select(Delegation).order_by(Delegation.id))
    ]
