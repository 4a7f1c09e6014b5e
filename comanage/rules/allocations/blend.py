"""Blend: like own score, but a part of each payout goes by the score of the whole service line.

70 % own and 30 % line: 0.7 × own score + 0.3 × line score, of the
participant's part of the maximum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Divides, Party
from comanage.rules.allocations.maximum import (
    maximum_because,
    maximum_faults,
    maximum_in_words,
    maximum_weights,
)
from comanage.rules.allocations.stated import Share
from comanage.rules.numbers import ONE, ZERO, percent


@dataclass(frozen=True)
class Blend:
    """How much goes by the own score, and how the maximum is parted.

    Attributes:
        own_weight: The share of a payout that goes by the participant's own score, 0 to 1;
            the rest goes by the score of the service line.
        shares: Each participant's share of the maximum; empty for equal parts.
    """

    kind: ClassVar[str] = "blend"
    own_weight: Fraction
    shares: tuple[Share, ...] = ()


def weights(terms: Blend, parties: Sequence[Party]) -> list[Fraction]:
    """Part the maximum."""
    return maximum_weights(terms.shares, parties)


def because(terms: Blend, party: Party) -> str:
    """Say why."""
    return maximum_because(terms.shares, party)


def faults(terms: Blend, participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = maximum_faults(terms.shares, participants)
    if not ZERO <= terms.own_weight <= ONE:
        weight = "The weight of the own score must lie between 0% and 100%."
        found.append(Fault("own_weight", weight))
    return found


def sentence(terms: Blend, names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    own, line = percent(terms.own_weight), percent(ONE - terms.own_weight)
    parts = maximum_in_words(terms.shares, names)
    return f"{parts}; each earns of its part {own} by its own score and {line} by the line's"


BLEND = Allocation(
    "Blend of own score and line score",
    Blend,
    faults,
    weights,
    because,
    sentence,
    scores=True,
    divides=Divides.MAXIMUM,
    own=lambda terms: terms.own_weight,
)
