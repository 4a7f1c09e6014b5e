"""Differences that are open: what a correction or a dispute leaves to be paid or recovered."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage import clock
from comanage.records import dispute as disputes
from comanage.records import payment as payments
from comanage.records.dispute import Dispute
from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.disputes import OVER, Stake, moved
from comanage.rules.oversight.facts import Difference
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState, SettlementState
from comanage.together import Together

Found = Iterator[tuple[int, Difference]]


def of_agreements(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Sequence[Difference]]:
    """List, by agreement, what is still to be paid, recovered or decided, the oldest first."""
    part = Together(session)
    paid = part.part(payments.of_agreements, session, agreement_ids)
    corrected = part.part(_corrected, session, agreement_ids)
    disputed = part.part(disputes.of_agreements, session, [*agreement_ids])
    lines = paid.given
    found: dict[int, list[Difference]] = defaultdict(list)
    for agreement_id, each in (
        *_of_payments(lines),
        *_of_corrections(corrected.given, lines),
        *_of_disputes(disputed.given),
    ):
        found[agreement_id].append(each)
    return {at: sorted(each, key=lambda one: one.since) for at, each in found.items()}


def _of_payments(lines: Sequence[Payment]) -> Found:
    """Give what groups owe, and the corrections that were released and not paid yet."""
    for row in lines:
        since, line = clock.day(row.release.released_at), row.line
        about = f"{row.period}, {row.participant.group.name}"
        if line.owed:
            yield row.agreement_id, Difference(label=f"{about}, owes", cents=line.owed, since=since)
        elif row.kind is Kind.CORRECTION and row.state is not PaymentState.PAID and line.net:
            label = f"{about}, is owed"
            yield row.agreement_id, Difference(label=label, cents=line.net, since=since)


def _corrected(session: Session, agreement_ids: Collection[int]) -> Sequence[PayoutRecord]:
    """List what settlements pay that were approved in the place of released ones, oldest first."""
    released = select(Settlement.period_id).where(Settlement.state == SettlementState.RELEASED)
    return session.scalars(
        select(PayoutRecord)
        .join(PayoutRecord.settlement)
        .options(
            joinedload(PayoutRecord.settlement).joinedload(Settlement.period),
            joinedload(PayoutRecord.participant),
        )
        .where(Settlement.agreement_id.in_([*agreement_ids]))
        .where(Settlement.state == SettlementState.APPROVED, Settlement.period_id.in_(released))
        .order_by(Settlement.id)
    ).all()


def _of_corrections(rows: Sequence[PayoutRecord], lines: Sequence[Payment]) -> Found:
    """Give settlements that were approved in the place of released ones, and wait for release."""
    paid: Counter[tuple[int, str]] = Counter()
    for row in lines:
        if row.settlement_id is not None:
            paid[row.participant_id, row.period] += row.amount_cents
    newest: dict[int, list[PayoutRecord]] = defaultdict(list)
    for each in rows:
        newest[each.settlement.period_id].append(each)
    for owed in newest.values():
        record = owed[-1].settlement
        cents = sum(
            abs(
                each.payable_cents
                - each.recover_cents
                - paid[each.participant_id, record.period.code]
            )
            for each in owed
            if each.settlement_id == record.id
        )
        if cents and record.approved_at is not None:
            label = f"{record.period.code}, settlement {record.number} waits for release"
            yield (
                record.agreement_id,
                Difference(label=label, cents=cents, since=clock.day(record.approved_at)),
            )


def _of_disputes(found: Sequence[Dispute]) -> Found:
    """Give the disputes that are not over: what they come to is at stake, and not decided yet."""
    for each in found:
        if each.state not in OVER:
            period, measure = each.settlement.period.code, each.figure.measure.code
            made = Difference(
                label=f"{period}, dispute of {measure} by {each.participant.group.name}",
                cents=_at_stake(each),
                since=clock.day(each.raised_at),
                decided=False,
            )
            yield each.agreement_id, made


def _at_stake(dispute: Dispute) -> int:
    """Say how much money a dispute would move, as it was weighed when it was raised."""
    stakes, found = canonical.read(tuple[Stake, ...], dispute.stakes)
    if stakes is None:
        raise Faulty(found)
    return moved(stakes)
