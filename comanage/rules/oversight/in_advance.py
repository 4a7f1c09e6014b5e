"""Safeguard 5, by the records: the terms were signed before the first period they pay for."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Ruling, in_place, missing
from comanage.rules.periods import in_words


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether each version was signed before the first day of what it governs."""
    if not facts.versions:
        return missing("No version of the scorecard is locked.")
    unsigned = [version for version in facts.versions if version.signed is None]
    if unsigned:
        return missing(
            f"No signature is recorded under version {unsigned[0].number} of the scorecard.",
            unsigned[0].record,
            unsigned[0].at,
        )
    signed = [(version, version.signed) for version in facts.versions if version.signed is not None]
    late = [(version, day) for version, day in signed if day > version.governs_from]
    if late:
        version, day = late[0]
        return missing(
            f"Version {version.number} of the scorecard was signed on {in_words(day)}, after the"
            f" period that it governs began on {in_words(version.governs_from)}.",
            version.record,
            version.at,
        )
    newest, day = signed[-1]
    return in_place(
        f"Every version was signed by the first day that it governs; the newest on {in_words(day)}.",
        newest.record,
        newest.at,
    )
