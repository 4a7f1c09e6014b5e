"""Shared losses: what is owed in a two-sided agreement where more was spent than the benchmark."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.funding.entries import not_a_share, shown_dollars
from comanage.rules.funding.funding import Facts
from comanage.rules.numbers import ONE, ZERO, percent


class LossRate(StrEnum):
    """How the share of a loss that is owed is found."""

    FIXED = "fixed"  # as the terms state it
    COMPLEMENT = "complement"  # what is left of 100 % by the final sharing rate


@dataclass(frozen=True)
class Losses:
    """How a loss is shared.

    Attributes:
        by: How the share that is owed is found.
        rate: The share that is owed where it is fixed, 0 to 1.
        floor: The least share that is owed, 0 to 1.
        ceiling: The most that is owed, as a share of the loss, 0 to 1; it is owed where the
            quality standard is not met.
        limit: The most that is owed, as a share of the benchmark, 0 to 1.
        relief_of: The code of the measure that gives dollars by which what is owed is
            lowered, as after a disaster, whatever their sign; without a result there is none.
    """

    by: LossRate = LossRate.COMPLEMENT
    rate: Fraction = ZERO
    floor: Fraction = ZERO
    ceiling: Fraction = ONE
    limit: Fraction = ONE
    relief_of: str = ""


def loss_rate(losses: Losses, sharing_rate: Fraction, *, met: bool) -> tuple[Fraction, str]:
    """Find the share of a loss that is owed, and say why.

    >>> loss_rate(Losses(floor=Fraction(2, 5)), Fraction(7, 10), met=True)
    (Fraction(2, 5), 'what the sharing rate leaves, 30%, kept to at least 40%')
    """
    if losses.by is LossRate.FIXED:
        return losses.rate, "by the contract"
    if not met:
        return losses.ceiling, "the most there is, since the quality standard was not met"
    left = ONE - sharing_rate
    words = f"what the sharing rate leaves, {percent(left)}"
    if left < losses.floor:
        return losses.floor, f"{words}, kept to at least {percent(losses.floor)}"
    if left > losses.ceiling:
        return losses.ceiling, f"{words}, kept to at most {percent(losses.ceiling)}"
    return left, words


def owed(
    losses: Losses, shared: Fraction, benchmark: Fraction, *, facts: Facts
) -> tuple[Fraction, str]:
    """Limit what is owed of a loss, and lower it by the relief that was granted.

    Args:
        losses: How losses are shared.
        shared: The share of the loss, in dollars above nothing.
        benchmark: The benchmark in dollars.
        facts: Where the relief is found.
    """
    words, most = "", losses.limit * benchmark
    if shared > most:
        shared, words = most, f", limited to {percent(losses.limit)} of the benchmark"
    relief = facts.values.get(losses.relief_of) if losses.relief_of else None
    if relief:
        shared = max(shared - abs(relief), ZERO)
        words += f", less {shown_dollars(abs(relief))} of relief"
    return shared, words


def loss_faults(losses: Losses | None) -> list[Fault]:
    """Say what is wrong with the terms of losses."""
    if losses is None:
        return []
    shares = (losses.rate, losses.floor, losses.ceiling, losses.limit)
    names = ("The loss rate", "The floor", "The ceiling", "The limit")
    found = []
    for share, name in zip(shares, names, strict=True):
        found += not_a_share("losses", share, name)
    if losses.floor > losses.ceiling:
        found.append(Fault("losses", "The floor must not be above the ceiling."))
    if losses.by is LossRate.FIXED and not losses.rate:
        found.append(Fault("losses", "Give the fixed loss rate."))
    if losses.by is LossRate.FIXED and (losses.floor, losses.ceiling) != (ZERO, ONE):
        bounds = "A fixed loss rate has neither floor nor ceiling."
        found.append(Fault("losses", bounds))
    if losses.by is LossRate.COMPLEMENT and losses.rate:
        found.append(Fault("losses", "A loss rate is stated only where it is fixed."))
    return found


def losses_in_words(losses: Losses) -> str:
    """Put the terms in words, as the statement prints them."""
    words = f"{percent(losses.rate)} of a loss is owed"
    if losses.by is LossRate.COMPLEMENT:
        words = "of a loss is owed what the sharing rate leaves"
        if losses.floor:
            words += f", at least {percent(losses.floor)}"
        if losses.ceiling != ONE:
            words += f", at most {percent(losses.ceiling)}"
    if losses.limit != ONE:
        words += f", limited to {percent(losses.limit)} of the benchmark"
    return words + (f", less relief ({losses.relief_of})" if losses.relief_of else "")
