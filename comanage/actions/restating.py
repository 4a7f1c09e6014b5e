"""Restating: what a corrected settlement pays, once what the terms leave is left.

A settlement corrects the one that was released last for its period: only what was paid can
be paid differently. Its day is the day of its approval, and today while it is not approved.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import basis as bases
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.rules.payout import Payout
from comanage.rules.restatement import paid_out, restate


def payouts_of(session: Session, found: Settlement) -> tuple[Payout, ...]:
    """Give what a settlement pays each group: as recorded, or as it would be approved today."""
    recorded = {one.participant.code: one for one in payouts.of_settlement(session, found.id)}
    if recorded:
        made = bases.settled(found).payouts
        return tuple(_as_recorded(payout, recorded.get(payout.participant)) for payout in made)
    return would_pay(session, found)


def would_pay(session: Session, found: Settlement) -> tuple[Payout, ...]:
    """Give what a settlement pays each group if it is approved today."""
    value = bases.settled(found)
    paid = settlements.released_before(session, found)
    if paid is None:
        return value.payouts
    left = {one.participant.code: one.left_cents for one in payouts.of_settlement(session, paid.id)}
    terms, before = bases.terms_of(found.scorecard), bases.settled(paid)
    return paid_out(value, restate(terms, before, value, on=clock.today(), left=left))


def _as_recorded(payout: Payout, record: PayoutRecord | None) -> Payout:
    if record is None or not record.left_cents:
        return payout
    return replace(
        payout,
        payable=record.payable_cents,
        recover=record.recover_cents,
        left=record.left_cents,
        left_because=record.left_because or "",
    )
