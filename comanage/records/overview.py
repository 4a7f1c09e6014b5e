"""Overviews: where agreements stand, for lists and the home page, in a query each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comanage.records.base import another
from comanage.records.figure import Figure
from comanage.records.measure import Measure
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import STANDING, Settlement
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, SettlementState

States = Mapping[tuple[str, str], FigureState]  # by participant's and measure's code


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
    rows = _settlements(session, agreement_ids)
    return {row.agreement_id: row.code for row in rows if row.state in STANDING}


def settlement_states(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, SettlementState]:
    """Say, by period, where its latest settlement stands; periods without one are left out."""
    return {row.period_id: row.state for row in _settlements(session, agreement_ids)}


def unreleased_periods(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, Mapping[int, str]]:
    """Give, by agreement, the locked periods whose settlement waits for release, codes by ids."""
    rows = _settlements(session, agreement_ids)
    replaced = {row.replaces_id for row in rows}
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        approved = row.state is SettlementState.APPROVED and row.id not in replaced
        if approved and row.period_state is PeriodState.LOCKED:
            found[row.agreement_id][row.period_id] = row.code
    return found


class _Made(NamedTuple):
    """A settlement that was made, and the period it is of."""

    agreement_id: int
    code: str
    period_state: PeriodState
    id: int
    period_id: int
    state: SettlementState
    replaces_id: int | None


def _settlements(session: Session, agreement_ids: Iterable[int]) -> Sequence[_Made]:
    """List every settlement of some agreements, the latest period and its newest one last."""
    rows = session.execute(
        select(
            PerformancePeriod.agreement_id, PerformancePeriod.code, PerformancePeriod.state,
            Settlement.id, Settlement.period_id, Settlement.state, Settlement.replaces_id,
        )
        .join(Settlement, Settlement.period_id == PerformancePeriod.id)
        .where(PerformancePeriod.agreement_id.in_([*agreement_ids]))
        .order_by(PerformancePeriod.starts, PerformancePeriod.id, Settlement.number)
    )  # fmt: skip
    return [_Made(*row) for row in rows]


class Submitted(NamedTuple):
    """The figures of a period that wait for a verifier, and since when."""

    agreement_id: int
    code: str
    figures: int
    since: datetime | None


def submitted(session: Session, agreement_ids: Iterable[int]) -> Sequence[Submitted]:
    """List the periods of some agreements in which figures wait for a verifier, oldest first."""
    later = another(Figure, "overview_later")
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


def figure_states(session: Session, period_ids: Iterable[int]) -> Mapping[int, States]:
    """Say, by period, where each figure stands, by its participant's and its measure's code."""
    later = another(Figure, "overview_later_2")
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
