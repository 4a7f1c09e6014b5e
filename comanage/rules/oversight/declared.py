"""Safeguards that a person declares, since no record of the program can decide them.

A declaration carries its date, what it rests on, and the day it expires. Terms that
cannot call for one of them say so first.
"""

from collections.abc import Callable, Sequence
from functools import partial

from comanage.rules.compliance import VALUE_BASES, LegalBasis
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    Word,
    ended,
    missing,
    not_applicable,
)
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import in_words

Applies = Callable[[Facts], str]


def check(facts: Facts, number: int, *, asked: str, excused: Applies) -> Sequence[Ruling]:
    """Look for a declaration that has not expired.

    Args:
        facts: The facts.
        number: The safeguard.
        asked: What a person is to declare.
        excused: Why the safeguard does not apply by the terms; empty where it does.
    """
    if why := excused(facts):
        return not_applicable(why)
    found = facts.declaration(number)
    if found is None:
        return missing(f"Nobody has declared it yet: {asked}")
    until = in_words(found.expires)
    if found.expires < facts.today:
        return missing(
            f"{found.by} declared it on {in_words(found.on)}, until {until}: declare it again."
        )
    if not found.applies:
        return not_applicable(
            f"{found.statement} ({found.by}, {in_words(found.on)}, until {until})"
        )
    said = f"{ended(found.statement)} It counts until {until}."
    record = f"declared by {found.by}, {in_words(found.on)}: {found.document}"
    at = Reference(Shelf.DECLARED, found.file_of) if found.file_of else None
    return [Ruling(Word.DECLARED, said, record, at)]


def always(facts: Facts) -> str:
    """Excuse nothing: the safeguard applies whatever the terms say."""
    del facts
    return ""


def _value_based(facts: Facts) -> str:
    basis = facts.terms.legal_basis if facts.terms else LegalBasis.UNSTATED
    if basis in VALUE_BASES or basis is LegalBasis.UNSTATED:
        return ""
    return f"The legal basis is {basis}."


def _declared(
    number: int, title: str, source: str, *, sentence: str, asked: str, excused: Applies = always
) -> Overseen:
    decide = partial(check, number=number, asked=asked, excused=excused)
    return Overseen(number, title, source, Decider.DECLARATION, sentence, decide)


MASTER_LIST = _declared(
    2,
    "All arrangements on one list",
    "411.357(d)(1)(ii)",
    sentence="Every arrangement with these groups stands in this register, with its history.",
    asked="that no arrangement with these groups is missing in this register.",
)
VALUE_BASED = _declared(
    14,
    "Value-based exception monitored",
    "411.357(aa)(3)",
    sentence="A value-based arrangement is monitored once a year at least; what does not work is ended"
    " or replaced.",
    asked="that the arrangement was monitored this year, and what came of it.",
    excused=_value_based,
)
PHYSICIAN_INCENTIVE = _declared(
    22,
    "Physician incentive plan",
    "42 CFR 422.208",
    sentence="Where a physician incentive plan stands behind the pool, substantial financial risk comes"
    " with stop-loss protection and disclosure.",
    asked="the share of the payments for referral services that is at risk, or why it does not apply.",
)
SELECTION = _declared(
    23,
    "Selection of participants",
    "42 CFR 510.500",
    sentence="Participants are chosen by a written policy with a criterion of quality, never by volume.",
    asked="the written selection policy, or why it does not apply.",
)
