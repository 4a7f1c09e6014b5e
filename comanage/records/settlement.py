"""A settlement: what a period's figures earned under its terms, as one canonical document.

A settlement is never edited. Calculating again makes a new one that names the
one it replaces; both stand.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Cents, Instant, another, one_of
from comanage.records.figure import Figure
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.records.scorecard import Scorecard
from comanage.rules.signoff import SettlementState


class Settlement(Base):
    """One calculation for one period, with everything it was made from."""

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint(
            "agreement_id", "period_id", "number", name="settlement_number_once_a_period"
        ),
        UniqueConstraint("replaces_id", name="settlement_replaced_once"),
        ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="settlement_period_of_its_agreement",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "scorecard_id"],
            ["scorecard.agreement_id", "scorecard.id"],
            name="settlement_scorecard_of_its_agreement",
        ),
        CheckConstraint("number >= 1", name="settlement_numbers_count_from_one"),
        CheckConstraint(
            "earned_cents >= 0 OR possible_cents < 0", name="settlement_owes_only_a_loss"
        ),
        CheckConstraint(
            "state = 'preliminary' OR (finalized_by_id IS NOT NULL AND finalized_at IS NOT NULL)",
            name="settlement_final_names_who_made_it_final",
        ),
        CheckConstraint(
            "(state IN ('preliminary', 'final')) = (approved_by_id IS NULL)"
            " AND (approved_by_id IS NULL) = (approved_at IS NULL)",
            name="settlement_approved_names_its_approver",
        ),
        CheckConstraint(
            "(state = 'released') = (released_by_id IS NOT NULL)"
            " AND (released_by_id IS NULL) = (released_at IS NULL)",
            name="settlement_released_names_its_releaser",
        ),
        CheckConstraint("round >= 1", name="settlement_rounds_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    period_id: Mapped[int]
    scorecard_id: Mapped[int]
    number: Mapped[int]
    state: Mapped[SettlementState] = mapped_column(
        one_of(SettlementState, "settlement_state_is_known"), default=SettlementState.PRELIMINARY
    )
    document: Mapped[str]  # canonical JSON: every line, and every step to it
    document_hash: Mapped[str]
    figures: Mapped[str]  # canonical JSON: the figures as they stood
    figures_hash: Mapped[str]
    possible_cents: Mapped[int] = mapped_column(Cents)
    earned_cents: Mapped[int] = mapped_column(Cents)
    calculated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    calculated_at: Mapped[datetime] = mapped_column(Instant)
    finalized_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    finalized_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # up at every return
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("settlement.id"))
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}

    # Rows are written by their ids; these only read.
    agreement: Mapped[Agreement] = relationship(viewonly=True)
    period: Mapped[PerformancePeriod] = relationship(viewonly=True)
    scorecard: Mapped[Scorecard] = relationship(viewonly=True)
    calculated_by: Mapped[Person] = relationship(foreign_keys=[calculated_by_id], viewonly=True)
    finalized_by: Mapped[Person | None] = relationship(
        foreign_keys=[finalized_by_id], viewonly=True
    )
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], viewonly=True)
    released_by: Mapped[Person | None] = relationship(foreign_keys=[released_by_id], viewonly=True)

    def __repr__(self) -> str:
        """Say which settlement this is."""
        return f"<Settlement {self.id}: period {self.period_id} no. {self.number}, {self.state}>"


STANDING = (SettlementState.APPROVED, SettlementState.RELEASED)


class SettlementFigure(Base):
    """A figure that a settlement was made from."""

    __tablename__ = "settlement_figure"

    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), primary_key=True, index=True)

    def __repr__(self) -> str:
        """Say which figure went into which settlement."""
        return f"<SettlementFigure: figure {self.figure_id} in settlement {self.settlement_id}>"


def latest(session: Session, period_id: int) -> Settlement | None:
    """Find the last settlement of a period, with the people who moved it on."""
    return next(iter(of_period(session, period_id)), None)


def preliminary(session: Session, agreement_ids: Iterable[int]) -> Sequence[Settlement]:
    """List the preliminary settlements of some agreements that no other one has replaced."""
    later = another(Settlement, "settlement_later")
    return session.scalars(
        select(Settlement)
        .options(joinedload(Settlement.period))
        .where(Settlement.agreement_id.in_([*agreement_ids]))
        .where(Settlement.state == SettlementState.PRELIMINARY)
        .where(~select(later.id).where(later.replaces_id == Settlement.id).exists())
        .order_by(Settlement.id)
    ).all()


def latest_in(
    session: Session, agreement_ids: Iterable[int], *states: SettlementState
) -> Sequence[Settlement]:
    """List the last settlements of the periods of some agreements, where they are in some states."""
    newer = another(Settlement, "settlement_newer")
    return session.scalars(
        select(Settlement)
        .options(joinedload(Settlement.agreement), joinedload(Settlement.period))
        .where(Settlement.agreement_id.in_([*agreement_ids]), Settlement.state.in_(states))
        .where(
            ~select(newer.id)
            .where(newer.period_id == Settlement.period_id, newer.number > Settlement.number)
            .exists()
        )
        .order_by(Settlement.id)
    ).all()


def standing(session: Session, period_id: int) -> Settlement | None:
    """Find the settlement of a period that was approved last: what stands, and pays."""
    return session.scalar(
        select(Settlement)
        .where(Settlement.period_id == period_id, Settlement.state.in_(STANDING))
        .order_by(Settlement.number.desc())
        .limit(1)
    )


def released_before(session: Session, found: Settlement) -> Settlement | None:
    """Find the settlement of the same period that was released last before another: what it paid."""
    earlier = (one for one in of_period(session, found.period_id) if one.number < found.number)
    return next((one for one in earlier if one.state is SettlementState.RELEASED), None)


def standing_by_period(session: Session, agreement_id: int) -> dict[int, Settlement]:
    """Give the settlement of each period that was approved last, by the period's id."""
    found = session.scalars(
        select(Settlement)
        .options(
            joinedload(Settlement.period),
            joinedload(Settlement.scorecard),
            joinedload(Settlement.approved_by),
            joinedload(Settlement.released_by),
        )
        .where(Settlement.agreement_id == agreement_id, Settlement.state.in_(STANDING))
        .order_by(Settlement.period_id, Settlement.number)
    )
    return {settlement.period_id: settlement for settlement in found}


def approved_in(session: Session, agreement_ids: Iterable[int]) -> Sequence[Settlement]:
    """List every settlement of some agreements that was approved, by period, the newest last."""
    return session.scalars(
        select(Settlement)
        .join(Settlement.period)
        .options(contains_eager(Settlement.period), joinedload(Settlement.scorecard))
        .where(Settlement.agreement_id.in_([*agreement_ids]), Settlement.state.in_(STANDING))
        .order_by(PerformancePeriod.starts, PerformancePeriod.id, Settlement.number)
    ).all()


def standing_among(approved: Iterable[Settlement]) -> dict[int, list[Settlement]]:
    """List, by agreement, the settlement of each period that was approved last, the latest last."""
    found: dict[int, dict[int, Settlement]] = {}
    for one in approved:
        found.setdefault(one.agreement_id, {})[one.period_id] = one
    return {agreement_id: [*each.values()] for agreement_id, each in found.items()}


def of_period(session: Session, period_id: int) -> Sequence[Settlement]:
    """List every settlement of a period, newest first, with the people who moved it on."""
    return session.scalars(_newest_first(period_id)).all()


def _newest_first(period_id: int) -> Select[Settlement]:
    return (
        select(Settlement)
        .options(
            joinedload(Settlement.period),
            joinedload(Settlement.scorecard),
            joinedload(Settlement.calculated_by),
            joinedload(Settlement.finalized_by),
            joinedload(Settlement.approved_by),
            joinedload(Settlement.released_by),
        )
        .where(Settlement.period_id == period_id)
        .order_by(Settlement.number.desc())
    )


def latest_by_period(session: Session, agreement_id: int) -> dict[int, Settlement]:
    """Give the last settlement of each period of an agreement, by the period's id."""
    found = session.scalars(
        select(Settlement)
        .where(Settlement.agreement_id == agreement_id)
        .order_by(Settlement.period_id, Settlement.number)
    )
    return {settlement.period_id: settlement for settlement in found}


def figures_of(session: Session, settlement_id: int) -> Sequence[Figure]:
    """List the figures a settlement was made from, each with who entered and verified it, and for whom."""
    return session.scalars(
        select(Figure)
        .join(SettlementFigure, SettlementFigure.figure_id == Figure.id)
        .options(
            joinedload(Figure.period),
            joinedload(Figure.measure),
            joinedload(Figure.participant),
            joinedload(Figure.entered_by),
            joinedload(Figure.verified_by),
            joinedload(Figure.entered_for),
            joinedload(Figure.verified_for),
        )
        .where(SettlementFigure.settlement_id == settlement_id)
        .order_by(Figure.id)
    ).all()
