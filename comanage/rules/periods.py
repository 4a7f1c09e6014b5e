"""Performance periods: the dated stretches that an agreement measures and settles."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from comanage.refusals import Fault

ONE_DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A performance period.

    Attributes:
        code: Its name in files and addresses, such as "2027-Q1".
        starts: Its first day.
        ends: Its last day.
    """

    code: str
    starts: date
    ends: date

    @property
    def days(self) -> int:
        """The days of the period, first and last counted."""
        return (self.ends - self.starts).days + 1


def quarters(starts: date, ends: date) -> list[Period]:
    """Cut a term into contract quarters, counted from its first day.

    A quarter is named after the calendar year in which its contract year
    begins; the last one ends with the term.

    >>> [period.code for period in quarters(date(2026, 7, 1), date(2027, 6, 30))]
    ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
    """
    found: list[Period] = []
    start = starts
    while start <= ends:
        count = len(found)
        following = months_later(starts, 3 * (count + 1))
        year = months_later(starts, MONTHS * (count // 4)).year
        end = min(following - ONE_DAY, ends)
        found.append(Period(f"{year}-Q{count % 4 + 1}", start, end))
        start = following
    return found


def months_later(day: date, months: int) -> date:
    """Find the same day of the month some months later, or the month's last day.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    first_of_next = date(year + (month == MONTHS - 1), (month + 1) % MONTHS + 1, 1)
    last = (first_of_next - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))


def period_faults(periods: tuple[Period, ...]) -> list[Fault]:
    """Say what is wrong with a list of periods."""
    codes = [period.code for period in periods]
    found = [
        Fault(f"period {period.code}", "A period must not end before it starts.")
        for period in periods
        if period.ends < period.starts
    ]
    found += [
        Fault("periods", f"Two periods are named {code}.")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    by_start = sorted(periods, key=lambda period: period.starts)
    return found + [
        Fault(f"period {later.code}", f"It begins before {earlier.code} has ended.")
        for earlier, later in pairwise(by_start)
        if later.starts <= earlier.ends
    ]
