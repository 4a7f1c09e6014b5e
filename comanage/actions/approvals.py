"""Approval of settlements: by as many people as the agreement asks for, none of whom had a part in it.

Approval is one act: it locks the figures and the period, writes what each group
is owed, and issues every group's statement. If one part fails, none is stored.
Where two must approve, the first signature waits for the second; whoever approves
may instead return the settlement with a reason, which ends the signatures under it.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, granted
from comanage.actions import alerts, restating, signing, statements
from comanage.actions.reasons import reason_faults
from comanage.actions.standing import begun_in_time, seen, still_standing, told
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import payment_control as controls
from comanage.records import settlement as settlements
from comanage.records import signature as signatures
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payout_record import PayoutRecord
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose, SettlementReturn
from comanage.refusals import Faulty
from comanage.rights import Right
from comanage.rules.numbers import HUNDRED, terminates, written
from comanage.rules.payout import Payout
from comanage.rules.signoff import FigureState, Role, SettlementState, SettlementStep

WHY = "Say why, so that the administrator knows what to mend."


def approve(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> Settlement:
    """Approve a final settlement; with the last signature that is needed, it is approved.

    Args:
        session: The session of the transaction.
        actor: Who acts; took no part in the period but approving, and verified
            only where the agreement lets its verifier approve.
        agreement_id: The agreement.
        period_code: The period.
        number: The number of the settlement that the actor has seen.

    Returns:
        The settlement: approved, or still final where another person must approve as well.

    Raises:
        Conflict: It is not final, was replaced, its figures changed, an alert of its period
            waits for an answer, it does not come out the same when it is calculated again, or the actor signed already.
        NotAllowed: The actor took a part that bars it.
        NotReady: Statements cannot be written on this machine.
    """
    held = granted(session, actor, Right.SETTLEMENT_APPROVE, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    signing.take(session, actor, found, SettlementStep.APPROVE)
    alerts.none_open(session, agreement_id, found.period_id)
    still_standing(session, found)
    begun_in_time(session, found.period)
    terms = bases.terms_of(found.scorecard)
    bases.recomputed(found, terms)
    made = signing.sign(session, actor, held, found, purpose=Purpose.APPROVAL)
    note(
        session, actor, Act.SETTLEMENT_SIGNED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=signing.told(made),
    )  # fmt: skip
    if still_needed(session, found):
        return found
    found.state = SettlementState.APPROVED
    found.approved_by_id, found.approved_at = actor.person_id, clock.now()
    session.flush()
    session.refresh(found, ["approved_by", "finalized_by", "calculated_by"])
    pays = restating.would_pay(session, found)
    left = {one.participant: one.left for one in pays if one.left}
    note(
        session, actor, Act.SETTLEMENT_APPROVED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=told(found) | ({"left cents": left} if left else {}),
    )  # fmt: skip
    crash.point("approve:noted")
    _lock(session, actor, found, role=held.role)
    _write_payouts(session, found, pays)
    crash.point("approve:payouts-written")
    statements.issue(session, actor, found, terms=terms, role=held.role)
    return found


def send_back(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    number: int,
    reason: str,
) -> Settlement:
    """Return a final settlement to its administrator; the signatures under it end.

    Raises:
        Faulty: No reason is given.
        Conflict: It is not final, or was replaced.
        NotAllowed: The actor took a part that bars it.
    """
    held = granted(session, actor, Right.SETTLEMENT_APPROVE, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    signing.take(session, actor, found, SettlementStep.RETURN)
    if faults := reason_faults(reason, WHY):
        raise Faulty(faults)
    before = told(found)
    session.add(
        SettlementReturn(
            settlement_id=found.id,
            round=found.round,
            returned_by_id=actor.person_id,
            returned_at=clock.now(),
            reason=reason.strip(),
        )
    )
    session.flush()
    found.state, found.round = SettlementState.PRELIMINARY, found.round + 1
    found.finalized_by_id = found.finalized_at = None
    session.flush()
    note(
        session, actor, Act.SETTLEMENT_RETURNED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, before=before, after=told(found), reason=reason.strip(),
    )  # fmt: skip
    return found


def still_needed(session: Session, found: Settlement) -> int:
    """Say how many people must still approve a settlement."""
    asked = controls.in_force(session, found.agreement_id).approvals_for(found.earned_cents)
    return max(asked - len(signatures.that_count(session, found, Purpose.APPROVAL)), 0)


def _lock(session: Session, actor: Actor, found: Settlement, *, role: Role) -> None:
    used = settlements.figures_of(session, found.id)
    for figure in used:
        figure.state = FigureState.LOCKED
    period = session.get_one(PerformancePeriod, found.period_id)
    period.state = PeriodState.LOCKED
    session.flush()
    for act, object_id, after in (
        (Act.FIGURE_LOCKED, None, {"figures": [figure.id for figure in used]}),
        (Act.PERIOD_LOCKED, period.id, {"period": period.code, "state": period.state}),
    ):
        note(
            session, actor, act, role=role, agreement_id=found.agreement_id,
            object_id=object_id, after=after,
        )  # fmt: skip


def _write_payouts(session: Session, found: Settlement, made: Sequence[Payout]) -> None:
    by_code = {one.code: one for one in participants.of_agreement(session, found.agreement_id)}
    for payout in made:
        percent = payout.share * HUNDRED
        share = f"{written(percent)}%" if terminates(percent) else written(payout.share)
        session.add(
            PayoutRecord(
                settlement_id=found.id,
                participant_id=by_code[payout.participant].id,
                share=share,
                payable_cents=payout.payable,
                recover_cents=payout.recover,
                advanced_cents=payout.advanced,
                left_cents=payout.left,
                left_because=payout.left_because or None,
            )
        )
    session.flush()
