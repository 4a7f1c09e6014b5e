"""Ledgers: where every cent of an agreement's periods went, for those who see its payments."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, allowed
from comanage.actions import paid_before
from comanage.records import base_fee as fees
from comanage.records import basis as bases
from comanage.records import disputed
from comanage.records import participant as participants
from comanage.records import payment as payments
from comanage.records import payment_request as requests
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules import ledger as rules
from comanage.rules.ledger import Book, Fee, Group
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState, SettlementState

Asked = dict[tuple[int, int], int]


def of_agreement(session: Session, actor: Actor, agreement_id: int) -> list[Book]:
    """Give the ledger of each approved period of an agreement, earliest first."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return books(session, [agreement_id])


def fees_of_agreement(session: Session, actor: Actor, agreement_id: int) -> list[Fee]:
    """Give the base fees that the work of an agreement earned, with what became of them."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return _fees(session, agreement_id)


def unexplained(session: Session, actor: Actor) -> dict[str, int]:
    """Count, by the code of each agreement that an actor reaches, the cents nobody can explain."""
    return {
        agreement.code: rules.unexplained(books(session, [agreement.id]))
        + rules.unexplained_of_fees(_fees(session, agreement.id))
        for agreement in agreements_seen(session, actor, Right.PAYMENT_READ)
    }


def unexplained_cents(session: Session) -> int:
    """Count the cents of the whole installation that nobody can explain; must be 0."""
    of_periods = rules.unexplained(books(session, settlements.agreements_settled(session)))
    return of_periods + sum(
        rules.unexplained_of_fees(_fees(session, each)) for each in fees.agreements_earned(session)
    )


def books(session: Session, agreement_ids: Iterable[int]) -> list[Book]:
    """Give the ledger of each approved period of some agreements."""
    found = []
    for agreement_id in agreement_ids:
        lines = payments.of_agreements(session, [agreement_id])
        asked = requests.asked(session, [one.id for one in lines])
        groups = {one.id: one.code for one in participants.of_agreement(session, agreement_id)}
        standing = settlements.standing_by_period(session, agreement_id).values()
        for record in sorted(standing, key=lambda one: one.period.starts):
            owed = payouts.of_settlement(session, record.id)
            found.append(_book(session, record, owed, (lines, asked, groups)))
    return found


def _fees(session: Session, agreement_id: int) -> list[Fee]:
    every = payments.of_agreements(session, [agreement_id])
    lines = {one.base_fee_earned_id: one for one in every if one.kind is Kind.BASE_FEE}
    asked = requests.asked(session, [one.id for one in lines.values()])
    return [
        _fee(each.cents, lines.get(each.id), asked)
        for each in fees.earned_of_agreement(session, agreement_id)
    ]


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


def _book(
    session: Session,
    record: Settlement,
    owed: Sequence[PayoutRecord],
    stored: tuple[Sequence[Payment], Asked, dict[int, str]],
) -> Book:
    every, asked, groups = stored
    lines = [one for one in every if one.period == record.period.code]
    before = paid_before.released(every, paid_before.periods_before(record))
    settled = bases.settled(record)
    paid = {one.participant_id: one for one in owed}
    earned = {one.participant: one.earned for one in settled.payouts}
    held = disputed.held_by(session, record.id)
    counted = _counted(session, record) if any(one.left_cents for one in owed) else {}
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
                asked,
                held=held.get(one, 0),
                before=before.get(one, 0),
                counted=counted.get(one, 0),
            )
            for one, code in groups.items()
        ),
    )


def _counted(session: Session, record: Settlement) -> dict[int, int]:
    """Say what counted for each group by the settlement that was released before."""
    paid = settlements.released_before(session, record)
    owed = payouts.of_settlement(session, paid.id) if paid else ()
    return {one.participant_id: one.counts_cents for one in owed}


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
