"""Stewardship: who is responsible for the figures of a measure, and the days an agreement gives.

Nothing is changed: what is decided anew is a new row, and the latest one stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Exact, Instant
from comanage.records.measure import Measure
from comanage.records.person import Person
from comanage.rules.due import Clock

LONGEST_LAG = 730  # days
LONGEST_GRACE = 365
LONGEST_AHEAD = 90


class Stewardship(Base):
    """Who answers for a measure's figures from a moment on, and when its data are complete."""

    __tablename__ = "stewardship"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "measure_id"],
            ["measure.agreement_id", "measure.id"],
            name="stewardship_measure_of_its_agreement",
        ),
        CheckConstraint(
            f"lag_days BETWEEN 0 AND {LONGEST_LAG}", name="stewardship_lag_is_some_days"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    measure_id: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: nobody
    lag_days: Mapped[int | None]  # until the data of a period are complete; None: not stated
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    measure: Mapped[Measure] = relationship(viewonly=True)
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id], viewonly=True)
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id], viewonly=True)

    def __repr__(self) -> str:
        """Say whose measure this is."""
        return f"<Stewardship {self.id}: measure {self.measure_id} of person {self.owner_id}>"


class FigurePolicy(Base):
    """What an agreement says of its figures from a moment on."""

    __tablename__ = "figure_policy"
    __table_args__ = (
        CheckConstraint(
            f"grace_days BETWEEN 0 AND {LONGEST_GRACE}", name="figure_policy_grace_is_some_days"
        ),
        CheckConstraint(
            f"ahead_days BETWEEN 0 AND {LONGEST_AHEAD}",
            name="figure_policy_reminds_some_days_ahead",
        ),
        CheckConstraint(
            "CAST(least_confirmed AS NUMERIC) > 0 AND CAST(least_confirmed AS NUMERIC) <= 1",
            name="figure_policy_least_confirmed_is_a_share",
        ),
        CheckConstraint(
            "CAST(most_shift AS NUMERIC) > 0", name="figure_policy_most_shift_above_zero"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    grace_days: Mapped[int]
    ahead_days: Mapped[int]
    least_confirmed: Mapped[Fraction | None] = mapped_column(Exact)  # of a sample; None: not agreed
    most_shift: Mapped[Fraction | None] = mapped_column(Exact)  # of a monitor; None: not agreed
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    set_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose policy this is."""
        return f"<FigurePolicy {self.id}: agreement {self.agreement_id}>"

    @property
    def clock(self) -> Clock:
        """How the agreement counts its days."""
        return Clock(self.grace_days, self.ahead_days)


def every(session: Session, agreement_id: int) -> Sequence[Stewardship]:
    """List what was ever decided of an agreement's measures, newest first, with the people."""
    return session.scalars(
        select(Stewardship)
        .options(
            joinedload(Stewardship.measure),
            joinedload(Stewardship.owner),
            joinedload(Stewardship.set_by),
        )
        .where(Stewardship.agreement_id == agreement_id)
        .order_by(Stewardship.id.desc())
    ).all()


def standing(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, Stewardship]:
    """Give what stands now, by measure, with the owners."""
    rows = session.scalars(
        select(Stewardship)
        .options(joinedload(Stewardship.owner), joinedload(Stewardship.measure))
        .where(Stewardship.agreement_id.in_([*agreement_ids]))
        .order_by(Stewardship.id)
    )
    return {row.measure_id: row for row in rows}  # the latest comes last


def policies(session: Session, agreement_id: int) -> Sequence[FigurePolicy]:
    """List an agreement's policies, newest first, with who set them."""
    return session.scalars(
        select(FigurePolicy)
        .options(joinedload(FigurePolicy.set_by))
        .where(FigurePolicy.agreement_id == agreement_id)
        .order_by(FigurePolicy.id.desc())
    ).all()


def policy(session: Session, agreement_id: int) -> FigurePolicy | None:
    """Find the policy that stands; None while an agreement has set none."""
    return session.scalar(
        select(FigurePolicy)
        .where(FigurePolicy.agreement_id == agreement_id)
        .order_by(FigurePolicy.id.desc())
        .limit(1)
    )


def clocks(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, Clock]:
    """Give how agreements count their days; one that has set nothing is left out."""
    rows = session.scalars(
        select(FigurePolicy)
        .where(FigurePolicy.agreement_id.in_([*agreement_ids]))
        .order_by(FigurePolicy.id)
    )
    return {row.agreement_id: row.clock for row in rows}  # the latest comes last
