"""Sliders of the what-if page: the stretch of results that is worth trying, in even steps.

A slider covers the levels of its measure and the result, with some air on both sides. It is only
a way to move the number in its box, which takes what the unit allows up to far beyond that stretch.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from comanage.actions.whatif import Subject
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.numbers import ONE, ZERO, written
from comanage.rules.units import KINDS

TENTH = Fraction(1, 10)
FARTHER, LARGER = 10, 100  # times the stretch of a slider, and times a denominator as it stood


@dataclass(frozen=True, slots=True)
class Slider:
    """A slider, in decimal text as the browser takes it.

    Attributes:
        least: Its left end.
        most: Its right end.
        step: The step it moves by.
        at: Where it stands.
    """

    least: str
    most: str
    step: str
    at: str


def of_values(measure: Measure, *results: Fraction) -> Slider:
    """Make the slider of a measure whose figure is a value.

    Args:
        measure: The measure.
        results: The result as it stood and as it is tried, where there is one; the last is where
            the slider stands.
    """
    low, high = _stretch(measure, results)
    kind = KINDS[measure.unit]
    step = ONE if kind.whole else _step(measure.precision, high - low)
    at = results[-1] if results else low
    return _slider(floor(low / step) * step, ceil(high / step) * step, step, at)


def of_counts(measure: Measure, bottom: Fraction, *tops: Fraction) -> Slider:
    """Make the slider of the numerator of a measure whose figure is counts.

    Args:
        measure: The measure.
        bottom: The denominator; more than 0.
        tops: The numerator as it stood and as it is tried, where there is one; the last is where
            the slider stands.
    """
    kind = KINDS[measure.unit]
    results = [measure.scale.quotient(top, bottom) for top in tops]
    low, high = (each * bottom / kind.times for each in _stretch(measure, results))
    most = floor(bottom) if kind.part else ceil(high)
    least = floor(low)
    high = max(Fraction(min(ceil(high), most)), Fraction(least + 1))
    return _slider(Fraction(least), high, ONE, tops[-1] if tops else Fraction(least))


def within(subject: Subject, part: str, number: Fraction) -> Fraction:
    """Bring a number that is tried into the range that a result may come from.

    A value may lie ten times as far out as its slider reaches, in whole steps of it; a denominator
    may be a hundred times what it stood at. What the unit does not allow is refused elsewhere.
    """
    stood: Fraction | None = getattr(subject.figure, part)
    if part == "denominator" and stood:
        return min(number, stood * LARGER)
    if part != "value":
        return number
    kind = KINDS[subject.measure.unit]
    low, high = _stretch(subject.measure, [stood] if stood is not None else [])
    far = FARTHER * (high - low)
    least = Fraction(floor(low - far)) if kind.least is None else kind.least
    most = Fraction(ceil(high + far)) if kind.most is None else kind.most
    below = kind.least is not None and number < kind.least
    above = kind.most is not None and number > kind.most
    return number if below or above else min(max(number, least), most)


def _stretch(
    measure: Measure, results: tuple[Fraction, ...] | list[Fraction]
) -> tuple[Fraction, Fraction]:
    """Give both ends: around the levels and the results, within the unit."""
    levels = method_of(measure.method).levels(measure.method)
    marks = [*(level.reach for level in levels), *results] or [ZERO, ONE]
    low, high = min(marks), max(marks)
    air = (high - low) / 2 or abs(high) / 2 or ONE
    kind = KINDS[measure.unit]
    low = low - air if kind.least is None else max(low - air, kind.least)
    high = high + air if kind.most is None else min(high + air, kind.most)
    return low, high


def _step(precision: int | None, span: Fraction) -> Fraction:
    """Give the last place of the terms; where they state none, about a hundredth of the stretch."""
    if precision is not None:
        return TENTH**precision
    step = ONE
    while step * 50 > span:
        step *= TENTH
    while step * 500 < span:
        step /= TENTH
    return step


def _slider(least: Fraction, most: Fraction, step: Fraction, at: Fraction) -> Slider:
    within = min(max(at, least), most)
    nearest = least + round((within - least) / step) * step
    return Slider(*(written(each) for each in (least, most, step, nearest)))
