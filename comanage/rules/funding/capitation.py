"""Capitation: so many dollars for each member and month, of which a part is earned by score.

The pool is members × months × rate × withhold. The withhold is the share that
can be earned back by score; the rest is paid whatever the score, outside of
the pool. A withhold of 100 % puts the whole of it at risk.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.entries import (
    each_once,
    not_a_share,
    shown_dollars,
    shown_price,
    unnamed,
)
from comanage.rules.funding.funding import Facts, Funded, Funding
from comanage.rules.numbers import ONE, ZERO, percent, shown


@dataclass(frozen=True)
class Capitation:
    """The rate, what it is paid for, and how much of it is at risk.

    Attributes:
        rate: Dollars for each member and month.
        members: The code of the measure that counts the members.
        months: The months of a performance period; 0 where a measure counts them.
        months_of: The code of the measure that counts the months; empty where the terms do.
        withhold: The share that can be earned by score, 0 to 1; the rest is no part of the pool.
    """

    kind: ClassVar[str] = "capitation"
    rate: Fraction
    members: str
    months: Fraction = ZERO
    months_of: str = ""
    withhold: Fraction = ONE


def fund(terms: Capitation, facts: Facts) -> Funded:
    """Take what is withheld of the rate, for every member and month.

    >>> terms = Capitation(Fraction(5), "MEMBERS", Fraction(3), withhold=Fraction(1, 5))
    >>> fund(terms, Facts({"MEMBERS": Fraction(1000)})).amount
    Fraction(3000, 1)
    """
    members = facts.known(terms.members)
    months = terms.months * facts.periods
    if terms.months_of:
        months = facts.known(terms.months_of)
    whole = max(members * months * terms.rate, ZERO)
    because = f"{shown(members)} members × {shown(months)} months × {shown_price(terms.rate)}"
    if terms.withhold != ONE:
        because += f" = {shown_dollars(whole)}, of which {percent(terms.withhold)} is withheld"
    return Funded(whole * terms.withhold, because)


def faults(terms: Capitation) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = unnamed("members", terms.members, "the number of members")
    if terms.rate <= 0:
        found.append(Fault("rate", "The rate must be more than $0.00."))
    if bool(terms.months_of) == bool(terms.months):
        both = "Give either a number of months or the measure that counts them."
        found.append(Fault("months", both))
    if terms.months < 0:
        found.append(Fault("months", "The months must be more than 0."))
    found += not_a_share("withhold", terms.withhold, "The share withheld")
    if terms.withhold == 0:
        found.append(Fault("withhold", "The share withheld must be more than 0%."))
    return found


def sentence(terms: Capitation) -> str:
    """Put the terms in words."""
    months = terms.months_of or f"{shown(terms.months)} months"
    words = f"{shown_price(terms.rate)} × {terms.members} × {months}"
    whole = "all of it" if terms.withhold == ONE else percent(terms.withhold)
    return f"{words}, of which {whole} is withheld until it is earned"


CAPITATION = Funding(
    "Capitation",
    Capitation,
    faults,
    fund,
    sentence,
    needs=lambda terms: each_once((terms.members, terms.months_of)),
)
