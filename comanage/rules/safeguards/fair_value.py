"""Safeguard 6: base fee and incentive stand together under the opinion of fair market value."""

from comanage.rules.numbers import money, to_cents
from comanage.rules.places import Place
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms

CAP = Place("fmv_cap", "fmv_cap")


def check(terms: Terms) -> list[Finding]:
    """Look for a cap by the opinion of fair market value that counts the base fee too."""
    if terms.funding is None:
        return not_applicable("No money is paid by these terms.")
    cap = terms.fmv_cap
    if cap is None:
        return [
            missing("The terms state no cap by an opinion of fair market value.", CAP, asks=False)
        ]
    amount = money(to_cents(cap.amount))
    if terms.base_fee and not cap.counts_base_fee and not cap.counts:
        why = f"The fair market value cap of {amount} does not count the base fee of"
        return [missing(f"{why} {money(to_cents(terms.base_fee))}.", CAP)]
    return in_place(f"Base fee and incentive together are capped at {amount}.")


FAIR_VALUE = Safeguard(
    6,
    "fair-value",
    "Fair market value cap",
    "411.354(d)(1); 1001.952(d)",
    "One cap by the opinion of fair market value holds base fee and incentive together.",
    check,
)
