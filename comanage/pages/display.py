"""How values look on a page: money, shares, numbers, days and instants, and files of ours.

Registered once on the app; templates then write `cents | money`, `share | percent`.
What is not available is a dash; the reason stands beside it, in the page's own words.
"""

import hashlib
import re
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for

from comanage import clock, time_zone
from comanage.help import anchor
from comanage.pages.form import alone, field_aria
from comanage.rules import numbers
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Agreed
from comanage.rules.months import month_of

ABSENT = "–"
MINUS = "−"  # a true minus, as wide as a digit


def register(app: Flask) -> None:
    """Give the app's templates their filters and the few functions they call."""
    app.jinja_env.filters.update(
        money=money,
        percent=percent,
        number=number,
        day=day,
        month=month,
        instant=instant,
        in_short=in_short,
        signed=signed,
    )
    app.jinja_env.globals.update(
        alone=alone, asset=asset, field_aria=field_aria, explained=explained, how_scored=how_scored
    )
    app.extensions["asset_folder"] = Path(app.static_folder or "static")


def money(cents: int | None) -> str:
    """Show whole cents as dollars.

    >>> money(31248000), money(-125000), money(None)
    ('$312,480.00', '−$1,250.00', '–')
    """
    return ABSENT if cents is None else numbers.money(cents).replace("-", MINUS)


def percent(share: Fraction | None, places: int = 1) -> str:
    """Show a share as a percentage.

    >>> percent(Fraction(781, 1000)), percent(Fraction(-1, 8), 2)
    ('78.1%', '−12.50%')
    """
    return ABSENT if share is None else numbers.percent(share, places).replace("-", MINUS)


def number(value: Fraction | int | None, places: int | None = None) -> str:
    """Show a number with thousands apart, as exactly as six places allow.

    >>> number(Fraction(54005, 10)), number(Fraction(2, 3), 1), number(None)
    ('5,400.5', '0.7', '–')
    """
    if value is None:
        return ABSENT
    return numbers.shown(Fraction(value), places).replace("-", MINUS)


def signed(words: str) -> str:
    """Give the negative numbers of some words a true minus; what joins words and codes stays.

    >>> signed("It changed from $4,275 to -$400 in 2026-Q4."), signed("-2.5%"), signed("9-1")
    ('It changed from $4,275 to −$400 in 2026-Q4.', '−2.5%', '9-1')
    """
    return _NEGATIVE.sub(MINUS, words)


def in_short(sentence: str) -> str:
    """Round the long shares of a sentence to one place, and say so; the steps keep every digit.

    >>> in_short("27.5 min lies 16.666667% of the way. 83.333333…% × 10% = 8.333333…% of the score.")
    '27.5 min lies about 16.7% of the way. About 83.3% × 10% = about 8.3% of the score.'
    >>> in_short("84.285714…% × 10% × $150,000.00 = $12,642.8571…, printed as $12,642.86.")
    'About 84.3% × 10% × $150,000.00 = $12,642.86.'
    """
    short = signed(_LONG_SHARE.sub(_rounded_share, _CUT_SHORT.sub("", sentence)))
    return f"A{short[1:]}" if short.startswith("about ") else short.replace(". about ", ". About ")


def _rounded_share(found: "re.Match[str]") -> str:
    share = Fraction(found["digits"].replace(",", ""))
    return f"about {numbers.shown(share, 1)}%"


def day(value: date | None) -> str:
    """Show a day; of an instant, the day that it is of at the hospital.

    >>> day(date(2027, 7, 14))
    '14 Jul 2027'
    """
    if value is None:
        return ABSENT
    which = clock.day(value) if isinstance(value, datetime) else value
    return f"{which.day} {_MONTHS[which.month - 1]} {which.year}"


def month(value: date) -> str:
    """Show the month that a day is of.

    >>> month(date(2027, 7, 1))
    'July 2027'
    """
    return month_of(value).name


def instant(value: datetime | None) -> str:
    """Show an instant, to the minute, as the hospital's clocks do, with the name of their zone.

    >>> from datetime import UTC
    >>> instant(datetime(2027, 7, 14, 16, 2, tzinfo=UTC))
    '14 Jul 2027 16:02 UTC'
    """
    if value is None:
        return ABSENT
    shown = clock.local(value)
    return f"{day(value)} {shown:%H:%M} {time_zone.short_name(shown)}"


def explained(page: str, heading: str) -> str:
    """Give the address of a heading in the manual: how something on a page is worked out."""
    return url_for("help.page", name=page, _anchor=anchor(heading))


def how_scored(terms: Agreed) -> str:
    """Give the address of the section of the manual on how a measure's method scores it."""
    return explained("methods", method_of(terms).title)


def asset(name: str) -> str:
    """Name a file of static/ so that browsers may keep it until its content changes."""
    folder: Path = current_app.extensions["asset_folder"]
    return url_for("static", filename=name, v=_fingerprint(folder / name))


@cache
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


_LONG_SHARE = re.compile(r"(?P<digits>\d[\d,]*\.\d{4,})…?%")
_CUT_SHORT = re.compile(r"\$[\d,]+\.\d+…, printed as ")
_NEGATIVE = re.compile(r"(?<![\w\-–.,])-(?=[$\d])")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
