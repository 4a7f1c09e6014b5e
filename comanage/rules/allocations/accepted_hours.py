"""Accepted hours: each participant gets its part of the hours of management that were accepted.

Only hours count that the hospital accepted as documented work for the service
line; hours of patient care are none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.counted import counted, uncounted
from comanage.rules.numbers import shown


@dataclass(frozen=True)
class AcceptedHours:
    """Where the hours are found.

    Attributes:
        hours: The code of the measure that gives the accepted hours of each participant.
    """

    kind: ClassVar[str] = "accepted hours"
    hours: str


def weights(terms: AcceptedHours, parties: Sequence[Party]) -> list[Fraction]:
    """Take each participant's accepted hours."""
    return [counted(party, terms.hours) for party in parties]


def because(terms: AcceptedHours, party: Party) -> str:
    """Say why.

    >>> because(AcceptedHours("HOURS"), Party("north", {"HOURS": Fraction(1225, 2)}))
    '612.5 accepted hours (HOURS)'
    """
    return f"{shown(counted(party, terms.hours))} accepted hours ({terms.hours})"


def faults(terms: AcceptedHours, _participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    return uncounted("hours", terms.hours, "the accepted hours")


def sentence(terms: AcceptedHours, _names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    return f"divided by accepted hours, {terms.hours}"


ACCEPTED_HOURS = Allocation(
    "Accepted hours",
    AcceptedHours,
    faults,
    weights,
    because,
    sentence,
    needs=lambda terms: (terms.hours,),
)
