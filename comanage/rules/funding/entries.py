"""Entries: what must hold of those that many fundings share: names of measures, shares, dollars."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.numbers import MOST_CENTS, ONE, ZERO, dollars, money, rounded, shown, to_cents


@dataclass(frozen=True)
class Most:
    """The most that a pool can be, in dollars for each performance period."""

    dollars: Fraction


def shown_dollars(amount: Fraction) -> str:
    """Write exact dollars to the cent.

    >>> shown_dollars(Fraction(204000))
    '$204,000.00'
    """
    return money(to_cents(amount))


def shown_price(price: Fraction) -> str:
    """Write a price exactly: to the cent, or to a part of a cent where it has one.

    >>> shown_price(Fraction(25, 2)), shown_price(Fraction(1, 8))
    ('$12.50', '$0.125')
    """
    return shown_dollars(price) if rounded(price, 2) == price else f"${shown(price)}"


def capped(amount: Fraction, most: Most | None, periods: int) -> tuple[Fraction, str]:
    """Cut an amount to the most there is, and say so; nothing is said where nothing is cut.

    >>> capped(Fraction(150), Most(Fraction(100)), periods=1)
    (Fraction(100, 1), ', at most $100.00')
    """
    if most is None or amount <= most.dollars * periods:
        return amount, ""
    whole = most.dollars * periods
    return whole, f", at most {shown_dollars(whole)}"


def most_faults(most: Most | None) -> list[Fault]:
    """Say what is wrong with a cap in dollars."""
    if most is None:
        return []
    if not 0 < most.dollars <= dollars(MOST_CENTS):
        return [Fault("most", f"The most must lie between $0.01 and {money(MOST_CENTS)}.")]
    if rounded(most.dollars, 2) != most.dollars:
        return [Fault("most", "The most must be in whole cents.")]
    return []


def unnamed(place: str, code: str, gives: str) -> list[Fault]:
    """Ask for the measure that gives a number, where none is named."""
    return [] if code else [Fault(place, f"Name the measure that gives {gives}.")]


def not_a_share(place: str, share: Fraction, what: str) -> list[Fault]:
    """Say that something lies outside 0 to 100 %."""
    fine = ZERO <= share <= ONE
    return [] if fine else [Fault(place, f"{what} must lie between 0% and 100%.")]


def each_once(codes: Iterable[str]) -> tuple[str, ...]:
    """List the codes that are named, each once, in order."""
    return tuple(dict.fromkeys(code for code in codes if code))
