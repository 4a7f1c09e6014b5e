"""Reminders: owners are told once a day of what is due soon, and once of what is overdue."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, held_by, may_in
from comanage.actions.overdue import DueFigure, due_figures
from comanage.records import reminder as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person
from comanage.records.reminder import Reminder
from comanage.rights import Right
from comanage.rules.due import Call, late_sentence


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told.

    Attributes:
        person: Whom.
        kinds: Of what they were not told today yet.
        lines: The figures, the longest overdue first.
    """

    person: Person
    kinds: tuple[Call, ...]
    lines: tuple[DueFigure, ...]

    @property
    def subject(self) -> str:
        """The subject of the message."""
        counts = {kind: sum(line.call is kind for line in self.lines) for kind in self.kinds}
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        return f"Figures: {told}"

    @property
    def text(self) -> str:
        """The message: a line for each figure, with its agreement and day."""
        return "\n".join(
            f"{line.agreement.title}, {line.period}: {line.measure}, {line.waits};"
            f" due {line.due.isoformat()}" + (f", {late_sentence(line.late)}" if line.late else "")
            for line in self.lines
        )


def messages(session: Session, actor: Actor, today: date) -> list[Message]:
    """List what owners are still to be told on a day, by the names of the owners.

    Whoever may no longer enter figures in an agreement, or has no open account, is told nothing.
    """
    agreements = agreements_seen(session, actor, Right.FIGURE_READ)
    told = records.sent(session, today)
    by_owner: dict[int, list[DueFigure]] = defaultdict(list)
    owners: dict[int, Person] = {}
    for line in due_figures(session, agreements, today):
        if line.owner is not None and _able(session, line.owner, line):
            owners[line.owner.id] = line.owner
            by_owner[line.owner.id].append(line)
    found = []
    for person in sorted(owners.values(), key=lambda one: (one.name, one.id)):
        left = [one for one in by_owner[person.id] if one.call not in told.get(person.id, ())]
        kinds = tuple(kind for kind in Call if any(line.call is kind for line in left))
        if kinds:
            found.append(Message(person, kinds, tuple(left)))
    return found


def keep(session: Session, actor: Actor, message: Message, today: date) -> Sequence[Reminder]:
    """Keep that a message goes out, so that it goes out once a day and kind.

    Raises:
        Conflict: It went out already; the database refuses the second one.
    """
    made = [
        Reminder(
            person_id=message.person.id, day=today, kind=kind, sent_at=clock.now(),
            figures=sum(line.call is kind for line in message.lines),
        )
        for kind in message.kinds
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    note(
        session, actor, Act.OWNER_REMINDED, object_id=message.person.id,
        after={row.kind: row.figures for row in made},
    )  # fmt: skip
    return made


def _able(session: Session, person: Person, line: DueFigure) -> bool:
    """Say whether an owner may still enter figures there."""
    actor = Actor(person.id, person.name, held_by(session, person.id))
    return person.active and may_in(actor, Right.FIGURE_ENTER, line.agreement)
