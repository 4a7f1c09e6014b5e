"""Ledgers: where every cent of an agreement's periods went, for those who see its payments."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, allowed
from comanage.actions import paid_before
from comanage.records import agreement as agreements
from comanage.records import base_fee as fees
from comanage.records import basis as bases
from comanage.records import disputed
from comanage.records import participant as participants
from comanage.records import payment as payments
from comanage.records import payment_request as requests
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.participant import Participant
from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules import ledger as rules
from comanage.rules.ledger import Book, Fee, Group
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState, SettlementState
from comanage.together import Together

Asked = Mapping[tuple[int, int], int]
Of = TypeVar("Of", Payment, Participant, BaseFeeEarned)  # what belongs to an agreement


def of_agreement(session: Session, actor: Actor, agreement_id: int) -> list[Book]:
    """Give the ledger of each approved period of an agreement, earliest first."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return books(session, [agreement_id])


def fees_of_agreement(session: Session, actor: Actor, agreement_id: int) -> list[Fee]:
    """Give the base fees that the work of an agreement earned, with what became of them."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return _fees(session, [agreement_id]).get(agreement_id, [])


def unexplained(session: Session, actor: Actor) -> dict[str, int]:
    """Count, by the code of each agreement that an actor reaches, the cents nobody can explain."""
    seen = agreements_seen(session, actor, Right.PAYMENT_READ)
    ids = [agreement.id for agreement in seen]
    each = Together(session)
    of_periods, of_fees = each.part(_books, session, ids), each.part(_fees, session, ids)
    return {
        agreement.code: rules.unexplained(of_periods.given.get(agreement.id, ()))
        + rules.unexplained_of_fees(of_fees.given.get(agreement.id, ()))
        for agreement in seen
    }


def unexplained_cents(session: Session) -> int:
    """Count the cents of the whole installation that nobody can explain; must be 0."""
    ids = [agreement.id for agreement in agreements.every(session)]
    each = Together(session)
    of_periods, of_fees = each.part(books, session, ids), each.part(_fees, session, ids)
    return rules.unexplained(of_periods.given) + sum(
        map(rules.unexplained_of_fees, of_fees.given.values())
    )


def books(session: Session, agreement_ids: Collection[int]) -> list[Book]:
    """Give the ledger of each approved period of some agreements."""
    return [book for found in _books(session, agreement_ids).values() for book in found]


def _books(session: Session, agreement_ids: Collection[int]) -> dict[int, list[Book]]:
    """Give the ledgers by agreement, in as many queries for one as for all."""
    each = Together(session)
    made = each.part(settlements.approved_in, session, agreement_ids)
    by_settlement = each.part(_by_settlement, session, agreement_ids)
    every_paid = each.part(_paid, session, agreement_ids)
    parties = each.part(participants.of_agreements, session, agreement_ids)
    held = each.part(disputed.held_in, session, agreement_ids)
    approved = made.given
    standing = settlements.standing_among(approved)
    paid = [one for one in approved if one.state is SettlementState.RELEASED]
    owed = by_settlement.given
    every, asked = every_paid.given
    lines = _by_agreement(every)
    groups = _by_agreement(parties.given)
    found = {}
    for agreement_id in agreement_ids:
        codes = {one.id: one.code for one in groups.get(agreement_id, ())}
        found[agreement_id] = [
            _book(
                record,
                _Stored(
                    lines.get(agreement_id, []), asked, codes, owed.get(record.id, []),
                    held.given.get(record.id, {}), _counted(record, paid, owed),
                ),
            )
            for record in standing.get(agreement_id, ())
        ]  # fmt: skip
    return found


def _by_agreement(rows: Iterable[Of]) -> dict[int, list[Of]]:
    found: dict[int, list[Of]] = {}
    for row in rows:
        found.setdefault(row.agreement_id, []).append(row)
    return found


def _by_settlement(
    session: Session, agreement_ids: Collection[int]
) -> dict[int, list[PayoutRecord]]:
    found: dict[int, list[PayoutRecord]] = {}
    for row in payouts.of_agreements(session, agreement_ids):
        found.setdefault(row.settlement_id, []).append(row)
    return found


def _paid(session: Session, agreement_ids: Collection[int]) -> tuple[Sequence[Payment], Asked]:
    """Give every payment of some agreements, and what each request asks for of them."""
    every = payments.of_agreements(session, agreement_ids)
    return every, requests.asked(session, [one.id for one in every])


def _fees(session: Session, agreement_ids: Collection[int]) -> dict[int, list[Fee]]:
    each = Together(session)
    paid = each.part(_paid, session, agreement_ids)
    found = each.part(fees.earned_of_agreements, session, agreement_ids)
    every, asked = paid.given
    lines = {one.base_fee_earned_id: one for one in every if one.kind is Kind.BASE_FEE}
    earned = _by_agreement(found.given)
    return {
        agreement: [_fee(work.cents, lines.get(work.id), asked) for work in works]
        for agreement, works in earned.items()
    }


def _fee(earned: int, one: Payment | None, asked: Asked) -> Fee:
    if one is None:
        return Fee(earned)
    cents = asked.get((one.request_id or 0, one.id), 0)
    return Fee(
        earned,
        one.line,
        requested=cents if one.state is PaymentState.REQUESTED else 0,
        paid=cents if one.state is PaymentState.PAID else 0,
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored beside a settlement.

    Attributes:
        lines: Every payment of its agreement.
        asked: What each request asks for of them.
        groups: The codes of the agreement's groups, by participant.
        owed: What the settlement pays each group.
        held: What its release holds back still, by participant.
        counted: What counted by the settlement that was released before, by participant.
    """

    lines: Sequence[Payment]
    asked: Asked
    groups: Mapping[int, str]
    owed: Sequence[PayoutRecord]
    held: Mapping[int, int]
    counted: Mapping[int, int]


def _book(record: Settlement, stored: _Stored) -> Book:
    lines = [one for one in stored.lines if one.period == record.period.code]
    before = paid_before.released(stored.lines, paid_before.periods_before(record))
    settled = bases.settled(record)
    paid = {one.participant_id: one for one in stored.owed}
    earned = {one.participant: one.earned for one in settled.payouts}
    return Book(
        period=record.period.code,
        possible=record.possible_cents,
        earned=record.earned_cents,
        forfeited=settled.unearned,
        stays=(settled.earned or 0) - sum(earned.values()),
        released=record.state is SettlementState.RELEASED,
        groups=tuple(
            _group(
                (code, earned.get(code, 0)),
                paid.get(one),
                [line for line in lines if line.participant_id == one],
                stored.asked,
                held=stored.held.get(one, 0),
                before=before.get(one, 0),
                counted=stored.counted.get(one, 0),
            )
            for one, code in stored.groups.items()
        ),
    )


def _counted(
    record: Settlement,
    released: Sequence[Settlement],
    owed: Mapping[int, Sequence[PayoutRecord]],
) -> dict[int, int]:
    """Say what counted for each group by the settlement that was released before, if one leaves some."""
    if not any(one.left_cents for one in owed.get(record.id, ())):
        return {}
    before = [
        each
        for each in released
        if each.period_id == record.period_id and each.number < record.number
    ]
    paid = max(before, key=lambda each: each.number, default=None)
    return {one.participant_id: one.counts_cents for one in owed[paid.id]} if paid else {}


def _group(
    named: tuple[str, int],
    owed: PayoutRecord | None,
    lines: Collection[Payment],
    asked: Asked,
    *,
    held: int,
    before: int,
    counted: int,
) -> Group:
    own = [one for one in lines if one.kind is not Kind.BASE_FEE]
    by_state = {
        state: sum(asked.get((one.request_id or 0, one.id), 0) for one in own if one.state is state)
        for state in (PaymentState.REQUESTED, PaymentState.PAID)
    }
    return Group(
        code=named[0],
        earned=named[1],
        payable=owed.payable_cents if owed else 0,
        recover=owed.recover_cents if owed else 0,
        advanced=owed.advanced_cents if owed else 0,
        left=owed.left_cents if owed else 0,
        left_because=(owed.left_because or "") if owed else "",
        counted=counted,
        before=before,
        held=held,
        lines=tuple(one.line for one in own),
        requested=by_state[PaymentState.REQUESTED],
        paid=by_state[PaymentState.PAID],
        repaid=sum(
            each.cents for one in own for each in one.recoveries if each.reference is not None
        ),
    )
