"""Makers of the installation, its service lines and groups, and the people in them."""

import itertools
from datetime import UTC, datetime, timedelta

from comanage import clock
from comanage.access import Actor, held_by
from comanage.records.delegation import Delegation
from comanage.records.installation import Installation
from comanage.records.person import Person, RoleHeld
from comanage.records.physician_group import PhysicianGroup
from comanage.records.second_factor import SecondFactor
from comanage.records.service_line import ServiceLine
from comanage.rights import SECOND_FACTOR
from comanage.rules.signoff import Role

NOW = datetime(2027, 4, 14, 9, 30, tzinfo=UTC)
UNUSABLE = "no password"  # is the hash of none
COUNT = itertools.count(1)
WITH_A_GROUP = {Role.PHYSICIAN, Role.LEADER}


def make_installation(session, *, name="Riverbend Health", is_demo=False):
    return stored(session, Installation(name=name, is_demo=is_demo, created_at=NOW))


def make_person(session, name=None, *, email=None, password_hash=UNUSABLE, active=True):
    number = next(COUNT)
    person = Person(
        email=email or f"person{number}@riverbend.example",
        name=name or f"Person {number}",
        password_hash=password_hash,
        active=active,
        created_at=NOW,
    )
    return stored(session, person)


def make_service_line(session, code=None, *, name=None):
    code = code or f"LINE-{next(COUNT)}"
    return stored(session, ServiceLine(code=code, name=name or f"Service line {code}"))


def make_group(session, code=None, *, name=None):
    code = code or f"GROUP-{next(COUNT)}"
    return stored(session, PhysicianGroup(code=code, name=name or f"Physicians of {code}"))


def make_role(session, person, role, *, service_line=None, group=None, factor=True):
    """Give a person a role; the group counts for physicians alone, and is made if need be.

    Whoever needs a second factor for it has one, unless the test is about those who have none.
    """
    if factor and role in SECOND_FACTOR:
        make_factor(session, person.id)
    group = (group or make_group(session)) if role in WITH_A_GROUP else None
    held = RoleHeld(
        person_id=person.id,
        role=role,
        service_line_id=service_line.id if service_line else None,
        group_id=group.id if group else None,
        given_at=NOW,
    )
    return stored(session, held)


def make_delegation(session, giver, person, role, *, days=10):
    """Hand a duty of an actor over to a person, from today on."""
    today = clock.today()
    span = {"starts": today, "ends": today + timedelta(days)}
    return make_handed(session, giver.person_id, person.id, role, **span)


def make_handed(session, giver_id, taker_id, role, **given):
    """Hand a duty over for the days around the one on which makers make things."""
    span = {"starts": NOW.date() - timedelta(30), "ends": NOW.date() + timedelta(30)}
    return stored(
        session,
        Delegation(
            giver_id=giver_id, taker_id=taker_id, role=role, reason="On leave.",
            agreed_by_id=giver_id, agreed_at=NOW, **span | given,
        ),
    )  # fmt: skip


def make_factor(session, person_id, sealed="sealed"):
    """Give a person a second factor, unless there is one."""
    if session.get(SecondFactor, person_id) is None:
        kept = SecondFactor(person_id=person_id, sealed_secret=sealed, last_step=0, set_up_at=NOW)
        stored(session, kept)


def make_actor(session, *roles, person=None, service_line=None, group=None):
    """Make a person who holds some roles, as the one who acts."""
    person = person or make_person(session)
    for role in roles:
        make_role(session, person, role, service_line=service_line, group=group)
    held = held_by(session, person.id)
    return Actor(person.id, person.name, held, address="192.0.2.7", request_id="request-1")


def stored(session, record):
    """Store a record at once, so that it has its id and its faults show here."""
    session.add(record)
    session.flush()
    return record
