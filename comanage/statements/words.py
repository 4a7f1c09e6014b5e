"""Days, instants, amounts and text as a statement prints them."""

import unicodedata
from datetime import date, datetime
from fractions import Fraction

from comanage import time_zone
from comanage.rules import numbers

MINUS = "−"  # a true minus, as wide as a digit
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """Write a day.

    >>> day(date(2027, 7, 14))
    '14 Jul 2027'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def instant(value: datetime) -> str:
    """Write an instant to the minute, with the name of the zone that it is given in.

    >>> from datetime import UTC
    >>> instant(datetime(2027, 7, 14, 16, 2, tzinfo=UTC))
    '14 Jul 2027 16:02 UTC'
    """
    return f"{day(value)} {value:%H:%M} {time_zone.short_name(value)}"


def plain(text: str) -> str:
    r"""Leave out the signs that would steer a reader's program instead of being read.

    >>> plain("Granite\u202eFork\x07")
    'GraniteFork'
    """
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})


def signed(cents: int) -> str:
    """Write whole cents as dollars, with a true minus.

    >>> signed(-125000)
    '−$1,250.00'
    """
    return numbers.money(cents).replace("-", MINUS)


def percent(share: Fraction, places: int | None = None) -> str:
    """Write a share as a percentage, with a true minus.

    >>> percent(Fraction(-1, 8), 1)
    '−12.5%'
    """
    return numbers.percent(share, places).replace("-", MINUS)


def change(cents: int) -> str:
    """Write by how many cents something changed, with its sign.

    >>> change(276316), change(-5), change(0)
    ('+$2,763.16', '−$0.05', '$0.00')
    """
    return f"{'+' if cents > 0 else ''}{signed(cents)}"


def points_between(before: Fraction, now: Fraction) -> str:
    """Write by how many percentage points a share changed, as the two are printed: to one place.

    >>> points_between(Fraction(58437, 100000), Fraction(71862, 100000))
    '+13.5 points'
    >>> points_between(Fraction(1, 2), Fraction(3, 8))
    '−12.5 points'
    """
    was, is_now = (numbers.rounded(share, 3, numbers.Rounding.HALF_UP) for share in (before, now))
    said = percent(is_now - was, 1).removesuffix("%")
    return f"{'+' if is_now > was else ''}{said} points"
