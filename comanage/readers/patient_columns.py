"""Patient columns: what most values of a column say, where no layout knows its heading.

One long number is a total; a column of different ones is a list of persons or visits, unless
its heading speaks of money or of the books. So it is with days that begin or end no month.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from comanage.readers.layouts import counts_something, numbers_books
from comanage.readers.patient_days import as_day
from comanage.readers.patient_headings import plain_words
from comanage.readers.patient_names import is_name
from comanage.readers.patient_persons import E_MAIL, TELEPHONE

ID = re.compile(r"[A-Za-z]{0,4}[-# ]?(\d{6,12}(\.0)?|\d{3}-\d{6})")
ENOUGH = 5  # values before a column of them says anything
LONGEST_SPAN = 15  # years that the periods of a report lie apart
IDS, DAYS = "numbers of persons or visits", "dates of days"
NAMES = "names of patients"
REACHED = (
    ("e-mail addresses of persons", "@", E_MAIL),
    ("telephone numbers of persons", "-", TELEPHONE),
    ("telephone numbers of persons", ".", TELEPHONE),
)
A_PATIENT = {"patient", "pt"}


def column_looks_like(heading: str, texts: Sequence[str], today: date | None) -> str:
    """Say what a column looks like that must not come in; empty where it looks like totals.

    Args:
        heading: The word over it.
        texts: Its values, empty ones left out.
        today: Days after this one are no dates of birth; None for any day.

    >>> column_looks_like("Case", ["4455667", "4455668", "4455670", "4455673", "4455699"], None)
    'numbers of persons or visits'
    """
    if texts and plain_words(heading) in A_PATIENT and _most(texts, len([*filter(is_name, texts)])):
        return NAMES
    if len(texts) < ENOUGH:
        return ""
    if not (counts_something(heading) or numbers_books(heading)) and _most(
        texts, _different(texts, ID.fullmatch)
    ):
        return IDS
    if _most(texts, _days(texts, today)):
        return DAYS
    for what, sign, shape in REACHED:
        if _most(texts, _different([text for text in texts if sign in text], shape.fullmatch)):
            return what
    return ""


def _most(texts: Sequence[str], count: int) -> bool:
    return 5 * count >= 4 * len(texts)


def _different(texts: Sequence[str], fits: Callable[[str], object]) -> int:
    return len({text for text in texts if fits(text)})


def _days(texts: Sequence[str], today: date | None) -> int:
    """Count the texts that are days of single events; 0 where they are ends of periods.

    A report of months or quarters has their first or last days; a run date stands in every row.
    """
    days = [day for text in texts if (day := as_day(text)) and not (today and day > today)]
    years = {day.year for day in days}
    if not days or 2 * len(set(days)) < len(texts):
        return 0
    if all(_bounds_a_month(day) for day in days) and max(years) - min(years) <= LONGEST_SPAN:
        return 0
    return len(days)


def _bounds_a_month(day: date) -> bool:
    return day.day == 1 or (day.toordinal() + 1 == _next_month(day).toordinal())


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
