"""Releases: an approved settlement becomes payments, once, whole, by a fourth person.

Everything that keeps it from being released is said at once. What an earlier settlement
of the period paid is reversed and paid anew where it differs; what a group owes is set
off against what is payable to it; what a dispute could still lower is held back.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, granted
from comanage.actions import held_parts, once, signing
from comanage.actions.release_blocks import blocks
from comanage.actions.release_lines import (
    BLOCKED,
    added_up,
    lines_of,
    make_release,
    set_off,
    store,
)
from comanage.actions.standing import seen, told
from comanage.records import basis as bases
from comanage.records import payout_record as payouts
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payment import PaymentRelease
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.refusals import Faulty
from comanage.rights import Right
from comanage.rules import payments as rules
from comanage.rules.payments import New
from comanage.rules.signoff import SettlementState, SettlementStep


def release(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    number: int,
    key: str,
) -> PaymentRelease:
    """Release an approved settlement: make its payments, and sign for them.

    Args:
        session: The session of the transaction.
        actor: Who acts; took no other part in the period.
        agreement_id: The agreement.
        period_code: The period.
        number: The number of the settlement that the actor has seen.
        key: What makes asking twice the same as asking once.

    Returns:
        The release; the earlier one where it was asked for with the same key.

    Raises:
        Conflict: It is not approved, was replaced, or the key stood for something else.
        NotAllowed: The actor took a part that bars it.
        Faulty: Everything that keeps it from being released.
    """
    held = granted(session, actor, Right.PAYMENT_RELEASE, agreement_id)
    asked = {
        "agreement": agreement_id, "period": period_code, "number": number,
        "person": actor.person_id,
    }  # fmt: skip
    if (made := once.done(session, key, Act.SETTLEMENT_RELEASED, asked)) is not None:
        return session.get_one(PaymentRelease, made)
    found = seen(session, agreement_id, period_code, number)
    signing.take(session, actor, found, SettlementStep.RELEASE)
    owed = payouts.of_settlement(session, found.id)
    held_back = held_parts.held_back(session, found)
    new = _new(session, found, owed, held_back)
    _check(session, found, new)
    signed = signing.sign(session, actor, held, found, purpose=Purpose.RELEASE)
    found.state = SettlementState.RELEASED
    found.released_by_id, found.released_at = actor.person_id, clock.now()
    session.flush()
    crash.point("release:signed")
    act = make_release(session, actor, held, found, cents=added_up(new))
    made_lines = store(session, act, found, new)
    held_parts.keep(session, act, held_back)
    crash.point("release:payments-made")
    set_off(session, actor, [*new])
    crash.point("release:set-off")
    once.remember(session, actor, key, act=Act.SETTLEMENT_RELEASED, asked=asked, made=act.id)
    note(
        session, actor, Act.SETTLEMENT_RELEASED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=told(found) | signing.told(signed)
        | {"payments": made_lines, "held cents": sum(held_back.values())},
    )  # fmt: skip
    return act


def lacking(session: Session, found: Settlement) -> Sequence[str]:
    """Say everything that keeps an approved settlement from being released."""
    owed = payouts.of_settlement(session, found.id)
    new = _new(session, found, owed, held_parts.held_back(session, found))
    try:
        _check(session, found, new)
    except Faulty as refused:
        return [fault.sentence for fault in refused.faults]
    return []


def _new(
    session: Session,
    found: Settlement,
    owed: Sequence[PayoutRecord],
    held_back: Mapping[int, int],
) -> dict[int, list[New]]:
    """Say which lines each group gets, so that all of the period add up to what it is due now."""
    period = bases.terms_of(found.scorecard).period(found.period.code)
    advance = period is not None and period.advance
    lines = lines_of(session, found, owed)
    return {
        each.participant_id: rules.released(
            lines[each.participant_id],
            each.payable_cents - each.recover_cents - held_back.get(each.participant_id, 0),
            advance=advance,
        )
        for each in owed
    }


def _check(
    session: Session,
    found: Settlement,
    new: Mapping[int, Sequence[New]],
) -> None:
    """Refuse a release with everything that keeps it back."""
    more = {one: sum(line.cents for line in made) for one, made in new.items()}
    if faults := blocks(session, found, more):
        raise Faulty(faults, BLOCKED.format(found.number, found.period.code))
