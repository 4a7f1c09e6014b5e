"""Safeguard 4: the agreement lasts a year at least, and its price stands through the first.

An agreement may end early, with cause or without; what may not follow in its first year is
another price for the same services.
"""

from collections.abc import Sequence
from datetime import timedelta

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import MONTHS, in_words, months_later

AGREEMENT = Reference(Shelf.AGREEMENT)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look at the length of the term, and at what is priced anew within its first year."""
    record = f"Agreement from {in_words(facts.starts)} to {in_words(facts.ends)}", AGREEMENT
    year_on = months_later(facts.starts, 12)
    if _days(facts) < (year_on - facts.starts).days:
        return missing("The term is shorter than a year.", *record)
    early = [
        version
        for version in facts.versions[1:]
        if version.changes_pay and version.governs_from < year_on
    ]
    if early:
        return missing(
            f"Version {early[0].number} of the scorecard changes what is paid within the first year.",
            early[0].record,
            early[0].at,
        )
    if facts.priced_anew:
        return missing(
            f"It was terminated in its first year, and {', '.join(facts.priced_anew)} pays otherwise"
            f" for the same service line before {in_words(year_on)}.",
            *record,
        )
    return in_place(_sentence(facts), *record)


def _sentence(facts: Facts) -> str:
    year_on = months_later(facts.starts, 12)
    long = _long(facts)
    if facts.terminated is None or facts.terminated >= year_on:
        return f"The term is {long}, and no version changes what is paid in its first year."
    return (
        f"The term was {long}; it was terminated as of {in_words(facts.terminated)}, in its first"
        f" year. No other agreement with these groups prices the service line anew before"
        f" {in_words(year_on)}."
    )


def _long(facts: Facts) -> str:
    """Say how long the term is: in whole years, or else in days."""
    after = facts.ends + timedelta(days=1)
    years = after.year - facts.starts.year
    if months_later(facts.starts, MONTHS * years) != after:
        return f"{_days(facts)} days"
    return "one year" if years == 1 else f"{years} years"


def _days(facts: Facts) -> int:
    return (facts.ends - facts.starts).days + 1


TERM = Overseen(
    4,
    "Term of a year at least",
    "411.357(d)(1)(iv)",
    Decider.RECORDS,
    "The agreement is for a year or longer; before its first year is over no version of the scorecard"
    " changes what is paid, and where it was terminated no other agreement with its groups prices the"
    " service line anew.",
    check,
)
