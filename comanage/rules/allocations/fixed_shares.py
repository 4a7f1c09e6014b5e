"""Fixed shares: the contract states each participant's percentage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.stated import Share, share_faults, share_of, shares_in_words
from comanage.rules.numbers import percent


@dataclass(frozen=True)
class FixedShares:
    """Every participant's share; together 100 %."""

    kind: ClassVar[str] = "fixed shares"
    shares: tuple[Share, ...]


def weights(terms: FixedShares, parties: Sequence[Party]) -> list[Fraction]:
    """Look up each participant's share."""
    return [share_of(terms.shares, party.code) for party in parties]


def because(terms: FixedShares, party: Party) -> str:
    """Say why."""
    return f"{percent(share_of(terms.shares, party.code))} by the contract"


def faults(terms: FixedShares, participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    return share_faults(terms.shares, participants)


def sentence(terms: FixedShares, names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    return f"divided by fixed shares: {shares_in_words(terms.shares, names)}"


FIXED_SHARES = Allocation(
    "Fixed shares", FixedShares, faults, weights, because, sentence, stated=True
)
