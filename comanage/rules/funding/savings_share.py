"""Savings share: the group gets a share of savings that were verified, item by item.

An item is used less, or costs less, than in the base year. Two bounds protect
patients and keep volume from being paid: nothing counts below the item's floor,
and cases beyond the base year's number earn nothing. The pattern is that of OIG
Advisory Opinions 08-15 and 17-09. Where savings are verified as one figure, the
terms name that figure instead of items.
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
    shown_price,
    unnamed,
)
from comanage.rules.funding.funding import Facts, Found, Funded, Funding
from comanage.rules.numbers import ZERO, percent, shown


@dataclass(frozen=True)
class Item:
    """Something that is used less, or costs less, than in the base year.

    Attributes:
        rate_of: The code of the measure that gives this period's use or cost per case.
        base_rate: The use or cost per case in the base year; a share of cases is 0 to 1.
        unit_price: Dollars that one unit less saves; 1 where the rate is a cost in dollars.
        base_cases: The base year's cases for such a period; more than these earn nothing.
        floor: The use or cost below which no further saving counts.
        cases_of: The code of the measure that gives this period's cases; empty: the base cases.
    """

    rate_of: str
    base_rate: Fraction
    unit_price: Fraction
    base_cases: Fraction
    floor: Fraction = ZERO
    cases_of: str = ""


@dataclass(frozen=True)
class SavingsShare:
    """The share, and what it is a share of.

    Attributes:
        share: The share of verified savings that the group gets, 0 to 1.
        items: What is saved on.
        savings_of: The code of a measure that gives verified savings in dollars, where
            there are no items.
        most: The most that the pool can be, in dollars for each performance period.
    """

    kind: ClassVar[str] = "savings share"
    share: Fraction
    items: tuple[Item, ...] = ()
    savings_of: str = ""
    most: Most | None = None


def fund(terms: SavingsShare, facts: Facts) -> Funded:
    """Share what was saved; an item that costs more than before takes nothing from the others.

    >>> item = Item("USE", Fraction(29, 100), Fraction(3000), Fraction(400))
    >>> facts = Facts({"USE": Fraction(12, 100)})
    >>> fund(SavingsShare(Fraction(1, 2), (item,)), facts).amount
    Fraction(102000, 1)
    """
    saved = [_saved(item, facts) for item in terms.items]
    if terms.savings_of:
        verified = max(facts.known(terms.savings_of), ZERO)
        saved = [(verified, f"{terms.savings_of}: {shown_dollars(verified)} verified")]
    savings = sum((amount for amount, _ in saved), ZERO)
    why = "; ".join(words for _, words in saved)
    shared = terms.share * savings
    amount, cut = capped(shared, terms.most, facts.periods)
    words = f"{percent(terms.share)} of savings of {shown_dollars(savings)}"
    found = (
        Found("savings", savings, why),
        Found("sharing_rate", terms.share, "by the contract"),
        Found("shared", shared, words),
    )
    return Funded(amount, f"{words}{cut} ({why})", found)


def faults(terms: SavingsShare) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = not_a_share("share", terms.share, "The share")
    if terms.share == 0:
        found.append(Fault("share", "The share must be more than 0%."))
    if bool(terms.items) == bool(terms.savings_of):
        either = "Give either items to save on, or the measure that gives verified savings."
        found.append(Fault("items", either))
    for item in terms.items:
        found += _item_faults(item)
    return found + most_faults(terms.most)


def sentence(terms: SavingsShare) -> str:
    """Put the terms in words."""
    words = f"{percent(terms.share)} of verified savings"
    if terms.most is not None:
        words += f", at most {shown_dollars(terms.most.dollars)} for each performance period"
    return f"{words}: {terms.savings_of or '; '.join(_item_words(item) for item in terms.items)}"


def needs(terms: SavingsShare) -> tuple[str, ...]:
    """Name the measures whose results it goes by."""
    rows = [code for item in terms.items for code in (item.rate_of, item.cases_of)]
    return each_once([*rows, terms.savings_of])


def _saved(item: Item, facts: Facts) -> tuple[Fraction, str]:
    """Give what one item saved, and the sum in words."""
    rate = facts.known(item.rate_of)
    counts = max(rate, item.floor)
    most = item.base_cases * facts.periods
    treated = facts.known(item.cases_of) if item.cases_of else most
    cases = min(treated, most)
    saved = max(item.base_rate - counts, ZERO) * max(cases, ZERO) * item.unit_price
    words = f"{item.rate_of}: ({shown(item.base_rate)} − {shown(counts)}) × {shown(cases)} cases"
    words += f" × {shown_price(item.unit_price)} = {shown_dollars(saved)}"
    if counts > item.base_rate:
        words = f"{item.rate_of}: {shown(rate)} is no less than {shown(item.base_rate)}"
    if counts > rate:
        words += f", floor alert: {shown(rate)} is below the floor and counts as {shown(counts)}"
    if treated > most:
        words += f", of {shown(treated)} cases those beyond the base year's earn nothing"
    return saved, words


def _item_faults(item: Item) -> list[Fault]:
    found = unnamed("items", item.rate_of, "the rate of each item")
    name = item.rate_of or "An item"
    sums = (
        ("base rate", item.base_rate),
        ("unit price", item.unit_price),
        ("number of base cases", item.base_cases),
    )
    found += [
        Fault("items", f"{name}: the {what} must be more than 0.")
        for what, number in sums
        if number <= 0
    ]
    if not ZERO <= item.floor < max(item.base_rate, ZERO):
        below = "the floor must not be negative, and must be below the base rate"
        found.append(Fault("items", f"{name}: {below}."))
    return found


def _item_words(item: Item) -> str:
    words = f"{item.rate_of} below {shown(item.base_rate)}"
    if item.floor:
        words += f" (below {shown(item.floor)} no more counts)"
    cases = f"{item.cases_of}, at most " if item.cases_of else ""
    return f"{words} × {cases}{shown(item.base_cases)} cases × {shown_price(item.unit_price)}"


SAVINGS_SHARE = Funding("Share of verified savings", SavingsShare, faults, fund, sentence, needs)
