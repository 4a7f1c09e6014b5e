"""The story of one payment: the entries of the audit log that tell how it came about and what became of it.

An entry names its object by a number, and what kind of object that is follows from its act.
So the story is a table: the acts about one kind of thing, and the numbers of those things
that stand behind the payment.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.base import another
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.dispute import Dispute
from comanage.records.figure import Figure
from comanage.records.figure_evidence import FigureEvidence
from comanage.records.monitor_alert import MonitorAlert
from comanage.records.month_attestation import AttestedEntry
from comanage.records.payment import Payment
from comanage.records.payment_request import PaymentRequestLine
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.records.statement import Statement

Ids = Select[Any]
Part = tuple[frozenset[Act], Ids]

OF_LINE = frozenset(
    {
        Act.PAYMENT_PAID, Act.PAYMENT_RETURNED, Act.DEBT_REPAID, Act.REPAYMENT_TAKEN_BACK,
        Act.PAYMENT_READ,
    }
)  # fmt: skip
OF_REQUEST = frozenset({Act.PAYMENT_REQUESTED, Act.REQUEST_FILE_READ})
OF_SETTLEMENT = frozenset(
    {
        Act.SETTLEMENT_CALCULATED, Act.SETTLEMENT_FINALIZED, Act.SETTLEMENT_ACCEPTED,
        Act.SETTLEMENT_RETURNED, Act.SETTLEMENT_SIGNED, Act.SETTLEMENT_APPROVED,
        Act.SETTLEMENT_REVIEWED, Act.RELEASE_HELD, Act.RELEASE_HOLD_LIFTED,
        Act.SETTLEMENT_RELEASED, Act.SETTLEMENT_REST_RELEASED, Act.SETTLEMENT_EXPORTED,
        Act.STATEMENT_PREVIEWED,
    }
)  # fmt: skip
OF_PERIOD = frozenset({Act.PERIOD_LOCKED})
OF_UNLOCK = frozenset({Act.UNLOCK_ASKED, Act.UNLOCK_CONFIRMED, Act.UNLOCK_REFUSED})
OF_STATEMENT = frozenset({Act.STATEMENT_ISSUED, Act.STATEMENT_READ, Act.WORKBOOK_READ})
OF_DISPUTE = frozenset(
    {
        Act.DISPUTE_RAISED, Act.DISPUTE_ANSWERED, Act.DISPUTE_ACCEPTED, Act.DISPUTE_APPEALED,
        Act.DISPUTE_DECIDED, Act.DISPUTE_WITHDRAWN, Act.DISPUTE_FILE_READ,
    }
)  # fmt: skip
OF_FIGURE = frozenset(
    {
        Act.FIGURE_ENTERED, Act.FIGURE_SUBMITTED, Act.FIGURE_VERIFIED, Act.FIGURE_RETURNED,
        Act.FINDING_RECORDED, Act.SAMPLE_DRAWN, Act.SAMPLE_ANSWERED,
    }
)  # fmt: skip
OF_EVIDENCE = frozenset({Act.FIGURE_EVIDENCE_ADDED, Act.FIGURE_EVIDENCE_READ})
OF_ALERT = frozenset({Act.ALERT_RAISED, Act.ALERT_ANSWERED})
OF_SCORECARD = frozenset(
    {
        Act.SCORECARD_DRAFTED, Act.SCORECARD_CHECKED, Act.SCORECARD_REVIEWED, Act.SCORECARD_RETURNED,
        Act.SCORECARD_SIGNED, Act.SCORECARD_REOPENED, Act.SCORECARD_LOCKED,
    }
)  # fmt: skip
OF_BASE_FEES = frozenset({Act.BASE_FEES_RELEASED})
OF_TERMS = frozenset({Act.BASE_FEE_AGREED, Act.BASE_FEE_CORRECTED})
OF_EARNED = frozenset({Act.BASE_FEE_EARNED, Act.BASE_FEE_HELD, Act.BASE_FEE_HOLD_LIFTED})
OF_MONTH = frozenset({Act.MONTH_ATTESTED, Act.MONTH_APPROVED, Act.MONTH_RETURNED})
OF_HOURS = frozenset({Act.HOURS_LOGGED, Act.HOURS_CORRECTED})


def telling_of(payment_id: int) -> ColumnElement[bool]:
    """Write the condition on an entry that it tells of a payment, or of what stands behind it.

    Args:
        payment_id: The payment; where there is none, no entry tells of it.
    """
    parts = [*_money(payment_id), *_settled(payment_id), *_worked(payment_id)]
    return or_(
        *(and_(AuditEntry.act.in_(acts), AuditEntry.object_id.in_(ids)) for acts, ids in parts)
    )


def _money(payment_id: int) -> Iterator[Part]:
    """Give the line itself, the lines it takes back or puts right and those that do so to it."""
    own, other = another(Payment, "payment_story_own"), another(Payment, "payment_story_other")
    yield (
        OF_LINE,
        (
            select(other.id)
            .join(
                own,
                or_(
                    other.id.in_((own.id, own.reverses_id, own.corrects_id)),
                    own.id.in_((other.reverses_id, other.corrects_id)),
                ),
            )
            .where(own.id == payment_id)
        ),
    )
    yield (
        OF_REQUEST,
        select(PaymentRequestLine.request_id).where(PaymentRequestLine.payment_id == payment_id),
    )


def _settled(payment_id: int) -> Iterator[Part]:
    """Give the settlement that an incentive pays, its period, its disputes and its figures."""
    paid = _of(payment_id, Payment.settlement_id)
    period = select(Settlement.period_id).where(Settlement.id.in_(paid))
    figures = _figures(paid)
    yield OF_SETTLEMENT, paid
    yield OF_SCORECARD, select(Settlement.scorecard_id).where(Settlement.id.in_(paid))
    yield OF_PERIOD, period
    yield OF_UNLOCK, select(PeriodUnlock.id).where(PeriodUnlock.period_id.in_(period))
    yield (
        OF_STATEMENT,
        select(Statement.id).where(
            Statement.settlement_id.in_(paid),
            Statement.participant_id.in_(_of(payment_id, Payment.participant_id)),
        ),
    )
    yield OF_DISPUTE, select(Dispute.id).where(Dispute.settlement_id.in_(paid))
    yield OF_FIGURE, figures
    yield OF_EVIDENCE, select(FigureEvidence.id).where(FigureEvidence.figure_id.in_(figures))
    yield OF_ALERT, select(MonitorAlert.id).where(MonitorAlert.figure_id.in_(figures))


def _worked(payment_id: int) -> Iterator[Part]:
    """Give the release of a base fee, and the month of work that it pays."""
    earned = _of(payment_id, Payment.base_fee_earned_id)
    month = select(BaseFeeEarned.attestation_id).where(BaseFeeEarned.id.in_(earned))
    yield (
        OF_BASE_FEES,
        _of(payment_id, Payment.release_id).where(Payment.base_fee_earned_id.is_not(None)),
    )
    yield OF_TERMS, select(BaseFeeEarned.terms_id).where(BaseFeeEarned.id.in_(earned))
    yield OF_EARNED, earned
    yield OF_MONTH, month
    yield OF_HOURS, select(AttestedEntry.entry_id).where(AttestedEntry.attestation_id.in_(month))


def _of(payment_id: int, column: InstrumentedAttribute[Any]) -> Ids:
    return select(column).where(Payment.id == payment_id)


def _figures(settlements: Ids) -> Ids:
    """Find the figures that settlements were made of, with every one that they took the place of."""
    used = another(Figure, "payment_story_used")
    return (
        select(Figure.id)
        .join(
            used,
            and_(
                used.period_id == Figure.period_id,
                used.measure_id == Figure.measure_id,
                used.participant_id.is_not_distinct_from(Figure.participant_id),
                Figure.id <= used.id,
            ),
        )
        .join(SettlementFigure, SettlementFigure.figure_id == used.id)
        .where(SettlementFigure.settlement_id.in_(settlements))
    )
