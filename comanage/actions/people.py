"""People: who has an account, and which roles they hold within what.

Nobody changes the own roles, and the installation never loses its last system
administrator. A change of roles ends the person's sign-ins at once. What weighs most
takes two (role_changes.py).
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions import role_changes, roles
from comanage.actions.email import email_faults
from comanage.actions.free_text import line_faults
from comanage.actions.opened import check_opened
from comanage.actions.passwords import UNUSABLE
from comanage.actions.roles import Given
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person, RoleHeld, by_email, roles_of
from comanage.records.role_change import Change
from comanage.records.sign_in import end_all, end_invitations, open_of
from comanage.refusals import Fault, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

NOT_OWN = "Nobody changes their own roles or account here; another system administrator can."
NO_NAME = "Give the person's name."


def add(
    session: Session, actor: Actor, *, name: str, email: str, given: Given, reason: str = ""
) -> Person:
    """Add a person with a first role; they cannot sign in before they chose a password.

    A role that takes two waits for another system administrator.

    Raises:
        NotAllowed: The actor does not manage people.
        Faulty: Every fault of what was given.
    """
    require(actor, Right.PEOPLE_MANAGE)
    found = _name_faults(name) + email_faults(email, taken=by_email(session, email) is not None)
    found += roles.faults(session, given)
    if found:
        raise Faulty(found)
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=UNUSABLE,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    note(
        session,
        actor,
        Act.PERSON_ADDED,
        object_id=person.id,
        after={"name": person.name, "email": person.email},
        reason=reason,
    )
    _give_or_ask(session, actor, person, given, reason=reason)
    return person


def rename(
    session: Session, actor: Actor, person_id: int, *, name: str, revision: int | None = None
) -> None:
    """Give a person another name.

    Raises:
        Stale: Someone else has given another one since that revision of the name was seen.
        Faulty: The name is empty, or cannot be one.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _person(session, person_id)
    check_opened(revision, person.name_revision)
    if found := _name_faults(name):
        raise Faulty(found)
    before, person.name = person.name, name.strip()
    person.name_revision += 1
    note(
        session,
        actor,
        Act.PERSON_CHANGED,
        object_id=person.id,
        before={"name": before},
        after={"name": person.name},
    )


def give_role(
    session: Session, actor: Actor, person_id: int, given: Given, *, reason: str = ""
) -> bool:
    """Give a person one more role, or ask another system administrator where that takes two.

    Returns:
        Whether it is given; False where it waits.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Faulty: The role is not complete, or is held already.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    found = roles.faults(session, given)
    if not found and any(roles.same(row, given) for row in roles_of(session, person.id)):
        found = [Fault("role", "This person holds this role already.")]
    if found:
        raise Faulty(found)
    return _give_or_ask(session, actor, person, given, reason=reason)


def end_role(
    session: Session, actor: Actor, person_id: int, role_id: int, *, reason: str = ""
) -> bool:
    """Take a role from a person, or ask another system administrator where that takes two.

    Returns:
        Whether it is ended; False where it waits.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Conflict: It is the last system administrator's.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    row = session.get(RoleHeld, role_id)
    if row is None or row.person_id != person.id:
        raise NotFound("This role was ended already.")
    roles.refuse_the_last(session, person, row.role)
    if role_changes.takes_two(session, actor, row.role):
        role_changes.ask(
            session,
            actor,
            person.id,
            Change.END,
            role=row.role,
            service_line_id=row.service_line_id,
        )
        return False
    roles.take(session, actor, person, row, reason=reason or role_changes.alone(actor, row.role))
    return True


def close(session: Session, actor: Actor, person_id: int, *, reason: str = "") -> None:
    """Close an account: the person is signed out and cannot sign in any more.

    This takes one alone: whoever was found out is shut out at once.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Conflict: It is the last system administrator.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    for row in roles_of(session, person.id):
        roles.refuse_the_last(session, person, row.role)
    person.active = False
    end_all(session, person.id, clock.now())
    end_invitations(session, person.id, clock.now())
    note(session, actor, Act.PERSON_CLOSED, object_id=person.id, reason=reason)


def signed_in_at(session: Session, actor: Actor, person_id: int, idle: timedelta) -> int:
    """Count the browsers at which a person is signed in and was seen within the idle time."""
    require(actor, Right.PEOPLE_MANAGE)
    since = clock.now() - idle
    return sum(each.last_seen_at >= since for each in open_of(session, person_id))


def end_sign_ins(session: Session, actor: Actor, person_id: int) -> int:
    """Sign another person out everywhere, and say at how many browsers; the account stays open.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    found = open_of(session, person.id)
    for each in found:
        each.ended_at = clock.now()
        note(session, actor, Act.SIGN_IN_ENDED, object_id=each.id)
    return len(found)


def reopen(session: Session, actor: Actor, person_id: int) -> None:
    """Open a closed account again, with the roles it still holds.

    Roles that take two are ended first, and asked for anew: to open an account that holds them
    is to give them.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    for row in roles_of(session, person.id):
        if not person.active and role_changes.takes_two(session, actor, row.role):
            given = Given(row.role, row.service_line_id)
            roles.take(session, actor, person, row, reason="the account is opened again")
            _give_or_ask(session, actor, person, given)
    person.active = True
    note(
        session,
        actor,
        Act.PERSON_CHANGED,
        object_id=person.id,
        before={"active": False},
        after={"active": True},
    )


def _give_or_ask(
    session: Session, actor: Actor, person: Person, given: Given, *, reason: str = ""
) -> bool:
    if role_changes.takes_two(session, actor, given.role or Role.PHYSICIAN):
        line = roles.line_of(given)
        role_changes.ask(
            session, actor, person.id, Change.GIVE, role=given.role, service_line_id=line
        )
        return False
    marked = reason or role_changes.alone(actor, given.role or Role.PHYSICIAN)
    roles.give(session, actor, person, given, reason=marked)
    return True


def _name_faults(name: str) -> list[Fault]:
    return line_faults({"name": name}) if name.strip() else [Fault("name", NO_NAME)]


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def _another(session: Session, actor: Actor, person_id: int) -> Person:
    person = _person(session, person_id)
    if person.id == actor.person_id:
        raise NotAllowed(NOT_OWN)
    return person
