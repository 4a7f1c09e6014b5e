"""Uncertainty: how much of a rate may be luck, given how few cases there were.

Two figures stand beside a rate. The interval says which true rates would fit
what was counted. The chance of luck says how often a group that is not good
enough would reach a level all the same. Both explain and never pay.

Both take the cases as independent, each with the same true rate, as though drawn
from a very large number of such cases. Where the sickest patients of a group
come in the same month, luck plays a larger part than these figures say.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, isqrt

from comanage.rules.numbers import ONE, PRINTED_PLACES, ZERO, Rounding, percent, rounded
from comanage.rules.units import Better

# How many standard deviations on either side hold so many percent of a normal distribution.
DEVIATIONS = {
    90: Fraction(1644854, 10**6),
    95: Fraction(1959964, 10**6),
    99: Fraction(2575829, 10**6),
}
GUARD = 20  # places that a square root carries beyond those asked for
HARDLY = Fraction(1, 1000)  # a smaller chance is not worth its digits in a sentence


@dataclass(frozen=True, slots=True)
class Interval:
    """The true rates that would fit what was counted.

    Attributes:
        numerator: The cases that count.
        denominator: All cases.
        low: The lowest rate that fits, 0 to 1, rounded down.
        high: The highest rate that fits, 0 to 1, rounded up.
        confidence: Of 100 such intervals, about how many hold the true rate.
    """

    numerator: int
    denominator: int
    low: Fraction
    high: Fraction
    confidence: int


@dataclass(frozen=True, slots=True)
class Luck:
    """The chance that a level is reached by luck alone.

    Attributes:
        level: The level, as a share, 0 to 1.
        cases: In how many cases it is to be reached.
        better: Which way is better.
        count: How many of the cases just reach it.
        true_rate: The rate of the group over very many cases; it falls short of the level.
        chance: How often such a group reaches the level all the same, to 12 places.
    """

    level: Fraction
    cases: int
    better: Better
    count: int
    true_rate: Fraction
    chance: Fraction


def wilson(
    numerator: int, denominator: int, *, confidence: int = 95, places: int = PRINTED_PLACES
) -> Interval:
    """Find Wilson's score interval of a rate.

    Its ends are the two rates p at which the observed rate is as many standard
    deviations, of sqrt(p (1 - p) / n), away from p as the confidence says. They
    are rounded outward, so that the interval never promises too much.

    Args:
        numerator: The cases that count, which are a part of all.
        denominator: All cases.
        confidence: 90, 95 or 99 percent.
        places: How many places after the point the ends are given to.

    Raises:
        ValueError: The counts are no part and whole, or the confidence is another;
            the message is a sentence.

    >>> found = wilson(37, 40)
    >>> percent(found.low, 2), percent(found.high, 2)
    ('80.14%', '97.42%')
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise ValueError(f"{numerator} of {denominator} cases is not a rate.")
    if confidence not in DEVIATIONS:
        known = ", ".join(str(percentage) for percentage in DEVIATIONS)
        raise ValueError(f"There is no interval of {confidence}%; choose among {known}.")
    deviations = DEVIATIONS[confidence]
    square = deviations**2
    inside = Fraction(numerator * (denominator - numerator), denominator) + square / 4
    spread = deviations * _root_above(inside, places + GUARD)
    low = (numerator + square / 2 - spread) / (denominator + square)
    high = (numerator + square / 2 + spread) / (denominator + square)
    return Interval(
        numerator,
        denominator,
        max(rounded(low, places, Rounding.DOWN), ZERO),
        min(rounded(high, places, Rounding.UP), ONE),
        confidence,
    )


def interval_sentence(interval: Interval) -> str:
    """Say which true rates would fit what was counted, the ends rounded outward.

    >>> interval_sentence(wilson(37, 40))
    '37 of 40 is 92.5%; true rates from 80.1% to 97.5% would fit it (95% interval).'
    """
    part, whole = interval.numerator, interval.denominator
    low = percent(rounded(interval.low, 3, Rounding.DOWN), 1)
    high = percent(rounded(interval.high, 3, Rounding.UP), 1)
    return (
        f"{part:,} of {whole:,} is {percent(Fraction(part, whole), 1)}; true rates from {low}"
        f" to {high} would fit it ({interval.confidence}% interval)."
    )


def count_reaching(level: Fraction, cases: int, better: Better) -> int:
    """Count how many of the cases just reach a level: the fewest, or the most where less is better.

    >>> count_reaching(Fraction(90, 100), 41, Better.HIGHER)
    37
    >>> count_reaching(Fraction(10, 100), 41, Better.LOWER)
    4
    """
    exact = level * cases
    return -(-exact // 1) if better is Better.HIGHER else exact // 1


def luck(level: Fraction, cases: int, better: Better, *, true_rate: Fraction | None = None) -> Luck:
    """Find the chance that a group which falls short of a level reaches it by luck alone.

    Think of a group that is no better than the true rate: over many thousands of
    cases, that is its rate. In one period it is measured on a few of them, and
    some periods are lucky. Of very many such periods, the chance is the share in
    which the group reaches the level although it has not become any better. If
    that is 30%, a level reached says little; if it is 1%, it says much.

    The true rate to ask about is that of a lower level ("would a group at the
    threshold reach the target?"). Where none is given, it is the rate of a group
    that falls short of the level by one case in as many cases as there are.

    Args:
        level: The level, as a share, 0 to 1; to be met exactly or passed. Where
            results are rounded first, give the least that rounds to the level.
        cases: In how many cases it is to be reached.
        better: Which way is better.
        true_rate: The rate of the group, as a share; worse than the level.

    Raises:
        ValueError: There are no cases, the level is no share or cannot be missed,
            or the true rate meets it; the message is a sentence.

    >>> percent(luck(Fraction(90, 100), 40, Better.HIGHER, true_rate=Fraction(85, 100)).chance, 1)
    '26.3%'
    """
    if cases < 1 or not ZERO <= level <= ONE:
        raise ValueError("Give a level from 0% to 100% and at least one case.")
    count = count_reaching(level, cases, better)
    short = count - 1 if better is Better.HIGHER else count + 1
    if not 0 <= short <= cases:
        raise ValueError(f"Every result reaches {_rate(level)}.")
    rate = Fraction(short, cases) if true_rate is None else true_rate
    if not ZERO <= rate <= ONE:
        raise ValueError(f"{_rate(rate)} is not a rate of cases.")
    if rate >= level if better is Better.HIGHER else rate <= level:
        raise ValueError(f"A true rate of {_rate(rate)} reaches {_rate(level)} without luck.")
    if better is Better.HIGHER:
        chance = _at_least(count, cases, rate)
    else:
        chance = _at_least(cases - count, cases, ONE - rate)
    return Luck(level, cases, better, count, rate, chance)


def luck_sentence(found: Luck) -> str:
    """Say how often a group would reach a level by luck alone.

    >>> luck_sentence(luck(Fraction(10, 100), 60, Better.LOWER, true_rate=Fraction(12, 100)))
    'By luck, a group whose true rate is 12% reaches 10% or less (6 of 60): a chance of 40.9%.'
    """
    side = "or more" if found.better is Better.HIGHER else "or less"
    low = found.chance < HARDLY
    return (
        f"By luck, a group whose true rate is {_rate(found.true_rate)} reaches"
        f" {_rate(found.level)} {side} ({found.count:,} of {found.cases:,}): a chance"
        f" {'below' if low else 'of'} {percent(HARDLY if low else found.chance, 1)}."
    )


def _at_least(count: int, cases: int, rate: Fraction) -> Fraction:
    """Find the chance of so many cases or more, summed exactly in whole numbers.

    The sum runs over comb(cases, n) hits^n misses^(cases - n), each term made
    from the one before, and is rounded once, half up, at its end.
    """
    hits, misses = rate.numerator, rate.denominator - rate.numerator
    term = comb(cases, count) * hits**count * misses ** (cases - count)
    total = term
    for met in range(count, cases):
        term = term * ((cases - met) * hits) // ((met + 1) * misses)
        total += term
    return rounded(Fraction(total, rate.denominator**cases), PRINTED_PLACES)


def _root_above(number: Fraction, places: int) -> Fraction:
    """Find the smallest number with so many places that is not below a square root.

    >>> _root_above(Fraction(2), 3), _root_above(Fraction(9, 4), 3)
    (Fraction(283, 200), Fraction(3, 2))
    """
    scale = 10**places
    squared = -(-number * scale**2 // 1)
    root = isqrt(squared)
    return Fraction(root + (root * root < squared), scale)


def _rate(share: Fraction) -> str:
    return percent(rounded(share, 4))
