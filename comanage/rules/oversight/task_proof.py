"""Safeguard 19: the base fee is paid for work that was logged, attested and approved."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    blocked,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.oversight.reference import Reference, Shelf

RELEASED = ("Base-fee payments", Reference(Shelf.BASE_FEES))
LISTED = ("Duty list", Reference(Shelf.DUTIES))


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for a base fee without duties, and for a payment without approved work."""
    if not facts.base_fee_cents:
        return not_applicable("No base fee is paid.")
    if facts.base_fees_unproven:
        return blocked(
            f"Without approved work behind it: {', '.join(facts.base_fees_unproven)}.", *RELEASED
        )
    if not facts.duties:
        return missing("A base fee is agreed, and no duty list says what it is paid for.", *LISTED)
    count = facts.base_fees_released
    if not count:
        return in_place(
            "No base fee is released without approved work; none was released yet.", *RELEASED
        )
    paid = "1 base-fee payment rests" if count == 1 else f"{count} base-fee payments rest"
    return in_place(f"{paid} on logged, attested and approved work.", *RELEASED)


TASK_PROOF = Overseen(
    19,
    "Proof of work before the base fee",
    "FMV practice",
    Decider.RECORDS,
    "Each base-fee payment rests on time that was logged for listed duties, attested by the"
    " physician and approved by others.",
    check,
)
