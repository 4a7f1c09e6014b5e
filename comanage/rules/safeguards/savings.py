"""Safeguard 9: savings are shared item by item, from a base year, above a floor, at base volume."""

from collections.abc import Iterator

from comanage.rules.funding.savings_share import SavingsShare
from comanage.rules.periods import MONTHS, months_later
from comanage.rules.places import Place
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms


def check(terms: Terms) -> list[Finding]:
    """Look at the base, the floor and the volume of each item that is saved on."""
    if not isinstance(terms.funding, SavingsShare):
        return not_applicable("The pool is no share of savings on items.")
    found = list(_lacking(terms, terms.funding))
    return found or in_place("Each item has its base year and floor; cases beyond it earn nothing.")


def _lacking(terms: Terms, funding: SavingsShare) -> Iterator[Finding]:
    if funding.savings_of:
        why = (
            f"Savings come as one figure, {funding.savings_of}: items, base year, floor and volume"
        )
        place = Place("funding, savings_of", f"funding/{funding.savings_of}")
        yield missing(f"{why} are not in the terms.", place)
    for item in funding.items:
        if not item.floor:
            why = f"{item.rate_of} has no floor: the less it is used, the more is earned."
            yield missing(why, Place("funding, items", f"funding/{item.rate_of}"))
    starts = min((period.starts for period in terms.periods), default=None)
    ends = max((period.ends for period in terms.periods), default=None)
    if starts is not None and ends is not None and ends >= months_later(starts, MONTHS):
        why = "One base year serves more than twelve months: savings already made are paid again."
        yield missing(why, Place("funding", "funding/base-year"))


SAVINGS = Safeguard(
    9,
    "savings",
    "Cost savings from a base year",
    "AO 17-09, 08-15",
    "A share of savings names its items, each with a base that is reset each year and a floor;"
    " cases beyond the base year's earn nothing.",
    check,
)
