"""Number formats: what a cell of a workbook shows for the number it holds.

A cell holds a binary number, and the file spells it with up to 17 digits: what
was typed as 1.1 stands there as 1.1000000000000001. A spreadsheet takes in and
shows at most 15 digits, and no two decimals of 15 digits share a binary
number. So the spelling cut to 15 digits is exactly what was typed; no float is
made on the way.

A percentage is given as it is shown, with its sign: a cell that holds 0.85 and
shows 85% is 85%, which only a measure in percent can take.
"""

import re
from datetime import date, timedelta
from decimal import Context
from enum import Enum
from fractions import Fraction

from comanage.rules.numbers import HUNDRED, written


class Shows(Enum):
    """What a format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


DIGITS = Context(prec=15)
PERCENT_IDS = frozenset({9, 10})
DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
SILENT = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].|General', re.IGNORECASE)  # words and spacing
SPELT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(E[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
LONGEST_CODE = 255  # signs; Excel takes no longer one
MOST_DAYS = 2_900_000  # past the year 9800


def shows(number_format: int, code: str = "") -> Shows:
    """Say what a number format makes of a number.

    >>> shows(0, '#,##0.0 "days"'), shows(164, "0.00%"), shows(165, "[$-409]d mmm yyyy")
    (<Shows.NUMBER: 'number'>, <Shows.PERCENT: 'percent'>, <Shows.DATE: 'date'>)
    """
    spoken = SILENT.sub("", code[:LONGEST_CODE])
    if number_format in PERCENT_IDS or "%" in spoken:
        return Shows.PERCENT
    if number_format in DATE_IDS or re.search("[dmyhs]", spoken, re.IGNORECASE):
        return Shows.DATE
    return Shows.NUMBER


def as_shown(spelt: str, how: Shows, *, day_zero: date = DAY_ZERO) -> str:
    """Write a number as a person sees it in the cell, with every digit it was typed with.

    >>> as_shown("1.1000000000000001", Shows.NUMBER), as_shown("0.85", Shows.PERCENT)
    ('1.1', '85%')
    >>> as_shown("46387", Shows.DATE)
    '2026-12-31'
    """
    if not SPELT.fullmatch(spelt.strip()):
        return spelt
    number = Fraction(DIGITS.create_decimal(spelt.strip()))
    match how:
        case Shows.PERCENT:
            return f"{written(number * HUNDRED)}%"
        case Shows.DATE if 0 <= number < MOST_DAYS:
            return (day_zero + timedelta(days=int(number))).isoformat()
        case _:
            return written(number)
