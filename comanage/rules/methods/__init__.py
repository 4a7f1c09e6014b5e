"""The methods: every way a measure can be scored, in the order people choose from."""

from typing import Any

from comanage.rules.methods.attested import ATTESTED
from comanage.rules.methods.bands import BANDS
from comanage.rules.methods.binary import BINARY
from comanage.rules.methods.composite import COMPOSITE
from comanage.rules.methods.count import COUNT
from comanage.rules.methods.improvement import IMPROVEMENT
from comanage.rules.methods.linear import LINEAR
from comanage.rules.methods.maintenance import MAINTENANCE
from comanage.rules.methods.method import Agreed, Method
from comanage.rules.methods.percentiles import PERCENTILES
from comanage.rules.methods.points import POINTS
from comanage.rules.methods.recorded import RECORDED
from comanage.rules.methods.target_band import TARGET_BAND
from comanage.rules.methods.z_score import Z_SCORE

# Any: each method has terms of its own class; method_of() hands out the one that fits.
METHODS: dict[str, Method[Any]] = {
    method.terms.kind: method
    for method in (
        BANDS,
        LINEAR,
        BINARY,
        COUNT,
        ATTESTED,
        IMPROVEMENT,
        MAINTENANCE,
        TARGET_BAND,
        PERCENTILES,
        POINTS,
        Z_SCORE,
        COMPOSITE,
        RECORDED,
    )
}


def method_of(terms: Agreed) -> Method[Any]:
    """Find the method that terms belong to."""
    return METHODS[terms.kind]
