"""The base fee: what a group is paid for documented work, and how a month of it is earned.

The terms of a group pay either a rate an hour or a fixed amount a month. Only work
that was attested and approved counts. Every limit is an exact number of minutes, days
or cents; a limit that the contract does not name is left unset, and said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.numbers import MOST_CENTS, money, shown
from comanage.rules.signoff import Role

HOUR = 60  # minutes
DAY = 24 * HOUR
LEAST_STEP = 5  # minutes
LONGEST_DEADLINE = 366  # days
MOST_LEVELS = 6
MAY_APPROVE = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER)
SENTENCES = (
    "I did this work myself, on the days and for the time stated.",
    "None of it is patient care that anyone is billed for, and nobody else pays me for it.",
    "No payment for it depends on referrals to the hospital.",
)


class Pays(StrEnum):
    """What a base fee is paid by."""

    HOUR = "rate an hour"
    MONTH = "fixed amount a month"


class Short(StrEnum):
    """What a fixed amount comes to where fewer hours than agreed were approved."""

    NOTHING = "nothing"
    PRORATED = "prorated"  # approved hours over the fewest agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFee:
    """The agreed terms of one group's base fee; time in minutes.

    Attributes:
        pays: A rate an hour or a fixed amount a month.
        cents: That rate, or that amount.
        most_an_entry: The longest that one entry may be.
        step: Entries are a multiple of this.
        most_a_month: The group's most in a month; None where the contract names none.
        most_a_year: The group's most in a contract year; None where the contract names none.
        deadline: Days after the day worked within which it must be entered.
        fewest_a_month: The group's fewest in a month for the whole of a fixed amount.
        short: What a fixed amount comes to below that.
        levels: Who approves, one after the other.
        sentences: What a physician states in attesting a month.
    """

    pays: Pays
    cents: int
    most_an_entry: int = 8 * HOUR
    step: int = HOUR // 4
    most_a_month: int | None = None
    most_a_year: int | None = None
    deadline: int = 30
    fewest_a_month: int | None = None
    short: Short | None = None
    levels: tuple[Role, ...] = (Role.ADMINISTRATOR, Role.APPROVER)
    sentences: tuple[str, ...] = SENTENCES


def hours(minutes: int) -> str:
    """Write minutes as hours, for a sentence.

    >>> hours(375), hours(60)
    ('6.25 hours', '1 hour')
    """
    return f"{shown(Fraction(minutes, HOUR))} hour{'' if minutes == HOUR else 's'}"


def faults(terms: BaseFee) -> list[Fault]:
    """Say what is wrong with the terms, each fault with its field."""
    found = []
    if not 0 < terms.cents <= MOST_CENTS:
        found.append(Fault("cents", f"Give an amount above $0.00, at most {money(MOST_CENTS)}."))
    found += _time_faults(terms)
    if not 0 <= terms.deadline <= LONGEST_DEADLINE:
        found.append(Fault("deadline", f"Give 0 to {LONGEST_DEADLINE} days."))
    found += _fixed_faults(terms)
    if not 1 <= len(terms.levels) <= MOST_LEVELS:
        found.append(Fault("levels", f"Choose 1 to {MOST_LEVELS} levels of approval."))
    if any(role not in MAY_APPROVE for role in terms.levels):
        found.append(Fault("levels", f"These roles approve hours: {', '.join(MAY_APPROVE)}."))
    if not terms.sentences or not all(sentence.strip() for sentence in terms.sentences):
        found.append(Fault("sentences", "Give at least one sentence to attest, one a line."))
    return found


def _time_faults(terms: BaseFee) -> list[Fault]:
    found = []
    if terms.step < LEAST_STEP or DAY % terms.step:
        found.append(
            Fault("step", f"Give at least {LEAST_STEP} minutes that a day is a whole number of.")
        )
    if not 0 < terms.most_an_entry <= DAY:
        found.append(Fault("most_an_entry", "Give more than 0 hours, at most 24."))
    elif not found and terms.most_an_entry % terms.step:
        found.append(Fault("most_an_entry", f"Give a multiple of {terms.step} minutes."))
    limits = {"most_a_month": terms.most_a_month, "most_a_year": terms.most_a_year}
    found += [
        Fault(name, "Give more than 0 hours, or leave it empty where the contract names none.")
        for name, limit in limits.items()
        if limit is not None and limit <= 0
    ]
    month, year = terms.most_a_month, terms.most_a_year
    if month is not None and year is not None and month > year > 0:
        found.append(Fault("most_a_year", "A year must not hold fewer hours than a month of it."))
    return found


def _fixed_faults(terms: BaseFee) -> list[Fault]:
    if terms.pays is Pays.HOUR:
        if terms.fewest_a_month is None and terms.short is None:
            return []
        return [Fault("fewest_a_month", "The fewest hours belong to a fixed amount a month.")]
    found = []
    if terms.fewest_a_month is not None and terms.fewest_a_month <= 0:
        found.append(Fault("fewest_a_month", "Give more than 0 hours, or leave it empty."))
    if (terms.fewest_a_month is None) is not (terms.short is None):
        found.append(
            Fault("short", "Give both: the fewest hours, and what is paid where there are fewer.")
        )
    most, fewest = terms.most_a_month, terms.fewest_a_month
    if most is not None and fewest is not None and most < fewest:
        found.append(Fault("fewest_a_month", "The fewest hours must not be more than the most."))
    return found


def in_words(terms: BaseFee) -> list[str]:
    """Put the terms in sentences, those about what is left unset too."""
    told = [
        f"{money(terms.cents)} {'an hour' if terms.pays is Pays.HOUR else 'a month'}.",
        f"An entry is at most {hours(terms.most_an_entry)}, in steps of {terms.step} minutes.",
        f"It must be entered within {terms.deadline} days of the day worked.",
        _limit("month", terms.most_a_month),
        _limit("contract year", terms.most_a_year),
    ]
    if terms.pays is Pays.MONTH:
        told.append(_shortfall(terms))
    approvers = ", then ".join(terms.levels)
    return [*told, f"Approved by: {approvers}; each level is another person."]


def _limit(of: str, minutes: int | None) -> str:
    if minutes is None:
        return f"The most hours in a {of} are not set."
    return f"The group is paid at most {hours(minutes)} in a {of}."


def _shortfall(terms: BaseFee) -> str:
    if terms.fewest_a_month is None:
        return "The fewest hours in a month are not set."
    paid = "nothing is paid" if terms.short is Short.NOTHING else "it is paid in proportion"
    return f"Below {hours(terms.fewest_a_month)} of approved work in a month, {paid}."


def levels_in_words(levels: Sequence[Role]) -> list[str]:
    """Number the levels of approval: "level 1: approver"."""
    return [f"level {number}: {role}" for number, role in enumerate(levels, 1)]
