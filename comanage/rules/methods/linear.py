"""Linear: between two levels a measure earns in proportion to the way it has come.

Below the easiest level nothing is earned; at it, that level's share (which may
be 0 %); between levels, a straight line; past the hardest, that level's share.
An agreement that pays nothing exactly at the threshold says "beyond only".
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import hardest_reached, in_words, level_faults, unreached
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading, reaches
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.units import Scale


@dataclass(frozen=True)
class Linear:
    """The levels a straight line runs through, easiest first."""

    kind: ClassVar[str] = "linear"
    levels: tuple[Level, ...]
    edge: Edge = Edge.AT  # for the easiest level; further on the line is the same either way


def earn(terms: Linear, reading: Reading) -> Earned:
    """Earn the share that lies on the line at the reading."""
    easiest, hardest = terms.levels[0], terms.levels[-1]
    if not reaches(reading, easiest.reach, terms.edge):
        return Earned(ZERO, unreached(easiest, reading))
    level = hardest_reached(terms.levels, reading, Edge.AT) or easiest
    if level is hardest or reading.value == level.reach:
        scale = reading.scale
        because = f"{scale.shown(reading.value)} reached {level.name} ({scale.shown(level.reach)})"
        return Earned(level.earns, because, level.name)
    harder = next(high for low, high in pairwise(terms.levels) if low is level)
    return _between(level, harder, reading)


def faults(terms: Linear, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    return level_faults(terms.levels, scale)


def sentence(terms: Linear, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = f"{in_words(terms.levels, scale)}; a straight line between"
    if terms.edge is Edge.AT:
        return words
    return f"{words}; {terms.levels[0].name} must be passed, not only met"


def _between(low: Level, high: Level, reading: Reading) -> Earned:
    scale = reading.scale
    way = scale.gain(low.reach, reading.value) / scale.gain(low.reach, high.reach)
    share = low.earns + way * (high.earns - low.earns)
    because = (
        f"{scale.shown(reading.value)} lies {percent(way)} of the way from"
        f" {low.name} ({scale.shown(low.reach)}) to {high.name} ({scale.shown(high.reach)}),"
        f" which earn {percent(low.earns)} and {percent(high.earns)}"
    )
    return Earned(share, because, low.name)


LINEAR = Method(
    title="Straight line between levels",
    terms=Linear,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda terms: terms.levels,
    example=Linear(
        (
            Level("threshold", Fraction(75), Fraction(1, 2)),
            Level("target", Fraction(85), Fraction(4, 5)),
            Level("maximum", Fraction(92), ONE),
        )
    ),
)
