"""Safeguard 5: the whole way from a result to dollars is stated before the period begins."""

from comanage.rules import meaning
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms


def check(terms: Terms) -> list[Finding]:
    """Look whether the terms mean one thing, so that every amount follows from them."""
    if terms.funding is None:
        return not_applicable("No money is paid by these terms.")
    found = len(meaning.faults(terms))
    if found:
        things = "1 fault keeps" if found == 1 else f"{found} faults keep"
        return [missing(f"{things} the terms from meaning one thing.", asks=False)]
    return in_place("Measures, levels, weights, pool and division are stated, each as a formula.")


METHODOLOGY = Safeguard(
    5,
    "methodology",
    "Methodology set in advance",
    "411.354(d)(1); 1001.952(d)",
    "The terms state the formula of every amount, so that nothing is left to be decided later.",
    check,
)
