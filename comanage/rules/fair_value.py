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


def told_before_paying(opinions: Sequence[Opinion], days: Iterable[date], today: date) -> list[str]:
    """Say, before some days are paid for, for which of them no opinion caps it, or an old one.

    Args:
        opinions: The opinions that no other one replaces.
        days: The days that are paid for.
        today: The day on which somebody decides; an opinion is old as of that day.

    >>> told_before_paying([], [date(2027, 1, 1)], date(2027, 4, 14))[0]
    'No opinion of fair market value holds on 1 Jan 2027: no cap limits this payment by value.'
    """
    paid_for = sorted(set(days))
    without = [day for day in paid_for if opinion_on(opinions, day) is None]
    found = []
    if without:
        on = " and ".join(in_words(day) for day in without)
        found.append(
            f"No opinion of fair market value holds on {on}: no cap limits this payment by value."
        )
    holding = {opinion: day for day in paid_for if (opinion := opinion_on(opinions, day))}
    for opinion, day in holding.items():
        if old := _age(opinion, today):
            found.append(f"{old} It caps what is paid for the time that begins on {in_words(day)}.")
    return found


def _age(opinion: Opinion, day: date) -> str:
    """Say that an opinion is old on a day; nothing while it is not."""
    if months_later(opinion.given, OLD) >= day:
        return ""
    return (
        f"The opinion of {opinion.firm} is older than {OLD} months:"
        f" it is of {in_words(opinion.given)}."
    )


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
    if old := _age(holds, today):
        found.append(old)
    ends = max(each.until for each in opinions if each.given <= today)
    if ends - today <= SOON:
        left = (ends - today).days
        days = "today" if left == 0 else f"in {left} {'day' if left == 1 else 'days'}"
        found.append(f"The opinion of fair market value ends {days}, on {in_words(ends)}.")
    return found
