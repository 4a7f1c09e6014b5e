"""Before release: the independent reviewer's signature, and the stop that compliance may put."""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, granted
from comanage.actions import signing
from comanage.actions.reasons import reason_faults
from comanage.actions.standing import seen, still_standing
from comanage.records import basis as bases
from comanage.records import release_hold as holds
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.release_hold import ReleaseHold
from comanage.records.signature import Purpose, Signature
from comanage.refusals import Conflict, Faulty
from comanage.rights import Right
from comanage.rules.signoff import SettlementState, SettlementStep

WHY_HELD = "Say why the release is held, so that others know what has to happen."
WHY_LIFTED = "Say why the hold is lifted: what was cleared up."
HELD = "The release of settlement {} is held already."
NOT_HELD = "The release of settlement {} is not held."
RELEASED = "Settlement {} was released already. Ask to open the period instead."


def review(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> Signature:
    """Sign an approved settlement as its independent reviewer.

    Raises:
        Conflict: It is not approved, was replaced, or the actor signed it already.
        NotAllowed: The actor took another part in the period.
    """
    held = granted(session, actor, Right.SETTLEMENT_REVIEW, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    signing.take(session, actor, found, SettlementStep.REVIEW)
    still_standing(session, found)
    bases.recomputed(found, bases.terms_of(found.scorecard))
    made = signing.sign(session, actor, held, found, purpose=Purpose.REVIEW)
    note(
        session, actor, Act.SETTLEMENT_REVIEWED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=signing.told(made),
    )  # fmt: skip
    return made


def hold(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    number: int,
    reason: str,
) -> ReleaseHold:
    """Stop the release of a settlement.

    Raises:
        Faulty: No reason is given.
        Conflict: It is held or released already, or was replaced.
    """
    held = granted(session, actor, Right.RELEASE_HOLD, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    if found.state is SettlementState.RELEASED:
        raise Conflict(RELEASED.format(found.number))
    if holds.standing(session, found.id):
        raise Conflict(HELD.format(found.number))
    if faults := reason_faults(reason, WHY_HELD):
        raise Faulty(faults)
    made = ReleaseHold(
        settlement_id=found.id,
        reason=reason.strip(),
        held_by_id=actor.person_id,
        held_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.RELEASE_HELD, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after={"number": found.number}, reason=made.reason,
    )  # fmt: skip
    return made


def lift(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    number: int,
    reason: str,
) -> ReleaseHold:
    """Lift the hold of a settlement.

    Raises:
        Faulty: No reason is given.
        Conflict: It is not held, or was replaced.
    """
    held = granted(session, actor, Right.RELEASE_HOLD, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    standing = holds.standing(session, found.id)
    if standing is None:
        raise Conflict(NOT_HELD.format(found.number))
    if faults := reason_faults(reason, WHY_LIFTED):
        raise Faulty(faults)
    standing.lifted_by_id, standing.lifted_at = actor.person_id, clock.now()
    standing.lift_reason = reason.strip()
    session.flush()
    note(
        session, actor, Act.RELEASE_HOLD_LIFTED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, before={"held for": standing.reason}, reason=reason.strip(),
    )  # fmt: skip
    return standing
