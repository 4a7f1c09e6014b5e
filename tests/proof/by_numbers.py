"""Numbers of the second calculator: text to fractions, rounding, and whole cents.

Nothing here knows the engine. A number is a Fraction from the moment it is
read; None stands for what is absent, which is never a zero.
"""

from fractions import Fraction

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
TIMES = {"percent": 100, "percent of base": 100, "per 100": 100, "per 1,000": 1000}
IN_PERCENT = {"percent", "percent of base"}


def number(text):
    """Read a number from the terms or the figures; None where nothing stands."""
    if text is None or str(text).strip() == "":
        return None
    return Fraction(str(text).strip())


def part_of_one(value, unit):
    """Give a result as what it multiplies with: 150 % is 1.5."""
    if value is None or unit not in IN_PERCENT:
        return value
    return value / 100


def round_to(value, places, rounding="half up"):
    """Round to places after the point; halves go away from zero unless stated otherwise."""
    if value is None:
        return None
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if rounding == "half up":
        up = rest >= HALF
    elif rounding == "half even":
        up = rest > HALF or (rest == HALF and whole % 2 == 1)
    else:
        up = rounding == "up" and rest > 0
    size = Fraction(whole + 1 if up else whole, 10**places)
    return -size if value < 0 else size


def at_precision(value, places):
    """Round a result to the places that the terms state; as given where none are."""
    return value if places is None else round_to(value, int(places))


def between(value, least, most):
    """Keep a number between two others; None on either side bounds nothing."""
    if least is not None:
        value = max(value, least)
    return value if most is None else min(value, most)


def cents(dollars):
    """Round dollars to whole cents, half up."""
    return int(round_to(dollars * 100, 0))


def largest_remainder(whole, parts):
    """Divide whole cents in proportion to parts, none negative; ties go to the first."""
    if whole < 0:
        return [-share for share in largest_remainder(-whole, parts)]
    among = sum(parts)
    if not among:
        return [0 for _ in parts]
    exact = [whole * Fraction(part) / among for part in parts]
    shares = [one.numerator // one.denominator for one in exact]
    rests = [one - share for one, share in zip(exact, shares, strict=True)]
    for _ in range(whole - sum(shares)):
        lucky = rests.index(max(rests))
        shares[lucky] += 1
        rests[lucky] = Fraction(-1)
    return shares
