"""Asking about a score: whether a group may dispute a line of a period, and until when it could."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, own_groups
from comanage.actions import own_word, windows
from comanage.actions.results import MeasureView, ResultView
from comanage.records import acceptance as acceptances
from comanage.records import settlement as settlements
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.signoff import SettlementState

UNDECIDED = frozenset({SettlementState.PRELIMINARY, SettlementState.FINAL})


@dataclass(frozen=True, slots=True)
class Asking:
    """How somebody may ask about one line.

    Attributes:
        figure_id: The figure to dispute; None where its window is over or it is not theirs to ask.
        dispute_id: The dispute that the own group has of it already.
        until: The first day on which it can no longer be disputed; None without a window.
    """

    figure_id: int | None
    dispute_id: int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class PeriodAsking:
    """How somebody may ask about the scores of a period.

    Attributes:
        raises: Whether a line of it may be disputed by the own group now.
        until: The first day on which none can be any more; None without a window.
    """

    raises: bool
    until: date | None

    @property
    def over(self) -> bool:
        """Whether there was a window, which is over."""
        return self.until is not None and self.until <= clock.today()


def of_period(session: Session, actor: Actor, view: ResultView) -> PeriodAsking:
    """Say how an actor may ask about the newest settlement of a period."""
    newest = settlements.latest(session, view.period.id) if view.limited else None
    if newest is None:
        return PeriodAsking(raises=False, until=None)
    until = windows.until(session, newest)
    own = own_groups(session, actor, Right.DISPUTE_RAISE, newest.agreement_id)
    raises = bool(own) and is_open(newest, until) and not _accepted(session, newest, own or ())
    return PeriodAsking(raises=raises, until=until)


def is_open(found: Settlement, until: date | None) -> bool:
    """Say whether a settlement is open for dispute; its window may be over before it is approved."""
    return found.state in UNDECIDED and (until is None or clock.today() < until)


def of_measure(session: Session, actor: Actor, view: MeasureView) -> Asking:
    """Say how an actor may ask about a measure, in the newest settlement of its period."""
    shown = view.period.shown
    newest = settlements.latest(session, view.period.period.id)
    if shown is None or newest is None:
        return Asking(None, None, None)
    until = windows.until(session, newest)
    asks = is_open(newest, until)
    own = own_groups(session, actor, Right.DISPUTE_RAISE, newest.agreement_id) if asks else None
    if not own or _accepted(session, newest, own):
        return Asking(None, None, until)
    figures = [
        one
        for one in settlements.figures_of(session, newest.id)
        if one.participant is None and one.measure.code == view.line.measure.code
    ]
    asked = own_word.asked(session, newest, figures, own)
    figure = figures[0].id if figures else None
    return Asking(figure, asked.get(figure) if figure else None, until)


def _accepted(session: Session, newest: Settlement, own: Collection[int]) -> bool:
    """Say whether the own group has accepted a settlement, and so asks about it no more."""
    given = acceptances.of_settlement(session, newest.id)
    return any(one.participant.group_id in own for one in given)
