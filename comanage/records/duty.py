"""A duty: what a base fee is paid for, as one row of an agreement's duty list.

A row is never edited. A change is a new row of the same code that names the one it
follows and begins on a day to come: on the day before, the old one ends. A row that was
mistyped is corrected before it begins: the new one takes its place, and it counts for no day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.base import Base
from comanage.records.person import Person
from comanage.rules import time_logs as rules
from comanage.rules.periods import ONE_DAY


class Duty(Base):
    """One row of the duty list."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("agreement_id", "code", "number", name="duty_number_once_a_code"),
        UniqueConstraint("agreement_id", "id", name="duty_of_one_agreement"),
        ForeignKeyConstraint(
            ["agreement_id", "replaces_id"],
            ["duty.agreement_id", "duty.id"],
            name="duty_follows_one_of_its_agreement",
        ),
        CheckConstraint("code <> ''", name="duty_has_a_code"),
        CheckConstraint("name <> ''", name="duty_says_what_is_done"),
        CheckConstraint("delivers <> ''", name="duty_says_what_is_delivered"),
        CheckConstraint("most_minutes > 0", name="duty_most_above_zero"),
        CheckConstraint("starts <= ends", name="duty_runs_forward"),
        CheckConstraint(
            "(number = 1) = (replaces_id IS NULL)", name="duty_later_names_the_earlier"
        ),
        CheckConstraint(
            "number = 1 OR corrects OR starts > entered_on", name="duty_changes_from_a_day_to_come"
        ),
        CheckConstraint("number = 1 OR reason <> ''", name="duty_change_says_why"),
        CheckConstraint(
            "NOT corrects OR replaces_id IS NOT NULL", name="duty_correction_names_what_was_wrong"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    code: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]  # what is to be done
    delivers: Mapped[str]  # what is delivered, such as minutes or a report
    most_minutes: Mapped[int | None]  # in a month; None: not set
    required: Mapped[bool]  # every month, for a fixed amount
    starts: Mapped[date]
    ends: Mapped[date | None]  # the last day as planned; None: with the agreement
    reason: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None]  # the one it follows, or corrects
    corrects: Mapped[bool] = mapped_column(default=False, server_default=false())
    entered_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    entered_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which row this is."""
        return f"<Duty {self.id}: {self.code} no. {self.number}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[Duty]:
    """List every row of an agreement's duty list, by code and number."""
    return of_agreements(session, [agreement_id])


def of_agreements(session: Session, agreement_ids: Collection[int]) -> Sequence[Duty]:
    """List every row of the duty lists of some agreements, by agreement, code and number."""
    return session.scalars(
        select(Duty)
        .where(Duty.agreement_id.in_(agreement_ids))
        .order_by(Duty.agreement_id, Duty.code, Duty.number)
    ).all()


def is_taken(session: Session, agreement_id: int, code: str) -> bool:
    """Say whether a duty of an agreement has a code, in capitals or not: nobody tells the two apart."""
    codes = {row.code.casefold() for row in of_agreement(session, agreement_id)}
    return code.casefold() in codes


def as_values(rows: Sequence[Duty]) -> dict[int, rules.Duty]:
    """Give each row of a whole list as the rules read it, by its id, with the day it really ends.

    One that was corrected ends before it begins.
    """
    wrong = corrected(rows)
    follows = _followers([row for row in rows if row.id not in wrong])
    found = {}
    for row in rows:
        later, ends = row if row.id in wrong else follows.get(row.id), row.ends
        if later is not None:
            before = later.starts - ONE_DAY
            ends = before if ends is None else min(ends, before)
        found[row.id] = rules.Duty(
            row.code, row.name, row.starts, ends, row.most_minutes, required=row.required
        )
    return found


def corrected(rows: Iterable[Duty]) -> frozenset[int]:
    """Name the rows of a whole list that another one corrects: they count for no day."""
    return frozenset(row.replaces_id for row in rows if row.corrects and row.replaces_id)


def _followers(standing: Sequence[Duty]) -> Mapping[int, Duty]:
    """Give, by its id, the row that follows each one of the same duty; of rows by code and number."""
    pairs = pairwise(standing)
    return {one.id: after for one, after in pairs if _duty(one) == _duty(after)}


def _duty(row: Duty) -> tuple[int, str]:
    return row.agreement_id, row.code
