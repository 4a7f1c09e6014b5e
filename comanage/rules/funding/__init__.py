"""The fundings: every source that a pool can have."""

from comanage.rules.funding.fixed import FIXED
from comanage.rules.funding.funding import Funding
from comanage.rules.methods.method import Agreed

FUNDINGS: dict[str, Funding] = {funding.kind: funding for funding in (FIXED,)}


def funding_of(terms: Agreed) -> Funding:
    """Find the funding that terms belong to."""
    return FUNDINGS[terms.kind]
