"""Equal: every participant gets the same share."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation


@dataclass(frozen=True)
class Equal:
    """Nothing more to agree on."""

    kind: ClassVar[str] = "equal"


def shares(_terms: Equal, participants: Sequence[str]) -> list[Fraction]:
    """Give each participant one part of as many as there are."""
    return [Fraction(1, len(participants)) for _ in participants]


def because(_terms: Equal, _participant: str) -> str:
    """Say why."""
    return "an equal share for every participant"


def faults(_terms: Equal, _participants: Sequence[str]) -> list[Fault]:
    """Find nothing: an equal division cannot be wrong."""
    return []


def sentence(_terms: Equal) -> str:
    """Put the terms in words."""
    return "divided equally among the participants"


EQUAL = Allocation("Equal shares", Equal, faults, shares, because, sentence)
