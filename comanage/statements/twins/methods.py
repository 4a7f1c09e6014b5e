"""Methods as formulas: the share of its weight that a result earns, a function a method."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from comanage.rules.methods.attested import ALL_OF_IT, Attested
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.composite import Composite
from comanage.rules.methods.count import Count
from comanage.rules.methods.improvement import SHARES, Improvement, Measured
from comanage.rules.methods.levels import Between
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.method import Agreed, Edge, Level
from comanage.rules.methods.percentiles import Percentiles
from comanage.rules.methods.percentiles import levels as cut_points
from comanage.rules.methods.points import Award, Points
from comanage.rules.methods.recorded import Recorded
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.methods.z_score import ZScore
from comanage.rules.numbers import rounded as exactly_rounded
from comanage.rules.units import Scale, Unit
from comanage.statements.twins.conditions import gain, reaches
from comanage.statements.twins.formula import (
    ONE,
    ZERO,
    Formula,
    absent,
    called,
    compared,
    every,
    kept_within,
    most,
    number,
    some,
    where,
)
from comanage.statements.twins.roundings import ALIKE, alike, rounded


@dataclass(frozen=True, slots=True)
class Result:
    """The cells of a result that is there: its value, its baseline, and how it reads."""

    value: Formula
    baseline: Formula
    scale: Scale


def earned(terms: Agreed, result: Result) -> Formula:
    """Give the share that a result earns by its method."""
    return _METHODS[terms.kind](terms, result)


def at_levels(
    levels: Sequence[Level], value: Formula, scale: Scale, how: tuple[Edge, Between]
) -> Formula:
    """Give what a value earns among levels: in steps, or along the straight line.

    Args:
        levels: Easiest first.
        value: The value.
        scale: Which way is better.
        how: Whether a value exactly on a level has reached it, and what one between two earns.
    """
    edge, between = how
    at = edge is Edge.AT
    share = ZERO
    if between is Between.STEP:
        for level in levels:
            share = where(reaches(scale, value, level.reach, edge=at), number(level.earns), share)
        return share
    share = number(levels[0].earns)
    for low, high in pairwise(levels):
        line = number(low.earns)
        if high.earns != low.earns:
            slope = (high.earns - low.earns) / (high.reach - low.reach)
            line += (value - number(low.reach)) * number(slope)
        share = where(reaches(scale, value, low.reach), line, share)
    hardest = levels[-1]
    share = where(reaches(scale, value, hardest.reach), number(hardest.earns), share)
    return where(reaches(scale, value, levels[0].reach, edge=at), share, ZERO)


def _of_share(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Bring the levels of a calculated share to where it can be compared with them."""
    return tuple(replace(each, reach=exactly_rounded(each.reach, ALIKE)) for each in levels)


def awarded(award: Award, way: Formula) -> Formula:
    """Turn the way gone into points."""
    points = rounded(way * number(award.times) + number(award.plus), award.places, award.rounding)
    return kept_within(points, number(award.least), number(award.most))


def _by_levels(terms: Bands | Linear, one: Result) -> Formula:
    between = Between.STRAIGHT if isinstance(terms, Linear) else Between.STEP
    return at_levels(terms.levels, one.value, one.scale, (terms.edge, between))


def _binary(terms: Binary, one: Result) -> Formula:
    reached = reaches(one.scale, one.value, terms.target, edge=terms.edge is Edge.AT)
    return where(reached, ONE, ZERO)


def _count(terms: Count, one: Result) -> Formula:
    share = kept_within(one.value / number(terms.planned), ZERO, ONE)
    return where(compared(one.value, "<", number(terms.least)), ZERO, share)


def _attested(terms: Attested, one: Result) -> Formula:
    whole = ALL_OF_IT.get(one.scale.unit, Fraction(1))
    if terms.partial:
        return kept_within(one.value / number(whole), ZERO, ONE)
    return where(compared(one.value, ">=", number(whole)), ONE, ZERO)


def _improvement(terms: Improvement, one: Result) -> Formula:
    gained, nothing = gain(one.scale, one.baseline, one.value), absent(one.baseline)
    if terms.measured is Measured.CHANGE or terms.target is None:
        nothing = some([nothing, compared(one.baseline, "=", ZERO)])
        share = gained / called("ABS", abs, one.baseline)
    else:
        gap = gain(one.scale, one.baseline, number(terms.target.reach))
        way = where(compared(gap, ">", ZERO), most(gained / gap, ZERO), ZERO)
        share = where(reaches(one.scale, one.value, terms.target.reach), ONE, way)
    if not terms.levels:
        return where(nothing, ZERO, kept_within(share, ZERO, ONE))
    by_levels = at_levels(
        _of_share(terms.levels), alike(share), SHARES, (terms.edge, terms.between)
    )
    return where(nothing, ZERO, by_levels)


def _maintenance(terms: Maintenance, one: Result) -> Formula:
    held = [
        reaches(one.scale, one.value, terms.level),
        compared(alike(gain(one.scale, one.baseline, one.value)), ">=", number(-terms.slack)),
    ]
    return where(absent(one.baseline), ZERO, where(every(held), number(terms.earns), ZERO))


def _target_band(terms: TargetBand, one: Result) -> Formula:
    inside = every(
        [
            compared(one.value, ">=", number(terms.low)),
            compared(one.value, "<=", number(terms.high)),
        ]
    )
    below = _outside(terms, one, terms.low, terms.low_limit)
    above = _outside(terms, one, terms.high, terms.high_limit)
    beside = where(compared(one.value, "<", number(terms.low)), below, above)
    return where(inside, ONE, beside)


def _outside(terms: TargetBand, one: Result, edge: Fraction, limit: Fraction) -> Formula:
    if terms.between is Between.STEP or edge == limit:
        return ZERO
    return most((one.value - number(limit)) / number(edge - limit), ZERO)


def _percentiles(terms: Percentiles, one: Result) -> Formula:
    levels = cut_points(terms)
    return at_levels(levels, one.value, one.scale, (terms.edge, terms.between))


def _points(terms: Points, one: Result) -> Formula:
    scale, value = one.scale, one.value
    best = reaches(scale, value, terms.benchmark)
    far = terms.benchmark - terms.threshold
    way = (value - number(terms.threshold)) / number(far) if far else ZERO
    at = reaches(scale, value, terms.threshold, edge=terms.edge is Edge.AT)
    achieved = where(at, awarded(terms.achievement, way), ZERO)
    score = where(best, number(terms.achievement.most), achieved)
    if terms.improvement is not None:
        gained = gain(scale, one.baseline, value)
        whole = gain(scale, one.baseline, number(terms.benchmark))
        improved = where(
            best, number(terms.improvement.most), awarded(terms.improvement, gained / whole)
        )
        improved = where(reaches(scale, value, one.baseline, edge=False), improved, ZERO)
        score = where(absent(one.baseline), score, most(score, improved))
    return score / number(terms.out_of)


def _z_score(terms: ZScore, one: Result) -> Formula:
    z = (one.value - number(terms.mean)) / number(terms.deviation)
    held = kept_within(z, number(terms.least), number(terms.most))
    if not terms.levels:
        return held
    scale = Scale(Unit.INDEX, one.scale.better)
    return at_levels(_of_share(terms.levels), alike(held), scale, (terms.edge, terms.between))


def _composite(terms: Composite, one: Result) -> Formula:
    if terms.levels:
        levels, value = _of_share(terms.levels), alike(one.value)
        return at_levels(levels, value, one.scale, (Edge.AT, terms.between))
    if terms.award is not None:
        return awarded(terms.award, one.value) / number(terms.out_of)
    return one.value


def _recorded(_terms: Recorded, _one: Result) -> Formula:
    return ZERO


_METHODS: dict[str, Callable[[Any, Result], Formula]] = {
    Bands.kind: _by_levels,
    Linear.kind: _by_levels,
    Binary.kind: _binary,
    Count.kind: _count,
    Attested.kind: _attested,
    Improvement.kind: _improvement,
    Maintenance.kind: _maintenance,
    TargetBand.kind: _target_band,
    Percentiles.kind: _percentiles,
    Points.kind: _points,
    ZScore.kind: _z_score,
    Composite.kind: _composite,
    Recorded.kind: _recorded,
}
