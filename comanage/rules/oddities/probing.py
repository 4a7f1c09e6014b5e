"""Probing: what a measure would earn over the whole range of its results, from worst to best.

The results are exact: the levels and every other number that the method names, one
unit of the last place beside each, and a grid between and around them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction

from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.units import KINDS, Better, outside

STEPS = 60  # of the grid
UNSTATED = Fraction(1, 100)  # beside a number, as a part of the range, without a precision


@dataclass(frozen=True, slots=True)
class Payouts:
    """What results earn.

    Attributes:
        baseline: The baseline that they are compared with, if any.
        earned: Each result with its share, from the worst result to the best.
    """

    baseline: Fraction | None
    earned: tuple[tuple[Fraction, Fraction], ...]

    @property
    def most(self) -> Fraction:
        """The most that any of the results earns."""
        return max((share for _, share in self.earned), default=ZERO)

    @property
    def least(self) -> Fraction:
        """The least that any of the results earns, where it earns anything; else nothing."""
        return min((share for _, share in self.earned if share > 0), default=ZERO)


def payouts(measure: Measure) -> tuple[Payouts, ...]:
    """Try the results of a measure without faults, once for each baseline that may matter."""
    method, agreed = method_of(measure.method), measure.method
    tried = results(measure)
    baselines: list[Fraction | None] = [] if method.needs_baseline else [None]
    if method.compares(agreed):
        baselines += [tried[0], tried[len(tried) // 2], tried[-1]]
    return tuple(
        Payouts(
            baseline,
            tuple(
                (value, method.earn(agreed, Reading(value, measure.scale, baseline)).share)
                for value in tried
            ),
        )
        for baseline in baselines
    )


def results(measure: Measure) -> list[Fraction]:
    """List results to try, each at the measure's precision, from the worst to the best."""
    agreed, scale = measure.method, measure.scale
    kind = KINDS[measure.unit]
    marks = [level.reach for level in method_of(agreed).levels(agreed)]
    named = sorted({*marks, *numbers(agreed)}) or [ZERO, ONE]
    low, high = (min(marks), max(marks)) if marks else (named[0], named[-1])
    span = (high - low) or abs(high) or ONE
    beside = span * UNSTATED if scale.precision is None else Fraction(1, 10**scale.precision)
    if kind.whole:
        beside = ONE
    start, width = low - span / 2, 2 * span
    grid = [start + width * step / STEPS for step in range(STEPS + 1)]
    near = [mark + side * beside for mark in named for side in (-1, 0, 1)]
    ends = [end for end in (kind.least, kind.most) if end is not None]
    rounded = {scale.at_precision(value) for value in (*grid, *near, *ends)}
    if kind.whole:
        rounded = {Fraction(round(value)) for value in rounded}
    found = [value for value in rounded if not outside(measure.unit, value)]
    return sorted(found, reverse=measure.better is Better.LOWER)


def numbers(agreed: object) -> Iterator[Fraction]:
    """Go through every number that some terms name, those of their parts included."""
    if isinstance(agreed, Fraction):
        yield agreed
    elif isinstance(agreed, tuple):
        for each in agreed:
            yield from numbers(each)
    elif is_dataclass(agreed) and not isinstance(agreed, type):
        for each in fields(agreed):
            yield from numbers(getattr(agreed, each.name))
