"""Renewing: what a further term of an agreement needs, and the periods that it brings.

A renewal joins the term before it without a gap, on the written word of every party, or
by a clause of the contract that nobody gave notice against. Before it, somebody looked at
the measures and benchmarks again (field: AO 12-22; 42 CFR 1001.952(d)(2)).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from comanage.refusals import Fault
from comanage.rules.in_force import Course, unsigned_by
from comanage.rules.periods import MONTHS, ONE_DAY, Period, in_words, months_later

LONGEST_YEARS = 10  # of one further term
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")

TERMINATED = "It was terminated as of {}. Take the termination back first, if the parties did."
NOTICE_RUNS = "Until {} a party may still give notice. It renews itself only after that day."
SIGNED_LATE = (
    "{} had not signed it by {}, the last day of the term. What was not in force cannot be"
    " renewed: draft a new agreement."
)
NO_YEAR = (
    "The twelve months before {} are not made of whole performance periods, so they cannot be"
    " repeated. Draft a new agreement from a terms file."
)
NO_NAME = "The year after {} cannot be named: its name holds no year. Draft a new agreement."


@dataclass(frozen=True, slots=True)
class Review:
    """The review of measures and benchmarks that a renewal rests on.

    Attributes:
        on: The day; None where it was not said.
        found: What it found.
    """

    on: date | None
    found: str


def way_faults(
    course: Course, *, signed: Course | None, notice: date | None, today: date
) -> list[Fault]:
    """Say why an agreement cannot be renewed in the way that was given.

    Args:
        course: What the agreement's standing follows from.
        signed: The same, with the signatures for the further term alone; None: it renews itself.
        notice: Until when notice keeps it from renewing itself, where it does.
        today: The day on which the renewal is recorded.
    """
    if course.terminated is not None:
        return [Fault("last_day", TERMINATED.format(in_words(course.terminated)))]
    if signed is not None and (waits := unsigned_by(signed, course.ends)):
        names = " and ".join(party.name for party in waits)
        return [Fault("signed_id", SIGNED_LATE.format(names, in_words(course.ends)))]
    if signed is None and notice is not None and today <= notice:
        return [Fault("last_day", NOTICE_RUNS.format(in_words(notice)))]
    return []


def day_faults(ends: date, last_day: date | None) -> list[Fault]:
    """Say why a day cannot be the last of the further term."""
    if last_day is None:
        return [Fault("last_day", "Give the last day of the further term.")]
    if last_day <= ends:
        return [Fault("last_day", f"Give a day after {in_words(ends)}, the last day of the term.")]
    if last_day >= months_later(ends + ONE_DAY, MONTHS * LONGEST_YEARS):
        return [Fault("last_day", f"A further term lasts at most {LONGEST_YEARS} years.")]
    return []


def review_faults(review: Review, ends: date, today: date) -> list[Fault]:
    """Say why a review is none that a renewal may rest on.

    >>> year = date(2027, 12, 31), date(2027, 12, 10)
    >>> [fault.sentence for fault in review_faults(Review(date(2026, 12, 1), "All."), *year)]
    ['It is older than the last twelve months of the term: give a day from 1 Jan 2027 on.']
    """
    found = []
    if not review.found.strip():
        found.append(Fault("review", "Say what the review of measures and benchmarks found."))
    since = months_later(ends + ONE_DAY, -MONTHS)
    if review.on is None:
        found.append(Fault("reviewed_on", "Give the day of the review."))
    elif review.on > today:
        found.append(Fault("reviewed_on", "The review cannot lie in the future."))
    elif review.on < since:
        why = (
            "It is older than the last twelve months of the term: give a day from"
            f" {in_words(since)} on."
        )
        found.append(Fault("reviewed_on", why))
    return found


def further_periods(periods: Sequence[Period], ends: date, last_day: date) -> list[Period]:
    """Repeat the last twelve months of a term, year after year, to the last day of a further one.

    Each period is named as the one a year before it, with the next year in its name; one that
    is not over on the last day ends with it.

    Raises:
        ValueError: The last twelve months are not whole periods, or a name holds no year.

    >>> from comanage.rules.periods import quarters
    >>> year = quarters(date(2026, 7, 1), date(2027, 6, 30))
    >>> more = further_periods(year, date(2027, 6, 30), date(2027, 11, 30))
    >>> [(each.code, each.ends.isoformat()) for each in more]
    [('2027-Q1', '2027-09-30'), ('2027-Q2', '2027-11-30')]
    """
    begins, first = ends + ONE_DAY, min(each.starts for each in periods)
    since = _same_day(first, begins, -1)
    year = [each for each in periods if each.starts >= since]
    if not _tiles(year, since, ends):
        raise ValueError(NO_YEAR.format(in_words(begins)))
    found: list[Period] = []
    for years in count(1):
        more = [_later(each, first, years) for each in year]
        begun = [each for each in more if each.starts <= last_day]
        found += [replace(each, ends=min(each.ends, last_day)) for each in begun]
        if len(begun) < len(more) or max(each.ends for each in more) >= last_day:
            break
    return found


def _tiles(year: Sequence[Period], since: date, ends: date) -> bool:
    """Say whether the periods that are no advances lie side by side from one day to another."""
    follows = since
    for each in sorted((one for one in year if not one.advance), key=lambda one: one.starts):
        if each.starts != follows:
            return False
        follows = each.ends + ONE_DAY
    return follows == ends + ONE_DAY


def _later(period: Period, first: date, years: int) -> Period:
    """Give the same period some years later; its end is the day before the next begins."""
    named, there = YEAR.subn(lambda year: str(int(year[0]) + years), period.code, count=1)
    if not there:
        raise ValueError(NO_NAME.format(period.code))
    starts = _same_day(first, period.starts, years)
    ends = _same_day(first, period.ends + ONE_DAY, years) - ONE_DAY
    return replace(period, code=named, starts=starts, ends=ends)


def _same_day(first: date, day: date, years: int) -> date:
    """Find a day some years later, as whole months from the first day where it lies on one.

    Counted from the day itself, a month's last day would be lost in a shorter month, and what
    began on the 31st would go on from the 28th.

    >>> [_same_day(date(2026, 5, first), date(2027, 2, 28), 1).day for first in (28, 29)]
    [28, 29]
    """
    months = (day.year - first.year) * MONTHS + day.month - first.month
    if months_later(first, months) == day:
        return months_later(first, months + MONTHS * years)
    return months_later(day, MONTHS * years)
