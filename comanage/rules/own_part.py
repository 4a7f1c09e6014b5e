"""Own part: what of each line of a settlement is one participant's, in whole cents.

A participant is paid its share of what was earned, and looks through lines. Each line is
divided by the same share, and the cents go to the largest remainders, so that the parts
add up to the payout. What a rule of its own changed afterwards, such as a cap, belongs to
no line and is told apart.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from comanage.rules.numbers import ZERO, dollars, to_cents


def own_parts(lines: Sequence[int], share: Fraction, earned: int) -> tuple[list[int], int]:
    """Give a participant's part of each line, and what no line explains.

    Args:
        lines: What each line gave or took, in cents; together what was earned.
        share: The participant's share of what was earned.
        earned: What it earned in the end, in cents.

    >>> own_parts([5001, -1000], Fraction(1, 2), 2000)
    ([2500, -500], 0)
    >>> own_parts([5000, 5000], Fraction(1, 2), 4000)
    ([2500, 2500], -1000)
    """
    exactly = [cents * share for cents in lines]
    whole = sum(exactly, ZERO)
    cents = earned if abs(earned - whole) < 1 else to_cents(dollars(1) * whole)
    parts = [floor(part) for part in exactly]
    left = cents - sum(parts)
    for at in sorted(range(len(lines)), key=lambda at: (parts[at] - exactly[at], at))[:left]:
        parts[at] += 1
    return parts, earned - cents
