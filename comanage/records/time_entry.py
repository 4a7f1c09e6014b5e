"""A time entry: what a physician did for a duty on a day, and for how long.

An entry is never edited or deleted. A correction is a new one that names the one it
replaces; one of no time takes it back.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant, another
from comanage.records.duty import Duty
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules import time_logs as rules
from comanage.rules.months import Month, month_of


class PhysicianMonth(NamedTuple):
    """A month of one physician's hours for one group: what is attested and approved as one.

    Attributes:
        participant_id: The group in its agreement.
        person_id: The physician.
        month: The month.
    """

    participant_id: int
    person_id: int
    month: Month


class TimeEntry(Base):
    """Time logged by a physician for the own group."""

    __tablename__ = "time_entry"
    __table_args__ = (
        UniqueConstraint("replaces_id", name="time_entry_replaced_once"),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="time_entry_participant_of_its_agreement",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "duty_id"],
            ["duty.agreement_id", "duty.id"],
            name="time_entry_duty_of_its_agreement",
        ),
        CheckConstraint("day <= entered_on", name="time_entry_not_of_a_day_to_come"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="time_entry_within_a_day"),
        CheckConstraint("minutes > 0 OR replaces_id IS NOT NULL", name="time_entry_has_a_time"),
        CheckConstraint(
            "replaces_id IS NULL OR reason <> ''", name="time_entry_correction_says_why"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    participant_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    duty_id: Mapped[int]
    day: Mapped[date]
    minutes: Mapped[int]
    done: Mapped[str] = mapped_column(default="")  # what was done, in words
    entered_on: Mapped[date]
    entered_at: Mapped[datetime] = mapped_column(Instant)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"))
    reason: Mapped[str] = mapped_column(default="")  # of a correction

    agreement: Mapped[Agreement] = relationship(viewonly=True)
    participant: Mapped[Participant] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)
    duty: Mapped[Duty] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose entry this is, and of which day."""
        return f"<TimeEntry {self.id}: person {self.person_id}, {self.day}>"

    @property
    def key(self) -> PhysicianMonth:
        """The month that it belongs to."""
        return PhysicianMonth(self.participant_id, self.person_id, month_of(self.day))

    def as_value(self) -> rules.Entry:
        """Give the entry as the rules read it."""
        return rules.Entry(self.person_id, self.duty.code, self.day, self.minutes)


def standing(
    session: Session,
    participant_id: int,
    starts: date,
    ends: date,
    *,
    person_id: int | None = None,
) -> Sequence[TimeEntry]:
    """List what a group has logged of some days and stands, taken-back entries included.

    Args:
        session: A session to read with.
        participant_id: The group in its agreement.
        starts: The first of the days.
        ends: The last of the days.
        person_id: Whose entries; None for everyone's.
    """
    later = another(TimeEntry, "time_entry_later")
    query = (
        select(TimeEntry)
        .outerjoin(later, later.replaces_id == TimeEntry.id)
        .options(joinedload(TimeEntry.duty), joinedload(TimeEntry.person))
        .where(TimeEntry.participant_id == participant_id, later.id.is_(None))
        .where(TimeEntry.day.between(starts, ends))
        .order_by(TimeEntry.day, TimeEntry.id)
    )
    if person_id is not None:
        query = query.where(TimeEntry.person_id == person_id)
    return session.scalars(query).all()


def of_person(session: Session, person_id: int, since: date) -> Sequence[TimeEntry]:
    """List everything that a person logged since a day and that stands, newest day first."""
    later = another(TimeEntry, "time_entry_later_2")
    return session.scalars(
        select(TimeEntry)
        .outerjoin(later, later.replaces_id == TimeEntry.id)
        .options(joinedload(TimeEntry.duty))
        .where(TimeEntry.person_id == person_id, TimeEntry.day >= since, later.id.is_(None))
        .order_by(TimeEntry.day.desc(), TimeEntry.id.desc())
    ).all()


def chain(session: Session, key: PhysicianMonth) -> Sequence[TimeEntry]:
    """List every entry of a physician's month, corrected ones too, in the order of entering."""
    return session.scalars(
        select(TimeEntry)
        .options(joinedload(TimeEntry.duty))
        .where(
            TimeEntry.participant_id == key.participant_id,
            TimeEntry.person_id == key.person_id,
            TimeEntry.day.between(key.month.starts, key.month.ends),
        )
        .order_by(TimeEntry.id)
    ).all()


def stands_in(session: Session, agreement_id: int) -> bool:
    """Say whether any hours are logged in an agreement that were not taken back."""
    later = another(TimeEntry, "time_entry_later_3")
    found = (
        select(TimeEntry.id)
        .where(TimeEntry.agreement_id == agreement_id, TimeEntry.minutes > 0)
        .where(~select(later.id).where(later.replaces_id == TimeEntry.id).exists())
    )
    return session.scalar(found.limit(1)) is not None
