"""The allocations: every way earned money may be divided among participants."""

from comanage.rules.allocations.allocation import Allocation
from comanage.rules.allocations.equal import EQUAL
from comanage.rules.allocations.fixed_shares import FIXED_SHARES
from comanage.rules.methods.method import Agreed

ALLOCATIONS: dict[str, Allocation] = {
    allocation.kind: allocation for allocation in (EQUAL, FIXED_SHARES)
}


def allocation_of(terms: Agreed) -> Allocation:
    """Find the allocation that terms belong to."""
    return ALLOCATIONS[terms.kind]
