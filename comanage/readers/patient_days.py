"""Patient days: the spellings of a day in prose, and which days may be somebody's day of birth."""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
ORDINAL = r"\d\d?(st|nd|rd|th)?"
YEAR = r"('?\d\d|\d{4})"
DAY = (
    rf"(\d{{4}}[/.-]\d\d?[/.-]\d\d?|\d\d?[/.-]\d\d?[/.-](\d{{4}}|\d\d)"
    rf"|\d\d? [/.-] \d\d? [/.-] (\d{{4}}|\d\d)"
    rf"|(the )?{ORDINAL}[ -]?(of )?{MONTH}[ ,-]{{0,2}}{YEAR}|{MONTH} ?(the )?{ORDINAL},? ?{YEAR})\b"
)
IN_A_YEAR = rf"(in )?((the )?{ORDINAL} (of )?{MONTH}|{MONTH} ?\d+|\d\d?/(\d{{4}}|\d\d))\b"  # a day or a year is missing
SHORTEST = len("4/2/61")
OLD = 2000  # days before this year are none of the work that is paid for
YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?:[ T].*)?")
YEAR_LAST = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-]((?:19|20)?\d\d)(?: .*)?")
DAY_FIRST = re.compile(rf"(\d\d?)[a-z]{{0,2}}[ -]?(?:of )?{MONTH}[ ,-]{{0,2}}'?(\d{{4}}|\d\d)")
MONTH_FIRST = re.compile(rf"{MONTH} ?(\d\d?)[a-z]{{0,2}},? ?'?(\d{{4}}|\d\d)")
# What every day before that year has in it: looked for first, since few texts have any.
OLD_YEAR = re.compile(
    rf"19\d\d|[/.'-][3-9]\d\b|{MONTH}[ ,]{{0,2}}(\d\d?[a-z]{{0,2}}[ ,]{{1,2}})?[3-9]\d\b",
    re.IGNORECASE,
)
_DAY = re.compile(DAY, re.IGNORECASE)
_MONTH_OF_BIRTH = re.compile(rf"\bborn in {MONTH},? ?(?P<year>{YEAR})\b", re.IGNORECASE)
_LAST = re.compile(r"'?(\d{4}|\d\d)$")


def old_days(text: str) -> Iterator[re.Match[str]]:
    """Give the days of a text that lie so far back that they may be of births.

    >>> [found[0] for found in old_days("on 4/2/1961, 2 Apr '61 and 4/2/2027")]
    ['4/2/1961', "2 Apr '61"]
    """
    return (found for found in _DAY.finditer(text) if _year(found[0]) < OLD)


def closed_old_day(digits: str) -> bool:
    """Say whether six or eight digits that stand together are a day that may be one of a birth.

    >>> closed_old_day("04021961"), closed_old_day("19610402"), closed_old_day("040261")
    (True, True, True)
    >>> closed_old_day("04022027"), closed_old_day("45566778")
    (False, False)
    """
    two, four = digits[:2], digits[2:4]
    ways = [f"{two}/{four}/{digits[4:]}"]
    if len(digits) == len("19610402"):
        ways.append(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    days = (as_day(way) for way in ways)
    return any(1900 <= day.year < OLD for day in days if day)


def month_of_birth(text: str) -> bool:
    """Say whether a text says in what month somebody was born; babies of a quarter are counted."""
    return any(_year(found["year"]) < OLD for found in _MONTH_OF_BIRTH.finditer(text))


def as_day(text: str) -> date | None:
    """Read a text as a day, whichever of month and day comes first; None where it is none.

    >>> as_day("4/2/61"), as_day("2-Apr-1961"), as_day("2027-Q1")
    (datetime.date(1961, 4, 2), datetime.date(1961, 4, 2), None)
    """
    if len(text) < SHORTEST:
        return None
    plain = text.casefold()
    if first := YEAR_FIRST.fullmatch(plain):
        year, month, day = (int(part) for part in first.groups())
    elif last := YEAR_LAST.fullmatch(plain):
        month, day, year = (int(part) for part in last.groups())
        month, day = (day, month) if month > 12 else (month, day)
    elif spelled := DAY_FIRST.fullmatch(plain):
        day, month, year = int(spelled[1]), MONTHS.index(spelled[2]) + 1, int(spelled[3])
    elif spelled := MONTH_FIRST.fullmatch(plain):
        month, day, year = MONTHS.index(spelled[1]) + 1, int(spelled[2]), int(spelled[3])
    else:
        return None
    try:
        return date(_whole(year), month, day)
    except ValueError:
        return None


def _whole(year: int) -> int:
    """Give a year of which two digits may be left out."""
    return year if year > 99 else 1900 + year if year > 30 else OLD + year


def _year(day: str) -> int:
    """Give the year of a day, of which two digits may be left out."""
    if first := re.match(r"\d{4}", day):
        return int(first[0])
    last = _LAST.search(day)
    return _whole(int(last[1])) if last else OLD
