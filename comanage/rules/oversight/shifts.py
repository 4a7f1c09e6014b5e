"""Safeguard 10, by the records: a shift in who is treated is looked into before money moves."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Ruling, blocked, in_place
from comanage.rules.oversight.reference import Reference, Shelf

ALERTS = Reference(Shelf.ALERTS)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for alerts of monitoring measures that nobody has looked into."""
    if facts.alerts_open:
        return blocked(f"Nobody has looked into: {'; '.join(facts.alerts_open)}.", "Alerts", ALERTS)
    count = facts.alerts_answered
    looked = f", and {count} looked into" if count else ""
    return in_place(f"No alert of a monitoring measure is open{looked}.", "Alerts", ALERTS)
