"""Due: on which day a figure is due, and how late it is.

A figure can be given once its period has ended and its data are complete, which takes
the data lag of its measure; the agreement adds its days of grace. Where nobody has
stated the lag there is no due day, and nothing is late.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Call(StrEnum):
    """Why somebody is called about a figure."""

    SOON = "due soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Clock:
    """How an agreement counts its days.

    Attributes:
        grace: Days that are added to the data lag of every measure.
        ahead: Days before the due day on which the owner is first reminded.
    """

    grace: int = 0
    ahead: int = 7


def due_on(ends: date, lag: int | None, clock: Clock) -> date | None:
    """Give the day on which a figure is due; None where no data lag is stated.

    Args:
        ends: The last day of the period.
        lag: Days until the data of the measure are complete.
        clock: The agreement's days.

    >>> due_on(date(2027, 3, 31), 20, Clock(grace=5))
    datetime.date(2027, 4, 25)
    """
    return None if lag is None else ends + timedelta(days=lag + clock.grace)


def days_late(due: date | None, day: date) -> int:
    """Count the days from the due day to another; 0 on the due day and before it.

    >>> days_late(date(2027, 4, 25), date(2027, 5, 7)), days_late(None, date(2027, 5, 7))
    (12, 0)
    """
    return 0 if due is None else max((day - due).days, 0)


def call(due: date | None, today: date, clock: Clock) -> Call | None:
    """Say whether the owner of a figure that is not in yet is called, and why.

    >>> call(date(2027, 4, 25), date(2027, 4, 18), Clock(ahead=7))
    <Call.SOON: 'due soon'>
    """
    if due is None or today < due - timedelta(days=clock.ahead):
        return None
    return Call.OVERDUE if today > due else Call.SOON


def late_sentence(days: int) -> str:
    """Say how late a figure came; empty where it was on time.

    >>> late_sentence(12), late_sentence(1), late_sentence(0)
    ('12 days late', '1 day late', '')
    """
    if not days:
        return ""
    return f"{days} day{'' if days == 1 else 's'} late"
