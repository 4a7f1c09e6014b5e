"""Payment steps: which payments a person reaches, and whether a step is open to that person."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, granted, roles_in
from comanage.actions.base_fee_releases import barred
from comanage.records import payment as payments
from comanage.records import performance_period as periods
from comanage.records.part import done_in
from comanage.records.payable_base_fee import payable_base_fees
from comanage.records.payment import Payment
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.payments import Kind
from comanage.rules.signoff import Part, PaymentStep, Role, take

NONE_CHOSEN = "Choose at least one payment."
NO_SUCH = "There is no such payment."


def in_reach(session: Session, actor: Actor, payment_ids: Sequence[int]) -> list[Payment]:
    """Find payments in agreements that the right to ask for payments reaches.

    Raises:
        Faulty: Nothing was chosen.
        NotFound: There is no such payment, or it is out of reach.
    """
    right = Right.PAYMENT_REQUEST
    if not payment_ids:
        raise Faulty([Fault("", NONE_CHOSEN)])
    found = list(payments.by_ids(session, payment_ids))
    reached = {agreement.id for agreement in agreements_seen(session, actor, right)}
    for one in found:
        if one.agreement_id not in reached:
            granted(session, actor, right, one.agreement_id)
    if {one.id for one in found} != set(payment_ids):
        raise NotFound(NO_SUCH)
    return found


def moved(session: Session, actor: Actor, chosen: Sequence[Payment], step: PaymentStep) -> None:
    """Refuse a step that a state, a role, or a part in the period does not allow.

    Raises:
        Conflict: The state of a payment does not allow it.
        NotAllowed: The actor took a part that bars it.
    """
    known: dict[tuple[int, int | str], frozenset[Part]] = {}
    roles = {
        agreement_id: roles_in(session, actor, agreement_id)
        for agreement_id in {one.agreement_id for one in chosen}
    }
    for one in chosen:
        place = (one.agreement_id, one.base_fee_earned_id or one.period)
        if place not in known:
            known[place] = _parts(session, actor, one)
        take(one.state, step, roles[one.agreement_id], parts=known[place])


def _parts(session: Session, actor: Actor, one: Payment) -> frozenset[Part]:
    if one.kind is Kind.BASE_FEE:
        work = payable_base_fees(session, one.agreement_id)
        own = any(barred(actor, each) for each in work if each.earned_id == one.base_fee_earned_id)
        return frozenset({Part.APPROVED}) if own else frozenset()
    period = periods.by_code(session, one.agreement_id, one.period)
    if period is None:
        return frozenset()
    return done_in(session, [period.id]).by(actor.people(Role.RELEASER), period.id)
