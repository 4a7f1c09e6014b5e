"""The base fee: the agreed terms of each group, and what approved months earned under them.

Terms are versions: a change is a new version from a month to come. One that was mistyped is
replaced before it begins. What was earned stays, made from a month that every level approved.
"""

import json
from collections.abc import Collection, Sequence
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

from comanage.records.base import Base, Cents, Instant, one_of
from comanage.records.month_attestation import MonthAttestation
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules import base_fee as rules
from comanage.rules.base_fee import Pays, Short
from comanage.rules.signoff import Role


class BaseFeeTerms(Base):
    """One version of the base fee that is agreed with one group."""

    __tablename__ = "base_fee_terms"
    __table_args__ = (
        UniqueConstraint("participant_id", "number", name="base_fee_terms_number_once_a_group"),
        UniqueConstraint(
            "agreement_id", "participant_id", "id", name="base_fee_terms_of_one_agreement"
        ),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id", "replaces_id"],
            [f"base_fee_terms.{key}" for key in ("agreement_id", "participant_id", "id")],
            name="base_fee_terms_replace_one_of_its_agreement",
        ),
        Index("base_fee_terms_replaced_once", "replaces_id", unique=True),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="base_fee_terms_participant_of_its_agreement",
        ),
        CheckConstraint("number >= 1", name="base_fee_terms_numbers_count_from_one"),
        CheckConstraint("cents > 0", name="base_fee_terms_pay_something"),
        CheckConstraint(
            "step > 0 AND most_an_entry > 0 AND deadline >= 0"
            " AND coalesce(most_a_month, 1) > 0 AND coalesce(most_a_year, 1) > 0"
            " AND coalesce(fewest_a_month, 1) > 0",
            name="base_fee_terms_limits_above_zero",
        ),
        CheckConstraint(
            "(fewest_a_month IS NULL) = (short IS NULL)"
            " AND (short IS NULL OR pays = 'fixed amount a month')",
            name="base_fee_terms_fewest_says_what_less_comes_to",
        ),
        CheckConstraint(
            "number = 1 OR replaces_id IS NOT NULL OR starts > entered_on",
            name="base_fee_terms_change_from_a_day_to_come",
        ),
        CheckConstraint("number = 1 OR reason <> ''", name="base_fee_terms_change_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    participant_id: Mapped[int]
    number: Mapped[int]
    starts: Mapped[date]  # the first day of a month, or of the agreement
    pays: Mapped[Pays] = mapped_column(one_of(Pays, "base_fee_terms_pays_is_known"))
    cents: Mapped[int] = mapped_column(Cents)  # an hour, or a month
    most_an_entry: Mapped[int]  # minutes, as all that follow
    step: Mapped[int]
    most_a_month: Mapped[int | None]  # None: not set
    most_a_year: Mapped[int | None]
    fewest_a_month: Mapped[int | None]
    short: Mapped[Short | None] = mapped_column(one_of(Short, "base_fee_terms_short_is_known"))
    deadline: Mapped[int]  # days
    sentences: Mapped[str]  # JSON: what a physician states in attesting
    reason: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None]  # a version that was mistyped, before it began
    entered_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    levels: Mapped[list["BaseFeeLevel"]] = relationship(
        viewonly=True, order_by="BaseFeeLevel.level"
    )
    entered_by: Mapped[Person] = relationship(viewonly=True)
    participant: Mapped[Participant] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which version this is."""
        return f"<BaseFeeTerms {self.id}: participant {self.participant_id} no. {self.number}>"

    def as_value(self) -> rules.BaseFee:
        """Give the terms as the rules read them."""
        return rules.BaseFee(
            pays=self.pays,
            cents=self.cents,
            most_an_entry=self.most_an_entry,
            step=self.step,
            most_a_month=self.most_a_month,
            most_a_year=self.most_a_year,
            deadline=self.deadline,
            fewest_a_month=self.fewest_a_month,
            short=self.short,
            levels=tuple(each.role for each in self.levels),
            sentences=tuple(json.loads(self.sentences)),
        )


class BaseFeeLevel(Base):
    """One level of approval of the hours logged under some terms."""

    __tablename__ = "base_fee_level"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 6", name="base_fee_level_one_to_six"),
        CheckConstraint(
            "role IN ('service-line administrator', 'verifier', 'approver')",
            name="base_fee_level_role_may_approve",
        ),
    )

    terms_id: Mapped[int] = mapped_column(ForeignKey("base_fee_terms.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "base_fee_level_role_is_known"))

    def __repr__(self) -> str:
        """Say which level this is."""
        return f"<BaseFeeLevel: level {self.level} of terms {self.terms_id}, {self.role}>"


class BaseFeeEarned(Base):
    """What the approval of one attested month earned for a group."""

    __tablename__ = "base_fee_earned"
    __table_args__ = (
        UniqueConstraint("attestation_id", name="base_fee_earned_once_an_attestation"),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="base_fee_earned_participant_of_its_agreement",
        ),
        CheckConstraint("cents >= 0", name="base_fee_earned_not_below_zero"),
        CheckConstraint("length(trace_hash) = 64", name="base_fee_earned_names_its_trace"),
        CheckConstraint("year_starts <= month_ends", name="base_fee_earned_within_its_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    participant_id: Mapped[int]
    attestation_id: Mapped[int] = mapped_column(ForeignKey("month_attestation.id"))
    terms_id: Mapped[int] = mapped_column(ForeignKey("base_fee_terms.id"))
    month: Mapped[date]  # its first day
    month_ends: Mapped[date]
    year_starts: Mapped[date]  # the first day of the contract year
    cents: Mapped[int] = mapped_column(Cents)
    trace: Mapped[str]  # canonical JSON: the numbered steps to the amount
    trace_hash: Mapped[str]
    earned_at: Mapped[datetime] = mapped_column(Instant)

    attestation: Mapped[MonthAttestation] = relationship(viewonly=True)
    participant: Mapped[Participant] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which month of which group this is, without the amount."""
        return f"<BaseFeeEarned {self.id}: participant {self.participant_id}, {self.month}>"


def versions(session: Session, *agreement_ids: int) -> Sequence[BaseFeeTerms]:
    """List every version of the base fee terms of agreements by group, the oldest first."""
    return session.scalars(
        select(BaseFeeTerms)
        .options(joinedload(BaseFeeTerms.levels), joinedload(BaseFeeTerms.entered_by))
        .where(BaseFeeTerms.agreement_id.in_(agreement_ids))
        .order_by(BaseFeeTerms.participant_id, BaseFeeTerms.number)
    ).unique().all()  # fmt: skip


def standing(rows: Sequence[BaseFeeTerms], participant_id: int) -> list[BaseFeeTerms]:
    """Keep the versions of a group that no other one replaces, the oldest first."""
    aside = {row.replaces_id for row in rows}
    return [row for row in rows if row.participant_id == participant_id and row.id not in aside]


def in_force(rows: Sequence[BaseFeeTerms], participant_id: int, day: date) -> BaseFeeTerms | None:
    """Choose the version of a group that governs a day, among all of an agreement."""
    begun = [row for row in standing(rows, participant_id) if row.starts <= day]
    return max(begun, key=lambda row: row.starts, default=None)


def earned_of_agreement(session: Session, agreement_id: int) -> Sequence[BaseFeeEarned]:
    """List what the months of an agreement earned, by month, those of $0.00 too."""
    return earned_of_agreements(session, [agreement_id])


def earned_of_agreements(
    session: Session, agreement_ids: Collection[int]
) -> Sequence[BaseFeeEarned]:
    """List what the months of some agreements earned, by month, those of $0.00 too."""
    return session.scalars(
        select(BaseFeeEarned)
        .where(BaseFeeEarned.agreement_id.in_(agreement_ids))
        .order_by(BaseFeeEarned.month, BaseFeeEarned.id)
    ).all()


def earned_in_year(session: Session, agreement_id: int, year_starts: date) -> int:
    """Add up, in cents, what an agreement's groups earned in a contract year."""
    in_year = BaseFeeEarned.year_starts == year_starts
    return _sum(session, BaseFeeEarned.agreement_id == agreement_id, in_year)


def earned_in_month(session: Session, participant_id: int, month: date) -> int:
    """Add up, in cents, what a group earned in a month so far."""
    return _sum(
        session, BaseFeeEarned.participant_id == participant_id, BaseFeeEarned.month == month
    )


def earned_of(session: Session, attestation_id: int) -> BaseFeeEarned | None:
    """Find what the approval of an attestation earned."""
    return session.scalar(
        select(BaseFeeEarned).where(BaseFeeEarned.attestation_id == attestation_id)
    )


def _sum(session: Session, *conditions: ColumnElement[bool]) -> int:
    return int(session.scalar(select(func.sum(BaseFeeEarned.cents)).where(*conditions)) or 0)
