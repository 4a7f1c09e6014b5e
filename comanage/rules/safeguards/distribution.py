"""Safeguard 16: what is earned is not divided by anyone's own referrals."""

from collections.abc import Iterator

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.forbidden import SOURCE, why_forbidden
from comanage.rules.compliance import NEVER_PAID, PAID_AT_RISK, ComplianceClass
from comanage.rules.places import Place
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    forbidden,
    in_place,
    not_applicable,
)
from comanage.rules.terms import Terms

NO_BASIS = (NEVER_PAID | PAID_AT_RISK) - {ComplianceClass.MONITORING}


def check(terms: Terms) -> list[Finding]:
    """Look at the figures by which the division weighs each participant."""
    if terms.allocation is None:
        return not_applicable("Nothing is divided by these terms.")
    allocation = allocation_of(terms.allocation)
    found = list(_bases(terms, allocation.needs(terms.allocation)))
    words = allocation.sentence(terms.allocation, terms.names())
    return found or in_place(f"What is earned is {words}.")


def _bases(terms: Terms, codes: tuple[str, ...]) -> Iterator[Finding]:
    for code in codes:
        measure = terms.measure(code)
        place = Place("allocation", f"allocation/{code}")
        if measure is not None and measure.compliance in NO_BASIS:
            why = f"Money is divided by {measure.name}, of the class {measure.compliance}"
            yield forbidden(f"{why}: {SOURCE}.", place)
        elif why := why_forbidden(code) or why_forbidden(measure.name if measure else ""):
            yield forbidden(why, place)


DISTRIBUTION = Safeguard(
    16,
    "distribution",
    "Distribution not by own referrals",
    "AO 12-22, 08-16",
    "Head counts, hours and whatever else weighs a participant are no figure of volume, referrals,"
    " revenue or margin.",
    check,
)
