"""Role changes that take two: asked for by one system administrator, decided by another.

They are the giving and ending of the roles that weigh most, and the resetting of somebody's
second factor. Where there is only one system administrator, that person decides alone, and
the log says so; the program's own commands ask nobody.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, held_by, require
from comanage.records import role_change as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import RoleHeld, holders
from comanage.records.role_change import Change, Outcome, RoleChange
from comanage.refusals import Conflict, NotAllowed, NotFound
from comanage.rights import SECOND_FACTOR, Right
from comanage.rules.signoff import Role

ALONE = "decided by the only system administrator"
ASKED_ALREADY = "This was asked for already, and waits for another system administrator."
NOT_YOURS = "You asked for this, so another system administrator confirms it."
NOT_OWN = "Nobody confirms more rights for themselves; another system administrator can."
DECIDED = "This was decided already. Load the page again."
ASKER_GONE = "Who asked for this is no system administrator any more. Decline it, and ask anew."


def takes_two(session: Session, actor: Actor, role: Role | None) -> bool:
    """Say whether a change waits for a second person; None stands for a second factor."""
    weighs = role is None or role in SECOND_FACTOR
    return actor.person_id is not None and weighs and holders(session, Role.SYSTEM) > 1


def alone(actor: Actor, role: Role | None) -> str:
    """Give the words that mark what one person decided alone; empty where that is usual."""
    weighs = role is None or role in SECOND_FACTOR
    return ALONE if weighs and actor.person_id is not None else ""


def ask(
    session: Session,
    actor: Actor,
    person_id: int,
    change: Change,
    *,
    role: Role | None = None,
    service_line_id: int | None = None,
) -> RoleChange:
    """Ask another system administrator for a change.

    Raises:
        Conflict: It waits already.
    """
    require(actor, Right.PEOPLE_MANAGE)
    asked = RoleChange(
        person_id=person_id,
        change=change,
        role=role,
        service_line_id=service_line_id,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    if any(_same(asked, other) for other in records.waiting(session)):
        raise Conflict(ASKED_ALREADY)
    session.add(asked)
    session.flush()
    note(session, actor, Act.ROLE_CHANGE_ASKED, object_id=person_id, after=in_words(asked))
    return asked


def confirmed(session: Session, actor: Actor, change_id: int) -> RoleChange:
    """Confirm what another asked for; whoever calls this makes the change in the same transaction.

    Raises:
        NotAllowed: The actor asked for it, or would gain by it.
        Conflict: It was decided already, or who asked has lost the right to.
    """
    found = _waiting(session, actor, change_id)
    if found.asked_by_id == actor.person_id:
        raise NotAllowed(NOT_YOURS)
    if found.person_id == actor.person_id and found.change is not Change.END:
        raise NotAllowed(NOT_OWN)
    asker = held_by(session, found.asked_by_id)
    if not any(held.role is Role.SYSTEM for held in asker) or not found.asked_by.active:
        raise Conflict(ASKER_GONE)
    _decide(session, actor, found, Outcome.CONFIRMED)
    note(
        session, actor, Act.ROLE_CHANGE_CONFIRMED, object_id=found.person_id, after=in_words(found)
    )
    return found


def decline(session: Session, actor: Actor, change_id: int) -> RoleChange:
    """Decline what another asked for, or take back what one asked for oneself.

    Raises:
        Conflict: It was decided already.
    """
    found = _waiting(session, actor, change_id)
    own = found.asked_by_id == actor.person_id
    _decide(session, actor, found, Outcome.WITHDRAWN if own else Outcome.DECLINED)
    note(session, actor, Act.ROLE_CHANGE_DECLINED, object_id=found.person_id, after=in_words(found))
    return found


def held_row(rows: list[RoleHeld], change: RoleChange) -> RoleHeld:
    """Find the role that is to be ended, among those that a person holds.

    Raises:
        Conflict: It was ended meanwhile.
    """
    for row in rows:
        if (row.role, row.service_line_id) == (change.role, change.service_line_id):
            return row
    raise Conflict("This role was ended already.")


def in_words(change: RoleChange) -> dict[str, object]:
    """Say what was asked for, for the log."""
    return {
        "request": change.id,
        "change": change.change.value,
        "role": change.role.value if change.role else None,
        "service line": change.service_line_id,
        "asked by person": change.asked_by_id,
        "outcome": change.outcome.value if change.outcome else None,
    }


def _waiting(session: Session, actor: Actor, change_id: int) -> RoleChange:
    require(actor, Right.PEOPLE_MANAGE)
    found = session.get(RoleChange, change_id)
    if found is None:
        raise NotFound("There is no such request.")
    if found.outcome is not None:
        raise Conflict(DECIDED)
    return found


def _decide(session: Session, actor: Actor, change: RoleChange, outcome: Outcome) -> None:
    change.outcome, change.decided_by_id, change.decided_at = (
        outcome,
        actor.person_id,
        clock.now(),
    )
    session.flush()


def _same(one: RoleChange, other: RoleChange) -> bool:
    def told(change: RoleChange) -> tuple[object, ...]:
        return change.person_id, change.change, change.role, change.service_line_id

    return told(one) == told(other)
