"""Ownership: each participant gets what its units in the management company come to.

Units are as the contract states them and need not add up to a hundred; what a
participant does, or sends, does not change them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.stated import called, each_stated
from comanage.rules.numbers import ZERO, shown


@dataclass(frozen=True)
class Holding:
    """The units that one participant owns."""

    participant: str
    units: Fraction


@dataclass(frozen=True)
class Ownership:
    """Every participant's holding, 0 for one that owns none."""

    kind: ClassVar[str] = "ownership"
    holdings: tuple[Holding, ...]


def weights(terms: Ownership, parties: Sequence[Party]) -> list[Fraction]:
    """Look up each participant's units.

    >>> terms = Ownership((Holding("north", Fraction(45)), Holding("east", Fraction(15))))
    >>> weights(terms, [Party("east"), Party("north")])
    [Fraction(15, 1), Fraction(45, 1)]
    """
    return [_units(terms, party) for party in parties]


def because(terms: Ownership, party: Party) -> str:
    """Say why."""
    every = sum((holding.units for holding in terms.holdings), ZERO)
    return f"{shown(_units(terms, party))} of {shown(every)} units owned"


def faults(terms: Ownership, participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    stated = [holding.participant for holding in terms.holdings]
    found = each_stated("holdings", stated, participants, what="holding")
    found += [
        Fault(
            "holdings",
            f"The units of {called(holding.participant, participants)} must not be negative.",
        )
        for holding in terms.holdings
        if holding.units < 0
    ]
    if not any(holding.units for holding in terms.holdings):
        found.append(Fault("holdings", "At least one participant must own units."))
    return found


def sentence(terms: Ownership, names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    units = ", ".join(
        f"{called(each.participant, names)} {shown(each.units)}" for each in terms.holdings
    )
    return f"divided by units owned: {units}"


def _units(terms: Ownership, party: Party) -> Fraction:
    return next(each.units for each in terms.holdings if each.participant == party.code)


OWNERSHIP = Allocation("Ownership", Ownership, faults, weights, because, sentence, stated=True)
