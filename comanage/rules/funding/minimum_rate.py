"""Minimum rate: how large savings must be, as a share of the benchmark, before they are shared.

Chance alone moves the costs of few people more than those of many, so that the
rate is often read from a table by size. Inside a band it lies on the straight
line from the band's first size to its last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comanage.refusals import Fault
from comanage.rules.funding.entries import not_a_share
from comanage.rules.numbers import percent, shown


@dataclass(frozen=True)
class Band:
    """A range of sizes, and the minimum rate at its ends.

    Attributes:
        size_from: The first size of the band.
        size_to: The last size of the band; the last band of a table has none above it.
        rate_from: The rate at the first size, 0 to 1.
        rate_to: The rate at the last size, 0 to 1.
    """

    size_from: Fraction
    size_to: Fraction
    rate_from: Fraction
    rate_to: Fraction


def banded_rate(bands: Sequence[Band], size: Fraction) -> Fraction:
    """Read the rate for a size from a table.

    Between two bands, and above the last, the band below keeps the rate of its
    last size; below the first band its first rate holds.

    >>> bands = (Band(*map(Fraction, ("9000", "9999", ".031", ".030"))),)
    >>> banded_rate(bands, Fraction(9999)), banded_rate(bands, Fraction(100))
    (Fraction(3, 100), Fraction(31, 1000))
    """
    band = bands[0]
    for each in bands:
        if each.size_from <= size:
            band = each
    if size <= band.size_from:
        return band.rate_from
    if size >= band.size_to:
        return band.rate_to
    way = (size - band.size_from) / (band.size_to - band.size_from)
    return band.rate_from + way * (band.rate_to - band.rate_from)


def band_faults(bands: Sequence[Band]) -> list[Fault]:
    """Say what is wrong with a table that should run from the smallest size to the largest."""
    found = [
        Fault("bands", f"The band from {shown(band.size_from)} must not end before it begins.")
        for band in bands
        if band.size_to < band.size_from
    ]
    found += [
        Fault("bands", f"The band from {shown(higher.size_from)} must begin above the one before.")
        for lower, higher in pairwise(bands)
        if higher.size_from <= lower.size_to
    ]
    for band in bands:
        for rate in (band.rate_from, band.rate_to):
            found += not_a_share("bands", rate, f"The rate {percent(rate)}")
    if bands and bands[-1].rate_from != bands[-1].rate_to:
        found.append(Fault("bands", "The last band is open above, so both its rates are the same."))
    return found


def bands_in_words(bands: Sequence[Band]) -> str:
    """Put a table in words, as the statement prints it."""
    return ", ".join(
        f"{shown(band.size_from)} or more: {percent(band.rate_from)}"
        if band is bands[-1]
        else f"{shown(band.size_from)} to {shown(band.size_to)}:"
        f" {percent(band.rate_from)} to {percent(band.rate_to)}"
        for band in bands
    )
