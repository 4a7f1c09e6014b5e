"""A reminder: a message that told a person what waits, once a day and kind."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant, one_of
from comanage.rules.reminding import Kind


class Reminder(Base):
    """One person was reminded on one day of one kind of thing."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("person_id", "day", "kind", name="reminder_once_a_day_and_kind"),
        CheckConstraint("lines >= 1", name="reminder_says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "reminder_kind_is_known"))
    lines: Mapped[int]  # how many things of this kind it named
    sent_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say who was reminded of what."""
        return f"<Reminder {self.id}: person {self.person_id}, {self.kind}, {self.day}>"


def sent(session: Session, day: date) -> Mapping[int, frozenset[Kind]]:
    """Say, by person, of what they were reminded on a day."""
    rows = session.execute(select(Reminder.person_id, Reminder.kind).where(Reminder.day == day))
    found: dict[int, set[Kind]] = {}
    for person_id, kind in rows:
        found.setdefault(person_id, set()).add(kind)
    return {person_id: frozenset(kinds) for person_id, kinds in found.items()}
