"""Linear: between two levels a measure earns in proportion to the way it has come.

Below the easiest level nothing is earned; at it, that level's share (which may
be 0 %); between levels, a straight line; past the hardest, that level's share.
An agreement that pays nothing exactly at the threshold says "beyond only".
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, along_line, level_faults, terms_in_words
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading
from comanage.rules.numbers import ONE
from comanage.rules.units import Scale


@dataclass(frozen=True)
class Linear:
    """The levels a straight line runs through, easiest first."""

    kind: ClassVar[str] = "linear"
    levels: tuple[Level, ...]
    edge: Edge = Edge.AT  # for the easiest level; further on the line is the same either way


def earn(terms: Linear, reading: Reading) -> Earned:
    """Earn the share that lies on the line at the reading."""
    return along_line(terms.levels, reading, terms.edge)


def faults(terms: Linear, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    return level_faults(terms.levels, scale)


def sentence(terms: Linear, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    return terms_in_words(terms.levels, scale, terms.edge, between=Between.STRAIGHT)


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
