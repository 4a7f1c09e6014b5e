"""Fair market value: opinions of a valuation firm, the cap that holds on a day, and when one ages.

An opinion gives a range for base fee and incentive of a contract year together. The
high end of the range is the cap. Later opinions do not undo earlier ones: what was
paid in 2026 is held to the opinion that held in 2026.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from comanage.rules.periods import in_words, months_later

OLD = 24  # months after which an opinion is asked about, whatever it says of itself
SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a firm holds to be fair.

    Attributes:
        firm: Who gave it.
        given: Its date.
        until: The last day on which it may be relied on.
        low_cents: The low end of the range, for a contract year, base fee and incentive together.
        high_cents: The high end: the cap.
        id: Its record; 0 for none.
    """

    firm: str
    given: date
    until: date
    low_cents: int
    high_cents: int
    id: int = 0


def opinion_on(opinions: Iterable[Opinion], day: date) -> Opinion | None:
    """Find the opinion that holds on a day: the latest one given that may still be relied on.

    >>> first = Opinion("Alder", date(2025, 11, 3), date(2027, 6, 30), 400_000_00, 500_000_00)
    >>> later = Opinion("Alder", date(2027, 2, 1), date(2028, 12, 31), 450_000_00, 560_000_00)
    >>> [opinion_on([first, later], day) is later for day in (date(2027, 1, 31), date(2027, 2, 1))]
    [False, True]
    """
    holding = [each for each in opinions if each.given <= day <= each.until]
    return max(holding, key=lambda each: (each.given, each.id), default=None)


def warnings(opinions: Sequence[Opinion], today: date) -> list[str]:
    """Say what is wrong with the opinions as they are today, in sentences.

    >>> warnings([], date(2027, 1, 1))
    ['There is no opinion of fair market value.']
    """
    if not opinions:
        return ["There is no opinion of fair market value."]
    holds = opinion_on(opinions, today)
    if holds is None:
        latest = max(opinions, key=lambda each: (each.until, each.id))
        if latest.until < today:
            return [f"The last opinion of fair market value ended on {in_words(latest.until)}."]
        return ["No opinion of fair market value holds today."]
    found = []
    if months_later(holds.given, OLD) < today:
        found.append(
            f"The opinion of {holds.firm} is older than {OLD} months:"
            f" it is of {in_words(holds.given)}."
        )
    ends = max(each.until for each in opinions if each.given <= today)
    if ends - today <= SOON:
        left = (ends - today).days
        days = "today" if left == 0 else f"in {left} {'day' if left == 1 else 'days'}"
        found.append(f"The opinion of fair market value ends {days}, on {in_words(ends)}.")
    return found
