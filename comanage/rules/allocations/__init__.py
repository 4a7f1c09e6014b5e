"""The allocations: every way earned money may be divided among participants."""

from collections.abc import Sequence
from fractions import Fraction

from comanage.rules.allocations.accepted_hours import ACCEPTED_HOURS
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.blend import BLEND
from comanage.rules.allocations.equal import EQUAL
from comanage.rules.allocations.exchange import EXCHANGE
from comanage.rules.allocations.fixed_shares import FIXED_SHARES
from comanage.rules.allocations.own_score import OWN_SCORE
from comanage.rules.allocations.ownership import OWNERSHIP
from comanage.rules.allocations.per_capita import PER_CAPITA
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import ZERO

ALLOCATIONS: dict[str, Allocation] = {
    allocation.kind: allocation
    for allocation in (
        EQUAL,
        FIXED_SHARES,
        PER_CAPITA,
        OWNERSHIP,
        ACCEPTED_HOURS,
        OWN_SCORE,
        BLEND,
        EXCHANGE,
    )
}


def allocation_of(terms: Agreed) -> Allocation:
    """Find the allocation that terms belong to."""
    return ALLOCATIONS[terms.kind]


def stated_shares(terms: Agreed, participants: Sequence[str]) -> list[Fraction]:
    """Give the shares that the terms alone state, in the order of the participants given.

    Args:
        terms: The terms of an allocation that is stated (see Allocation.stated), without faults.
        participants: Their codes; at least one.
    """
    parties = [Party(code) for code in participants]
    weights = allocation_of(terms).weights(terms, parties)
    whole = sum(weights, ZERO)
    return [weight / whole for weight in weights]
