"""Reminders: everyone is told in one message what waits for them, once a day of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, held_by, require
from comanage.actions import deadlines
from comanage.records import person as people
from comanage.records import reminder as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person
from comanage.records.reminder import Reminder
from comanage.rights import Right
from comanage.rules.reminding import Kind, Line, subject


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told.

    Attributes:
        person: Whom.
        day: On which day.
        lines: What waits, of the kinds that the person was not told of on that day yet.
    """

    person: Person
    day: date
    lines: tuple[Line, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many lines there are of each kind."""
        found = [line.kind for line in self.lines]
        return {kind: found.count(kind) for kind in Kind if kind in found}

    @property
    def subject(self) -> str:
        """The subject of the message."""
        return subject(self.lines)

    @property
    def text(self) -> str:
        """The message: a line for each thing that waits, with its agreement and day."""
        return "\n".join(map(str, self.lines))


def messages(session: Session, actor: Actor) -> list[Message]:
    """List what everyone is still to be told today, by name.

    Each is told what they may open and do themselves; whoever has no open account, nothing.

    Raises:
        NotAllowed: The actor does not keep the installation.
    """
    require(actor, Right.INSTALLATION_KEEP)
    today = clock.today()
    told = records.sent(session, today)
    found = []
    for person in people.everyone(session):
        if person.active:
            known, who = told.get(person.id, ()), _as_actor(session, person)
            waits = deadlines.of_person(session, who, today)
            if lines := tuple(line for line in waits if line.kind not in known):
                found.append(Message(person, today, lines))
    return found


def keep(session: Session, actor: Actor, message: Message) -> Sequence[Reminder]:
    """Keep that a message goes out, so that it goes out once a day and kind.

    Raises:
        Conflict: It went out already; the database refuses the second one.
    """
    made = [
        Reminder(
            person_id=message.person.id, day=message.day, kind=kind, lines=count,
            sent_at=clock.now(),
        )
        for kind, count in message.counts.items()
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    note(
        session, actor, Act.PERSON_REMINDED, object_id=message.person.id,
        after={row.kind: row.lines for row in made},
    )  # fmt: skip
    return made


def _as_actor(session: Session, person: Person) -> Actor:
    """Give a person as the one who looks, with the roles held now."""
    return Actor(person.id, person.name, held_by(session, person.id))
