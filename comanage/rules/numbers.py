"""Exact numbers: figures, shares and rates as fractions, money as whole cents.

Numbers come in as decimal text ("84.2", "1/3") and stay exact until the terms
name a step, a mode and a place to round at. Nothing here knows binary floats
or a decimal context.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import lcm

ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)
CENTS = 100  # in a dollar
MOST_CENTS = 10**14  # a trillion dollars, far below what a column of cents holds
DIGITS = 40  # the longest numeral accepted on either side of the point
SHOWN_PLACES = 6  # the most that a sentence shows unasked
PRINTED_PLACES = 12  # to which values are written in flat files

_DECIMAL = re.compile(rf"[+-]?\d{{1,{DIGITS}}}(\.\d{{1,{DIGITS}}})?", re.ASCII)
_RATIO = re.compile(rf"([+-]?\d{{1,{DIGITS}}})/(\d{{1,{DIGITS}}})", re.ASCII)


class Rounding(StrEnum):
    """How a number between two places is rounded."""

    HALF_UP = "half up"  # a half goes away from zero, as people are taught
    HALF_EVEN = "half even"  # a half goes to the even neighbour
    DOWN = "down"  # toward zero
    UP = "up"  # away from zero


def exact(text: str) -> Fraction:
    """Read decimal text, or "n/d", as an exact number.

    Raises:
        ValueError: The text is not a plain number; the message is a sentence.

    >>> exact("84.20")
    Fraction(421, 5)
    >>> exact("1/3")
    Fraction(1, 3)
    """
    plain = text.strip()
    if _DECIMAL.fullmatch(plain):
        return Fraction(plain)
    if (ratio := _RATIO.fullmatch(plain)) and int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2]))
    raise ValueError(f"{shortened(plain)} is not a number." if plain else "Give a number.")


def shortened(text: str, most: int = 40) -> str:
    """Cut text that would make a sentence unreadable."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def rounded(number: Fraction, places: int, mode: Rounding = Rounding.HALF_UP) -> Fraction:
    """Round to a number of places after the point; negative places round tens, hundreds.

    >>> rounded(Fraction(17900, 211), 0)
    Fraction(85, 1)
    >>> rounded(Fraction(-5, 2), 0), rounded(Fraction(5, 2), 0, Rounding.HALF_EVEN)
    (Fraction(-3, 1), Fraction(2, 1))
    """
    units = _units(number, places, mode)
    return Fraction(units, 10**places) if places >= 0 else Fraction(units * 10**-places)


def terminates(number: Fraction) -> bool:
    """Say whether a number can be written as a decimal without end.

    >>> terminates(Fraction(1, 8)), terminates(Fraction(1, 3))
    (True, False)
    """
    return _places(number) is not None


def written(number: Fraction) -> str:
    """Write a number so that it reads back the same: decimal text, else "n/d".

    >>> written(Fraction(421, 5)), written(Fraction(1, 3)), written(Fraction(-5))
    ('84.2', '1/3', '-5')
    """
    places = _places(number)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    return _pointed(number.numerator * 10**places // number.denominator, places)


def shown(number: Fraction, places: int | None = None) -> str:
    """Write a number for a sentence, with thousands apart.

    Args:
        number: What to show.
        places: Exactly this many places, rounded half up; None for as many as
            the number has, at most six.

    >>> shown(Fraction(5400)), shown(Fraction(2, 3)), shown(Fraction(42, 10), 2)
    ('5,400', '0.666667', '4.20')
    """
    if places is not None:
        return _pointed(_units(number, places), places, grouped=True)
    return _without_zeros(_pointed(_units(number, SHOWN_PLACES), SHOWN_PLACES, grouped=True))


def printed(number: Fraction) -> str:
    """Write a number for a flat file: half up to 12 places, no zeros at its end.

    >>> printed(Fraction(1, 3))
    '0.333333333333'
    """
    return _without_zeros(_pointed(_units(number, PRINTED_PLACES), PRINTED_PLACES))


def percent(share: Fraction, places: int | None = None) -> str:
    """Write a share as a percentage.

    >>> percent(Fraction(781, 1000), 1), percent(Fraction(1, 2))
    ('78.1%', '50%')
    """
    if places is not None:
        return f"{_pointed(_units(share, places + 2), places, grouped=True)}%"
    digits = _units(share, SHOWN_PLACES + 2)  # two places more, since a percent is a hundredth
    return f"{_without_zeros(_pointed(digits, SHOWN_PLACES, grouped=True))}%"


def money(cents: int) -> str:
    """Write whole cents as dollars.

    >>> money(31248000), money(-125000)
    ('$312,480.00', '-$1,250.00')
    """
    dollars = _pointed(abs(cents), 2, grouped=True)
    return f"-${dollars}" if cents < 0 else f"${dollars}"


def dollars(cents: int) -> Fraction:
    """Turn whole cents into an exact number of dollars."""
    return Fraction(cents, CENTS)


def plain_money(cents: int) -> str:
    """Write whole cents as plain decimal dollars, for files.

    >>> plain_money(-125000)
    '-1250.00'
    """
    return ("-" if cents < 0 else "") + _pointed(abs(cents), 2)


def to_cents(amount: Fraction, mode: Rounding = Rounding.HALF_UP) -> int:
    """Round an exact amount of dollars to whole cents.

    >>> to_cents(Fraction(1000000, 3))
    33333333
    """
    return _units(amount, 2, mode)


def split(
    cents: int, weights: Sequence[Fraction], *, least: Sequence[int] | None = None
) -> list[int]:
    """Divide whole cents in proportion to weights with no cent lost.

    Each part gets its exact share cut down to the cent; the cents left over go
    one by one to the parts with the largest remainders, ties to the earlier
    part.

    Args:
        cents: What to divide; not negative.
        weights: One weight a part, none negative, at least one above zero.
        least: The least that each part must get, together at most the whole: a
            part whose least is more than its share takes cents before others do.

    Raises:
        ValueError: An amount or a weight is negative, nothing has weight while
            there is something to divide, or the least are more than the whole.

    >>> split(33333333, [Fraction(45), Fraction(35), Fraction(20)])
    [15000000, 11666666, 6666667]
    >>> split(1, [Fraction(1), Fraction(1)], least=[0, 1])
    [0, 1]
    """
    if cents < 0 or any(weight.numerator < 0 for weight in weights):
        raise ValueError("An amount to divide and its weights must not be negative.")
    floors = [0] * len(weights) if least is None else least
    if sum(floors) > cents:
        raise ValueError("The least that the parts must get is more than there is.")
    whole = lcm(*(weight.denominator for weight in weights))
    counts = [weight.numerator * (whole // weight.denominator) for weight in weights]
    total = sum(counts)
    if total == 0:
        if cents:
            raise ValueError("There is an amount to divide, but nothing has weight.")
        return [0] * len(weights)
    shares = [cents * count for count in counts]  # in parts of a cent, as many as the total
    parts = [max(share // total, floor) for share, floor in zip(shares, floors, strict=True)]
    _level(parts, shares, floors, (cents, total))
    return parts


def split_signed(cents: int, weights: Sequence[Fraction]) -> list[int]:
    """Divide an amount that may be owed instead of earned; nothing where nothing has weight.

    >>> split_signed(-100, [Fraction(1), Fraction(2)])
    [-33, -67]
    """
    if not any(weights):
        return [0] * len(weights)
    sign = -1 if cents < 0 else 1
    return [sign * part for part in split(abs(cents), weights)]


def _level(
    parts: list[int], shares: list[int], floors: Sequence[int], whole: tuple[int, int]
) -> None:
    """Give out the cents that are left, or take back those that are too many, one a part."""
    cents, total = whole
    while (left := cents - sum(parts)) > 0:
        short = sorted(range(len(parts)), key=lambda at: (parts[at] * total - shares[at], at))
        for at in short[:left]:
            parts[at] += 1
    while (over := sum(parts) - cents) > 0:
        above = [at for at in range(len(parts)) if parts[at] > floors[at]]
        above.sort(key=lambda at: (shares[at] - parts[at] * total, at))
        for at in above[:over]:
            parts[at] -= 1


def _units(number: Fraction, places: int, mode: Rounding = Rounding.HALF_UP) -> int:
    """Count, rounded, how many units of the last place a number has."""
    top, bottom = abs(number.numerator), number.denominator
    if places >= 0:
        top *= 10**places
    else:
        bottom *= 10**-places
    whole, rest = divmod(top, bottom)
    match mode:
        case Rounding.HALF_UP:
            up = 2 * rest >= bottom
        case Rounding.HALF_EVEN:
            up = 2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1)
        case Rounding.UP:
            up = rest > 0
        case Rounding.DOWN:
            up = False
    return -(whole + up) if number.numerator < 0 else whole + up


def _places(number: Fraction) -> int | None:
    """Count the places a number needs; None where it never ends."""
    rest, counts = number.denominator, []
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        counts.append(count)
    return max(counts) if rest == 1 else None


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".")


def _pointed(digits: int, places: int, *, grouped: bool = False) -> str:
    sign = "-" if digits < 0 else ""
    whole, rest = divmod(abs(digits), 10**places)
    front = f"{whole:,}" if grouped else str(whole)
    return f"{sign}{front}.{rest:0{places}d}" if places else f"{sign}{front}"
