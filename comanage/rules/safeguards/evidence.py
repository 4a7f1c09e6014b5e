"""Safeguard 12: what is paid on rests on clinical evidence or credible medical support."""

from comanage.rules.figures import is_paid
from comanage.rules.places import listed, of_all
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms


def check(terms: Terms) -> list[Finding]:
    """Look for the evidence and the version of the specification of each paid measure."""
    paid = [each for each in terms.measures() if is_paid(each[1])]
    if not paid:
        return not_applicable("Nothing is paid on results.")
    bare = [
        each for each in paid if not (each[1].evidence.strip() and each[1].specification.strip())
    ]
    if bare:
        why = f"Without evidence or version of the specification: {listed(bare)}."
        return [missing(why, of_all(bare), asks=False)]  # lint asks once, as "unstated"
    return in_place("Each paid measure names its evidence and the version of its specification.")


EVIDENCE = Safeguard(
    12,
    "evidence",
    "Measures based on evidence",
    "1001.952(d)(2)",
    "Each paid measure names a citation and the version of its specification.",
    check,
)
