"""Performance periods: the dated stretches that an agreement measures and settles."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from comanage.refusals import Fault

ONE_DAY = timedelta(days=1)
MONTHS = 12
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Prorates(StrEnum):
    """How part of a period is counted."""

    DAYS = "days"  # actual days, first and last counted
    MONTHS = "months"  # months from the first day of the period; a started month counts whole


@dataclass(frozen=True, slots=True)
class Period:
    """A performance period.

    Attributes:
        code: Its name in files and addresses, such as "2027-Q1".
        starts: Its first day.
        ends: Its last day.
        advance: True for one in which an advance is paid, whatever the score.
    """

    code: str
    starts: date
    ends: date
    advance: bool = False

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


def in_words(day: date) -> str:
    """Write a day as sentences do.

    >>> in_words(date(2027, 7, 14))
    '14 Jul 2027'
    """
    return f"{day.day} {NAMES[day.month - 1]} {day.year}"


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


def part(period: Period, starts: date | None, ends: date | None, by: Prorates) -> Fraction:
    """Give the share of a period that lies between two days, both counted.

    >>> year = Period("2026", date(2026, 1, 1), date(2026, 12, 31))
    >>> part(year, date(2026, 2, 17), None, Prorates.DAYS)
    Fraction(318, 365)
    >>> part(year, date(2026, 2, 17), None, Prorates.MONTHS)
    Fraction(11, 12)
    """
    return Fraction(*counted(period, starts, ends, by))


def part_in_words(period: Period, starts: date | None, ends: date | None, by: Prorates) -> str:
    """Say how much of a period lies between two days: "318 of 365 days"."""
    count, whole = counted(period, starts, ends, by)
    return f"{count} of {whole} {by}"


def counted(
    period: Period, starts: date | None, ends: date | None, by: Prorates
) -> tuple[int, int]:
    """Count the days or months of a period between two days, and those of the whole of it."""
    first = max(period.starts, starts or period.starts)
    last = min(period.ends, ends or period.ends)
    if by is Prorates.DAYS:
        return max((last - first).days + 1, 0), period.days
    months = _months(period)
    if first > last:
        return 0, len(months)
    return sum(1 for start, end in months if start <= last and end >= first), len(months)


def to_date(periods: tuple[Period, ...], period: Period) -> int:
    """Count the settled periods of the contract year up to a period, itself included.

    A contract year begins with the first period of the terms, and every twelve months after.
    """
    settled = [each for each in periods if not each.advance]
    year = _contract_year(periods, period)
    return sum(
        1
        for each in settled
        if each.starts <= period.starts and _contract_year(periods, each) == year
    )


def covered(periods: tuple[Period, ...], period: Period) -> Period:
    """Give the contract year up to the end of a period, as one stretch of time."""
    year = _contract_year(periods, period)
    starts = (each.starts for each in periods if _contract_year(periods, each) == year)
    return Period(period.code, min(starts), period.ends)


def _contract_year(periods: tuple[Period, ...], period: Period) -> int:
    first = min(each.starts for each in periods)
    year = 0
    while months_later(first, MONTHS * (year + 1)) <= period.starts:
        year += 1
    return year


def _months(period: Period) -> list[tuple[date, date]]:
    """Cut a period into months from its first day; the last may be short."""
    found: list[tuple[date, date]] = []
    while (start := months_later(period.starts, len(found))) <= period.ends:
        found.append((start, months_later(period.starts, len(found) + 1) - ONE_DAY))
    return found


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
    for advance in (False, True):
        of_kind = [period for period in periods if period.advance is advance]
        by_start = sorted(of_kind, key=lambda period: period.starts)
        found += [
            Fault(f"period {later.code}", f"It begins before {earlier.code} has ended.")
            for earlier, later in pairwise(by_start)
            if later.starts <= earlier.ends
        ]
    return found
