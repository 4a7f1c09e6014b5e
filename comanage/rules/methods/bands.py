"""Bands: a measure earns a fixed share of its weight at each level it reaches.

The usual co-management wording is "50% at threshold, 80% at target, 100% at
maximum". Nothing is earned between levels: 89.9 against a target of 90 is
still the threshold. Use the linear method where an agreement interpolates.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, in_steps, level_faults, terms_in_words
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading
from comanage.rules.numbers import ONE
from comanage.rules.units import Scale


@dataclass(frozen=True)
class Bands:
    """The levels agreed for one measure, easiest first, and whether meeting one is enough."""

    kind: ClassVar[str] = "bands"
    levels: tuple[Level, ...]
    edge: Edge = Edge.AT


def earn(terms: Bands, reading: Reading) -> Earned:
    """Earn the share of the hardest level reached."""
    return in_steps(terms.levels, reading, terms.edge)


def faults(terms: Bands, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    return level_faults(terms.levels, scale)


def sentence(terms: Bands, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    return terms_in_words(terms.levels, scale, terms.edge, between=Between.STEP)


BANDS = Method(
    title="Fixed share at each level",
    terms=Bands,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda terms: terms.levels,
    example=Bands(
        (
            Level("threshold", Fraction(85), Fraction(1, 2)),
            Level("target", Fraction(90), Fraction(4, 5)),
            Level("maximum", Fraction(95), ONE),
        )
    ),
)
