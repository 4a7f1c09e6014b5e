"""Pass-through: a bonus that the hospital received from an insurer is passed on in part.

A share of it, set in advance at fair market value, goes into the pool; never
more than the most that the parties agreed on, and where the terms say so never
more than an amount tied to the base year, so that more patients earn no more.
The pattern is that of OIG Advisory Opinion 08-16.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.entries import (
    Most,
    capped,
    each_once,
    most_faults,
    not_a_share,
    shown_dollars,
    unnamed,
)
from comanage.rules.funding.funding import Facts, Found, Funded, Funding
from comanage.rules.numbers import ZERO, percent


@dataclass(frozen=True)
class PassThrough:
    """What was received, and how much of it is passed on.

    Attributes:
        share: The share of the bonus that is passed on, 0 to 1.
        received: The code of the measure that gives the bonus in dollars; empty where it
            is a rate of a base.
        rate_of: The code of the measure that gives the rate that the bonus came to.
        base_of: The code of the measure that gives the dollars that the rate is of.
        most_share: The most that may be passed on of any bonus, 0 to 1.
        most: The most in dollars, tied to the base year.
    """

    kind: ClassVar[str] = "pass-through"
    share: Fraction
    received: str = ""
    rate_of: str = ""
    base_of: str = ""
    most_share: Fraction = Fraction(1, 2)
    most: Most | None = None


def fund(terms: PassThrough, facts: Facts) -> Funded:
    """Pass on the share of what was received; of nothing, nothing.

    >>> terms = PassThrough(Fraction(9, 20), "BONUS")
    >>> fund(terms, Facts({"BONUS": Fraction(1600000)})).amount
    Fraction(720000, 1)
    """
    bonus, origin = _bonus(terms, facts)
    share = min(terms.share, terms.most_share)
    limit = f", the most that may be passed on ({percent(share)})"
    why = f"{percent(terms.share)} by the contract{limit if share < terms.share else ''}"
    shared = share * bonus
    amount, cut = capped(shared, terms.most, facts.periods)
    words = f"{percent(share)} of a bonus of {shown_dollars(bonus)}{origin}"
    found = (Found("sharing_rate", share, why), Found("shared", shared, words))
    return Funded(amount, words + cut, found)


def faults(terms: PassThrough) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = not_a_share("share", terms.share, "The share")
    found += not_a_share("most_share", terms.most_share, "The most that may be passed on")
    if terms.share == 0:
        found.append(Fault("share", "The share must be more than 0%."))
    if terms.share > terms.most_share:
        most = f"The share must be at most {percent(terms.most_share)}, which may be passed on."
        found.append(Fault("share", most))
    by_rate = bool(terms.rate_of or terms.base_of)
    if bool(terms.received) == by_rate:
        found.append(Fault("received", "Name either the bonus received, or its rate and base."))
    if by_rate:
        found += unnamed("rate_of", terms.rate_of, "the rate of the bonus")
        found += unnamed("base_of", terms.base_of, "the dollars that the rate is of")
    return found + most_faults(terms.most)


def sentence(terms: PassThrough) -> str:
    """Put the terms in words."""
    bonus = terms.received or f"{terms.rate_of} × {terms.base_of}"
    words = f"{percent(terms.share)} of the bonus received ({bonus})"
    words += f", never more than {percent(terms.most_share)} of it"
    if terms.most is not None:
        words += f", at most {shown_dollars(terms.most.dollars)} for each performance period"
    return words


def _bonus(terms: PassThrough, facts: Facts) -> tuple[Fraction, str]:
    if terms.received:
        return max(facts.known(terms.received), ZERO), ""
    rate, base = facts.known(terms.rate_of), facts.known(terms.base_of)
    return max(rate * base, ZERO), f" ({percent(rate)} of {shown_dollars(base)})"


PASS_THROUGH = Funding(
    "Pass-through of a bonus",
    PassThrough,
    faults,
    fund,
    sentence,
    needs=lambda terms: each_once((terms.received, terms.rate_of, terms.base_of)),
)
