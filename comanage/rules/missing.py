"""Missing: what happens to the weight of a measure that could not be scored.

The contract picks a rule a measure in advance. A missing figure is never a
zero by accident: "forfeit" says in writing that it counts like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import ZERO


class Missing(StrEnum):
    """What the contract says about a measure without a figure."""

    FORFEIT = "forfeit"  # the weight stays and earns nothing
    REDISTRIBUTE_ALL = "redistribute_all"  # over what remains of the whole scorecard
    REDISTRIBUTE_DOMAIN = "redistribute_domain"  # over what remains of its domain, else forfeited


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure as the redistribution sees it.

    Attributes:
        domain: The code of its domain.
        weight: Its share of the whole scorecard.
        rule: The rule for it when it is missing.
        missing: True when it could not be scored.
    """

    domain: str
    weight: Fraction
    rule: Missing
    missing: bool

    @property
    def leaves(self) -> bool:
        """Say whether the measure gives its weight away."""
        return self.missing and self.rule is not Missing.FORFEIT


def redistributed(measures: Sequence[Weighed]) -> list[Fraction]:
    """Give the weight of measures that leave to those that stay, in proportion.

    A forfeited measure stays: it keeps its weight and takes part like one that
    earned nothing. Where nothing is left to take a weight, it stays where it was.

    Returns:
        The new share of the scorecard of each measure; their sum is unchanged.

    >>> stays = Weighed("q", Fraction(1, 2), Missing.FORFEIT, missing=False)
    >>> leaves = Weighed("q", Fraction(1, 2), Missing.REDISTRIBUTE_ALL, missing=True)
    >>> redistributed([stays, leaves])
    [Fraction(1, 1), Fraction(0, 1)]
    """
    weights = [measure.weight for measure in measures]
    for at, measure in enumerate(measures):
        if not measure.leaves:
            continue
        takers = [
            other
            for other, candidate in enumerate(measures)
            if not candidate.leaves
            and (measure.rule is Missing.REDISTRIBUTE_ALL or candidate.domain == measure.domain)
        ]
        total = sum((measures[taker].weight for taker in takers), ZERO)
        if total == 0:
            continue
        weights[at] -= measure.weight
        for taker in takers:
            weights[taker] += measure.weight * measures[taker].weight / total
    return weights
