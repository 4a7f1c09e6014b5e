"""Levels: one that no result can reach, two that are one, and one finer than results are."""

from collections.abc import Sequence
from itertools import pairwise

from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.improvement import Improvement, Measured
from comanage.rules.methods.method import Edge, Level
from comanage.rules.numbers import ONE, percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.units import KINDS, Better


def of_results(measure: Measure) -> tuple[Level, ...]:
    """Give the levels of a measure that are results in its unit."""
    return method_of(measure.method).levels(measure.method)


def _unreachable(subject: Subject) -> Found:
    for place, measure in subject.sound():
        kind, scale = KINDS[measure.unit], measure.scale
        best = kind.most if measure.better is Better.HIGHER else kind.least
        passes = getattr(measure.method, "edge", Edge.AT) is Edge.BEYOND
        for level in of_results(measure):
            if passes and best is not None and scale.gain(level.reach, best) <= 0:
                why = (
                    f"No result can pass {level.name} ({scale.shown(level.reach)}): it is the best"
                )
                yield Odd(place.within(level.name), f"{why} there can be, and must be passed.")
        if isinstance(measure.method, Improvement):
            for level in _beyond_all(measure, measure.method):
                told = f"{level.name}, an improvement of {percent(level.reach)}"
                why = f"No result can reach {told}: the most is 100%, which is written 1."
                yield Odd(place.within(level.name), why)


def _beyond_all(measure: Measure, agreed: Improvement) -> Sequence[Level]:
    """List levels of an improvement that is more than the whole."""
    bounded = agreed.measured is Measured.GAP or (
        measure.better is Better.LOWER and KINDS[measure.unit].least == 0
    )
    passes = agreed.edge is Edge.BEYOND
    return [
        level
        for level in agreed.levels
        if bounded and (level.reach > ONE or (passes and level.reach == ONE))
    ]


def _overlapping(subject: Subject) -> Found:
    for place, measure in subject.sound():
        scale, in_unit = measure.scale, bool(of_results(measure))
        levels = of_results(measure) or getattr(measure.method, "levels", ())
        for easier, harder in pairwise(levels):
            both = f"{easier.name} and {harder.name}"
            if easier.earns == harder.earns:
                why = f"{both} earn the same, {percent(harder.earns)}: the harder adds nothing."
                yield Odd(place.within(harder.name), why)
            elif in_unit and easier.reach != harder.reach and _same(measure, easier, harder):
                why = (
                    f"{both} are reached by the same results, which have {scale.precision} places."
                )
                yield Odd(place.within(harder.name), why)


def _same(measure: Measure, easier: Level, harder: Level) -> bool:
    """Say whether rounding leaves no result that reaches one level and not the other."""
    if measure.precision is None:
        return False
    times = 10**measure.precision
    if measure.better is Better.HIGHER:
        first, second = (-(-level.reach * times // 1) for level in (easier, harder))
    else:
        first, second = (level.reach * times // 1 for level in (easier, harder))
    return first == second


def _finer(subject: Subject) -> Found:
    for place, measure in subject.sound():
        scale, places = measure.scale, measure.precision
        for level in of_results(measure):
            if places is not None and scale.at_precision(level.reach) != level.reach:
                why = f"{level.name} ({scale.shown(level.reach)}) is finer than the results, which"
                rest = f"are rounded to {places} places before they are compared."
                yield Odd(place.within(level.name), f"{why} {rest}")


UNREACHABLE = Oddity("unreachable", _unreachable)
OVERLAP = Oddity("overlap", _overlapping)
PRECISION = Oddity("precision", _finer)
