"""Counted: what the participants' own figures say, such as heads, hours or dollars."""

from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Party
from comanage.rules.numbers import ZERO


def counted(party: Party, code: str) -> Fraction:
    """Give a participant's own result, which was made sure of before; never less than nothing.

    >>> counted(Party("east", {"HOURS": Fraction(190)}), "HOURS")
    Fraction(190, 1)
    """
    value = party.facts[code]
    if value is None:
        raise LookupError(f"{party.code} has no result of {code}.")
    return max(value, ZERO)


def uncounted(place: str, code: str, gives: str) -> list[Fault]:
    """Ask for the measure that gives a number of each participant, where none is named."""
    sentence = f"Name the measure that gives {gives} of each participant."
    return [] if code else [Fault(place, sentence)]
