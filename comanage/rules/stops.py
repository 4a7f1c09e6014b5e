"""Stops: what a measure can come to next, by its own method.

A stop is a named level, a whole point, a range or a thing done: a place at which
the share that a measure earns rises. Between two stops a straight line rises too,
and no dollars are given for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.attested import DONE, Attested
from comanage.rules.methods.improvement import Improvement
from comanage.rules.methods.method import Earned, Reading
from comanage.rules.methods.points import Points
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.methods.z_score import ZScore
from comanage.rules.nearest import Goal
from comanage.rules.numbers import ONE, ZERO, shown
from comanage.rules.units import Better


@dataclass(frozen=True, slots=True)
class Stop:
    """A place at which the share that a measure earns rises.

    Attributes:
        name: As the terms call it.
        share: The share of its weight that the measure earns there, by its method.
        reach: The result that the terms name for it, where they name one.
    """

    name: str
    share: Fraction
    reach: Fraction | None = None


def earned(measure: Measure, figure: Figure, value: Fraction) -> Earned:
    """Give what a measure's method earns for a result, as steps 3 and 4 do.

    Args:
        measure: The measure.
        figure: Its figure, whose baseline counts.
        value: The result, at the precision of the terms.
    """
    scale = measure.scale
    baseline = None if figure.baseline is None else scale.at_precision(figure.baseline)
    if measure.must_beat_baseline and (baseline is None or scale.gain(baseline, value) <= 0):
        return Earned(ZERO, "not better than its baseline")
    return method_of(measure.method).earn(measure.method, Reading(value, scale, baseline))


def ahead(measure: Measure, figure: Figure) -> list[Stop]:
    """List the stops that a measure has not come to, the next one first."""
    value = result(figure, measure)
    if value is None:
        return []
    share = earned(measure, figure, measure.scale.at_precision(value)).share
    return [stop for stop in _stops(measure, share) if stop.share > share]


def goal(measure: Measure, figure: Figure, stop: Stop) -> Goal:
    """Say what the result is to come to for a stop."""
    band = measure.method
    if isinstance(band, TargetBand):
        below = (result(figure, measure) or ZERO) < band.low
        return Goal(
            Better.HIGHER if below else Better.LOWER,
            (lambda value: value >= band.low) if below else (lambda value: value <= band.high),
            band.low if below else band.high,
            lambda value: band.low <= value <= band.high,
        )
    return Goal(
        measure.better,
        lambda value: earned(measure, figure, value).share >= stop.share,
        stop.reach,
    )


def _stops(measure: Measure, share: Fraction) -> Iterator[Stop]:
    """Go through the stops of a measure, easiest first; points from those earned so far."""
    scale = measure.scale
    match measure.method:
        case Points() as terms:
            whole = shown(terms.out_of)
            for points in range(int(share * terms.out_of) + 1, int(terms.out_of) + 1):
                yield Stop(f"{points} of {whole} points", points / terms.out_of)
        case Attested():
            yield Stop(DONE, ONE)
        case TargetBand() as terms:
            ends = f"{scale.shown(terms.low)} to {scale.shown(terms.high)}"
            yield Stop(f"the range from {ends}", ONE)
        case Improvement(levels=levels) | ZScore(levels=levels) if levels:
            yield from (Stop(level.name, level.earns) for level in levels)
        case terms:
            for level in method_of(terms).levels(terms):
                yield Stop(level.name, level.earns, level.reach)
