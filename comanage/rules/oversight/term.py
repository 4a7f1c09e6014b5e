"""Safeguard 4: the agreement lasts a year at least, and its price stands through the first."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import months_later


def check(facts: Facts) -> Sequence[Ruling]:
    """Look at the length of the term, and at amendments of what is paid in its first year."""
    year_on = months_later(facts.starts, 12)
    if (facts.ends - facts.starts).days + 1 < (year_on - facts.starts).days:
        return missing("The term is shorter than a year.")
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
    return in_place(
        f"The term is {_long(facts)}, and its price stood through the first year.",
        f"Agreement from {facts.starts} to {facts.ends}",
        Reference(Shelf.AGREEMENT),
    )


def _long(facts: Facts) -> str:
    days = (facts.ends - facts.starts).days + 1
    return "one year" if days in {365, 366} else f"{days} days"


TERM = Overseen(
    4,
    "Term of a year at least",
    "411.357(d)(1)(iv) (unverified)",
    Decider.RECORDS,
    "The agreement lasts a year or longer, and no version of the scorecard changes what is paid"
    " before its first year is over.",
    check,
)
