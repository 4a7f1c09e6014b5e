"""Payments outside the agreement: money for days on which it was not signed, or not in force.

Whoever audits such arrangements asks for this list first. It looks at what was paid and at
the days on file, and at nothing that keeps a release back; so it shows what slipped past.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from comanage.rules.periods import in_words


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, by the days it pays for.

    Attributes:
        starts: The first day it pays for.
        ends: The last one.
        by_month: True for a base fee, whose month may reach beyond the agreement.
    """

    starts: date
    ends: date
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """When an agreement held, as its file says.

    Attributes:
        starts: Its first day.
        ends: Its last day, as agreed.
        terminated: Its last day by a termination; None where there is none.
        signed: By the name of each party the day it signed first; None where it did not.
    """

    starts: date
    ends: date
    terminated: date | None = None
    signed: Mapping[str, date | None] = field(default_factory=dict)


def why_outside(paid: Paid, held: Held) -> list[str]:
    """Say why a payment lies outside its agreement; nothing where it does not.

    >>> held = Held(date(2027, 1, 1), date(2027, 12, 31), signed={"Granite Fork": None})
    >>> why_outside(Paid(date(2027, 1, 1), date(2027, 3, 31)), held)
    ['It is not signed by Granite Fork.']
    """
    first = max(paid.starts, held.starts) if paid.by_month else paid.starts
    found = []
    for name, day in held.signed.items():
        if day is None:
            found.append(f"It is not signed by {name}.")
        elif day > first:
            found.append(f"{name} signed on {in_words(day)}, after the first day paid for.")
    if first < held.starts:
        found.append(f"The agreement begins on {in_words(held.starts)}.")
    if first > held.ends or (paid.ends > held.ends and not paid.by_month):
        found.append(f"The agreement ended on {in_words(held.ends)}.")
    elif held.terminated is not None and first > held.terminated:
        found.append(f"The agreement was terminated as of {in_words(held.terminated)}.")
    return found
