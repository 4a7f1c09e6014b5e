"""What a payment rests on: the lines of its settlement, who signed, its statements, and the log.

A reversal rests on what it takes back, to the cent: on the settlement of the line that it reverses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comanage.access import agreements_seen, may, may_in, own_groups
from comanage.actions import payment_list, results, year_caps
from comanage.actions.payment_list import PaymentShown
from comanage.actions.results import PayoutShown, Settled
from comanage.actions.year_caps import YearCap
from comanage.pages import audit
from comanage.pages.display import instant
from comanage.pages.person import signed_in
from comanage.records import participant, payout_record
from comanage.records import settlement as settlements
from comanage.records import statement as statements
from comanage.records.figure_evidence import FigureEvidence, of_period
from comanage.records.payment import Payment
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.rights import Right
from comanage.together import read_ahead


@dataclass(frozen=True, slots=True)
class PaymentProof:
    """What a payment of an incentive rests on.

    Attributes:
        settled: The settlement that its cents come from, whether or not it stands still.
        stands: The number of the settlement that stands for the period now.
        payout: What that settlement divides to its group.
        issued: Its statements: the group's, and the agreement's.
        evidence: What was added to the figures that it was made from, and to those before them, by
            measure; None where it may not be read.
        signed: Who signed the settlement, as (what, who and when).
    """

    settled: Settled
    stands: int
    payout: PayoutShown | None
    issued: Sequence[Statement]
    evidence: Mapping[str, Sequence[FigureEvidence]] | None
    signed: Sequence[tuple[str, str]]


def proof_of(session: Session, row: Payment) -> PaymentProof | None:
    """Gather what a payment rests on; nothing for a base fee, or for who may see totals only."""
    if row.settlement_id is None or not may_in(signed_in(), Right.STATEMENT_READ, row.agreement):
        return None
    record = _paid_by(session, row.id)
    own = own_groups(session, signed_in(), Right.STATEMENT_READ, row.agreement_id)
    shown = results.settled(session, record, own)
    standing = settlements.standing_by_period(session, row.agreement_id)[record.period_id]
    payouts = (one for one in shown.payouts if one.code == row.participant.code)
    issued = statements.of_settlement(session, record.id)
    return PaymentProof(
        settled=shown,
        stands=standing.number,
        payout=next(payouts, None),
        issued=[one for one in issued if one.participant_id in {None, row.participant_id}],
        evidence=_evidence(session, row, record),
        signed=_signed(shown),
    )


def opened(session: Session, payment_id: int) -> PaymentShown:
    """Find a payment that its reader may see, and read together what its page shows of it."""
    actor = signed_in()
    read_ahead(
        session,
        partial(agreements_seen, session, actor),
        partial(payment_list.one, session, actor, payment_id),
        partial(_paid_by, session, payment_id),
    )
    shown = payment_list.one(session, actor, payment_id)
    read_ahead(
        session,
        partial(of_its_year, session, shown.row),
        partial(taken_back_by, session, shown.row),
        *_proof_from(session, shown.row),
    )
    return shown


def of_its_year(session: Session, row: Payment) -> list[YearCap]:
    """List the caps of the contract year that a payment counts towards."""
    found = year_caps.of_agreement(session, signed_in(), row.agreement_id)
    return [one for one in found if one.year == row.year_starts]


def _proof_from(session: Session, row: Payment) -> Iterator[Callable[[], object]]:
    """Give what the proof of a payment is gathered from."""
    if row.settlement_id is None:
        return
    record = _paid_by(session, row.id)
    yield partial(settlements.of_period, session, record.period_id)
    yield partial(settlements.standing_by_period, session, row.agreement_id)
    yield partial(settlements.figures_of, session, record.id)
    yield partial(statements.of_settlement, session, record.id)
    yield partial(participant.of_agreement, session, row.agreement_id)
    yield partial(payout_record.of_settlement, session, record.id)
    yield partial(of_period, session, record.period_id)


def taken_back_by(session: Session, row: Payment) -> Payment | None:
    """Find the line that takes a payment back."""
    return session.scalar(select(Payment).where(Payment.reverses_id == row.id))


def _paid_by(session: Session, payment_id: int) -> Settlement:
    """Give the settlement that the cents of a payment come from: of a reversal, of what it takes back."""
    line = select(func.coalesce(Payment.reverses_id, Payment.id)).where(Payment.id == payment_id)
    return session.scalars(
        select(Settlement)
        .join(Payment, Payment.settlement_id == Settlement.id)
        .where(Payment.id == line.scalar_subquery())
    ).one()


def log_words(session: Session) -> str:
    """Say how far the chain of the audit log holds; empty where the log may not be read."""
    if not may(signed_in(), Right.AUDIT_READ):
        return ""
    seen = audit.watch().glance(session)
    if seen.verdict.why:
        return f"The log does not hold: {seen.verdict.why}"
    if seen.whole:
        return f"Every one of its {seen.last:,} entries holds, looked through {instant(seen.at)}"
    return f"{seen.verdict.head.number:,} of {seen.last:,} entries hold; the others come next"


def _evidence(
    session: Session, row: Payment, record: Settlement
) -> Mapping[str, Sequence[FigureEvidence]] | None:
    if not may_in(signed_in(), Right.FIGURE_READ, row.agreement):
        return None
    used = {one.measure_id: one.id for one in settlements.figures_of(session, record.id)
            if one.participant_id is None}  # fmt: skip
    return {
        some[0].figure.measure.code: [one for one in some if one.figure_id <= used[measure]]
        for (measure, group), some in of_period(session, record.period_id).items()
        if group is None and measure in used
    }


def _signed(shown: Settled) -> list[tuple[str, str]]:
    record = shown.record
    signatures = (
        ("Calculated", record.calculated_by, record.calculated_at),
        ("Made final", record.finalized_by, record.finalized_at),
        ("Approved", record.approved_by, record.approved_at),
    )
    return [
        (what, f"{person.name}, {instant(at)}")
        for what, person, at in signatures
        if person is not None and at is not None
    ]
