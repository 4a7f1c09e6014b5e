"""Repayments: what a group paid back of what it owes, and what was recorded so wrongly."""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions.free_text import line_faults
from comanage.actions.payment_requests import LATER, NO_REFERENCE
from comanage.actions.payment_steps import in_reach, moved
from comanage.actions.reasons import reason_faults
from comanage.actions.release_lines import set_off
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payment import Payment
from comanage.records.recovery import Recovery, standing
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rules.numbers import money
from comanage.rules.signoff import PaymentStep, Role

NO_DEBT = "This is no debt of a group."
TOO_MUCH = "Give an amount from $0.01 to {}, which is what the group still owes."
REPAID = "{} is recorded as paid back on that day under this reference already. Nothing was stored."
NO_REPAYMENT = "There is no such repayment of this payment."
TAKEN_BACK = "This repayment was taken back already. Nothing was stored."
WHY_WRONG = "Say why the repayment was recorded wrongly."


def repaid(
    session: Session,
    actor: Actor,
    payment_id: int,
    *,
    cents: int | None,
    on: date | None,
    reference: str,
) -> Recovery:
    """Record that a group paid back what it owes or a part of it, once for a day and reference.

    Raises:
        Faulty: Every fault of what was given.
        Conflict: The payment is no debt, or this is recorded already.
        NotAllowed: The actor took a part that bars it.
    """
    (one,) = in_reach(session, actor, [payment_id])
    owed = one.line.owed
    if one.amount_cents > 0:
        raise Conflict(NO_DEBT)
    moved(session, actor, [one], PaymentStep.REQUEST)  # whoever may not ask for it records nothing
    said = (on, reference.strip())
    before = [each for each in one.recoveries if each.number and (each.on, each.reference) == said]
    for same in standing(one.recoveries):
        if same in before:
            raise Conflict(REPAID.format(money(same.cents)))
    faults = [] if reference.strip() else [Fault("reference", NO_REFERENCE)]
    faults += line_faults({"reference": reference}, about="payment")
    if on is None or on > clock.today():
        faults.append(Fault("on", LATER))
    if cents is None or not 0 < cents <= owed:
        faults.append(Fault("cents", TOO_MUCH.format(money(owed))))
    if faults or cents is None or on is None:
        raise Faulty(faults)
    made = Recovery(
        debt_id=one.id, cents=cents, on=on, reference=reference.strip(), by_id=actor.person_id,
        number=1 + max((each.number or 0 for each in before), default=0),
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.DEBT_REPAID, role=Role.RELEASER, agreement_id=one.agreement_id,
        object_id=one.id, after={"cents": cents, "on": on, "reference": made.reference},
    )  # fmt: skip
    return made


def find(payment: Payment, repayment_id: int) -> Recovery:
    """Find a repayment of a payment.

    Raises:
        NotFound: The payment has no such repayment.
    """
    for each in payment.recoveries:
        if each.id == repayment_id and each.number is not None:
            return each
    raise NotFound(NO_REPAYMENT)


def take_back(
    session: Session, actor: Actor, payment_id: int, *, repayment_id: int, reason: str
) -> Recovery:
    """Take back a repayment that was recorded wrongly, in full: the group owes it again.

    What it owes is then set off against what is payable to it, as every debt is.

    Raises:
        Faulty: No reason is given.
        NotFound: The payment has no such repayment.
        Conflict: It was taken back already.
        NotAllowed: The actor took a part that bars it.
    """
    (one,) = in_reach(session, actor, [payment_id])
    wrong = find(one, repayment_id)
    moved(session, actor, [one], PaymentStep.REQUEST)
    if wrong not in standing(one.recoveries):
        raise Conflict(TAKEN_BACK)
    if faults := reason_faults(reason, WHY_WRONG):
        raise Faulty(faults)
    made = Recovery(
        debt_id=one.id, cents=-wrong.cents, on=clock.today(), reference=wrong.reference,
        by_id=actor.person_id, reverses_id=wrong.id, reason=reason.strip(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.REPAYMENT_TAKEN_BACK, role=Role.RELEASER,
        agreement_id=one.agreement_id, object_id=one.id, reason=reason.strip(),
        before={"cents": wrong.cents, "on": wrong.on, "reference": wrong.reference},
        after={"cents": made.cents, "on": made.on},
    )  # fmt: skip
    set_off(session, actor, [one.participant_id])
    return made
