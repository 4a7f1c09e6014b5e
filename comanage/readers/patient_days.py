"""Patient days: the spellings of a day in prose, and which days may be somebody's day of birth."""

import re
from collections.abc import Iterator

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
ORDINAL = r"\d\d?(st|nd|rd|th)?"
YEAR = r"('?\d\d|\d{4})"
DAY = (
    rf"(\d{{4}}[/.-]\d\d?[/.-]\d\d?|\d\d?[/.-]\d\d?[/.-](\d{{4}}|\d\d)"
    rf"|\d\d? [/.-] \d\d? [/.-] (\d{{4}}|\d\d)"
    rf"|(the )?{ORDINAL}[ -]?(of )?{MONTH}[ ,-]{{0,2}}{YEAR}|{MONTH} ?(the )?{ORDINAL},? ?{YEAR})\b"
)
IN_A_YEAR = rf"(in )?((the )?{ORDINAL} (of )?{MONTH}|{MONTH} ?\d+)\b"  # a day or a year is missing
OLD = 2000  # days before this year are none of the work that is paid for
_DAY = re.compile(DAY, re.IGNORECASE)
_MONTH_OF_BIRTH = re.compile(rf"\bborn in {MONTH},? ?(?P<year>{YEAR})\b", re.IGNORECASE)
_LAST = re.compile(r"'?(\d{4}|\d\d)$")


def old_days(text: str) -> Iterator[re.Match[str]]:
    """Give the days of a text that lie so far back that they may be of births.

    >>> [found[0] for found in old_days("on 4/2/1961, 2 Apr '61 and 4/2/2027")]
    ['4/2/1961', "2 Apr '61"]
    """
    return (found for found in _DAY.finditer(text) if _year(found[0]) < OLD)


def month_of_birth(text: str) -> bool:
    """Say whether a text says in what month somebody was born; babies of a quarter are counted."""
    return any(_year(found["year"]) < OLD for found in _MONTH_OF_BIRTH.finditer(text))


def _year(day: str) -> int:
    """Give the year of a day, of which two digits may be left out."""
    if first := re.match(r"\d{4}", day):
        return int(first[0])
    last = _LAST.search(day)
    year = int(last[1]) if last else OLD
    return year if year > 99 else 1900 + year if year > 30 else OLD + year
