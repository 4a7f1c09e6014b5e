"""Points: achievement against fixed levels, improvement against one's own past; the higher counts.

This is the scoring of public value-based purchasing (42 CFR 412.165):
achievement runs from the threshold to the benchmark, improvement from the
baseline to the benchmark, each rounded to whole points. Both lines say their
own factor, offset and most, so that a contract may differ.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading, reaches
from comanage.rules.numbers import ONE, ZERO, Rounding, rounded, shown
from comanage.rules.units import Scale, outside


@dataclass(frozen=True)
class Award:
    """How far one has come, turned into points: times the way, plus an offset, rounded.

    Attributes:
        times: What the way (0 to 1) is multiplied by.
        plus: What is added before rounding.
        most: The most points this can give, given at the benchmark and beyond.
        places: Places after the point that points are rounded to.
        rounding: How a number between two places is rounded.
        least: The fewest points this can give once it gives any.
    """

    times: Fraction
    plus: Fraction
    most: Fraction
    places: int = 0
    rounding: Rounding = Rounding.HALF_UP
    least: Fraction = ZERO


@dataclass(frozen=True)
class Points:
    """Achievement and improvement awards, with the levels they run between.

    Attributes:
        threshold: Where achievement begins.
        benchmark: Where both awards give their most.
        out_of: The points that earn the whole weight.
        achievement: The award for the way from threshold to benchmark.
        improvement: The award for the way from baseline to benchmark, if any.
        edge: Whether a result exactly on the threshold achieves.
    """

    kind: ClassVar[str] = "points"
    threshold: Fraction
    benchmark: Fraction
    out_of: Fraction = Fraction(10)
    achievement: Award = Award(Fraction(9), Fraction(1, 2), Fraction(10))
    improvement: Award | None = Award(Fraction(10), Fraction(-1, 2), Fraction(9))
    edge: Edge = Edge.AT


def earn(terms: Points, reading: Reading) -> Earned:
    """Earn the higher of achievement and improvement, out of the most there is."""
    achievement = _achieved(terms, reading)
    improvement = _improved(terms, reading)
    score = max(points for points in (achievement, improvement) if points is not None)
    because = (
        f"{shown(score)} of {shown(terms.out_of)} points: achievement {shown(achievement)}"
        f" and {_improvement_words(terms, improvement)}, the higher counts"
    )
    points = (("achievement", achievement), ("improvement", improvement), ("score", score))
    reached = [lvl.name for lvl in levels(terms) if reaches(reading, lvl.reach, terms.edge)]
    return Earned(score / terms.out_of, because, reached[-1] if reached else "", points)


def faults(terms: Points, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if scale.gain(terms.threshold, terms.benchmark) < 0:
        found.append(Fault("benchmark", "The benchmark must not be easier than the threshold."))
    if terms.out_of <= 0:
        found.append(Fault("out_of", "Points must be out of more than 0."))
    limits = (("threshold", terms.threshold), ("benchmark", terms.benchmark))
    reasons = ((place, outside(scale.unit, limit)) for place, limit in limits)
    found += [Fault(place, why) for place, why in reasons if why]
    for place, award in (("achievement", terms.achievement), ("improvement", terms.improvement)):
        found += award_faults(place, award, terms.out_of) if award is not None else []
    return found


def award_faults(place: str, award: Award, out_of: Fraction) -> list[Fault]:
    """Say what is wrong with an award whose points are out of so many."""
    found = []
    if not ZERO <= award.most <= out_of:
        most = f"between 0 and {shown(out_of)} points"
        found.append(Fault(place, f"The most for {place} must lie {most}."))
    if not ZERO <= award.least <= award.most:
        least = f"between 0 and its most, {shown(award.most)} points"
        found.append(Fault(place, f"The least for {place} must lie {least}."))
    return found


def sentence(terms: Points, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = (
        f"achievement 0 to {shown(terms.achievement.most)} points from"
        f" {scale.shown(terms.threshold)} (threshold) to {scale.shown(terms.benchmark)} (benchmark)"
    )
    if terms.improvement is None:
        return words
    most = shown(terms.improvement.most)
    return f"{words}, or improvement 0 to {most} from the baseline; the higher counts"


def levels(terms: Points) -> tuple[Level, ...]:
    """Name threshold and benchmark; at the threshold the award's offset alone is earned."""
    start = awarded(terms.achievement, ZERO) / terms.out_of
    return (
        Level("threshold", terms.threshold, start),
        Level("benchmark", terms.benchmark, terms.achievement.most / terms.out_of),
    )


def _achieved(terms: Points, reading: Reading) -> Fraction:
    scale, value = reading.scale, reading.value
    if scale.gain(terms.benchmark, value) >= 0:
        return terms.achievement.most  # first, since threshold and benchmark may be the same
    if not reaches(reading, terms.threshold, terms.edge):
        return ZERO
    whole_way = scale.gain(terms.threshold, terms.benchmark)
    return awarded(terms.achievement, scale.gain(terms.threshold, value) / whole_way)


def _improved(terms: Points, reading: Reading) -> Fraction | None:
    scale, value, baseline = reading.scale, reading.value, reading.baseline
    if terms.improvement is None or baseline is None:
        return None
    if scale.gain(baseline, value) <= 0:
        return ZERO
    if scale.gain(terms.benchmark, value) >= 0:
        return terms.improvement.most  # first, since the baseline may lie beyond the benchmark
    whole_way = scale.gain(baseline, terms.benchmark)
    return awarded(terms.improvement, scale.gain(baseline, value) / whole_way)


def awarded(award: Award, way: Fraction) -> Fraction:
    """Turn the way gone, 0 to 1, into points: rounded, then kept within the award's least and most.

    >>> awarded(Award(Fraction(9), Fraction(1, 2), Fraction(10)), Fraction(1, 2))
    Fraction(5, 1)
    """
    points = rounded(award.times * way + award.plus, award.places, award.rounding)
    return min(max(points, award.least), award.most)


def _improvement_words(terms: Points, improvement: Fraction | None) -> str:
    if improvement is not None:
        return f"improvement {shown(improvement)}"
    return "no improvement award" if terms.improvement is None else "no baseline to improve on"


POINTS = Method(
    title="Achievement and improvement points",
    terms=Points,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Points(threshold=Fraction(70), benchmark=Fraction(90), out_of=10 * ONE),
    compares=lambda terms: terms.improvement is not None,
)
