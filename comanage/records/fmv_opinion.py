"""An opinion of fair market value: what a valuation firm holds to be fair, from when to when.

Opinions are never changed. A later opinion stands beside the earlier one, and each
holds for its own days; one that was recorded wrongly is replaced by one that names it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement_document import AgreementDocument
from comanage.records.base import Base, Cents, Instant, another
from comanage.records.person import Person
from comanage.rules import fair_value
from comanage.rules.fair_value import Opinion


class FmvOpinion(Base):
    """One opinion, for base fee and incentive of a contract year together."""

    __tablename__ = "fmv_opinion"
    __table_args__ = (
        CheckConstraint("firm <> ''", name="fmv_opinion_names_its_firm"),
        CheckConstraint("opinion_on <= valid_until", name="fmv_opinion_runs_forward"),
        CheckConstraint("low_cents >= 0", name="fmv_opinion_range_not_below_zero"),
        CheckConstraint("low_cents <= high_cents", name="fmv_opinion_range_runs_upward"),
        CheckConstraint("high_cents > 0", name="fmv_opinion_caps_above_zero"),
        Index("fmv_opinion_replaced_once", "replaces_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    firm: Mapped[str]
    opinion_on: Mapped[date]
    valid_until: Mapped[date]  # the last day on which it may be relied on
    low_cents: Mapped[int] = mapped_column(Cents)  # a contract year
    high_cents: Mapped[int] = mapped_column(Cents)  # the cap of a contract year
    agreement_document_id: Mapped[int] = mapped_column(ForeignKey("agreement_document.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("fmv_opinion.id"))

    written: Mapped[AgreementDocument] = relationship()
    recorded_by: Mapped[Person] = relationship()

    def __repr__(self) -> str:
        """Say which opinion this is."""
        return f"<FmvOpinion {self.id}: {self.firm}, {self.opinion_on}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[FmvOpinion]:
    """List every opinion of an agreement, the newest first, with its document."""
    return session.scalars(
        select(FmvOpinion)
        .options(joinedload(FmvOpinion.written), joinedload(FmvOpinion.recorded_by))
        .where(FmvOpinion.agreement_id == agreement_id)
        .order_by(FmvOpinion.opinion_on.desc(), FmvOpinion.id.desc())
    ).all()


def standing(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, Sequence[Opinion]]:
    """Give, by agreement, the opinions that no other one replaces, as the rules read them."""
    rows = standing_rows(session, agreement_ids)
    return {agreement_id: [as_value(row) for row in held] for agreement_id, held in rows.items()}


def standing_rows(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, Sequence[FmvOpinion]]:
    """Give, by agreement, the opinions that no other one replaces, the first given first."""
    later = another(FmvOpinion, "fmv_opinion_later")
    rows = session.scalars(
        select(FmvOpinion)
        .outerjoin(later, later.replaces_id == FmvOpinion.id)
        .where(FmvOpinion.agreement_id.in_([*agreement_ids]), later.id.is_(None))
        .order_by(FmvOpinion.opinion_on, FmvOpinion.id)
    )
    found: dict[int, list[FmvOpinion]] = {}
    for row in rows:
        found.setdefault(row.agreement_id, []).append(row)
    return found


def standing_of(rows: Sequence[FmvOpinion]) -> list[Opinion]:
    """Give those of every opinion of an agreement that no other one replaces, the first given first."""
    replaced = {row.replaces_id for row in rows}
    return [as_value(row) for row in reversed(rows) if row.id not in replaced]


def told_before_paying(
    session: Session, agreement_id: int, days: Iterable[date], today: date
) -> list[str]:
    """Say for which of some days no opinion caps what is paid, or an old one does."""
    opinions = standing(session, [agreement_id]).get(agreement_id, ())
    return fair_value.told_before_paying(opinions, days, today)


def as_value(row: FmvOpinion) -> Opinion:
    """Read a stored opinion as the rules do."""
    return Opinion(
        row.firm, row.opinion_on, row.valid_until, row.low_cents, row.high_cents, id=row.id
    )
