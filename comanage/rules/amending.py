"""Amending: from which period on new terms may govern, and why not from an earlier one.

An amendment looks ahead. It never touches a period that has begun, one that was settled,
or one of which a figure was given: whoever has seen a result does not set its target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comanage.rules.periods import Period, covered, in_words
from comanage.rules.pool import Timing

NONE_LEFT = "No period of this agreement is left that has not begun."


@dataclass(frozen=True, slots=True)
class Slot:
    """A period as an amendment sees it.

    Attributes:
        period: The period.
        locked: Whether its settlement was approved.
        seen: Whether a figure of it was given.
    """

    period: Period
    locked: bool = False
    seen: bool = False


def open_slots(slots: Sequence[Slot], today: date) -> list[Slot]:
    """List the periods with which an amendment may take effect, earliest first.

    >>> from comanage.rules.periods import quarters
    >>> year = [Slot(each) for each in quarters(date(2027, 1, 1), date(2027, 12, 31))]
    >>> [slot.period.code for slot in open_slots(year, date(2027, 4, 2))]
    ['2027-Q3', '2027-Q4']
    """
    ordered = sorted(slots, key=lambda slot: slot.period.starts)
    return [
        slot
        for at, slot in enumerate(ordered)
        if slot.period.starts >= today and not _taken(ordered[at:])
    ]


def why_not(slots: Sequence[Slot], first: date, timing: Timing) -> str:
    """Say why terms cannot take effect with the period of a first day; empty where they can.

    Whether that day has passed is asked when they are locked (scorecard_steps.why_too_late).

    Args:
        slots: The periods of the agreement.
        first: The first day on which the terms are to govern.
        timing: What a settlement by these terms covers.
    """
    ordered = sorted(slots, key=lambda slot: slot.period.starts)
    begins = next((slot.period for slot in ordered if slot.period.starts == first), None)
    if begins is None:
        return f"No period begins on {in_words(first)}."
    for slot in ordered:
        if slot.period.starts < first:
            continue
        if slot.locked:
            return f"{slot.period.code} was settled and approved by the terms before."
        if slot.seen:
            return f"Figures of {slot.period.code} were given by the terms before."
    whole = tuple(slot.period for slot in ordered)
    if timing is Timing.TO_DATE and covered(whole, begins).starts != first:
        return (
            f"These terms settle the contract year to date, so they take effect with the first"
            f" period of a contract year, and {begins.code} is none."
        )
    return ""


def _taken(slots: Sequence[Slot]) -> bool:
    return any(slot.locked or slot.seen for slot in slots)
