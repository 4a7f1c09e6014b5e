"""Nearest: the smallest change of a figure that meets a goal, in whole cases and in its unit.

Nothing is estimated. A change is found by halving whole numbers of steps, and
every one that is tried is read at the precision of the terms and put to the very
rule that decides, so that edges, rounding and baselines count as they do in a
settlement.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.numbers import ONE, SHOWN_PLACES, shown
from comanage.rules.units import KINDS, Better, Unit

FURTHEST = 2**64  # steps after which nothing further is looked for
OF_CASES = frozenset({Unit.PERCENT, Unit.FRACTION, Unit.RATIO, Unit.PER_100, Unit.PER_1000})

Test = Callable[[Fraction], bool]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a result is to come to.

    Attributes:
        better: Which way the result has to move.
        met: Whether a result at its precision is there; once it is, so is every further one.
        reach: The result that the terms name, where they name one.
        holds: Whether a result that is there has not gone too far; none: it cannot.
    """

    better: Better
    met: Test
    reach: Fraction | None = None
    holds: Test | None = None

    @property
    def sign(self) -> int:
        """1 where the result has to rise, -1 where it has to fall."""
        return 1 if self.better is Better.HIGHER else -1


@dataclass(frozen=True, slots=True)
class Nearest:
    """The smallest change of a figure that meets a goal.

    Attributes:
        figure: The figure as changed.
        takes: The result that it takes, in the measure's unit.
        beyond: True where that result itself is not enough, and has to be passed.
        steps: By how many whole cases the numerator changes, negative for fewer; None where
            the figure is a value without counts.
        better: Which way the result moves.
    """

    figure: Figure
    takes: Fraction
    better: Better
    beyond: bool = False
    steps: int | None = None


def fewest(met: Callable[[int], bool], most: int | None = None) -> int | None:
    """Find the fewest steps, 1 or more, at which something holds that holds from there on.

    Args:
        met: Whether it holds after so many steps.
        most: The most steps there can be; None: as many as it takes.

    Returns:
        The number of steps; None where it does not hold after the most.

    >>> fewest(lambda steps: steps * steps >= 50), fewest(lambda steps: steps > 3, 3)
    (8, None)
    """
    last = FURTHEST if most is None else most
    low, high = 0, min(1, last)
    while high > low and not met(high):
        low, high = high, min(2 * high, last)
    if high == low:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if met(middle) else (middle, high)
    return high


def nearest(measure: Measure, figure: Figure, goal: Goal) -> Nearest | None:
    """Find the smallest change of a figure that meets a goal; None where nothing does.

    A figure with counts keeps its denominator, and changes by whole cases.

    Args:
        measure: The measure.
        figure: Its figure; with a result.
        goal: What the result is to come to, and has not.
    """
    takes, beyond = _in_unit(measure, figure, goal)
    if takes is None:
        return None
    top, bottom = figure.numerator, figure.denominator
    if top is None or not bottom:
        at = _beyond(measure, takes, goal) if beyond else takes
        found = Nearest(replace(figure, value=at), takes, goal.better, beyond)
    else:
        steps = _in_cases(measure, (top, bottom), goal)
        if steps is None:
            return None
        moved = replace(figure, value=None, numerator=top + goal.sign * steps)
        found = Nearest(moved, takes, goal.better, beyond, goal.sign * steps)
    came_to = result(found.figure, measure)
    if came_to is None or (goal.holds and not goal.holds(measure.scale.at_precision(came_to))):
        return None
    return found


def change_in_words(measure: Measure, before: Figure, found: Nearest) -> str:
    """Put a change in words: whole cases with their counts, or a result.

    >>> measure = Measure("R", "Readmissions", ONE, Unit.PERCENT, Better.LOWER, None, 1)
    >>> was = Figure("Q1", "", "R", numerator=Fraction(10), denominator=Fraction(205))
    >>> now = replace(was, numerator=Fraction(7))
    >>> change_in_words(measure, was, Nearest(now, Fraction(7, 2), Better.LOWER, steps=-3))
    '3 fewer cases (7 of 205 instead of 10)'
    """
    after = found.figure
    if found.steps is None:
        was = result(before, measure)
        instead = f" instead of {measure.scale.shown(was)}" if was is not None else ""
        return f"{takes_in_words(measure, found)}{instead}"
    count, fewer = abs(found.steps), found.steps < 0
    if measure.unit in OF_CASES:
        noun = f"{'fewer' if fewer else 'more'} case{'' if count == 1 else 's'}"
    else:
        noun = f"{'less' if fewer else 'more'} in the numerator"
    counts = [
        shown(each)
        for each in (after.numerator, after.denominator, before.numerator)
        if each is not None
    ]
    return f"{count:,} {noun} ({counts[0]} of {counts[1]} instead of {counts[2]})"


def takes_in_words(measure: Measure, found: Nearest) -> str:
    """Put the result that it takes in words: "4.2% or less", "more than 90%"."""
    kind, rises = KINDS[measure.unit], found.better is Better.HIGHER
    way, end = ("more", kind.most) if rises else ("less", kind.least)
    takes = measure.scale.shown(found.takes)
    if found.beyond:
        return f"{way} than {takes}"
    return takes if found.takes == end else f"{takes} or {way}"


def _in_cases(measure: Measure, counts: tuple[Fraction, Fraction], goal: Goal) -> int | None:
    """Find by how many whole cases the numerator has to change."""
    (top, bottom), kind, scale = counts, KINDS[measure.unit], measure.scale
    most = None
    if goal.sign < 0 and kind.least is not None:
        most = int(top)
    elif goal.sign > 0 and kind.part:
        most = int(bottom - top)
    return fewest(
        lambda steps: goal.met(scale.at_precision(scale.quotient(top + goal.sign * steps, bottom))),
        most,
    )


def _in_unit(measure: Measure, figure: Figure, goal: Goal) -> tuple[Fraction | None, bool]:
    """Find the result that it takes, and whether it has to be passed.

    Results move by one at the last place of their precision; where the terms round
    nothing, at the last place that a sentence shows, unless they name the result itself.
    """
    now, kind, step = result(figure, measure), KINDS[measure.unit], _step(measure)
    if now is None:
        return None, False
    start = measure.scale.at_precision(now) / step
    first = -(-start // 1) if goal.sign < 0 else start // 1
    bound = kind.most if goal.sign > 0 else kind.least
    most = None if bound is None else max(int(goal.sign * (bound / step - first)), 0)
    steps = fewest(lambda count: goal.met((first + goal.sign * count) * step), most)
    found = None if steps is None else (first + goal.sign * steps) * step
    named = goal.reach
    exactly = measure.precision is None and not kind.whole
    if exactly and found is not None and named is not None:
        if goal.met(named):
            return named, False
        if goal.met(_beyond(measure, named, goal)):
            return named, True
    return found, False


def _beyond(measure: Measure, value: Fraction, goal: Goal) -> Fraction:
    """Give the next result beyond one."""
    return value + goal.sign * _step(measure)


def _step(measure: Measure) -> Fraction:
    places = SHOWN_PLACES if measure.precision is None else measure.precision
    return ONE if KINDS[measure.unit].whole else Fraction(1, 10) ** places
