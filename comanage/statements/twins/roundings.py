"""Roundings: the plan's ways to round, as formulas of a spreadsheet.

A binary number is often a hair off the decimal one that it stands for. So what is rounded to
the cent is first brought to a millionth of a cent: a half is then a half again.
"""

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from comanage.rules.numbers import Rounding
from comanage.statements.twins.formula import CENTS, Formula, called, compared, number, where

FINE = 6  # places, of a cent or of a last place, to which a number is brought before it is rounded
ALIKE = 12  # places at which calculated shares are compared
MOST_PLACES = 15


def rounded(amount: Formula, places: int, mode: Rounding = Rounding.HALF_UP) -> Formula:
    """Round as the terms say."""
    match mode:
        case Rounding.HALF_UP:
            return by(amount, places)
        case Rounding.UP:
            return by(by(amount, places + FINE), places, "ROUNDUP", ROUND_UP)
        case Rounding.DOWN:
            return by(by(amount, places + FINE), places, "ROUNDDOWN", ROUND_DOWN)
    units = by(amount * number(Fraction(10) ** places), FINE)
    half = compared(by(units - down(units), FINE), "=", number(Fraction(1, 2)))
    even = number(2) * by(units / number(2), 0)
    return where(half, even, by(units, 0)) / number(Fraction(10) ** places)


def by(amount: Formula, places: int, name: str = "ROUND", mode: str = ROUND_HALF_UP) -> Formula:
    """Round to places after the point, by a function of spreadsheets."""
    return called(
        name, lambda value, to: _round(float(value), int(to), mode), amount, number(places)
    )


def alike(share: Formula) -> Formula:
    """Bring a calculated share to where it can be compared with one of the terms."""
    return by(share, ALIKE)


def down(amount: Formula) -> Formula:
    """Cut down to a whole number."""
    return called("INT", lambda value: _round(float(value), 0, ROUND_FLOOR), amount)


def in_cents(dollars: Formula) -> Formula:
    """Round exact dollars to whole cents, half up, and count them."""
    return by(by(dollars * CENTS, FINE), 0)


def in_dollars(cents: Formula) -> Formula:
    """Write cents as dollars."""
    return cents / CENTS


def counted(dollars: Formula) -> Formula:
    """Count the cents of a printed amount."""
    return by(dollars * CENTS, 0)


def _round(value: float, places: int, mode: str) -> float:
    """Round the decimal number that a spreadsheet shows of a binary one."""
    shown = Decimal(f"{value:.{MOST_PLACES}g}")
    if mode == ROUND_FLOOR:
        return float(shown.to_integral_value(mode))
    if shown.is_zero() or places > MOST_PLACES:
        return float(shown)
    digits = shown.adjusted() + places
    if digits > MOST_PLACES + 1:  # so many places before the rounding that nothing is to be done
        return value
    return float(shown.quantize(Decimal(1).scaleb(-places), mode))
