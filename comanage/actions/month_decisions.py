"""Deciding on attested months: level after level approves, or one sends the month back.

Each level is another person, and never the physician. The approval of the last level
makes the month payable: in the same transaction what it earned goes on record.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held, agreements_seen, allowed, granted, own_groups, roles_in
from comanage.actions import earned
from comanage.actions.base_fees import group_of
from comanage.actions.free_text import text_faults
from comanage.records import physician_months
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.month_attestation import MonthAttestation, MonthDecision
from comanage.records.physician_months import StandingMonth
from comanage.records.time_entry import PhysicianMonth
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules import month_signoff as rules
from comanage.rules.attested_month import APPROVES, RETURNS, matches
from comanage.rules.month_signoff import Decision, MonthState, MonthStep
from comanage.rules.months import read_month
from comanage.rules.signoff import Role

NOT_ATTESTED = "This month is not attested, or has changed since. Its physician attests it first."
CHANGED = "The month was attested again meanwhile. Load the page, and look at it again."
BROKEN = "The signature no longer matches the hours on record. Tell your compliance officer."
WHY = "Say why, so that the physician knows what to mend."
TOTALS = "You see the totals of your group; single entries are for those who decide and review."
NO_MONTH = "There are no such hours."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What whoever decides is shown of a month.

    Attributes:
        agreement: The agreement.
        stands: Where the month stands.
        barred: Why the reader cannot decide; empty where the reader can.
        matches: Whether the signature still fits what is on record.
        earned: What it earned, once every level has approved.
    """

    agreement: Agreement
    stands: StandingMonth
    barred: str
    matches: bool
    earned: BaseFeeEarned | None


def evidence(
    session: Session, actor: Actor, agreement_id: int, key: tuple[str, str, int]
) -> Evidence:
    """Gather what is shown of a physician's month.

    Args:
        session: A session to read with.
        actor: Who reads it.
        agreement_id: The agreement.
        key: The code of the group, the month such as 2027-10, and the id of the physician.

    Raises:
        NotFound: There are no such hours.
        NotAllowed: The actor sees totals alone.
    """
    allowed(session, actor, Right.TIME_READ, agreement_id)
    stands = _standing(session, actor, agreement_id, key)
    signed = stands.attestation
    return Evidence(
        session.get_one(Agreement, agreement_id),
        stands,
        _barred(session, actor, stands),
        matches=signed is not None and matches(signed.content, signed.content_hash, stands.lines),
        earned=earned.of_month(session, stands),
    )


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval brought about.

    Attributes:
        state: Where the month stands now.
        level: The level that approved.
        levels: How many levels there are.
        next: The role whose decision it waits for now; None where every level has approved.
    """

    state: MonthState
    level: int
    levels: int
    next: Role | None


def approve(
    session: Session, actor: Actor, agreement_id: int, key: tuple[str, str, int], *, seen: str
) -> Approved:
    """Approve the next level of a month.

    Args:
        session: The session of the change.
        actor: Who approves.
        agreement_id: The agreement.
        key: The code of the group, the month, and the id of the physician.
        seen: The hash of the attested content that was shown.

    Returns:
        What that brought about.

    Raises:
        NotFound: There are no such hours.
        NotAllowed: They are the actor's own, another level's, or the actor decided before; the
            same of whoever the actor acts for, and of whoever acted for the actor.
        Conflict: The month is not attested, or no longer what was shown.
    """
    allowed(session, actor, Right.TIME_APPROVE, agreement_id)
    stands = _standing(session, actor, agreement_id, key)
    signed, level = _taken(session, actor, stands, step=MonthStep.APPROVE, seen=seen)
    made = _decided(session, actor, stands, at=(signed, level))
    note(
        session, actor, Act.MONTH_APPROVED, role=made.role, agreement_id=agreement_id,
        object_id=signed.id, after={"level": level, "content": made.content_hash},
    )  # fmt: skip
    levels = len(stands.levels)
    if level < levels:
        return Approved(MonthState.APPROVED, level, levels, stands.levels[level])
    earned.earn(session, actor, stands, signed, role=made.role)
    return Approved(MonthState.PAYABLE, level, levels, None)


def send_back(
    session: Session,
    actor: Actor,
    agreement_id: int,
    key: tuple[str, str, int],
    *,
    seen: str,
    reason: str,
) -> None:
    """Send a month back to its physician.

    Args:
        session: The session of the change.
        actor: Who sends it back.
        agreement_id: The agreement.
        key: The code of the group, the month, and the id of the physician.
        seen: The hash of the attested content that was shown.
        reason: Why.

    Raises:
        NotFound: There are no such hours.
        NotAllowed: They are the actor's own, another level's, or the actor decided before; the
            same of whoever the actor acts for, and of whoever acted for the actor.
        Conflict: The month is not attested, or no longer what was shown.
        Faulty: The reason is missing.
    """
    allowed(session, actor, Right.TIME_APPROVE, agreement_id)
    stands = _standing(session, actor, agreement_id, key)
    signed, level = _taken(session, actor, stands, step=MonthStep.RETURN, seen=seen)
    found = [] if reason.strip() else [Fault("reason", WHY)]
    if found := found + text_faults({"reason": reason}):
        raise Faulty(found)
    made = _decided(session, actor, stands, at=(signed, level), reason=reason.strip())
    note(
        session, actor, Act.MONTH_RETURNED, role=made.role, agreement_id=agreement_id,
        object_id=signed.id, after={"level": level, "content": made.content_hash},
        reason=made.reason,
    )  # fmt: skip


def waiting(session: Session, actor: Actor) -> list[tuple[Agreement, StandingMonth]]:
    """List the attested months on which an actor may decide now, the earliest first."""
    seen = {each.id: each for each in agreements_seen(session, actor, Right.TIME_APPROVE)}
    return [
        (seen[stands.agreement_id], stands)
        for stands in reversed(physician_months.of_agreements(session, seen))
        if stands.waits_for in _roles(actor, seen[stands.agreement_id])
        and not _parted(actor, stands)
    ]


def _roles(actor: Actor, agreement: Agreement) -> set[Role]:
    """List the roles that reach an agreement at hand; those within a group decide nothing."""
    return {
        held.role
        for held in actor.held
        if held.service_line_id in {None, agreement.service_line_id}
    }


def _parted(actor: Actor, stands: StandingMonth) -> bool:
    """Say whether the actor, or whoever it would act for, has a part in a month already."""
    if stands.waits_for is None or stands.attestation is None:
        return False
    parted = {stands.key.person_id}.union(*(each.people for each in stands.attestation.decided()))
    return bool(actor.people(stands.waits_for) & parted)


def _standing(
    session: Session, actor: Actor, agreement_id: int, key: tuple[str, str, int]
) -> StandingMonth:
    code, month, person_id = key
    when = read_month(month)
    group = group_of(session, agreement_id, code)
    if not sees_entries(session, actor, agreement_id):
        raise NotAllowed(TOTALS)
    if when is None:
        raise NotFound(NO_MONTH)
    asked = PhysicianMonth(group.id, person_id, when)
    stands = physician_months.one(session, agreement_id, asked)
    if stands is None:
        raise NotFound(NO_MONTH)
    return stands


def sees_entries(session: Session, actor: Actor, agreement_id: int) -> bool:
    """Say whether an actor sees single entries of an agreement; leaders see totals alone."""
    return own_groups(session, actor, Right.TIME_READ, agreement_id) is None


def _taken(
    session: Session, actor: Actor, stands: StandingMonth, *, step: MonthStep, seen: str
) -> tuple[MonthAttestation, int]:
    """Refuse a step that the state, the level or the actor's own part do not allow."""
    signed = stands.attestation
    if signed is None or stands.state is MonthState.DRAFT:
        raise Conflict(NOT_ATTESTED)
    rules.take(stands.state, step)
    level = rules.decide(
        stands.key.person_id,
        signed.decided(),
        stands.levels,
        person=actor.person_id,
        people={role: actor.people(role) for role in roles_in(session, actor, stands.agreement_id)},
    )
    if not matches(signed.content, signed.content_hash, stands.lines):
        raise Conflict(BROKEN)
    if seen != signed.content_hash:
        raise Conflict(CHANGED)
    return signed, level


def _decided(
    session: Session,
    actor: Actor,
    stands: StandingMonth,
    *,
    at: tuple[MonthAttestation, int],
    reason: str = "",
) -> MonthDecision:
    """Write down what a level decided: a return where there is a reason."""
    signed, level = at
    decision = Decision.RETURNED if reason else Decision.APPROVED
    held = _held(session, actor, stands, level)
    made = MonthDecision(
        attestation_id=signed.id,
        level=level,
        decision=decision,
        reason=reason,
        person_id=actor.person_id,
        for_id=held.giver_id,
        printed_name=actor.name,
        role=held.role,
        meaning=APPROVES if decision is Decision.APPROVED else RETURNS,
        content_hash=signed.content_hash,
        decided_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def _held(session: Session, actor: Actor, stands: StandingMonth, level: int) -> Held:
    """Give the role of a level as the actor holds it there: as an own one, or for another."""
    role = stands.levels[level - 1]
    return granted(session, actor, Right.TIME_APPROVE, stands.agreement_id, role=role)


def _barred(session: Session, actor: Actor, stands: StandingMonth) -> str:
    seen = stands.attestation.content_hash if stands.attestation else ""
    try:
        allowed(session, actor, Right.TIME_APPROVE, stands.agreement_id)
        _taken(session, actor, stands, step=MonthStep.APPROVE, seen=seen)
    except (NotAllowed, Conflict) as refused:
        return refused.sentence
    return ""
