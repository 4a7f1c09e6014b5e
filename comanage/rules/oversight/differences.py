"""Safeguard 27: what was paid too much or too little is settled in time."""

from collections.abc import Sequence
from datetime import timedelta

from comanage.rules.numbers import money
from comanage.rules.oversight.facts import Difference, Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    in_place,
    missing,
)
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import in_words

MOST_NAMED = 8  # the others stand in the ledger
LEDGER = ("Ledger", Reference(Shelf.LEDGER))


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for differences that are open for longer than the agreement allows."""
    if facts.days_to_settle is None:
        return missing("Nobody has set within how many days a difference is to be settled.")
    latest = facts.today - timedelta(days=facts.days_to_settle)
    late = [each for each in facts.differences if each.since < latest]
    if late:
        why = f"Open for more than {facts.days_to_settle} days: {_named(late)}. Settle it."
        return missing(why, *LEDGER)
    if not facts.differences:
        return in_place("No difference between what was owed and what was paid is open.", *LEDGER)
    count = len(facts.differences)
    opened = "1 difference is" if count == 1 else f"{count} differences are"
    told = f"{opened} open, none for more than {facts.days_to_settle} days: {_named(facts.differences)}."
    return in_place(told, *LEDGER)


def _named(open_ones: Sequence[Difference]) -> str:
    """Name the oldest ones with their money, and say how many there are beside them."""
    more = len(open_ones) - MOST_NAMED
    told = [_told(each) for each in open_ones[:MOST_NAMED]]
    return "; ".join([*told, f"and {more} more"] if more > 0 else told)


def _told(each: Difference) -> str:
    stake = "" if each.decided else " at stake"
    return f"{each.label}, {money(each.cents)}{stake}, since {in_words(each.since)}"


DIFFERENCES = Overseen(
    27,
    "Differences corrected",
    "411.353(h)",
    Decider.RECORDS,
    "What was paid too much or too little is paid or recovered within the days that were set.",
    check,
)
