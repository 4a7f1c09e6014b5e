"""Special cause: what some results usually do, and which of them need another reason.

The limits come from the moving ranges, the steps between neighbours, so that a
slow change cannot hide itself by widening them. Four rules tell a special cause;
the first that fits is named. They are those of NHS England's Making Data Count,
as NHSRplotthedots 0.2.2 (MIT) applies them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

from comanage.rules.numbers import ZERO

LIMIT = Fraction(266, 100)  # average moving ranges from the mean to a limit
NEAR = LIMIT * Fraction(2, 3)  # and to a near limit
OUTLIER = Fraction(3267, 1000)  # average moving ranges that make one an outlier
RUN = 7  # points in a row that chance alone hardly makes


class Side(StrEnum):
    """Where a special cause points: a run that rises is high wherever its points lie."""

    HIGH = "high"
    LOW = "low"


class Cause(StrEnum):
    """Why a point stands where it does: the first that fits, in this order."""

    OUTSIDE = "outside the limits"
    TREND = "part of a run that rises or falls"
    NEAR = "two of three near a limit"
    SHIFT = "part of a run on one side of the mean"
    COMMON = "common cause"


@dataclass(frozen=True, slots=True)
class Limits:
    """What some results usually do.

    Attributes:
        mean: The average of the results.
        average_range: The average moving range, without those left out.
        lower: The lower process limit; a result on it is not outside.
        near_lower: Two thirds of the way to it from the mean.
        near_upper: Two thirds of the way from the mean to the upper limit.
        upper: The upper process limit; a result on it is not outside.
        counted: How many results these limits rest on.
        left_out: The moving ranges that are outliers; None where nothing was screened.
    """

    mean: Fraction
    average_range: Fraction
    lower: Fraction
    near_lower: Fraction
    near_upper: Fraction
    upper: Fraction
    counted: int
    left_out: tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True)
class Point:
    """One result on a chart.

    Attributes:
        value: The result.
        cause: Why it stands where it does.
        side: Where a special cause points; None for common cause.
        first: The place on the chart, counted from 0, of the first point that makes it so.
        last: The place of the last point that makes it so.
    """

    value: Fraction
    cause: Cause
    side: Side | None
    first: int
    last: int


def limits_of(values: Sequence[Fraction], *, screening: bool = True) -> Limits:
    """Find the mean and the limits of some results.

    Screening leaves out moving ranges of 3.267 times their average or more, and
    averages the rest, once. Where nothing moves, nothing is an outlier.

    Raises:
        ValueError: There are fewer than two results, so that nothing moves.

    >>> found = limits_of([Fraction(n) for n in (1, 2, 1, 2, 10, *(1, 2) * 6, 1)])
    >>> found.average_range, found.left_out
    (Fraction(1, 1), (Fraction(8, 1), Fraction(9, 1)))
    >>> from comanage.rules.numbers import shown
    >>> shown(found.lower, 2), shown(found.mean, 2), shown(found.upper, 2)
    ('-0.72', '1.94', '4.60')
    """
    if len(values) < 2:
        raise ValueError("It takes two results to make limits.")
    moved = [abs(after - before) for before, after in pairwise(values)]
    mean, average = _average(values), _average(moved)
    left_out = None
    if screening:
        left_out = tuple(step for step in moved if step >= OUTLIER * average > 0)
        average = (sum(moved, ZERO) - sum(left_out, ZERO)) / (len(moved) - len(left_out))
    near, far = NEAR * average, LIMIT * average
    edges = (mean - far, mean - near, mean + near, mean + far)
    return Limits(mean, average, *edges, counted=len(values), left_out=left_out)


def judged(values: Sequence[Fraction], limits: Limits | None, *, start: int = 0) -> list[Point]:
    """Say of each result of a stretch why it stands where it does.

    Args:
        values: The results, in the order of their periods.
        limits: Their limits; None where a single result makes none.
        start: The place of the first of them on the chart.
    """
    points = [
        Point(value, Cause.COMMON, None, place, place) for place, value in enumerate(values, start)
    ]
    if limits is None:
        return points
    for cause, find in reversed(RULES):  # the first rule writes last, over the others
        for side, places in find(values, limits):
            ends = (start + places[0], start + places[-1])
            for place in places:
                points[place] = Point(values[place], cause, side, *ends)
    return points


def _outside(values: Sequence[Fraction], limits: Limits) -> Iterator[tuple[Side, Sequence[int]]]:
    for place, value in enumerate(values):
        if value > limits.upper:
            yield Side.HIGH, [place]
        elif value < limits.lower:
            yield Side.LOW, [place]


def _trends(values: Sequence[Fraction], _: Limits) -> Iterator[tuple[Side, Sequence[int]]]:
    """Find runs that rise or fall; a peak between two of them belongs to the later one."""
    ways = [_side(after - before) for before, after in pairwise(values)]
    for side, steps in _runs(ways, RUN - 1):
        yield side, range(steps.start, steps.stop + 1)


def _near(values: Sequence[Fraction], limits: Limits) -> Iterator[tuple[Side, Sequence[int]]]:
    """Find two of three near a limit with all three on one side; only the near ones count."""
    sides = [_side(value - limits.mean) for value in values]
    for first in range(len(values) - 2):
        near = [place for place in range(first, first + 3) if _is_near(values[place], limits)]
        side = sides[first]
        if side and len(near) >= 2 and sides[first : first + 3] == [side] * 3:
            yield side, near


def _shifts(values: Sequence[Fraction], limits: Limits) -> Iterator[tuple[Side, Sequence[int]]]:
    return _runs([_side(value - limits.mean) for value in values], RUN)


RULES = (
    (Cause.OUTSIDE, _outside),
    (Cause.TREND, _trends),
    (Cause.NEAR, _near),
    (Cause.SHIFT, _shifts),
)


def _runs(sides: Sequence[Side | None], least: int) -> Iterator[tuple[Side, range]]:
    """Find where the same side stands at least so often in a row."""
    first = 0
    for side, group in groupby(sides):
        run = range(first, first + len(list(group)))
        first = run.stop
        if side and len(run) >= least:
            yield side, run


def _side(difference: Fraction) -> Side | None:
    if difference == 0:
        return None
    return Side.HIGH if difference > 0 else Side.LOW


def _is_near(value: Fraction, limits: Limits) -> bool:
    return limits.lower <= value < limits.near_lower or limits.near_upper < value <= limits.upper


def _average(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, ZERO) / len(numbers)
