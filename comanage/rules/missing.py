"""Missing: what happens to the weight of a measure that could not be scored.

The contract picks a rule a measure in advance. A missing figure is never a
zero by accident: "forfeit" says in writing that it counts like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import ONE, ZERO


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
    earned nothing. So does one whose domain has nothing left to take its weight.

    Returns:
        The new share of the scorecard of each measure; their sum is unchanged.

    >>> stays = Weighed("q", Fraction(1, 2), Missing.FORFEIT, missing=False)
    >>> leaves = Weighed("q", Fraction(1, 2), Missing.REDISTRIBUTE_ALL, missing=True)
    >>> redistributed([stays, leaves])
    [Fraction(1, 1), Fraction(0, 1)]
    """
    staying = [not measure.leaves for measure in measures]
    left = _weights(measures, staying)
    for at, measure in enumerate(measures):
        if measure.leaves and measure.rule is Missing.REDISTRIBUTE_DOMAIN:
            staying[at] = not left[measure.domain]
    left = _weights(measures, staying)
    whole = sum(left.values(), ZERO)
    if not whole:
        return [measure.weight for measure in measures]
    given = _weights(measures, [not stays for stays in staying], Missing.REDISTRIBUTE_DOMAIN)
    to_all = _weights(measures, [not stays for stays in staying], Missing.REDISTRIBUTE_ALL)
    for_everyone = ONE + sum(to_all.values(), ZERO) / whole
    grows = {domain: for_everyone + given[domain] / left[domain] for domain in left if left[domain]}
    return [
        measure.weight * grows.get(measure.domain, ONE) if stays else ZERO
        for measure, stays in zip(measures, staying, strict=True)
    ]


def _weights(
    measures: Sequence[Weighed], chosen: Sequence[bool], rule: Missing | None = None
) -> dict[str, Fraction]:
    """Add up the weights of chosen measures by domain; of one rule, where one is named."""
    found = dict.fromkeys((measure.domain for measure in measures), ZERO)
    for measure, taken in zip(measures, chosen, strict=True):
        if taken and rule in {None, measure.rule}:
            found[measure.domain] += measure.weight
    return found
