"""Acting in the demo: one of its people does something on a day of the story."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, held_by
from comanage.database import transaction
from comanage.demo.health_system import Cast
from comanage.records.person import by_email
from comanage.rules.signoff import Role

HERE = "demo"  # stands in the audit log where a page notes a network address
VISITOR = Actor(None, "", address=HERE, request_id=HERE)


@contextmanager
def acting(
    told: Cast, role: Role, day: date, group: str = "", *, place: int = 0
) -> Iterator[tuple[Session, Actor]]:
    """Act as one who holds a role, in a transaction on a day of the story.

    Args:
        told: Who there is.
        role: The role.
        day: The day.
        group: The code of the group that the one is of, where the role is a group's.
        place: Who of several who hold it, from 0 on.
    """
    people = [one for one in (told.first, *told.people) if one.role is role]
    who = [one for one in people if group in {"", one.group}][place]
    with clock.fixed(half_past_two(day)), transaction() as session:
        yield session, actor(session, who.email)


def actor(session: Session, email: str) -> Actor:
    """Find someone of the cast, with the roles held."""
    found = by_email(session, email)
    if found is None:
        raise LookupError(f"{email} is not in the cast.")
    return Actor(found.id, found.name, held_by(session, found.id), address=HERE, request_id=HERE)


def half_past_two(day: date) -> datetime:
    """Say when things happen in the demo: at half past two in the afternoon."""
    return datetime.combine(day, time(14, 30), UTC)
