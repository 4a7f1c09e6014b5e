"""Own score: each participant has its own part of the maximum, and earns of it by its own score.

What one does not earn goes to no other: it stays with the hospital.
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


@dataclass(frozen=True)
class OwnScore:
    """How the maximum is parted.

    Attributes:
        shares: Each participant's share of the maximum; empty for equal parts.
    """

    kind: ClassVar[str] = "own score"
    shares: tuple[Share, ...] = ()


def weights(terms: OwnScore, parties: Sequence[Party]) -> list[Fraction]:
    """Part the maximum."""
    return maximum_weights(terms.shares, parties)


def because(terms: OwnScore, party: Party) -> str:
    """Say why."""
    return maximum_because(terms.shares, party)


def faults(terms: OwnScore, participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    return maximum_faults(terms.shares, participants)


def sentence(terms: OwnScore, names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    return f"{maximum_in_words(terms.shares, names)}; each earns of its part by its own score"


OWN_SCORE = Allocation(
    "Own score",
    OwnScore,
    faults,
    weights,
    because,
    sentence,
    scores=True,
    divides=Divides.MAXIMUM,
)
