"""Safeguard 5, by the records: the terms were signed before the first period they pay for."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Ruling, in_place, missing


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
    late = [
        version
        for version in facts.versions
        if version.signed is not None and version.signed > version.governs_from
    ]
    if late:
        return missing(
            f"Version {late[0].number} of the scorecard was signed on {late[0].signed}, after the"
            f" period that it governs began on {late[0].governs_from}.",
            late[0].record,
            late[0].at,
        )
    newest = facts.versions[-1]
    return in_place(
        f"Every version was signed before the period it governs; the newest on {newest.signed}.",
        newest.record,
        newest.at,
    )
