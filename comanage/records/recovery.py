"""Recoveries: cents of a debt that were set off, that the group repaid, or that were repaid wrongly.

A row never changes. A repayment that was recorded wrongly is taken back by a row of its own,
below zero, which names it; the same day and reference may then be recorded again.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from comanage.records.base import Base, Cents


class Recovery(Base):
    """Cents of a debt that were set off or repaid; below zero, a repayment taken back."""

    __tablename__ = "recovery"
    __table_args__ = (
        CheckConstraint(
            "cents <> 0 AND (cents < 0) = (reverses_id IS NOT NULL)", name="recovery_of_something"
        ),
        CheckConstraint(
            "(against_id IS NULL) = (reference IS NOT NULL)", name="recovery_set_off_or_repaid"
        ),
        CheckConstraint("reference <> ''", name="recovery_repaid_has_a_reference"),
        CheckConstraint(
            "(number IS NOT NULL) = (against_id IS NULL AND reverses_id IS NULL) AND number >= 1",
            name="recovery_repaid_counts_from_one",
        ),
        CheckConstraint(
            "(reverses_id IS NULL) = (reason IS NULL) AND reason <> ''",
            name="recovery_reversal_says_why",
        ),
        UniqueConstraint("debt_id", "on", "reference", "number", name="recovery_repaid_once"),
        UniqueConstraint("reverses_id", name="recovery_reversed_once"),
        Index("recovery_by_debt", "debt_id"),
        Index("recovery_by_payment", "against_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    debt_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    against_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    cents: Mapped[int] = mapped_column(Cents)
    on: Mapped[date]
    reference: Mapped[str | None]  # of what the group paid back
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int | None]  # of a repayment: how often it was recorded, once it was taken back
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("recovery.id"))
    reason: Mapped[str | None]  # why it was taken back

    def __repr__(self) -> str:
        """Say which debt this is about."""
        return f"<Recovery {self.id}: of payment {self.debt_id}>"


def standing(rows: Sequence[Recovery]) -> list[Recovery]:
    """List the repayments among the recoveries of a debt that were not taken back, oldest first."""
    taken_back = {one.reverses_id for one in rows}
    repaid = [one for one in rows if one.number is not None and one.id not in taken_back]
    return sorted(repaid, key=lambda one: one.id)
