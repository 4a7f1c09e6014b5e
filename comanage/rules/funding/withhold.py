"""Withhold: a share of payments is held back, and what is held back can be earned by score."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.entries import not_a_share, shown_dollars, unnamed
from comanage.rules.funding.funding import Facts, Funded, Funding
from comanage.rules.numbers import ZERO, percent


@dataclass(frozen=True)
class Withhold:
    """What is held back, and of what.

    Attributes:
        rate: The share of the payments that is held back, 0 to 1.
        of: The code of the measure that gives the payments in dollars.
    """

    kind: ClassVar[str] = "withhold"
    rate: Fraction
    of: str


def fund(terms: Withhold, facts: Facts) -> Funded:
    """Hold back the share of the period's payments; never less than nothing.

    >>> fund(Withhold(Fraction(1, 50), "PAID"), Facts({"PAID": Fraction(1500000)})).amount
    Fraction(30000, 1)
    """
    paid = max(facts.known(terms.of), ZERO)
    because = f"{percent(terms.rate)} of payments of {shown_dollars(paid)} is held back"
    return Funded(terms.rate * paid, because)


def faults(terms: Withhold) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = not_a_share("rate", terms.rate, "The share held back")
    if terms.rate == 0:
        found.append(Fault("rate", "The share held back must be more than 0%."))
    return found + unnamed("of", terms.of, "the payments in dollars")


def sentence(terms: Withhold) -> str:
    """Put the terms in words."""
    return f"{percent(terms.rate)} of {terms.of}, held back until it is earned"


WITHHOLD = Funding("Withhold", Withhold, faults, fund, sentence, needs=lambda terms: (terms.of,))
