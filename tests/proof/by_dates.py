"""Days and months of the second calculator: which part of a period something lasts."""

from datetime import date, timedelta
from fractions import Fraction


def day(text):
    """Read a day; None where none is stated."""
    return date.fromisoformat(text) if text else None


def period_named(terms, code):
    """Find a period by its code."""
    return next(period for period in terms["periods"] if period["code"] == code)


def periods_to_date(terms, code):
    """List the performance periods that a settlement covers: one, or the year up to it.

    A contract year begins with the first day of the first period and lasts twelve months;
    a period in which an advance is paid is no performance period, and stands by itself.
    """
    period = period_named(terms, code)
    if terms.get("timing", "each period") != "year to date" or period.get("advance"):
        return [period]
    ending = day(period["ends"])
    first = min(day(each["starts"]) for each in terms["periods"])
    begins = first
    years = 1
    while months_on(first, 12 * years) <= day(period["starts"]):
        begins = months_on(first, 12 * years)
        years += 1
    return [
        each
        for each in terms["periods"]
        if begins <= day(each["starts"]) and day(each["ends"]) <= ending and not each.get("advance")
    ]


def span(periods):
    """Give the first and the last day of some periods."""
    starts = min(day(period["starts"]) for period in periods)
    return starts, max(day(period["ends"]) for period in periods)


def months_on(start, months):
    """Give the same day some months later, or the last day of that month."""
    at = start.month - 1 + months
    year, month = start.year + at // 12, at % 12 + 1
    beyond = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(start.day - 1), beyond - timedelta(1))


def part_lasted(whole, starts, ends, how):
    """Give the part of a time that lies between two days, both counted; None bounds nothing.

    Months run from the first day of the whole; one of which a day counts, counts whole.
    """
    first, last = whole
    begins = first if starts is None else max(first, starts)
    finish = last if ends is None else min(last, ends)
    if begins > finish:
        return Fraction(0)
    if how == "days":
        return Fraction((finish - begins).days + 1, (last - first).days + 1)
    lasted = [
        (from_day, to_day)
        for from_day, to_day in months_of(first, last)
        if from_day <= finish and to_day >= begins
    ]
    return Fraction(len(lasted), len(months_of(first, last)))


def months_of(first, last):
    """List the months from a first day to a last one, each by its first and last day."""
    months = []
    while months_on(first, len(months)) <= last:
        ends = months_on(first, len(months) + 1) - timedelta(1)
        months.append((months_on(first, len(months)), min(ends, last)))
    return months
