"""Time logs: what may be logged, and what is said of an entry before it is stored.

An entry is never edited. A correction is a new entry that names the old one; one of no
time at all takes the old one back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from comanage.refusals import Fault
from comanage.rules.base_fee import DAY, BaseFee, hours
from comanage.rules.months import Month, contract_year, month_of
from comanage.rules.periods import in_words


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of an agreement, as one row of its list says it.

    Attributes:
        code: Its short name; the rows that follow each other share it.
        name: What is to be done.
        starts: Its first day.
        ends: Its last day; None while the agreement lasts.
        most: The most minutes in a month; None where none are set.
        required: True where a fixed amount asks for it every month.
    """

    code: str
    name: str
    starts: date
    ends: date | None = None
    most: int | None = None
    required: bool = False

    def covers(self, day: date) -> bool:
        """Say whether it was a duty on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Entry:
    """Time logged for a duty on a day.

    Attributes:
        person: Whose it is.
        duty: The code of the duty.
        day: The day worked.
        minutes: The time; 0 takes back what it corrects.
    """

    person: int
    duty: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What an entry is held against.

    Attributes:
        today: The day it is entered.
        starts: The first day of the agreement.
        ends: Its last day.
        terms: The group's terms for the day worked; None where there are none.
        duty: The row of the duty list that it is for; None where there is none.
        standing: What the group has logged and stands, without what the entry corrects.
        corrects: The entry that it corrects.
    """

    today: date
    starts: date
    ends: date
    terms: BaseFee | None
    duty: Duty | None
    standing: Sequence[Entry] = ()
    corrects: Entry | None = None


def entry_faults(entry: Entry, log: Log) -> list[Fault]:
    """Say everything that keeps an entry from being stored."""
    found = _day_faults(entry, log)
    if log.terms is None:
        return [*found, Fault("day", "No base fee is agreed for this day, so no hours are logged.")]
    if log.corrects is not None and not entry.minutes:
        return found
    found += _deadline_faults(entry, log, log.terms)
    found += _time_faults(entry, log.terms)
    if entry.minutes > 0:
        found += _limit_faults(entry, log, log.terms)
    return found


def cautions(entry: Entry, standing: Iterable[Entry]) -> list[str]:
    """Say what is odd about an entry that is stored all the same."""
    same = [
        each
        for each in standing
        if (each.person, each.duty, each.day) == (entry.person, entry.duty, entry.day)
        and each.minutes
    ]
    if not same or not entry.minutes:
        return []
    before = hours(sum(each.minutes for each in same))
    return [f"{before} of this duty stood on this day already. Correct one if it is the same work."]


def deadline_of(day: date, terms: BaseFee) -> date:
    """Give the last day on which work of a day can be entered."""
    return day + timedelta(days=terms.deadline)


def enterable(
    month: Month, terms: BaseFee, span: tuple[date, date], today: date
) -> tuple[date, date] | None:
    """Give the days of a month of which work can be entered, today or later; None where there are none.

    Args:
        month: The month.
        terms: The group's terms for it.
        span: The first and the last day of the agreement.
        today: The day.
    """
    starts, ends = span
    first = max(month.starts, starts, today - timedelta(days=terms.deadline))
    last = min(month.ends, ends)
    return (first, last) if first <= last else None


def _day_faults(entry: Entry, log: Log) -> list[Fault]:
    found = []
    if entry.day > log.today:
        found.append(Fault("day", "This day is still to come. Log work once it is done."))
    if not log.starts <= entry.day <= log.ends:
        found.append(
            Fault("day", f"The agreement runs from {in_words(log.starts)} to {in_words(log.ends)}.")
        )
    if log.duty is None:
        found.append(Fault("duty", "Choose one of the duties offered."))
    elif not log.duty.covers(entry.day):
        until = f" to {in_words(log.duty.ends)}" if log.duty.ends else ""
        found.append(Fault("day", f"This is a duty from {in_words(log.duty.starts)}{until} only."))
    if log.corrects is not None and month_of(entry.day) != month_of(log.corrects.day):
        found.append(
            Fault("day", "A correction stays in its month. Take the entry back, and log a new one.")
        )
    return found


def _deadline_faults(entry: Entry, log: Log, terms: BaseFee) -> list[Fault]:
    """Hold new work to the deadline; past it, a correction may lower the time alone."""
    last = deadline_of(entry.day, terms)
    if log.today <= last:
        return []
    old = log.corrects
    if old is None:
        return [
            Fault("day", f"Work of {in_words(entry.day)} could be entered until {in_words(last)}.")
        ]
    if entry.day == old.day and entry.duty == old.duty and entry.minutes <= old.minutes:
        return []
    return [Fault("minutes", f"After {in_words(last)} a correction may lower the time alone.")]


def _time_faults(entry: Entry, terms: BaseFee) -> list[Fault]:
    found = []
    if entry.minutes <= 0:
        found.append(Fault("minutes", "Give the time worked, more than 0."))
    elif entry.minutes % terms.step:
        found.append(Fault("minutes", f"Give the time in steps of {terms.step} minutes."))
    if entry.minutes > terms.most_an_entry:
        found.append(Fault("minutes", f"One entry is at most {hours(terms.most_an_entry)}."))
    return found


def _limit_faults(entry: Entry, log: Log, terms: BaseFee) -> list[Fault]:
    month, year = month_of(entry.day), contract_year(log.starts, entry.day)
    of_month = [each for each in log.standing if each.day in month]
    of_year = [each for each in log.standing if contract_year(log.starts, each.day) == year]
    of_duty = [each for each in of_month if each.duty == entry.duty]
    of_day = [each for each in log.standing if (each.person, each.day) == (entry.person, entry.day)]
    duty = log.duty.most if log.duty else None
    limits = (
        (of_day, DAY, "A day has {most}; {before} of this one are logged."),
        (of_duty, duty, f"This duty is at most {{most}} in {month.name}; {{before}} are logged."),
        (
            of_month,
            terms.most_a_month,
            f"The group has at most {{most}} in {month.name}; {{before}} are logged.",
        ),
        (
            of_year,
            terms.most_a_year,
            "The group has at most {most} in the contract year; {before} are logged.",
        ),
    )
    return [
        Fault("minutes", words.format(most=hours(most), before=hours(before)))
        for standing, most, words in limits
        if most is not None
        and (before := sum(each.minutes for each in standing)) + entry.minutes > most
    ]
