"""Roles: what giving and ending one takes, once it is decided that it is to be done.

A change of roles ends the person's sign-ins at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person, RoleHeld, holders
from comanage.records.physician_group import PhysicianGroup
from comanage.records.service_line import ServiceLine
from comanage.records.sign_in import end_all
from comanage.refusals import Conflict, Fault, NotFound
from comanage.rights import WITHIN_A_GROUP
from comanage.rules.signoff import Role

LAST = "This is the last system administrator. Make another one first."
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


def give(session: Session, actor: Actor, person: Person, given: Given, *, reason: str = "") -> None:
    """Give a role that was looked at, and where it takes two, confirmed."""
    role = Role(given.role or "")
    row = RoleHeld(
        person_id=person.id,
        role=role,
        service_line_id=line_of(given),
        group_id=given.group_id if role in WITHIN_A_GROUP else None,
        given_at=clock.now(),
        given_by_id=actor.person_id,
    )
    session.add(row)
    end_all(session, person.id, clock.now())
    after = _in_words(role, row.service_line_id, row.group_id)
    note(session, actor, Act.ROLE_GIVEN, object_id=person.id, after=after, reason=reason)


def take(
    session: Session, actor: Actor, person: Person, row: RoleHeld, *, reason: str = ""
) -> None:
    """End a role, where it takes two once that was confirmed.

    Raises:
        Conflict: It is the last system administrator's.
    """
    refuse_the_last(session, person, row.role)
    before = _in_words(row.role, row.service_line_id, row.group_id)
    session.delete(row)
    end_all(session, person.id, clock.now())
    note(session, actor, Act.ROLE_ENDED, object_id=person.id, before=before, reason=reason)


def refuse_the_last(session: Session, person: Person, role: Role) -> None:
    """Keep the role of the last system administrator with an open account.

    Raises:
        Conflict: It is that one.
    """
    if role is Role.SYSTEM and person.active and holders(session, Role.SYSTEM) == 1:
        raise Conflict(LAST)


def row_of(rows: Iterable[RoleHeld], given: Given) -> RoleHeld:
    """Find a role among those that a person holds.

    Raises:
        NotFound: The person does not hold it.
    """
    for row in rows:
        if same(row, given):
            return row
    raise NotFound("This person does not hold this role.")


def line_of(given: Given) -> int | None:
    """Say within which service line a role counts; None for every one."""
    everywhere = given.role in EVERYWHERE or given.role in WITHIN_A_GROUP
    return None if everywhere else given.service_line_id


def faults(session: Session, given: Given) -> list[Fault]:
    """List what a role that is to be given lacks."""
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


def same(row: RoleHeld, given: Given) -> bool:
    """Say whether a role that is held is the one given."""
    held = (row.role, row.service_line_id, row.group_id)
    return held == (given.role, given.service_line_id, given.group_id)


def _in_words(role: Role, service_line_id: int | None, group_id: int | None) -> dict[str, object]:
    return {"role": role.value, "service line": service_line_id, "group": group_id}
