"""The methods: every way a measure can be scored, in the order people choose from."""

from typing import Any

from comanage.rules.methods.bands import BANDS
from comanage.rules.methods.binary import BINARY
from comanage.rules.methods.linear import LINEAR
from comanage.rules.methods.method import Agreed, Method
from comanage.rules.methods.points import POINTS

# Any: each method has terms of its own class; method_of() hands out the one that fits.
METHODS: dict[str, Method[Any]] = {
    method.terms.kind: method for method in (BANDS, LINEAR, BINARY, POINTS)
}


def method_of(terms: Agreed) -> Method[Any]:
    """Find the method that terms belong to."""
    return METHODS[terms.kind]
