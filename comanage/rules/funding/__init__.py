"""The fundings: every source that a pool can have."""

from comanage.rules.funding.capitation import CAPITATION
from comanage.rules.funding.episode_bundle import EPISODE_BUNDLE
from comanage.rules.funding.fixed import FIXED
from comanage.rules.funding.funding import Funding
from comanage.rules.funding.pass_through import PASS_THROUGH
from comanage.rules.funding.savings_share import SAVINGS_SHARE
from comanage.rules.funding.shared_savings import SHARED_SAVINGS
from comanage.rules.funding.withhold import WITHHOLD
from comanage.rules.methods.method import Agreed

FUNDINGS: dict[str, Funding] = {
    funding.kind: funding
    for funding in (
        FIXED,
        SAVINGS_SHARE,
        PASS_THROUGH,
        WITHHOLD,
        SHARED_SAVINGS,
        CAPITATION,
        EPISODE_BUNDLE,
    )
}


def funding_of(terms: Agreed) -> Funding:
    """Find the funding that terms belong to."""
    return FUNDINGS[terms.kind]
