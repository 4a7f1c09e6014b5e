"""Adjustments: holdbacks and caps on what was shared, in the order in which the contract has them.

The order is part of the contract: 2 % held back before a cap of 10 % pays more
than the same cap before the holdback.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.funding.entries import not_a_share
from comanage.rules.numbers import ZERO, percent


class Adjusts(StrEnum):
    """What an adjustment does to the savings that were shared."""

    HOLDBACK = "holdback"  # takes a share away
    CAP = "cap"  # lets no more than a share through


class Of(StrEnum):
    """What an adjustment is a share of."""

    AMOUNT = "amount"  # of what is left when its turn comes
    BENCHMARK = "benchmark"


@dataclass(frozen=True)
class Adjustment:
    """A holdback or a cap.

    Attributes:
        kind: What it does.
        share: How much, 0 to 1.
        of: What it is a share of.
    """

    kind: Adjusts
    share: Fraction
    of: Of


def adjusted(
    adjustments: Sequence[Adjustment], amount: Fraction, benchmark: Fraction
) -> tuple[Fraction, str]:
    """Apply each in turn, and say which of them changed something.

    >>> holdback = Adjustment(Adjusts.HOLDBACK, Fraction(1, 50), Of.AMOUNT)
    >>> adjusted([holdback], Fraction(100), Fraction(1000))
    (Fraction(98, 1), ', less a holdback of 2% of the amount')
    """
    words = ""
    for each in adjustments:
        part = each.share * (amount if each.of is Of.AMOUNT else benchmark)
        share = f"{percent(each.share)} of the {each.of}"
        if each.kind is Adjusts.HOLDBACK:
            amount = max(amount - part, ZERO)
            words += f", less a holdback of {share}"
        elif amount > part:
            amount = part
            words += f", capped at {share}"
    return amount, words


def adjustment_faults(adjustments: Sequence[Adjustment]) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = []
    for each in adjustments:
        found += not_a_share("adjustments", each.share, f"A {each.kind}")
        if each.kind is Adjusts.CAP and each.of is Of.AMOUNT:
            found.append(Fault("adjustments", "A cap must be a share of the benchmark."))
    return found


def adjustment_words(each: Adjustment) -> str:
    """Put one adjustment in words, as the statement prints it."""
    share = f"{percent(each.share)} of the {each.of}"
    return f"at most {share}" if each.kind is Adjusts.CAP else f"{share} is held back"
