"""Maximum: how the most that can be earned is parted, where each earns of its own part."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.stated import Share, share_faults, share_of, shares_in_words
from comanage.rules.numbers import ONE, percent


def maximum_weights(shares: Sequence[Share], parties: Sequence[Party]) -> list[Fraction]:
    """Part the maximum by the stated shares; equally where none are stated.

    >>> maximum_weights((), [Party("north"), Party("east")])
    [Fraction(1, 1), Fraction(1, 1)]
    """
    return [share_of(shares, party.code) if shares else ONE for party in parties]


def maximum_because(shares: Sequence[Share], party: Party) -> str:
    """Say why a participant's part of the maximum is what it is."""
    if not shares:
        return "an equal part of the maximum"
    return f"{percent(share_of(shares, party.code))} of the maximum by the contract"


def maximum_faults(shares: Sequence[Share], participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with the shares, where some are stated."""
    return share_faults(shares, participants) if shares else []


def maximum_in_words(shares: Sequence[Share], names: Mapping[str, str]) -> str:
    """Put the parts of the maximum in words."""
    parts = f"in shares: {shares_in_words(shares, names)}" if shares else "equally"
    return f"the maximum is divided {parts}"
