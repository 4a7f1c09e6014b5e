"""Levels: one that no result can reach, two that are one, and one finer than results are."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.improvement import Improvement, Measured
from comanage.rules.methods.method import Edge, Level
from comanage.rules.methods.z_score import ZScore
from comanage.rules.numbers import ONE, percent, shown
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.units import KINDS, Better


def of_results(measure: Measure) -> tuple[Level, ...]:
    """Give the levels of a measure that are results in its unit."""
    return method_of(measure.method).levels(measure.method)


def _unreachable(subject: Subject) -> Found:
    for place, measure in subject.sound():
        if getattr(measure.method, "edge", Edge.AT) is Edge.AT:
            continue
        for level, told in _best_there_is(measure):
            why = f"No result can pass {level.name} ({told}): it is the best there can be, and"
            yield Odd(place.within(level.name), f"{why} must be passed.")


def _best_there_is(measure: Measure) -> Iterator[tuple[Level, str]]:
    """Go through the levels that nothing lies beyond."""
    kind, scale, agreed = KINDS[measure.unit], measure.scale, measure.method
    best = kind.most if measure.better is Better.HIGHER else kind.least
    for level in of_results(measure):
        if best is not None and scale.gain(level.reach, best) <= 0:
            yield level, scale.shown(level.reach)
    falls_to_nothing = measure.better is Better.LOWER and kind.least == 0
    if isinstance(agreed, Improvement) and (agreed.measured is Measured.GAP or falls_to_nothing):
        yield from ((level, percent(level.reach)) for level in agreed.levels if level.reach == ONE)
    if isinstance(agreed, ZScore):
        end = agreed.most if measure.better is Better.HIGHER else agreed.least
        yield from ((each, f"z {shown(each.reach)}") for each in agreed.levels if each.reach == end)


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
    up = measure.better is Better.HIGHER
    first, second = (
        _first_reaching(level.reach * 10**measure.precision, up=up) for level in (easier, harder)
    )
    return first == second


def _first_reaching(reach: Fraction, *, up: bool) -> int:
    """Give the easiest whole number that reaches a level."""
    return ceil(reach) if up else floor(reach)


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
