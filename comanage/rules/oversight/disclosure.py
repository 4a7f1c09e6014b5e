"""Safeguard 18: patients are told in writing, where savings on their care are shared."""

from collections.abc import Sequence

from comanage.rules.documents import DocumentKind
from comanage.rules.funding.savings_share import SavingsShare
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    NO_TERMS,
    Decider,
    Overseen,
    Ruling,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.oversight.reference import FILE


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for the disclosure, where the terms share savings."""
    if facts.terms is None:
        return missing(NO_TERMS)
    if not isinstance(facts.terms.funding, SavingsShare):
        return not_applicable("No share of savings on care is paid.")
    found = facts.of_kind(DocumentKind.DISCLOSURE)
    if not found:
        return missing(
            "Savings are shared, and no written disclosure to patients is on file: add it.", *FILE
        )
    return in_place(
        "The written disclosure to patients is on file.", found[-1].record, found[-1].at
    )


DISCLOSURE = Overseen(
    18,
    "Disclosure to patients",
    "AO 17-09",
    Decider.BOTH,
    "Where savings on care are shared, the written disclosure to patients is on file.",
    check,
)
