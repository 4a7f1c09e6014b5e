"""Base fees released: approved work becomes a payment, once, whole, by someone who took no part in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held, allowed, granted
from comanage.actions import once
from comanage.actions.release_blocks import physicians
from comanage.actions.release_caps import caps
from comanage.actions.release_lines import set_off
from comanage.records import payment as payments
from comanage.records import release_hold as holds
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.in_force import in_force_on
from comanage.records.payable_base_fee import PayableBaseFee, payable_base_fees
from comanage.records.payment import Payment, PaymentRelease
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed
from comanage.rights import Right
from comanage.rules.months import month_of
from comanage.rules.payments import Kind
from comanage.rules.signoff import Role
from comanage.together import Together

NONE_CHOSEN = "Choose at least one month of work."
HELD = "Compliance holds the base fee of {} of {}: {}"
GONE = "A base fee was released meanwhile. Load the page again."
OWN_WORK = (
    "You, whoever you act for, or whoever acted for you, did or approved this work; another person"
    " must release it."
)


def waiting(session: Session, actor: Actor, agreement_id: int) -> list[PayableBaseFee]:
    """List the approved work of an agreement whose base fee was not released."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return unpaid(session, agreement_id)


def unpaid(session: Session, *agreement_ids: int) -> list[PayableBaseFee]:
    """List the approved work of agreements whose base fee was not released."""
    each = Together(session)
    paid = each.part(payments.base_fees_paid, session, *agreement_ids)
    payable = each.part(payable_base_fees, session, *agreement_ids)
    return [one for one in payable.given if one.earned_id not in paid.given]


def without_held(session: Session, found: Sequence[PayableBaseFee]) -> list[PayableBaseFee]:
    """Keep the approved work whose base fee compliance does not hold."""
    held = holds.of_base_fees(session, *{one.agreement_id for one in found})
    return [one for one in found if one.earned_id not in held]


def release(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    earned_ids: Sequence[int],
    key: str,
) -> PaymentRelease:
    """Release the base fee of approved work.

    Args:
        session: The session of the transaction.
        actor: Who acts; neither did nor approved any of the work.
        agreement_id: The agreement.
        earned_ids: What the work earned, as waiting lists it.
        key: What makes asking twice the same as asking once.

    Raises:
        Faulty: Nothing was chosen, or everything that keeps it back.
        Conflict: Some of it was released meanwhile, or the key stood for something else.
        NotAllowed: The actor did or approved some of the work.
    """
    held = granted(session, actor, Right.PAYMENT_RELEASE, agreement_id)
    asked = {
        "agreement": agreement_id, "work": sorted(set(earned_ids)), "person": actor.person_id,
    }  # fmt: skip
    if (made := once.done(session, key, Act.BASE_FEES_RELEASED, asked)) is not None:
        return session.get_one(PaymentRelease, made)
    if not earned_ids:
        raise Faulty([Fault("work", NONE_CHOSEN)])
    waits = {one.earned_id: one for one in waiting(session, actor, agreement_id)}
    if not set(earned_ids) <= waits.keys():
        raise Conflict(GONE)
    chosen = sorted((waits[one] for one in set(earned_ids)), key=_in_order)
    if any(barred(actor, one) for one in chosen):
        raise NotAllowed(OWN_WORK)
    if faults := list(_faults(session, agreement_id, chosen)):
        raise Faulty(faults)
    act = _act(session, actor, held, chosen)
    for one in chosen:
        _store(session, act, one)
    set_off(session, actor, sorted({one.participant_id for one in chosen}))
    once.remember(session, actor, key, act=Act.BASE_FEES_RELEASED, asked=asked, made=act.id)
    note(
        session, actor, Act.BASE_FEES_RELEASED, role=held.role, agreement_id=agreement_id,
        object_id=act.id, after={"cents": act.cents, "work": [one.earned_id for one in chosen]},
    )  # fmt: skip
    return act


def barred(actor: Actor, one: PayableBaseFee) -> bool:
    """Say whether someone, or whoever they act for, did or approved some work.

    What was approved in somebody's stead was approved by both.
    """
    parted = {one.physician_id, *one.approvers, *one.approved_for}
    return bool(actor.people(Role.RELEASER) & parted)


def _in_order(one: PayableBaseFee) -> tuple[date, int]:
    """Sort months by time, so that each finds the earlier ones counted."""
    return one.month, one.earned_id


def _faults(
    session: Session, agreement_id: int, chosen: Sequence[PayableBaseFee]
) -> Iterator[Fault]:
    agreement = session.get_one(Agreement, agreement_id)
    for month in dict.fromkeys(max(one.month, agreement.starts) for one in chosen):
        for bar in in_force_on(session, agreement, month).bars:
            yield Fault("agreement", bar.sentence)
    held = holds.of_base_fees(session, agreement_id)
    for one in chosen:
        if one.earned_id in held:
            words = (month_of(one.month).name, one.participant, held[one.earned_id].reason)
            yield Fault("hold", HELD.format(*words))
    yield from physicians(session, agreement_id, {one.participant_id for one in chosen})
    due = [(max(one.month, agreement.starts), one.cents) for one in chosen]
    yield from caps(session, agreement, due, Kind.BASE_FEE)


def _act(
    session: Session, actor: Actor, held: Held, chosen: Sequence[PayableBaseFee]
) -> PaymentRelease:
    act = PaymentRelease(
        agreement_id=chosen[0].agreement_id,
        released_by_id=actor.person_id,
        for_id=held.giver_id,
        role=held.words,
        printed_name=actor.name,
        released_at=clock.now(),
        cents=sum(one.cents for one in chosen),
    )
    session.add(act)
    session.flush()
    return act


def _store(session: Session, act: PaymentRelease, one: PayableBaseFee) -> None:
    work = session.get_one(BaseFeeEarned, one.earned_id)
    month = f"{work.month:%Y-%m}"
    session.add(
        Payment(
            release_id=act.id,
            agreement_id=one.agreement_id,
            participant_id=one.participant_id,
            base_fee_earned_id=work.id,
            period=month,
            starts=work.month,
            ends=work.month_ends,
            year_starts=work.year_starts,
            kind=Kind.BASE_FEE,
            sequence=payments.next_sequence(session, one.participant_id, month, Kind.BASE_FEE),
            amount_cents=one.cents,
        )
    )
    session.flush()
