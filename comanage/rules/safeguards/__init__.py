"""The safeguards that terms alone can decide, by their numbers in the list of safeguards.

The others of that list are kept elsewhere: by sign-off steps, by records with their
dates, by the audit log.
"""

from comanage.rules.safeguards.bonds import BONDS
from comanage.rules.safeguards.distribution import DISTRIBUTION
from comanage.rules.safeguards.evidence import EVIDENCE
from comanage.rules.safeguards.fair_value import FAIR_VALUE
from comanage.rules.safeguards.improvement import IMPROVEMENT
from comanage.rules.safeguards.legal_basis import LEGAL_BASIS
from comanage.rules.safeguards.methodology import METHODOLOGY
from comanage.rules.safeguards.mix import MIX
from comanage.rules.safeguards.necessary_care import NECESSARY_CARE
from comanage.rules.safeguards.safeguard import Safeguard
from comanage.rules.safeguards.savings import SAVINGS
from comanage.rules.safeguards.steering import STEERING
from comanage.rules.safeguards.total_fee import TOTAL_FEE
from comanage.rules.safeguards.volume import VOLUME

SAFEGUARDS: dict[int, Safeguard] = {
    safeguard.number: safeguard
    for safeguard in (
        METHODOLOGY,
        FAIR_VALUE,
        VOLUME,
        NECESSARY_CARE,
        SAVINGS,
        STEERING,
        IMPROVEMENT,
        EVIDENCE,
        MIX,
        LEGAL_BASIS,
        DISTRIBUTION,
        BONDS,
        TOTAL_FEE,
    )
}
