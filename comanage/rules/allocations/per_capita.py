"""Per capita: each participant gets as many parts as it has members who take part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.counted import counted, uncounted
from comanage.rules.numbers import shown


@dataclass(frozen=True)
class PerCapita:
    """Where the head counts are found.

    Attributes:
        members: The code of the measure that counts the members of each participant.
    """

    kind: ClassVar[str] = "per capita"
    members: str


def weights(terms: PerCapita, parties: Sequence[Party]) -> list[Fraction]:
    """Take each participant's head count."""
    return [counted(party, terms.members) for party in parties]


def because(terms: PerCapita, party: Party) -> str:
    """Say why.

    >>> because(PerCapita("HEADS"), Party("north", {"HEADS": Fraction(12)}))
    '12 members (HEADS)'
    """
    return f"{shown(counted(party, terms.members))} members ({terms.members})"


def faults(terms: PerCapita, _participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    return uncounted("members", terms.members, "the head count")


def sentence(terms: PerCapita, _names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    return f"divided per capita, by {terms.members}"


PER_CAPITA = Allocation(
    "Per capita",
    PerCapita,
    faults,
    weights,
    because,
    sentence,
    needs=lambda terms: (terms.members,),
)
