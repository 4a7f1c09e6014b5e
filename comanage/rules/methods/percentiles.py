"""Percentiles: a measure earns by where it stands among others, at published cut points.

The cut points are those of one named release of a national benchmark, written
into the agreement: a later release changes nothing until the parties agree.
Deciles that give points within a decile are cut points with a straight line
between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, level_faults, share_at, terms_in_words
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading
from comanage.rules.numbers import HUNDRED, ONE, ZERO, shown
from comanage.rules.units import Better, Scale

ENDINGS = {1: "st", 2: "nd", 3: "rd"}  # of ordinal numbers; others end in th


@dataclass(frozen=True, slots=True)
class Cut:
    """A published cut point, and the share of the weight it earns.

    Attributes:
        percentile: The percentile that the release states, 0 to 100.
        reach: The result that stands there, in the measure's unit.
        earns: The share of the measure's weight earned there, 0 to 1.
    """

    percentile: Fraction
    reach: Fraction
    earns: Fraction


@dataclass(frozen=True)
class Percentiles:
    """The cut points of one release, easiest first.

    Attributes:
        release: The release of the benchmark that the cut points are taken from.
        cuts: The cut points.
        between: What a result between two cut points earns.
        edge: Whether a result exactly on a cut point has reached it.
    """

    kind: ClassVar[str] = "percentiles"
    release: str
    cuts: tuple[Cut, ...]
    between: Between = Between.STEP
    edge: Edge = Edge.AT


def earn(terms: Percentiles, reading: Reading) -> Earned:
    """Earn what the cut points give; the level reached is a percentile."""
    return share_at(levels(terms), reading, terms.edge, between=terms.between)


def faults(terms: Percentiles, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if not terms.release.strip():
        found.append(Fault("release", "Name the release that the cut points are taken from."))
    if not terms.cuts:
        return [*found, Fault("cuts", "Give at least one cut point.")]
    found += [
        Fault("cuts", f"{shown(cut.percentile)} is no percentile: give 0 to 100.")
        for cut in terms.cuts
        if not ZERO <= cut.percentile <= HUNDRED
    ]
    if not _in_order([cut.percentile for cut in terms.cuts], scale):
        found.append(Fault("cuts", "The percentiles must run one way, easiest first."))
    return found + [Fault("cuts", fault.sentence) for fault in level_faults(levels(terms), scale)]


def sentence(terms: Percentiles, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = terms_in_words(levels(terms), scale, terms.edge, between=terms.between)
    return f"{words}; cut points of {terms.release}"


def levels(terms: Percentiles) -> tuple[Level, ...]:
    """Name each cut point by its percentile."""
    return tuple(
        Level(f"{_ordinal(cut.percentile)} percentile", cut.reach, cut.earns) for cut in terms.cuts
    )


def _in_order(percentiles: Sequence[Fraction], scale: Scale) -> bool:
    """Allow a falling order where lower is better: the 10th may be the best of infections."""
    rising = all(easier <= harder for easier, harder in pairwise(percentiles))
    falling = all(easier >= harder for easier, harder in pairwise(percentiles))
    return rising or (falling and scale.better is Better.LOWER)


def _ordinal(number: Fraction) -> str:
    """Write a number as one counts places: 75th, 91st, 87.5th."""
    whole = number.numerator
    if number.denominator != 1 or whole % 100 in {11, 12, 13}:
        return f"{shown(number)}th"
    return f"{shown(number)}{ENDINGS.get(whole % 10, 'th')}"


PERCENTILES = Method(
    title="Percentiles of a published benchmark",
    terms=Percentiles,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Percentiles(
        release="the 2027 national release",
        cuts=(
            Cut(Fraction(50), Fraction(70), Fraction(1, 2)),
            Cut(Fraction(75), Fraction(80), Fraction(3, 4)),
            Cut(Fraction(90), Fraction(90), ONE),
        ),
    ),
)
