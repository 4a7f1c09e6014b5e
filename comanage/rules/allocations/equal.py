"""Equal: every participant gets the same share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.numbers import ONE


@dataclass(frozen=True)
class Equal:
    """Nothing more to agree on."""

    kind: ClassVar[str] = "equal"


def weights(_terms: Equal, parties: Sequence[Party]) -> list[Fraction]:
    """Let each participant weigh the same."""
    return [ONE for _ in parties]


def because(_terms: Equal, _party: Party) -> str:
    """Say why."""
    return "an equal share for every participant"


def faults(_terms: Equal, _participants: Mapping[str, str]) -> list[Fault]:
    """Find nothing: an equal division cannot be wrong."""
    return []


def sentence(_terms: Equal, _names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    return "divided equally among the participants"


EQUAL = Allocation("Equal shares", Equal, faults, weights, because, sentence, stated=True)
