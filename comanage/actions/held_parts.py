"""Held parts: what of an approved payout waits for a dispute, and its release afterwards.

The undisputed part is paid at once. What a dispute could still lower is held back: the
period is settled again with every claim that is open, by itself and with the others, and
each group keeps the least that would be left to it. Once every dispute is withdrawn or
declined the rest is released, by the same rules as the first release. Where one was upheld
the settlement with the new figure pays instead.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, granted
from comanage.actions import bearing, once, signing
from comanage.actions.bearing import Bearing
from comanage.actions.release_blocks import blocks
from comanage.actions.release_lines import BLOCKED, added_up, lines_of, make_release, set_off, store
from comanage.actions.standing import seen, told
from comanage.records import basis as bases
from comanage.records import disputed
from comanage.records import participant as participants
from comanage.records import payout_record as payouts
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.dispute import Dispute
from comanage.records.disputed import HeldPart
from comanage.records.payment import PaymentRelease
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules import disputes as rules
from comanage.rules.disputes import DisputeState
from comanage.rules.payments import New, rest
from comanage.rules.periods import in_words
from comanage.rules.signoff import SettlementState

NOTHING = "Nothing of settlement {} of {} is held back."
WAITS = "Dispute {} of {} is not decided yet."
APPEALABLE = "Dispute {} of {} was answered, and its group may appeal until {}."
NO_DEADLINE = (
    "Dispute {} of {} was answered, and its group has neither accepted nor appealed. No appeal"
    " deadline is agreed: set one, and it runs from that day."
)
UPHELD = "Dispute {} of {} was upheld: correct its figure, and approve a new settlement."


def held_back(session: Session, found: Settlement) -> Mapping[int, int]:
    """Say how many cents of each payout no release may pay yet, by participant, approved or not.

    Args:
        session: A session to read with.
        found: The settlement.
    """
    waits = _waiting(session, found)
    if not waits:
        return {}
    settled = bases.settled(found)
    least = rules.undisputed(
        bases.terms_of(found.scorecard),
        bases.figures_settled(found),
        settled,
        [each.claim for each in waits],
    )
    parties = {
        each.code: each.id for each in participants.of_agreement(session, found.agreement_id)
    }
    held = {
        parties[owed.participant]: owed.payable - least[owed.participant]
        for owed in settled.payouts
    }
    return {one: cents for one, cents in held.items() if cents > 0}


def keep(session: Session, act: PaymentRelease, held: Mapping[int, int]) -> None:
    """Put what a release holds back on record, beside it."""
    session.add_all(
        HeldPart(release_id=act.id, participant_id=one, cents=cents) for one, cents in held.items()
    )
    session.flush()


def waiting(session: Session, found: Settlement) -> Sequence[Dispute]:
    """List the disputes that keep a part of a settlement back, oldest first."""
    return [each.dispute for each in _waiting(session, found)]


def why(each: Dispute) -> str:
    """Say for what a dispute holds a part back still, and what ends that."""
    at = (each.id, each.settlement.period.code)
    if each.over(clock.today()):
        return UPHELD.format(*at)
    if each.state is not DisputeState.ANSWERED:
        return WAITS.format(*at)
    return APPEALABLE.format(*at, in_words(each.until)) if each.until else NO_DEADLINE.format(*at)


def lacking(session: Session, found: Settlement) -> list[str]:
    """Say everything that keeps the held part of a released settlement from being released."""
    if not disputed.held_by(session, found.id):
        return [NOTHING.format(found.number, found.period.code)]
    try:
        _check(session, found, _lines(session, found))
    except Faulty as refused:
        return [fault.sentence for fault in refused.faults]
    return []


def release_rest(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int, key: str
) -> PaymentRelease:
    """Release what an earlier release of a settlement held back.

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
        Conflict: Nothing is held back, it was replaced, or the key stood for something else.
        NotAllowed: The actor took a part that bars it.
        Faulty: Everything that keeps it from being released, an undecided dispute among it.
    """
    held = granted(session, actor, Right.PAYMENT_RELEASE, agreement_id)
    asked = {
        "agreement": agreement_id, "period": period_code, "number": number,
        "person": actor.person_id,
    }  # fmt: skip
    if (made := once.done(session, key, Act.SETTLEMENT_REST_RELEASED, asked)) is not None:
        return session.get_one(PaymentRelease, made)
    found = seen(session, agreement_id, period_code, number)
    signing.take_as_releaser(session, actor, found)
    if found.state is not SettlementState.RELEASED or not disputed.held_by(session, found.id):
        raise Conflict(NOTHING.format(number, period_code))
    new = _lines(session, found)
    _check(session, found, new)
    act = make_release(session, actor, held, found, cents=added_up(new), of_rest=True)
    made_lines = store(session, act, found, new)
    crash.point("rest:payments-made")
    set_off(session, actor, [*new])
    once.remember(session, actor, key, act=Act.SETTLEMENT_REST_RELEASED, asked=asked, made=act.id)
    note(
        session, actor, Act.SETTLEMENT_REST_RELEASED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=told(found) | {"payments": made_lines},
    )  # fmt: skip
    return act


def _waiting(session: Session, found: Settlement) -> Sequence[Bearing]:
    return [
        each
        for each in bearing.on(session, found)
        if rules.holds(each.dispute.state, each.dispute.finding, each.dispute.until, clock.today())
    ]


def _lines(session: Session, found: Settlement) -> dict[int, list[New]]:
    """Say which lines pay what is held back of each group."""
    period = bases.terms_of(found.scorecard).period(found.period.code)
    advance = period is not None and period.advance
    owed = payouts.of_settlement(session, found.id)
    lines = lines_of(session, found, owed)
    held = disputed.held_by(session, found.id)
    return {
        each.participant_id: rest(
            lines[each.participant_id], each.payable_cents - each.recover_cents, advance=advance
        )
        for each in owed
        if each.participant_id in held
    }


def _check(session: Session, found: Settlement, new: Mapping[int, Sequence[New]]) -> None:
    """Refuse the release of a held part with everything that keeps it back."""
    faults = [Fault("dispute", why(each)) for each in waiting(session, found)]
    more = {one: sum(line.cents for line in made) for one, made in new.items()}
    faults += blocks(session, found, more)
    if faults:
        raise Faulty(faults, BLOCKED.format(found.number, found.period.code))
