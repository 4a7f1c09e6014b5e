"""A payout record: what one participant is owed by one settlement."""

from collections.abc import Collection, Sequence

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, select, text
from sqlalchemy.orm import Mapped, Session, foreign, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Cents
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.release_hold import ReleaseHold
from comanage.records.settlement import Settlement


class PayoutRecord(Base):
    """One participant's part of an approved settlement; never changed, never deleted."""

    __tablename__ = "payout_record"
    __table_args__ = (
        UniqueConstraint(
            "settlement_id", "participant_id", name="payout_record_once_a_participant"
        ),
        CheckConstraint("payable_cents >= 0", name="payout_record_not_below_zero"),
        CheckConstraint("recover_cents >= 0", name="payout_record_owed_back_not_below_zero"),
        CheckConstraint(
            "payable_cents = 0 OR recover_cents = 0", name="payout_record_paid_or_owed_back"
        ),
        CheckConstraint(
            "(left_cents = 0) = (left_because IS NULL) AND left_because <> ''",
            name="payout_record_left_says_why",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    share: Mapped[str]  # as printed, e.g. "45%" or "1/3"
    payable_cents: Mapped[int] = mapped_column(Cents)
    recover_cents: Mapped[int] = mapped_column(Cents, server_default=text("0"))  # owed back instead
    advanced_cents: Mapped[int] = mapped_column(Cents, server_default=text("0"))  # paid before
    # What a correction changed and, as agreed, is neither paid nor recovered; may be below zero.
    left_cents: Mapped[int] = mapped_column(Cents, server_default=text("0"))
    left_because: Mapped[str | None]

    settlement: Mapped[Settlement] = relationship()
    participant: Mapped[Participant] = relationship()
    hold: Mapped[ReleaseHold | None] = relationship(  # what stops its release now
        viewonly=True,
        primaryjoin=lambda: and_(
            foreign(PayoutRecord.settlement_id) == ReleaseHold.settlement_id,
            ReleaseHold.lifted_by_id.is_(None),
        ),
    )

    @property
    def counts_cents(self) -> int:
        """What it earned as far as that counts: what is due, and what was paid before."""
        return self.payable_cents - self.recover_cents + self.advanced_cents

    def __repr__(self) -> str:
        """Say whose payout this is, without the amount."""
        return f"<PayoutRecord {self.id}: participant {self.participant_id}>"


def of_settlement(session: Session, settlement_id: int) -> Sequence[PayoutRecord]:
    """List what each participant is owed by a settlement, each with its group."""
    return session.scalars(
        select(PayoutRecord)
        .options(joinedload(PayoutRecord.participant).joinedload(Participant.group))
        .where(PayoutRecord.settlement_id == settlement_id)
        .order_by(PayoutRecord.participant_id)
    ).all()


def of_settlements(session: Session, settlement_ids: Collection[int]) -> Sequence[PayoutRecord]:
    """List what each participant is owed by some settlements, each with its participant."""
    return session.scalars(
        select(PayoutRecord)
        .options(joinedload(PayoutRecord.participant))
        .where(PayoutRecord.settlement_id.in_(settlement_ids))
    ).all()


def of_agreements(session: Session, agreement_ids: Collection[int]) -> Sequence[PayoutRecord]:
    """List the payouts of some agreements by agreement, period, settlement and participant.

    Each comes with its settlement, period, agreement, approver, releaser, group, and what holds it.
    """
    settlement = joinedload(PayoutRecord.settlement)
    return session.scalars(
        select(PayoutRecord)
        .join(PayoutRecord.settlement)
        .join(Agreement, Agreement.id == Settlement.agreement_id)
        .join(PerformancePeriod, PerformancePeriod.id == Settlement.period_id)
        .options(
            settlement.joinedload(Settlement.period),
            settlement.joinedload(Settlement.agreement),
            settlement.joinedload(Settlement.approved_by),
            settlement.joinedload(Settlement.released_by),
            joinedload(PayoutRecord.participant).joinedload(Participant.group),
            joinedload(PayoutRecord.hold).joinedload(ReleaseHold.held_by),
        )
        .where(Settlement.agreement_id.in_(agreement_ids))
        .order_by(
            Agreement.code, PerformancePeriod.starts, Settlement.number, PayoutRecord.participant_id
        )
    ).all()
