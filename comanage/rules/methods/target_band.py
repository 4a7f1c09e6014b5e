"""Target band: a measure is best inside a range, and both too little and too much earn less.

Whether higher or lower is better has no say here. Outside the range nothing is
earned, or a share that falls in a straight line to nothing at a limit on
either side.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Earned, Method, Reading
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.units import Scale, outside

IN_RANGE = "in range"


@dataclass(frozen=True)
class TargetBand:
    """The range that earns all, and where nothing is earned any more.

    Attributes:
        low: The lowest result that earns all.
        high: The highest result that earns all.
        low_limit: The result below the range where nothing is earned any more.
        high_limit: The result above the range where nothing is earned any more.
        between: What is earned between the range and a limit; with step, nothing.
    """

    kind: ClassVar[str] = "target band"
    low: Fraction
    high: Fraction
    low_limit: Fraction
    high_limit: Fraction
    between: Between = Between.STRAIGHT


def earn(terms: TargetBand, reading: Reading) -> Earned:
    """Earn everything inside the range, its edges included, and less or nothing outside."""
    value, scale = reading.value, reading.scale
    inside = f"the range from {scale.shown(terms.low)} to {scale.shown(terms.high)}"
    if terms.low <= value <= terms.high:
        return Earned(ONE, f"{scale.shown(value)} lies in {inside}", IN_RANGE)
    below = value < terms.low
    edge, limit = (terms.low, terms.low_limit) if below else (terms.high, terms.high_limit)
    straight = terms.between is Between.STRAIGHT and edge != limit
    way = max((value - limit) / (edge - limit), ZERO) if straight else ZERO
    if not way:
        return Earned(ZERO, f"{scale.shown(value)} lies outside {inside}")
    ends = f"from {scale.shown(limit)}, which earns nothing, to {inside}"
    return Earned(way, f"{scale.shown(value)} lies {percent(way)} of the way {ends}")


def faults(terms: TargetBand, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    limits = {name: getattr(terms, name) for name in ("low_limit", "low", "high", "high_limit")}
    found = [
        Fault(upper, f"{_named(upper)} must not lie below {_named(lower).lower()}.")
        for lower, upper in pairwise(limits)
        if limits[lower] > limits[upper]
    ]
    reasons = ((place, outside(scale.unit, limit)) for place, limit in limits.items())
    return found + [Fault(place, why) for place, why in reasons if why]


def sentence(terms: TargetBand, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = f"100% from {scale.shown(terms.low)} to {scale.shown(terms.high)}"
    if terms.between is Between.STEP:
        return f"{words}; nothing outside"
    low, high = scale.shown(terms.low_limit), scale.shown(terms.high_limit)
    return f"{words}; a straight line down to nothing at {low} and at {high}"


def _named(limit: str) -> str:
    return f"The {limit.replace('_', ' ')}"


TARGET_BAND = Method(
    title="Best inside a range",
    terms=TargetBand,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda _: (),
    example=TargetBand(
        low=Fraction(4), high=Fraction(12), low_limit=Fraction(2), high_limit=Fraction(16)
    ),
)
