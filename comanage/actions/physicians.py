"""Physicians: who takes part in an agreement, and their status, as compliance records it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.free_text import text_faults
from comanage.records import physician_status as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.physician_status import PhysicianStatus, TakingPart
from comanage.refusals import Fault, Faulty
from comanage.rights import Right

LONGEST = 500  # letters of what it rests on
WHO = "Choose a physician who takes part in this agreement."
OWN = "Nobody records their own status: another person must."
RESTS_ON = "Say what was looked up, and where that is kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The status of a physician as somebody gives it; None where nothing usable was given.

    Attributes:
        person_id: The physician.
        screened_on: The day of the screening for exclusion.
        excluded: True where it found an exclusion.
        licensed_until: The last day of the licence.
        privileged_until: The last day of the privileges.
        reference: What was looked up, and where that is kept.
    """

    person_id: int | None
    screened_on: date | None
    excluded: bool
    licensed_until: date | None
    privileged_until: date | None
    reference: str


def every(session: Session, actor: Actor, agreement_id: int) -> Sequence[TakingPart]:
    """List who takes part as a physician today, each with the status that counts."""
    allowed(session, actor, Right.OVERSIGHT_READ, agreement_id)
    return _taking_part(session, agreement_id)


def record(session: Session, actor: Actor, agreement_id: int, given: Given) -> PhysicianStatus:
    """Record the status of a physician.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not add to its compliance board.
        Faulty: Everything that is wrong with what was given.
    """
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    everyone = {each.person.id: each for each in _taking_part(session, agreement_id)}
    if found := _faults(actor, given, everyone):
        raise Faulty(found)
    made = PhysicianStatus(
        agreement_id=agreement_id,
        person_id=given.person_id,
        screened_on=given.screened_on,
        excluded=given.excluded,
        licensed_until=given.licensed_until,
        privileged_until=given.privileged_until,
        reference=given.reference.strip(),
        recorded_by_id=actor.person_id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    before = everyone[made.person_id].row
    note(
        session, actor, Act.PHYSICIAN_RECORDED, role=role, agreement_id=agreement_id,
        object_id=made.person_id, before=_told(before) if before else None, after=_told(made),
    )  # fmt: skip
    return made


def _taking_part(session: Session, agreement_id: int) -> Sequence[TakingPart]:
    return records.taking_part(session, [agreement_id], clock.today()).get(agreement_id, ())


def _told(row: PhysicianStatus) -> dict[str, object]:
    return {
        "screened on": row.screened_on, "excluded": row.excluded,
        "licence until": row.licensed_until, "privileges until": row.privileged_until,
        "rests on": row.reference,
    }  # fmt: skip


def _faults(actor: Actor, given: Given, everyone: dict[int, TakingPart]) -> list[Fault]:
    found = []
    if given.person_id not in everyone:
        found.append(Fault("person_id", WHO))
    elif given.person_id == actor.person_id:
        found.append(Fault("person_id", OWN))
    if given.screened_on is None:
        found.append(Fault("screened_on", "Give the day of the screening."))
    elif given.screened_on > clock.today():
        found.append(Fault("screened_on", "The day of the screening lies in the future."))
    if given.licensed_until is None:
        found.append(Fault("licensed_until", "Give the last day of the licence."))
    if given.privileged_until is None:
        found.append(Fault("privileged_until", "Give the last day of the privileges."))
    if not given.reference.strip():
        found.append(Fault("reference", RESTS_ON))
    return found + text_faults({"reference": given.reference}, longest=LONGEST)
