"""What base fee payments are made from: approved months of work, each with who approved them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage.records.base_fee import BaseFeeEarned
from comanage.records.month_attestation import MonthAttestation


@dataclass(frozen=True, slots=True)
class PayableBaseFee:
    """What a base fee payment is made from: one approved month of one physician's work.

    Attributes:
        earned_id: The row of base_fee_earned; each is paid once.
        agreement_id: The agreement.
        participant_id: The group that is paid.
        participant: Its code in the agreement.
        month: The first day of the month.
        cents: The amount; above 0.
        trace_hash: The SHA-256 of the steps to the amount.
        physician_id: Whose work it was.
        physician: The same, by the name that the attestation was signed with.
        approvers: The ids of those who approved, by level.
        approved_for: The ids of those in whose stead one of them did.
        approved_at: When the last level approved.
    """

    earned_id: int
    agreement_id: int
    participant_id: int
    participant: str
    month: date
    cents: int
    trace_hash: str
    physician_id: int
    physician: str
    approvers: tuple[int, ...]
    approved_for: frozenset[int]
    approved_at: datetime


def payable_base_fees(session: Session, *agreement_ids: int) -> list[PayableBaseFee]:
    """List what the approved months of agreements earned, by month and group.

    Every row stands for work that was attested by its physician and approved by each level,
    all of them different people; the database holds no other. An amount is final: a payment
    names the row it pays (earned_id), and must pay it once, whole.
    """
    rows = (
        session.scalars(
            select(BaseFeeEarned)
            .options(
                joinedload(BaseFeeEarned.attestation).joinedload(MonthAttestation.decisions),
                joinedload(BaseFeeEarned.participant),
            )
            .where(BaseFeeEarned.agreement_id.in_(agreement_ids), BaseFeeEarned.cents > 0)
            .order_by(BaseFeeEarned.month, BaseFeeEarned.participant_id, BaseFeeEarned.id)
        )
        .unique()
        .all()
    )
    return [_payable(row) for row in rows]


def _payable(row: BaseFeeEarned) -> PayableBaseFee:
    decisions = row.attestation.decisions
    return PayableBaseFee(
        earned_id=row.id,
        agreement_id=row.agreement_id,
        participant_id=row.participant_id,
        participant=row.participant.code,
        month=row.month,
        cents=row.cents,
        trace_hash=row.trace_hash,
        physician_id=row.attestation.person_id,
        physician=row.attestation.printed_name,
        approvers=tuple(each.person_id for each in decisions),
        approved_for=frozenset(each.for_id for each in decisions if each.for_id is not None),
        approved_at=decisions[-1].decided_at,
    )
