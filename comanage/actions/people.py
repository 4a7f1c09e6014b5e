"""People: who has an account, and which roles they hold within what.

Nobody changes the own roles, and the installation never loses its last system
administrator. A change of roles ends the person's sign-ins at once.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions.email import email_faults
from comanage.actions.free_text import line_faults
from comanage.actions.passwords import UNUSABLE
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person, RoleHeld, by_email, holders, roles_of
from comanage.records.physician_group import PhysicianGroup
from comanage.records.service_line import ServiceLine
from comanage.records.sign_in import end_all, end_invitations
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed, NotFound
from comanage.rights import WITHIN_A_GROUP, Right
from comanage.rules.signoff import Role

NOT_OWN = "Nobody changes their own roles or account here; another system administrator can."
LAST = "This is the last system administrator. Make another one first."
NO_NAME = "Give the person's name."
# Roles that reach the whole installation, whatever service line is chosen.
EVERYWHERE = frozenset({Role.SYSTEM, Role.COMPLIANCE, Role.REVIEWER, Role.EXECUTIVE})


@dataclass(frozen=True, slots=True)
class Given:
    """A role to give.

    Attributes:
        role: The role; None where none was chosen.
        service_line_id: Within which service line; None for every one.
        group_id: The group, for a physician or physician leader.
    """

    role: Role | None
    service_line_id: int | None = None
    group_id: int | None = None


def add(session: Session, actor: Actor, *, name: str, email: str, given: Given) -> Person:
    """Add a person with a first role; they cannot sign in before they chose a password.

    Raises:
        NotAllowed: The actor does not manage people.
        Faulty: Every fault of what was given.
    """
    require(actor, Right.PEOPLE_MANAGE)
    found = _name_faults(name) + email_faults(email, taken=by_email(session, email) is not None)
    found += _role_faults(session, given)
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
    )
    _give(session, actor, person, given)
    return person


def rename(session: Session, actor: Actor, person_id: int, *, name: str) -> None:
    """Give a person another name.

    Raises:
        Faulty: The name is empty, or cannot be one.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _person(session, person_id)
    if found := _name_faults(name):
        raise Faulty(found)
    before, person.name = person.name, name.strip()
    note(
        session,
        actor,
        Act.PERSON_CHANGED,
        object_id=person.id,
        before={"name": before},
        after={"name": person.name},
    )


def give_role(session: Session, actor: Actor, person_id: int, given: Given) -> None:
    """Give a person one more role.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Faulty: The role is not complete, or is held already.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    found = _role_faults(session, given)
    if not found and any(_same(row, given) for row in roles_of(session, person.id)):
        found = [Fault("role", "This person holds this role already.")]
    if found:
        raise Faulty(found)
    _give(session, actor, person, given)


def end_role(session: Session, actor: Actor, person_id: int, role_id: int) -> None:
    """Take a role from a person.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Conflict: It is the last system administrator's.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    row = session.get(RoleHeld, role_id)
    if row is None or row.person_id != person.id:
        raise NotFound("This role was ended already.")
    if row.role is Role.SYSTEM and person.active and holders(session, Role.SYSTEM) == 1:
        raise Conflict(LAST)
    before = _in_words(row.role, row.service_line_id, row.group_id)
    session.delete(row)
    end_all(session, person.id, clock.now())
    note(session, actor, Act.ROLE_ENDED, object_id=person.id, before=before)


def close(session: Session, actor: Actor, person_id: int) -> None:
    """Close an account: the person is signed out and cannot sign in any more.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Conflict: It is the last system administrator.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    is_system = any(row.role is Role.SYSTEM for row in roles_of(session, person.id))
    if is_system and person.active and holders(session, Role.SYSTEM) == 1:
        raise Conflict(LAST)
    person.active = False
    end_all(session, person.id, clock.now())
    end_invitations(session, person.id, clock.now())
    note(session, actor, Act.PERSON_CLOSED, object_id=person.id)


def reopen(session: Session, actor: Actor, person_id: int) -> None:
    """Open a closed account again, with the roles it still holds.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _another(session, actor, person_id)
    person.active = True
    note(
        session,
        actor,
        Act.PERSON_CHANGED,
        object_id=person.id,
        before={"active": False},
        after={"active": True},
    )


def _give(session: Session, actor: Actor, person: Person, given: Given) -> None:
    role = Role(given.role or "")
    within_group = role in WITHIN_A_GROUP
    row = RoleHeld(
        person_id=person.id,
        role=role,
        service_line_id=None if role in EVERYWHERE or within_group else given.service_line_id,
        group_id=given.group_id if within_group else None,
        given_at=clock.now(),
        given_by_id=actor.person_id,
    )
    session.add(row)
    end_all(session, person.id, clock.now())
    after = _in_words(role, row.service_line_id, row.group_id)
    note(session, actor, Act.ROLE_GIVEN, object_id=person.id, after=after)


def _name_faults(name: str) -> list[Fault]:
    return line_faults({"name": name}) if name.strip() else [Fault("name", NO_NAME)]


def _role_faults(session: Session, given: Given) -> list[Fault]:
    if given.role is None:
        return [Fault("role", "Choose a role.")]
    found = []
    line, group = given.service_line_id, given.group_id
    if line is not None and session.get(ServiceLine, line) is None:
        found.append(Fault("service_line_id", "Choose one of the service lines offered."))
    if given.role in WITHIN_A_GROUP and group is None:
        found.append(Fault("group_id", f"Choose the group of the {given.role}."))
    if group is not None and session.get(PhysicianGroup, group) is None:
        found.append(Fault("group_id", "Choose one of the groups offered."))
    if given.role not in WITHIN_A_GROUP and group is not None:
        found.append(
            Fault("group_id", f"The role {given.role} belongs to no group. Leave it empty.")
        )
    if given.role in EVERYWHERE and line is not None:
        sentence = f"The role {given.role} counts everywhere. Choose every service line."
        found.append(Fault("service_line_id", sentence))
    return found


def _same(row: RoleHeld, given: Given) -> bool:
    held = (row.role, row.service_line_id, row.group_id)
    return held == (given.role, given.service_line_id, given.group_id)


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


def _in_words(role: Role, service_line_id: int | None, group_id: int | None) -> dict[str, object]:
    return {"role": role.value, "service line": service_line_id, "group": group_id}
