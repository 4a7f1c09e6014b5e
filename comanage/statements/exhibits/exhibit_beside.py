"""What stands beside the terms of an exhibit: dispute window, deadlines, caps, and base fees by group.

None of it is in the terms, so their hash does not cover it. The parties sign it on the same
paper all the same: it is printed as it stood, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comanage.rules.base_fee import BaseFee, Pays, Short, hours
from comanage.rules.numbers import money
from comanage.rules.periods import in_words
from comanage.statements.exhibits.exhibit_money import Clause


@dataclass(frozen=True, slots=True)
class GroupFee:
    """The base fee terms of one group: from which day they hold, and what they are."""

    group: str
    starts: date
    terms: BaseFee


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an agreement has set beside its terms; None where it has set nothing.

    Attributes:
        dispute_days: The days to dispute a preliminary settlement.
        answer_days: The days to answer a dispute.
        appeal_days: The days to appeal an answer.
        figure_days: The days of grace within which a figure is due.
        year_cap_cents: The most that is paid in a contract year, base fee and incentive together.
        whole_cap_cents: The most that is paid over the whole agreement.
        base_fees: The base fee terms of the groups, as far as they are agreed.
    """

    dispute_days: int | None = None
    answer_days: int | None = None
    appeal_days: int | None = None
    figure_days: int | None = None
    year_cap_cents: int | None = None
    whole_cap_cents: int | None = None
    base_fees: tuple[GroupFee, ...] = ()


def beside_the_terms(beside: Beside) -> tuple[Clause, ...]:
    """Put what stands beside the terms in words."""
    told = [
        Clause("Disputes", (*_disputes(beside),)),
        Clause("Figures", (*_figures(beside),)),
        Clause("Caps of all payments", (*_caps(beside),)),
    ]
    told += [
        Clause(f"Base fee of {each.group}", (*_fee(each),)) for each in beside.base_fees
    ]  # fmt: skip
    return tuple(each for each in told if each.sentences)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _disputes(beside: Beside) -> Iterator[str]:
    if beside.dispute_days is None:
        yield "No dispute window is set."
    else:
        yield (
            f"A group may dispute a preliminary settlement for {_days(beside.dispute_days)} from the"
            " day it is calculated."
        )
    if beside.answer_days is not None:
        yield f"A dispute is answered within {_days(beside.answer_days)}."
    if beside.appeal_days is not None:
        yield f"An answer may be appealed for {_days(beside.appeal_days)}."


def _figures(beside: Beside) -> Iterator[str]:
    if beside.figure_days is not None:
        yield (
            f"A figure is due {_days(beside.figure_days)} after the data of its period are complete."
        )


def _caps(beside: Beside) -> Iterator[str]:
    caps = (
        ("in a contract year", beside.year_cap_cents),
        ("over the whole agreement", beside.whole_cap_cents),
    )
    for of, cents in caps:
        if cents is not None:
            yield f"At most {money(cents)} is paid {of}, base fee and incentive together."


def _fee(fee: GroupFee) -> Iterator[str]:
    terms = fee.terms
    rate = "an hour" if terms.pays is Pays.HOUR else "a month"
    yield f"{money(terms.cents)} {rate} of documented work, from {in_words(fee.starts)} on."
    if terms.fewest_a_month is not None:
        less = "nothing" if terms.short is Short.NOTHING else "its part by approved hours"
        yield (
            f"A month takes at least {hours(terms.fewest_a_month)} of approved work; with fewer it"
            f" comes to {less}."
        )
    for of, minutes in (("a month", terms.most_a_month), ("a contract year", terms.most_a_year)):
        if minutes is not None:
            yield f"At most {hours(minutes)} of the group count in {of}."
    yield (
        f"An entry is at most {hours(terms.most_an_entry)}, in steps of {terms.step} minutes, and is"
        f" made within {_days(terms.deadline)} of the work."
    )
    yield f"Approved, one after the other, by: {', '.join(terms.levels)}."
