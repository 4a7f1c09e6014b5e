"""Safeguard 3: the services together are reasonable, and each is needed."""

from collections.abc import Sequence
from datetime import timedelta

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.oversight.reference import Reference, Shelf

LIST = Reference(Shelf.DUTIES)
UNUSED_AFTER = timedelta(days=365)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for a duty list with limits, and for duties that nobody does."""
    if not facts.base_fee_cents:
        return not_applicable("No base fee is paid, so no hours are paid for.")
    if not facts.duties:
        return missing(
            "No duty list is on file: say what the base fee is paid for.", "Duty list", LIST
        )
    listed = ("Duty list", LIST)
    unlimited = [duty.name for duty in facts.duties if not duty.most_hours]
    if unlimited and not facts.hours_a_year_limited:
        why = f"The hours for {', '.join(unlimited)} are not limited, and those of a year neither"
        return missing(f"{why}: set the most for each duty, or for a contract year.", *listed)
    began = facts.starts + UNUSED_AFTER
    unused = [
        duty.name
        for duty in facts.duties
        if facts.today > began and (duty.last_done or facts.starts) < facts.today - UNUSED_AFTER
    ]
    if unused:
        why = f"Nothing was done for {', '.join(unused)} within a year"
        return missing(
            f"{why}: end the duty, or say why it is still needed in its next version.", *listed
        )
    count = len(facts.duties)
    verb = "duty is" if count == 1 else "duties are"
    return in_place(f"{count} {verb} listed, with limits.", *listed)


SERVICES = Overseen(
    3,
    "Services reasonable and necessary",
    "Stark 411.357(d)(1), AKS 1001.952(d)(1)",
    Decider.RECORDS,
    "Each duty of the base fee is listed, its hours or those of a contract year are limited, and"
    " no duty stays on the list for a year without work.",
    check,
)
