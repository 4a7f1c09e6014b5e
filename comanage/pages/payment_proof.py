"""What a payment rests on: the lines of its settlement, who signed, its statements, and the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import may, may_in
from comanage.actions import results
from comanage.actions.results import PayoutShown, Settled
from comanage.pages import audit
from comanage.pages.display import instant
from comanage.pages.person import signed_in
from comanage.records import statement as statements
from comanage.records.figure_evidence import FigureEvidence, of_period
from comanage.records.payment import Payment
from comanage.records.statement import Statement
from comanage.rights import Right


@dataclass(frozen=True, slots=True)
class PaymentProof:
    """What a payment of an incentive rests on.

    Attributes:
        settled: Its settlement; None where a later one stands for the period.
        payout: What that settlement divides to its group.
        issued: Its statements: the group's, and the agreement's.
        evidence: What was added to the figures, by measure; None where it may not be read.
        signed: Who signed the settlement, as (what, who and when).
    """

    settled: Settled | None
    payout: PayoutShown | None
    issued: Sequence[Statement]
    evidence: Mapping[str, Sequence[FigureEvidence]] | None
    signed: Sequence[tuple[str, str]]


def proof_of(session: Session, row: Payment) -> PaymentProof | None:
    """Gather what a payment rests on; nothing for a base fee, or for who may see totals only."""
    if row.settlement_id is None or not may_in(signed_in(), Right.STATEMENT_READ, row.agreement):
        return None
    view = results.of_result(session, signed_in(), row.agreement_id, row.period)
    shown = view.shown if view.shown and view.shown.record.id == row.settlement_id else None
    issued = statements.of_settlement(session, row.settlement_id)
    return PaymentProof(
        settled=shown,
        payout=next((one for one in shown.payouts if one.code == row.participant.code), None)
        if shown
        else None,
        issued=[one for one in issued if one.participant_id in {None, row.participant_id}],
        evidence=_evidence(session, row, view.period.id),
        signed=_signed(shown) if shown else (),
    )


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
    session: Session, row: Payment, period_id: int
) -> Mapping[str, Sequence[FigureEvidence]] | None:
    if not may_in(signed_in(), Right.FIGURE_READ, row.agreement):
        return None
    found: dict[str, list[FigureEvidence]] = {}
    for some in of_period(session, period_id).values():
        for one in some:
            if one.figure.participant_id is None:
                found.setdefault(one.figure.measure.code, []).append(one)
    return found


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
