"""Payment controls: what an agreement asks for before money leaves, beyond what its terms say.

They are rows of which the newest counts: how many must approve above which amount, how
long a group may dispute, whether an independent reviewer signs, and the most that may be
paid. They stand beside the terms, since they decide about who signs and never about what
is earned.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Cents, Instant
from comanage.records.person import Person


class PaymentControl(Base):
    """What an agreement asked for from one moment on; never changed, never deleted."""

    __tablename__ = "payment_control"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="payment_control_number_once_an_agreement"),
        CheckConstraint("number >= 1", name="payment_control_numbers_count_from_one"),
        CheckConstraint(
            "second_approval_above_cents >= 0", name="payment_control_second_approval_above_zero"
        ),
        CheckConstraint("dispute_days >= 1", name="payment_control_dispute_lasts_a_day"),
        CheckConstraint("year_cap_cents >= 0", name="payment_control_year_cap_not_below_zero"),
        CheckConstraint("lifetime_cap_cents >= 0", name="payment_control_whole_cap_not_below_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    second_approval_above_cents: Mapped[int | None] = mapped_column(Cents)  # None: one is enough
    dispute_days: Mapped[int | None]  # None: no window
    independent_review: Mapped[bool] = mapped_column(default=False)
    year_cap_cents: Mapped[int | None] = mapped_column(Cents)  # a contract year, with the base fee
    lifetime_cap_cents: Mapped[int | None] = mapped_column(Cents)  # of the whole agreement
    reason: Mapped[str] = mapped_column(default="")
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    agreement: Mapped[Agreement] = relationship(viewonly=True)
    set_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose controls these are."""
        return f"<PaymentControl {self.id}: agreement {self.agreement_id} no. {self.number}>"


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls in force; those of an agreement that set none are these defaults."""

    number: int = 0
    second_approval_above_cents: int | None = None
    dispute_days: int | None = None
    independent_review: bool = False
    year_cap_cents: int | None = None
    lifetime_cap_cents: int | None = None

    def approvals_for(self, cents: int) -> int:
        """Say how many people must approve an amount.

        >>> Controls(second_approval_above_cents=5_000_000).approvals_for(5_000_000)
        1
        >>> Controls(second_approval_above_cents=5_000_000).approvals_for(-5_000_001)
        2
        """
        above = self.second_approval_above_cents
        return 2 if above is not None and abs(cents) > above else 1


def newest(session: Session, agreement_id: int) -> PaymentControl | None:
    """Find the controls that were set last, with who set them."""
    return session.scalar(
        select(PaymentControl)
        .where(PaymentControl.agreement_id == agreement_id)
        .order_by(PaymentControl.number.desc())
        .limit(1)
    )


def reviewed_in(session: Session, agreement_ids: Collection[int]) -> frozenset[int]:
    """Name those of some agreements that ask for an independent review before a release."""
    rows = session.execute(
        select(PaymentControl.agreement_id, PaymentControl.independent_review)
        .where(PaymentControl.agreement_id.in_(agreement_ids))
        .order_by(PaymentControl.number)
    )
    latest = dict(rows.all())
    return frozenset(agreement_id for agreement_id, asked in latest.items() if asked)


def year_caps(session: Session, agreement_ids: Collection[int]) -> Mapping[int, int]:
    """Give the cap of a contract year of those of some agreements that set one, in cents."""
    rows = session.execute(
        select(PaymentControl.agreement_id, PaymentControl.year_cap_cents)
        .where(PaymentControl.agreement_id.in_(agreement_ids))
        .order_by(PaymentControl.number)
    )
    latest = dict(rows.all())
    return {agreement_id: cents for agreement_id, cents in latest.items() if cents is not None}


def in_force(session: Session, agreement_id: int) -> Controls:
    """Give the controls of an agreement as they count now."""
    row = newest(session, agreement_id)
    if row is None:
        return Controls()
    return Controls(
        row.number,
        row.second_approval_above_cents,
        row.dispute_days,
        row.independent_review,
        row.year_cap_cents,
        row.lifetime_cap_cents,
    )
