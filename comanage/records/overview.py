"""Overviews: where agreements stand, for lists and the home page, in a query each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from comanage.records.figure import Figure
from comanage.records.measure import Measure
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import STANDING, Settlement
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, SettlementState

States = Mapping[tuple[str, str], FigureState]  # by participant's and measure's code
later_settlement = aliased(Settlement)


def scorecard_states(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, frozenset[ScorecardState]]:
    """Say, by agreement, in which states it has a scorecard."""
    found: dict[int, set[ScorecardState]] = defaultdict(set)
    rows = session.execute(
        select(Scorecard.agreement_id, Scorecard.state).where(
            Scorecard.agreement_id.in_([*agreement_ids])
        )
    )
    for agreement_id, state in rows:
        found[agreement_id].add(state)
    return {agreement_id: frozenset(states) for agreement_id, states in found.items()}


def begun_periods(
    session: Session, agreement_ids: Iterable[int], today: date
) -> Sequence[PerformancePeriod]:
    """List the open periods that have begun, earliest first."""
    return [each for each in open_periods(session, agreement_ids) if each.starts <= today]


def open_periods(session: Session, agreement_ids: Iterable[int]) -> Sequence[PerformancePeriod]:
    """List the open periods, those to come as well, earliest first."""
    return session.scalars(
        select(PerformancePeriod)
        .where(PerformancePeriod.agreement_id.in_([*agreement_ids]))
        .where(PerformancePeriod.state == PeriodState.OPEN)
        .order_by(PerformancePeriod.starts, PerformancePeriod.id)
    ).all()


def approved_periods(session: Session, agreement_ids: Iterable[int]) -> Mapping[int, str]:
    """Give, by agreement, the code of the latest period whose settlement was approved."""
    rows = session.execute(
        select(PerformancePeriod.agreement_id, PerformancePeriod.code)
        .join(Settlement, Settlement.period_id == PerformancePeriod.id)
        .where(PerformancePeriod.agreement_id.in_([*agreement_ids]))
        .where(Settlement.state.in_(STANDING))
        .order_by(PerformancePeriod.starts, PerformancePeriod.id)
    )
    return {agreement_id: code for agreement_id, code in rows}  # noqa: C416  # the latest comes last


def unreleased_periods(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, Mapping[int, str]]:
    """Give, by agreement, the locked periods whose settlement waits for release, codes by ids."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = session.execute(
        select(PerformancePeriod.agreement_id, PerformancePeriod.id, PerformancePeriod.code)
        .join(Settlement, Settlement.period_id == PerformancePeriod.id)
        .where(PerformancePeriod.agreement_id.in_([*agreement_ids]))
        .where(PerformancePeriod.state == PeriodState.LOCKED)
        .where(Settlement.state == SettlementState.APPROVED)
        .where(
            ~select(later_settlement.id)
            .where(later_settlement.replaces_id == Settlement.id)
            .exists()
        )
        .order_by(PerformancePeriod.starts, PerformancePeriod.id)
    )
    for agreement_id, period_id, code in rows:
        found[agreement_id][period_id] = code
    return found


def figure_counts(
    session: Session, period_ids: Iterable[int]
) -> Mapping[int, Mapping[FigureState, int]]:
    """Count the figures that stand in some periods, by their state."""
    later = aliased(Figure)
    rows = session.execute(
        select(Figure.period_id, Figure.state, func.count())
        .outerjoin(later, later.replaces_id == Figure.id)
        .where(Figure.period_id.in_([*period_ids]), later.id.is_(None))
        .group_by(Figure.period_id, Figure.state)
    )
    found: dict[int, dict[FigureState, int]] = defaultdict(dict)
    for period_id, state, count in rows:
        found[period_id][state] = count
    return found


class Submitted(NamedTuple):
    """The figures of a period that wait for a verifier, and since when."""

    agreement_id: int
    code: str
    figures: int
    since: datetime | None


class HandedOn(NamedTuple):
    """A settlement that waits for an approver or a releaser, and since when."""

    agreement_id: int
    code: str
    state: SettlementState
    since: datetime | None


def submitted(session: Session, agreement_ids: Iterable[int]) -> Sequence[Submitted]:
    """List the periods of some agreements in which figures wait for a verifier, oldest first."""
    later = aliased(Figure)
    rows = session.execute(
        select(
            PerformancePeriod.agreement_id,
            PerformancePeriod.code,
            func.count(Figure.id),
            func.min(Figure.submitted_at, type_=Figure.submitted_at.type),
        )
        .join(Figure, Figure.period_id == PerformancePeriod.id)
        .outerjoin(later, later.replaces_id == Figure.id)
        .where(PerformancePeriod.agreement_id.in_([*agreement_ids]), later.id.is_(None))
        .where(Figure.state == FigureState.SUBMITTED)
        .group_by(PerformancePeriod.agreement_id, PerformancePeriod.code, PerformancePeriod.starts)
        .order_by(PerformancePeriod.starts)
    )
    return [Submitted(*row) for row in rows]


def handed_on(session: Session, agreement_ids: Iterable[int]) -> Sequence[HandedOn]:
    """List the last settlements of periods that are final or approved, oldest period first."""
    rows = session.execute(
        select(
            Settlement.agreement_id,
            PerformancePeriod.code,
            Settlement.state,
            Settlement.finalized_at,
            Settlement.approved_at,
        )
        .join(PerformancePeriod, PerformancePeriod.id == Settlement.period_id)
        .where(Settlement.agreement_id.in_([*agreement_ids]))
        .where(Settlement.state.in_((SettlementState.FINAL, SettlementState.APPROVED)))
        .where(
            ~select(later_settlement.id)
            .where(
                later_settlement.period_id == Settlement.period_id,
                later_settlement.number > Settlement.number,
            )
            .exists()
        )
        .order_by(PerformancePeriod.starts)
    )
    return [
        HandedOn(agreement_id, code, state, approved_at or finalized_at)
        for agreement_id, code, state, finalized_at, approved_at in rows
    ]


def figure_states(session: Session, period_ids: Iterable[int]) -> Mapping[int, States]:
    """Say, by period, where each figure stands, by its participant's and its measure's code."""
    later = aliased(Figure)
    rows = session.execute(
        select(Figure.period_id, Participant.code, Measure.code, Figure.state)
        .join(Measure, Measure.id == Figure.measure_id)
        .outerjoin(Participant, Participant.id == Figure.participant_id)
        .outerjoin(later, later.replaces_id == Figure.id)
        .where(Figure.period_id.in_([*period_ids]), later.id.is_(None))
    )
    found: dict[int, dict[tuple[str, str], FigureState]] = defaultdict(dict)
    for period_id, whose, code, state in rows:
        found[period_id][whose or "", code] = state
    return found


def settlement_states(session: Session, period_ids: Iterable[int]) -> Mapping[int, SettlementState]:
    """Say, by period, where its latest settlement stands; periods without one are left out."""
    rows = session.execute(
        select(Settlement.period_id, Settlement.state)
        .where(Settlement.period_id.in_([*period_ids]))
        .order_by(Settlement.period_id, Settlement.number)
    )
    return dict(rows.all())
