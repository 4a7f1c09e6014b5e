"""What the work list is made from: what may wait for a person, in all the agreements that are seen."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, may
from comanage.actions import awaited, own_word, payment_list
from comanage.actions.overdue import DueFigure, asked_in, due_figures
from comanage.actions.own_word import ToLookThrough
from comanage.actions.payment_list import ToHandle
from comanage.records import dispute as disputes
from comanage.records import overview
from comanage.records.agreement import Agreement
from comanage.records.dispute import Dispute
from comanage.records.monitor_alert import MonitorAlert, open_in
from comanage.records.performance_period import PerformancePeriod
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.release_hold import ReleaseHold
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, SettlementState, SettlementStep
from comanage.together import Part, Together

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Own:
    """What waits for one person in particular, who may take it and has no part that bars it."""

    approvable: frozenset[int]
    releasable: frozenset[int]
    stopped: Mapping[int, ReleaseHold]
    holding: Sequence[ReleaseHold]
    payments: Sequence[ToHandle]
    base_fees: Mapping[int, int]
    held_fees: Mapping[int, int]
    held: Sequence[Settlement]
    openings: Sequence[PeriodUnlock]
    without_owner: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Board:
    """What the work list is made from, each look-up for all agreements at once."""

    scorecards: Mapping[int, frozenset[ScorecardState]]
    periods: Sequence[PerformancePeriod]  # that have begun
    coming: PerformancePeriod | None
    figures: Mapping[int, Mapping[FigureState, int]]
    asked: Mapping[int, int]
    settlements: Mapping[int, SettlementState]
    approved: Mapping[int, str]
    due: Sequence[DueFigure]
    alerts: Sequence[MonitorAlert]
    unreleased: Mapping[int, Mapping[int, str]]
    disputes: Sequence[Dispute]
    to_look_through: Sequence[ToLookThrough]
    answers: Sequence[Dispute]
    own: Own


def gathered(session: Session, actor: Actor, seen: Sequence[Agreement]) -> Board:
    """Look up what may wait for a person in the agreements that the person sees."""
    ids, today = [agreement.id for agreement in seen], clock.today()
    each = Together(session)

    def whoever(right: Right, reader: Callable[[], T]) -> Part[T | None]:
        return each.part(lambda: reader() if may(actor, right) else None)

    scorecards = each.part(overview.scorecard_states, session, ids)
    periods = each.part(overview.open_periods, session, ids)
    figures = each.part(_figures, session, ids)
    asked = whoever(Right.FIGURE_ENTER, lambda: _asked(session, seen, ids))
    settlements = each.part(overview.settlement_states, session, ids)
    approved = each.part(overview.approved_periods, session, ids)
    due = whoever(Right.FIGURE_READ, lambda: due_figures(session, seen, today))
    alerts = whoever(Right.ALERT_ANSWER, lambda: open_in(session, ids))
    unreleased = whoever(Right.PAYMENT_RELEASE, lambda: overview.unreleased_periods(session, ids))
    standing = whoever(Right.DISPUTE_READ, lambda: disputes.standing(session, ids, today))
    to_look = whoever(Right.SETTLEMENT_ACCEPT, lambda: own_word.to_look_through(session, actor))
    answers = whoever(Right.DISPUTE_RAISE, lambda: own_word.to_accept_or_appeal(session, actor))
    own = each.part(_own, session, actor, seen)
    return Board(
        scorecards=scorecards.given,
        periods=[period for period in periods.given if period.starts <= today],
        coming=next((period for period in periods.given if period.starts > today), None),
        figures=figures.given,
        asked=asked.given or {},
        settlements=settlements.given,
        approved=approved.given,
        due=due.given or [],
        alerts=alerts.given or (),
        unreleased=unreleased.given or {},
        disputes=standing.given or [],
        to_look_through=to_look.given or [],
        answers=answers.given or [],
        own=own.given,
    )


def _own(session: Session, actor: Actor, seen: Sequence[Agreement]) -> Own:
    """Look up what waits for this person in particular."""
    each = Together(session)
    approvable = each.part(awaited.settlements, session, actor, seen, SettlementStep.APPROVE)
    releasable = each.part(awaited.settlements, session, actor, seen, SettlementStep.RELEASE)
    stopped = each.part(awaited.stopped, session, actor, seen)
    holding = each.part(awaited.holding, session, actor, seen)
    payments = each.part(payment_list.to_handle, session, actor)
    base_fees = each.part(awaited.base_fees, session, actor, seen)
    held_fees = each.part(awaited.held_base_fees, session, actor, seen)
    held = each.part(awaited.held, session, actor, seen)
    openings = each.part(awaited.openings, session, actor, seen)
    without_owner = each.part(awaited.without_owner, session, actor, seen)
    return Own(
        approvable=approvable.given,
        releasable=releasable.given,
        stopped=stopped.given,
        holding=holding.given,
        payments=payments.given,
        base_fees=base_fees.given,
        held_fees=held_fees.given,
        held=held.given,
        openings=openings.given,
        without_owner=without_owner.given,
    )


def _begun(session: Session, ids: Sequence[int]) -> Sequence[PerformancePeriod]:
    return overview.begun_periods(session, ids, clock.today())


def _figures(session: Session, ids: Sequence[int]) -> Mapping[int, Mapping[FigureState, int]]:
    """Count the figures of the open periods that have begun, by where they stand."""
    found = overview.figure_states(session, [period.id for period in _begun(session, ids)])
    return {at: Counter(each.values()) for at, each in found.items()}


def _asked(session: Session, seen: Sequence[Agreement], ids: Sequence[int]) -> Mapping[int, int]:
    """Count the figures that those periods ask for."""
    return asked_in(session, seen, _begun(session, ids))
