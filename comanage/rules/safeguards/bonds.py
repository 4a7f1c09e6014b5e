"""Safeguard 20: in space financed by tax-exempt bonds, no net profit and no net loss is shared."""

from collections.abc import Iterator

from comanage.rules.compliance import ComplianceClass
from comanage.rules.funding import funding_of
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.funding.shared_savings import SharedSavings
from comanage.rules.gates import looked_at
from comanage.rules.periods import MONTHS, months_later
from comanage.rules.places import Place, ruled
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    forbidden,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms

LONGEST = 30 * MONTHS


def check(terms: Terms) -> list[Finding]:
    """Look for money that follows a margin, for losses that are borne, and for the term."""
    if not terms.bond_financed:
        return not_applicable("The space is not financed by tax-exempt bonds.")
    found = [*_profits(terms), *_losses(terms), *_term(terms)]
    return found or in_place("Neither net profit nor net loss is shared.")


def _profits(terms: Terms) -> Iterator[Finding]:
    looking = {code: place for place, thing in ruled(terms) for code in looked_at(thing)}
    if terms.funding is not None:
        place = Place("funding", "funding")
        looking |= dict.fromkeys(funding_of(terms.funding).needs(terms.funding), place)
    for code, place in looking.items():
        measure = terms.measure(code)
        if measure is not None and measure.compliance is ComplianceClass.MARGIN:
            why = f"Money follows {measure.name}, of the class margin: net profit of bond-financed"
            yield forbidden(f"{why} space is not shared.", place.within(code))


def _losses(terms: Terms) -> Iterator[Finding]:
    funding = terms.funding
    shared = isinstance(funding, SharedSavings) and funding.losses is not None
    if shared or (isinstance(funding, EpisodeBundle) and funding.loss_share > 0):
        why = "A loss is owed, and net losses of bond-financed space are not borne by a manager."
        yield forbidden(why, Place("funding", "funding/losses"))


def _term(terms: Terms) -> Iterator[Finding]:
    starts = [each.starts for each in terms.periods]
    ends = [each.ends for each in terms.periods]
    if terms.in_force is not None:
        starts.append(terms.in_force.starts)
        ends += [terms.in_force.ends] if terms.in_force.ends else []
    if starts and ends and max(ends) >= months_later(min(starts), LONGEST):
        yield missing("The term is longer than 30 years.", Place("periods", "periods"))


BONDS = Safeguard(
    20,
    "bonds",
    "No net profit in bond-financed space",
    "Rev. Proc. 2017-13",
    "In bond-financed space no money follows a margin, no loss is owed, and the term is at most"
    " 30 years.",
    check,
)
