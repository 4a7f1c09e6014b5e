"""The dispute window: the days a group has to look through a preliminary settlement."""

from collections.abc import Collection
from datetime import date, timedelta


def open_until(calculated: date, days: int | None) -> date | None:
    """Say until which day a settlement is open for dispute; None where there is no window.

    Args:
        calculated: The day it was calculated.
        days: How long the agreement lets groups dispute.

    >>> open_until(date(2027, 4, 14), 10)
    datetime.date(2027, 4, 24)
    """
    return None if days is None else calculated + timedelta(days)


def waits_for(
    today: date, until: date | None, *, groups: Collection[int], accepted: Collection[int]
) -> list[int]:
    """List the groups whose word is still waited for; none where the window is over.

    Args:
        today: The day.
        until: The day the window ends, which is its first day outside; None without a window.
        groups: The ids of the groups that take part.
        accepted: Those that have accepted the settlement.
    """
    if until is None or today >= until:
        return []
    return sorted(set(groups) - set(accepted))
