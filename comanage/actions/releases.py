"""Releases: an approved settlement becomes payments, once, whole, by a fourth person.

Everything that keeps it from being released is said at once. What an earlier settlement
of the period paid is reversed and paid anew where it differs; what a group owes is set
off against what is payable to it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, Held, granted
from comanage.actions import once, signing
from comanage.actions.release_blocks import advance_faults, blocks
from comanage.actions.standing import seen, told
from comanage.records import basis as bases
from comanage.records import disputed
from comanage.records import payment as payments
from comanage.records import payout_record as payouts
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.payment import Payment, PaymentRelease, Recovery
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.refusals import Faulty
from comanage.rights import Right
from comanage.rules import payments as rules
from comanage.rules.payments import New, Offset
from comanage.rules.signoff import SettlementState, SettlementStep

BLOCKED = "Settlement {} of {} cannot be released."


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
    lines = _lines_of(session, owed)
    new = {one.participant_id: _new(session, found, one, lines) for one in owed}
    _check(session, found, owed, new)
    signing.sign(session, actor, held, found, purpose=Purpose.RELEASE)
    found.state = SettlementState.RELEASED
    found.released_by_id, found.released_at = actor.person_id, clock.now()
    session.flush()
    crash.point("release:signed")
    act = _release(session, actor, held, found, cents=_sum(new))
    made_lines = _store(session, act, found, new)
    crash.point("release:payments-made")
    set_off(session, actor, [*new])
    crash.point("release:set-off")
    once.remember(session, actor, key, act=Act.SETTLEMENT_RELEASED, asked=asked, made=act.id)
    note(
        session, actor, Act.SETTLEMENT_RELEASED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after=told(found) | {"payments": made_lines},
    )  # fmt: skip
    return act


def lacking(session: Session, found: Settlement) -> Sequence[str]:
    """Say everything that keeps an approved settlement from being released."""
    owed = payouts.of_settlement(session, found.id)
    lines = _lines_of(session, owed)
    new = {one.participant_id: _new(session, found, one, lines) for one in owed}
    try:
        _check(session, found, owed, new)
    except Faulty as refused:
        return [fault.sentence for fault in refused.faults]
    return []


def set_off(session: Session, actor: Actor, participant_ids: Sequence[int]) -> list[Offset]:
    """Set every open debt of some groups off against what is payable to them, oldest first."""
    session.expire_all()
    every = payments.of_participants(session, participant_ids)
    made = []
    for participant_id in participant_ids:
        own = [one.line for one in every if one.participant_id == participant_id]
        made += rules.offsets(own)
    for offset in made:
        session.add(
            Recovery(
                debt_id=offset.debt,
                against_id=offset.against,
                cents=offset.cents,
                on=clock.today(),
                by_id=actor.person_id,
            )
        )
        session.flush()
    session.expire_all()
    return made


def _lines_of(session: Session, owed: Sequence[PayoutRecord]) -> Mapping[int, list[Payment]]:
    every = payments.of_participants(session, [one.participant_id for one in owed])
    return {
        each.participant_id: [one for one in every if one.participant_id == each.participant_id]
        for each in owed
    }


def _new(
    session: Session,
    found: Settlement,
    owed: PayoutRecord,
    lines: Mapping[int, Sequence[Payment]],
) -> list[New]:
    """Say which lines one group gets, so that all of the period add up to what it is due."""
    period = bases.terms_of(found.scorecard).period(found.period.code)
    held = disputed.held_cents(session, found.id, owed.participant_id)
    due = owed.payable_cents - owed.recover_cents - held
    own = [
        one.line
        for one in lines[owed.participant_id]
        if one.period == found.period.code and one.settlement_id is not None
    ]
    return rules.released(own, due, advance=period is not None and period.advance)


def _check(
    session: Session,
    found: Settlement,
    owed: Sequence[PayoutRecord],
    new: Mapping[int, Sequence[New]],
) -> None:
    """Refuse a release with everything that keeps it back."""
    more = {one: sum(line.cents for line in made) for one, made in new.items()}
    faults = blocks(session, found, more)
    advanced = {
        one.participant_id: (one.participant.group.name, one.advanced_cents) for one in owed
    }
    if bases.terms_of(found.scorecard).advances is not None:
        faults += advance_faults(session, found, advanced)
    if faults:
        raise Faulty(faults, BLOCKED.format(found.number, found.period.code))


def _release(
    session: Session,
    actor: Actor,
    held: Held,
    found: Settlement,
    *,
    cents: int,
) -> PaymentRelease:
    act = PaymentRelease(
        agreement_id=found.agreement_id,
        settlement_id=found.id,
        released_by_id=actor.person_id,
        for_id=held.giver_id,
        role=held.words,
        printed_name=actor.name,
        released_at=clock.now(),
        cents=cents,
    )
    session.add(act)
    session.flush()
    return act


def _sum(new: Mapping[int, Sequence[New]]) -> int:
    return sum(line.cents for made in new.values() for line in made)


def _store(
    session: Session,
    act: PaymentRelease,
    found: Settlement,
    new: Mapping[int, Sequence[New]],
) -> list[dict[str, object]]:
    """Store the lines one by one, reversals before what takes their place."""
    agreement = session.get_one(Agreement, found.agreement_id)
    year, _ = rules.contract_year(agreement.starts, found.period.starts)
    stored = []
    for participant_id, lines in new.items():
        for line in lines:
            row = Payment(
                release_id=act.id,
                agreement_id=found.agreement_id,
                participant_id=participant_id,
                settlement_id=found.id,
                period=found.period.code,
                starts=found.period.starts,
                ends=found.period.ends,
                year_starts=year,
                kind=line.kind,
                sequence=payments.next_sequence(
                    session, participant_id, found.period.code, line.kind
                ),
                amount_cents=line.cents,
                reverses_id=line.reverses,
                corrects_id=line.corrects,
            )
            session.add(row)
            session.flush()
            stored.append(
                {"payment": row.id, "participant": participant_id, "kind": row.kind,
                 "cents": row.amount_cents}
            )  # fmt: skip
    return stored
