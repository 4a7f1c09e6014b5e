"""Fixed: the contract names the most that can be earned in each performance period."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.funding import Facts, Funded, Funding
from comanage.rules.numbers import MOST_CENTS, dollars, money, rounded, to_cents


@dataclass(frozen=True)
class Fixed:
    """The amount, in dollars, for each performance period of the terms."""

    kind: ClassVar[str] = "fixed"
    amount: Fraction


def fund(terms: Fixed, facts: Facts) -> Funded:
    """Take the amount as the contract states it, once for each period that is settled."""
    because = f"the contract fixes {_shown(terms)} for the period"
    if facts.periods > 1:
        because = f"the contract fixes {_shown(terms)} a period, {facts.periods} periods to date"
    return Funded(terms.amount * facts.periods, because)


def faults(terms: Fixed) -> list[Fault]:
    """Say what is wrong with these terms."""
    if terms.amount <= 0:
        return [Fault("amount", "The pool must be more than $0.00.")]
    if terms.amount > dollars(MOST_CENTS):
        return [Fault("amount", f"The pool must be at most {money(MOST_CENTS)}.")]
    if rounded(terms.amount, 2) != terms.amount:
        return [Fault("amount", "The pool must be in whole cents.")]
    return []


def sentence(terms: Fixed) -> str:
    """Put the terms in words."""
    return f"{_shown(terms)} for each performance period"


def _shown(terms: Fixed) -> str:
    return money(to_cents(terms.amount))


FIXED = Funding("Fixed amount", Fixed, faults, fund, sentence)
