"""Payments: the lines of money that a release made, and where each stands.

A line never changes once it is released; it only moves from payable to requested and
paid. What was released wrongly is taken back by a reversing line, and another stands in
its place; both name the old one. What a group owes back is a line below zero, and a
recovery sets it off against a payment or records that the group repaid it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Cents, Instant, one_of
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.records.recovery import Recovery
from comanage.records.settlement import Settlement
from comanage.rules.payments import Kind, Line
from comanage.rules.signoff import PaymentState


class PaymentRelease(Base):
    """One act of release: who released what, whole; never changed, never deleted."""

    __tablename__ = "payment_release"
    __table_args__ = (
        UniqueConstraint("settlement_id", "of_rest", name="payment_release_once_a_settlement"),
        UniqueConstraint("agreement_id", "id", name="payment_release_of_one_agreement"),
        CheckConstraint("printed_name <> ''", name="payment_release_has_a_printed_name"),
        CheckConstraint("released_by_id <> for_id", name="payment_release_for_someone_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("settlement.id"))
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    role: Mapped[str]
    printed_name: Mapped[str]
    released_at: Mapped[datetime] = mapped_column(Instant)
    cents: Mapped[int] = mapped_column(Cents)  # of all its lines together
    of_rest: Mapped[bool] = mapped_column(default=False)  # of what an earlier one held back

    released_by: Mapped[Person] = relationship(foreign_keys=[released_by_id], viewonly=True)

    def __repr__(self) -> str:
        """Say which release this is."""
        return f"<PaymentRelease {self.id}: settlement {self.settlement_id}>"


class Payment(Base):
    """One line of money to one group."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint(
            "agreement_id", "period", "participant_id", "kind", "sequence",
            name="payment_once_a_period_participant_and_kind",
        ),
        UniqueConstraint("reverses_id", name="payment_reversed_once"),
        UniqueConstraint("corrects_id", name="payment_corrected_once"),
        UniqueConstraint("base_fee_earned_id", name="payment_base_fee_once"),
        ForeignKeyConstraint(
            ["agreement_id", "release_id"],
            ["payment_release.agreement_id", "payment_release.id"],
            name="payment_release_of_its_agreement",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="payment_participant_of_its_agreement",
        ),
        CheckConstraint("amount_cents <> 0", name="payment_of_something"),
        CheckConstraint(
            "NOT (kind IN ('incentive', 'advance', 'base fee') AND amount_cents < 0)"
            " AND NOT (kind = 'recovery' AND amount_cents > 0)",
            name="payment_kind_goes_with_its_sign",
        ),
        CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)"
            " AND (kind <> 'correction' OR corrects_id IS NOT NULL)",
            name="payment_correction_names_the_old_line",
        ),
        CheckConstraint(
            "(kind = 'base fee') = (settlement_id IS NULL)", name="payment_names_what_it_pays"
        ),
        CheckConstraint(
            "(kind = 'base fee') = (base_fee_earned_id IS NOT NULL)",
            name="payment_base_fee_names_its_work",
        ),
        CheckConstraint("sequence >= 1", name="payment_sequences_count_from_one"),
        CheckConstraint("starts <= ends", name="payment_period_runs_forward"),
        CheckConstraint(
            "(state = 'payable') = (request_id IS NULL)", name="payment_requested_names_its_request"
        ),
        CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_by_id IS NULL)"
            " AND (paid_on IS NULL) = (paid_reference IS NULL)",
            name="payment_paid_says_when_and_by_which_reference",
        ),
        CheckConstraint("paid_reference <> ''", name="payment_paid_has_a_reference"),
        CheckConstraint("amount_cents > 0 OR state = 'payable'", name="payment_debt_is_not_paid"),
        Index("payment_by_participant", "participant_id"),
        Index("payment_by_settlement", "settlement_id"),
        Index("payment_by_request", "request_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    participant_id: Mapped[int]
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("settlement.id"))
    base_fee_earned_id: Mapped[int | None] = mapped_column(ForeignKey("base_fee_earned.id"))
    period: Mapped[str]  # the code of the period, or the month, that it pays for
    starts: Mapped[date]
    ends: Mapped[date]  # the last day
    year_starts: Mapped[date]  # the first day of its contract year
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "payment_kind_is_known"))
    sequence: Mapped[int]
    amount_cents: Mapped[int] = mapped_column(Cents)  # below zero: the group owes it
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    state: Mapped[PaymentState] = mapped_column(
        one_of(PaymentState, "payment_state_is_known"), default=PaymentState.PAYABLE
    )
    request_id: Mapped[int | None] = mapped_column(ForeignKey("payment_request.id"))
    paid_on: Mapped[date | None]
    paid_reference: Mapped[str | None]  # in the hospital's own system
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who recorded it
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}

    agreement: Mapped[Agreement] = relationship(viewonly=True)
    participant: Mapped[Participant] = relationship(viewonly=True)
    settlement: Mapped[Settlement | None] = relationship(viewonly=True)
    release: Mapped[PaymentRelease] = relationship(viewonly=True)
    recoveries: Mapped[list[Recovery]] = relationship(
        viewonly=True,
        primaryjoin="or_(Payment.id == Recovery.debt_id, Payment.id == Recovery.against_id)",
        order_by=Recovery.id,
    )

    def __repr__(self) -> str:
        """Say which payment this is, without the amount."""
        return f"<Payment {self.id}: {self.kind} of {self.period}, {self.state}>"

    @property
    def line(self) -> Line:
        """The line as the rules read it; what was set off must be at hand."""
        return Line(
            self.id,
            self.kind,
            self.amount_cents,
            open=self.state is PaymentState.PAYABLE,
            recovered=sum(each.cents for each in self.recoveries),
            reverses=self.reverses_id,
        )


class PaymentReturn(Base):
    """A payment that came back unpaid, with the reason; it is payable again."""

    __tablename__ = "payment_return"
    __table_args__ = (
        UniqueConstraint("payment_id", "request_id", name="payment_return_once_a_request"),
        CheckConstraint("reason <> ''", name="payment_return_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("payment_request.id"))
    reason: Mapped[str]
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say which payment came back."""
        return f"<PaymentReturn {self.id}: payment {self.payment_id}>"


def of_participants(session: Session, participant_ids: Collection[int]) -> Sequence[Payment]:
    """List every payment of some participants, oldest first, with what was set off."""
    return _all(session, Payment.participant_id.in_(participant_ids))


def of_agreements(session: Session, agreement_ids: Collection[int]) -> Sequence[Payment]:
    """List the payments of some agreements, oldest first, with group and what was set off."""
    return _all(session, Payment.agreement_id.in_(agreement_ids))


def by_ids(session: Session, payment_ids: Collection[int]) -> Sequence[Payment]:
    """Find payments by their ids, oldest first, with group and what was set off."""
    return _all(session, Payment.id.in_(payment_ids))


def base_fees_paid(session: Session, *agreement_ids: int) -> frozenset[int]:
    """Give the ids of the approved work of agreements whose base fee was released."""
    found = session.scalars(
        select(Payment.base_fee_earned_id).where(
            Payment.agreement_id.in_(agreement_ids), Payment.base_fee_earned_id.is_not(None)
        )
    )
    return frozenset(one for one in found if one is not None)


def returns_of(
    session: Session, payment_ids: Collection[int]
) -> Mapping[int, Sequence[PaymentReturn]]:
    """Give, by payment, how often it came back."""
    found: dict[int, list[PaymentReturn]] = defaultdict(list)
    rows = session.scalars(
        select(PaymentReturn)
        .where(PaymentReturn.payment_id.in_(payment_ids))
        .order_by(PaymentReturn.id)
    )
    for row in rows:
        found[row.payment_id].append(row)
    return found


def next_sequence(session: Session, participant_id: int, period: str, kind: Kind) -> int:
    """Give the number of the next line of a kind to a participant for a period."""
    last = session.scalar(
        select(func.max(Payment.sequence)).where(
            Payment.participant_id == participant_id,
            Payment.period == period,
            Payment.kind == kind,
        )
    )
    return (last or 0) + 1


def release_of(session: Session, settlement_id: int) -> PaymentRelease | None:
    """Find the release of a settlement."""
    return session.scalar(
        select(PaymentRelease).where(PaymentRelease.settlement_id == settlement_id)
    )


def _all(session: Session, which: ColumnElement[bool]) -> Sequence[Payment]:
    found = session.scalars(
        select(Payment)
        .options(
            joinedload(Payment.participant).joinedload(Participant.group),
            joinedload(Payment.agreement).joinedload(Agreement.service_line),
            joinedload(Payment.release),
            joinedload(Payment.recoveries),  # mostly none, seldom more than one
        )
        .where(which)
        .order_by(Payment.id)
    )
    return found.unique().all()
