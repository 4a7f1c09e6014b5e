"""The period before: a figure beside the one that stood there, and how far it moved, in words."""

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.actions.entries import Key, key_of
from comanage.records.basis import as_value
from comanage.records.figure import Figure, standing
from comanage.records.performance_period import PerformancePeriod, of_agreement
from comanage.rules.figures import result
from comanage.rules.measure import Measure
from comanage.rules.signoff import FigureState

UNVERIFIED = {
    FigureState.DRAFT: "a draft, not submitted yet",
    FigureState.SUBMITTED: "submitted, not verified yet",
    FigureState.RETURNED: "sent back, not submitted again",
}


def before_of(session: Session, period: PerformancePeriod) -> Mapping[Key, Figure]:
    """Find the figures of the period before, as they stand."""
    before = [
        each for each in of_agreement(session, period.agreement_id) if each.starts < period.starts
    ]
    return {key_of(figure): figure for figure in standing(session, before[-1].id)} if before else {}


def printed(figure: Figure | None, measure: Measure) -> Fraction | None:
    """Give the result of a figure at the precision of its measure; None without one."""
    value = result(as_value(figure), measure) if figure is not None else None
    return None if value is None else measure.scale.at_precision(value)


def why_none(figure: Figure | None) -> str:
    """Say why a period has no result: the reason that was given, or that nothing was entered.

    >>> why_none(None)
    'none entered'
    """
    return "none entered" if figure is None else figure.absent or ""


def unverified(figure: Figure | None) -> str:
    """Say of a figure that nobody has verified how far it is; empty where it is, or there is none."""
    return UNVERIFIED.get(figure.state, "") if figure is not None else ""


def moved(measure: Measure, before: Fraction | None, now: Fraction | None) -> str:
    """Say how far a result moved, and which way that is; empty where one of both is missing."""
    if before is None or now is None:
        return ""
    gain = measure.scale.gain(before, now)
    if gain == 0:
        return "no change"
    way = measure.scale.shown(abs(now - before)).replace("%", " points")
    return f"{way} {'better' if gain > 0 else 'worse'}"
