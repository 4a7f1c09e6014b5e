"""Before release: the independent reviewer's signature, and the stop that compliance may put.

A stop is of a settlement, or of the base fee of one approved month of work.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held, granted
from comanage.actions import signing
from comanage.actions.reasons import reason_faults
from comanage.actions.standing import seen, still_standing
from comanage.records import basis as bases
from comanage.records import payment as payments
from comanage.records import release_hold as holds
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payable_base_fee import PayableBaseFee, payable_base_fees
from comanage.records.release_hold import ReleaseHold
from comanage.records.signature import Purpose, Signature
from comanage.refusals import Conflict, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.months import month_of
from comanage.rules.signoff import SettlementState, SettlementStep

WHY_HELD = "Say why the release is held, so that others know what has to happen."
WHY_LIFTED = "Say why the hold is lifted: what was cleared up."
HELD = "The release of settlement {} is held already."
NOT_HELD = "The release of settlement {} is not held."
NO_WORK = "There is no such approved work in this agreement."
FEE_HELD = "The base fee of {} of {} is held already."
FEE_NOT_HELD = "The base fee of {} of {} is not held."
FEE_RELEASED = "The base fee of {} of {} was released already: a hold would stop nothing."
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
    made = _placed(session, actor, reason, settlement_id=found.id)
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
    _lifted(session, actor, standing, reason.strip())
    note(
        session, actor, Act.RELEASE_HOLD_LIFTED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, before={"held for": standing.reason}, reason=reason.strip(),
    )  # fmt: skip
    return standing


def work_seen(
    session: Session, actor: Actor, agreement_id: int, earned_id: int
) -> tuple[Held, PayableBaseFee]:
    """Find the work of an agreement whose base fee an actor may hold.

    Raises:
        NotFound: There is none, or it earned nothing that could be released.
        NotAllowed: The actor holds no releases there.
    """
    held = granted(session, actor, Right.RELEASE_HOLD, agreement_id)
    for one in payable_base_fees(session, agreement_id):
        if one.earned_id == earned_id:
            return held, one
    raise NotFound(NO_WORK)


def hold_base_fee(
    session: Session, actor: Actor, agreement_id: int, *, earned_id: int, reason: str
) -> ReleaseHold:
    """Stop the release of the base fee of one approved month of work.

    Raises:
        Faulty: No reason is given.
        NotFound: There is no such work.
        Conflict: It is held or released already.
    """
    held, found = work_seen(session, actor, agreement_id, earned_id)
    if earned_id in payments.base_fees_paid(session, agreement_id):
        raise Conflict(FEE_RELEASED.format(*_named(found)))
    if earned_id in holds.of_base_fees(session, agreement_id):
        raise Conflict(FEE_HELD.format(*_named(found)))
    if faults := reason_faults(reason, WHY_HELD):
        raise Faulty(faults)
    made = _placed(session, actor, reason, base_fee_earned_id=earned_id)
    note(
        session, actor, Act.BASE_FEE_HELD, role=held.role, agreement_id=agreement_id,
        object_id=earned_id, after=_told(found), reason=made.reason,
    )  # fmt: skip
    return made


def lift_base_fee(
    session: Session, actor: Actor, agreement_id: int, *, earned_id: int, reason: str
) -> ReleaseHold:
    """Lift the hold of the base fee of one approved month of work.

    Raises:
        Faulty: No reason is given.
        NotFound: There is no such work.
        Conflict: It is not held.
    """
    held, found = work_seen(session, actor, agreement_id, earned_id)
    standing = holds.of_base_fees(session, agreement_id).get(earned_id)
    if standing is None:
        raise Conflict(FEE_NOT_HELD.format(*_named(found)))
    if faults := reason_faults(reason, WHY_LIFTED):
        raise Faulty(faults)
    _lifted(session, actor, standing, reason.strip())
    note(
        session, actor, Act.BASE_FEE_HOLD_LIFTED, role=held.role, agreement_id=agreement_id,
        object_id=earned_id, before=_told(found) | {"held for": standing.reason},
        reason=reason.strip(),
    )  # fmt: skip
    return standing


def _placed(session: Session, actor: Actor, reason: str, **what: int) -> ReleaseHold:
    made = ReleaseHold(
        **what, reason=reason.strip(), held_by_id=actor.person_id, held_at=clock.now()
    )
    session.add(made)
    session.flush()
    return made


def _lifted(session: Session, actor: Actor, standing: ReleaseHold, reason: str) -> None:
    standing.lifted_by_id, standing.lifted_at = actor.person_id, clock.now()
    standing.lift_reason = reason
    session.flush()


def _named(found: PayableBaseFee) -> tuple[str, str]:
    return month_of(found.month).name, found.participant


def _told(found: PayableBaseFee) -> dict[str, object]:
    return {"month": f"{found.month:%Y-%m}", "group": found.participant, "cents": found.cents}
