"""Delegations: a duty handed to someone else for some days, by whoever has it or a system administrator.

Whoever takes it over acts in the own name, for the other. Nobody hands a duty to
themselves, and nobody gets a role twice that way. A duty is as good as its role: where giving
the role takes two system administrators, none of them hands the duty of another over alone.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, may, require
from comanage.actions import role_changes
from comanage.actions.reasons import reason_faults
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.delegation import Delegation
from comanage.records.person import Person, roles_of
from comanage.records.sign_in import end_all
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

DUTIES = (
    Role.ADMINISTRATOR,
    Role.VERIFIER,
    Role.APPROVER,
    Role.RELEASER,
    Role.COMPLIANCE,
    Role.REVIEWER,
)
LONGEST_DAYS = 366
NOT_YOURS = "Only a system administrator hands over the duty of another."
NOT_TO_YOURSELF = "Nobody hands a duty to themselves; another system administrator can."
TAKES_TWO = (
    "Whoever has this duty hands it over. A system administrator who gives it to somebody gives"
    " the role itself, on the page of that person: another system administrator confirms it."
)
NO_SUCH = "There is no such delegation."
ENDED = "This duty was taken back already."
WHY = "Say why the duty is handed over."


@dataclass(frozen=True, slots=True)
class Handing:
    """A duty to hand over; None where nothing usable was given.

    Attributes:
        giver_id: Whose duty it is.
        taker_id: Who is to do it.
        role: The role whose duty it is.
        service_line_id: Within which service line; None for every one.
        starts: The first day.
        ends: The last day.
        reason: Why.
    """

    giver_id: int | None
    taker_id: int | None
    role: Role | None
    service_line_id: int | None
    starts: date | None
    ends: date | None
    reason: str


def hand_over(session: Session, actor: Actor, given: Handing) -> Delegation:
    """Hand a duty over for some days.

    Raises:
        NotAllowed: It is the duty of another, or the actor would take it, or it takes two.
        Faulty: Every fault of what was given.
    """
    require(actor, Right.DUTY_HAND_OVER)
    if given.giver_id != actor.person_id and not may(actor, Right.PEOPLE_MANAGE):
        raise NotAllowed(NOT_YOURS)
    of_another = given.giver_id != actor.person_id and given.role is not None
    if of_another and role_changes.takes_two(session, actor, given.role):
        raise NotAllowed(TAKES_TWO)
    if given.taker_id is not None and given.taker_id == actor.person_id:
        raise NotAllowed(NOT_TO_YOURSELF)
    found = [*_who_faults(session, given), *_when_faults(given)]
    found += reason_faults(given.reason, WHY)
    if found:
        raise Faulty(found)
    made = Delegation(
        giver_id=given.giver_id,
        taker_id=given.taker_id,
        role=given.role,
        service_line_id=given.service_line_id,
        starts=given.starts,
        ends=given.ends,
        reason=given.reason.strip(),
        agreed_by_id=actor.person_id,
        agreed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    end_all(session, made.taker_id, clock.now())
    alone = role_changes.alone(actor, made.role) if of_another else ""
    note(
        session, actor, Act.DUTY_HANDED_OVER, object_id=made.id, after=_told(made),
        reason=" - ".join(filter(None, (made.reason, alone))),
    )  # fmt: skip
    return made


def take_back(session: Session, actor: Actor, delegation_id: int) -> Delegation:
    """End a delegation today.

    Raises:
        NotFound: There is none, or it is not the actor's to end.
        Conflict: It was ended already.
    """
    require(actor, Right.DUTY_HAND_OVER)
    found = session.get(Delegation, delegation_id)
    own = found is not None and found.giver_id == actor.person_id
    if found is None or not (own or may(actor, Right.PEOPLE_MANAGE)):
        raise NotFound(NO_SUCH)
    if found.ended_by_id is not None:
        raise Conflict(ENDED)
    found.ended_by_id, found.ended_on = actor.person_id, clock.today()
    session.flush()
    end_all(session, found.taker_id, clock.now())
    note(session, actor, Act.DUTY_TAKEN_BACK, object_id=found.id, before=_told(found))
    return found


def _who_faults(session: Session, given: Handing) -> list[Fault]:
    found = []
    if given.role not in DUTIES:
        found.append(Fault("role", "Choose a role whose duty can be handed over."))
    elif given.giver_id is None or not any(
        row.role is given.role and row.service_line_id in {None, given.service_line_id}
        for row in roles_of(session, given.giver_id)
    ):
        found.append(
            Fault("role", "This role is not held there, so there is no duty to hand over.")
        )
    taker = session.get(Person, given.taker_id) if given.taker_id is not None else None
    if taker is None or not taker.active or taker.id == given.giver_id:
        found.append(Fault("taker_id", "Choose someone else with an open account."))
    elif any(row.role is given.role for row in roles_of(session, taker.id)):
        found.append(Fault("taker_id", f"{taker.name} holds this role already."))
    return found


def _when_faults(given: Handing) -> list[Fault]:
    starts, ends = given.starts, given.ends
    found = []
    if starts is None or starts < clock.today():
        found.append(Fault("starts", "Give the first day: today or later."))
    if ends is None or (starts is not None and ends < starts):
        found.append(Fault("ends", "Give the last day: not before the first."))
    elif starts is not None and (ends - starts).days >= LONGEST_DAYS:
        found.append(Fault("ends", f"A duty is handed over for at most {LONGEST_DAYS} days."))
    return found


def _told(made: Delegation) -> dict[str, object]:
    return {
        "giver": made.giver_id,
        "taker": made.taker_id,
        "role": made.role,
        "service line": made.service_line_id,
        "starts": made.starts.isoformat(),
        "ends": made.ends.isoformat(),
    }
