"""Exchange: the dollars withheld from all are given back by score.

Each participant gets its withheld dollars × slope × own score. Left to itself
the slope is the one that spends the whole pool: withheld dollars weigh, so that
it is not the mean of the scores that decides. A contract may state the slope
instead; then the payouts add up to what they add up to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation, Party
from comanage.rules.allocations.counted import counted, uncounted
from comanage.rules.numbers import ONE, money, percent, shown, to_cents


@dataclass(frozen=True)
class Exchange:
    """Where the withheld dollars are found, and the slope if it is stated.

    Attributes:
        dollars: The code of the measure that gives the dollars withheld from each participant.
        slope: What withheld dollars × own score is multiplied by; none: what spends the pool.
    """

    kind: ClassVar[str] = "exchange"
    dollars: str
    slope: Fraction | None = None


def weights(terms: Exchange, parties: Sequence[Party]) -> list[Fraction]:
    """Multiply withheld dollars by own score.

    >>> parties = [Party("north", {"HELD": Fraction(2000)}, Fraction(3, 10))]
    >>> weights(Exchange("HELD"), parties)
    [Fraction(600, 1)]
    """
    return [counted(party, terms.dollars) * _score(party) for party in parties]


def amounts(terms: Exchange, parties: Sequence[Party]) -> list[Fraction] | None:
    """Give exact dollars where the slope is stated; None where the whole pool is divided."""
    if terms.slope is None:
        return None
    return [terms.slope * weight for weight in weights(terms, parties)]


def because(terms: Exchange, party: Party) -> str:
    """Say why."""
    held = money(to_cents(counted(party, terms.dollars)))
    if party.score is None:
        return f"{held} withheld"
    words = f"{held} withheld × own score of {percent(party.score)}"
    return words if terms.slope is None else f"{words} × slope {shown(terms.slope)}"


def faults(terms: Exchange, _participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = uncounted("dollars", terms.dollars, "the withheld dollars")
    if terms.slope is not None and terms.slope <= 0:
        found.append(Fault("slope", "The slope must be more than 0."))
    return found


def sentence(terms: Exchange, _names: Mapping[str, str]) -> str:
    """Put the terms in words."""
    slope = "the slope that spends the whole pool"
    if terms.slope is not None:
        slope = f"a slope of {shown(terms.slope)}"
    return f"by withheld dollars ({terms.dollars}) × own score, at {slope}"


def _score(party: Party) -> Fraction:
    """Give the own score; before there is one, in an advance, the withheld dollars alone weigh."""
    return ONE if party.score is None else party.score


EXCHANGE = Allocation(
    "Exchange of withheld dollars",
    Exchange,
    faults,
    weights,
    because,
    sentence,
    needs=lambda terms: (terms.dollars,),
    scores=True,
    amounts=amounts,
)
