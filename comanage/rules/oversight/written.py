"""Safeguard 1: the agreement is written, signed by every party, and in force."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts, Kind
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    blocked,
    in_place,
    missing,
)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for the signed writing, and for whatever stops payments under it today."""
    kept = [each for each in facts.documents if each.kind is Kind.AGREEMENT]
    if not kept:
        return missing("No agreement is on file: add the signed document.")
    newest = kept[-1]
    if newest.unsigned:
        why = f"No signature is recorded of {', '.join(newest.unsigned)}: record who signed, and when."
        return missing(why)
    if facts.payments_blocked:
        return blocked(" ".join(facts.payments_blocked), newest.record)
    return in_place("Signed by every party, and in force today.", newest.record)


WRITTEN = Overseen(
    1,
    "Written, signed, services specified",
    "Stark 411.357(d)(1), AKS 1001.952(d)(1)",
    Decider.RECORDS,
    "The signed agreement is on file with its hash, its signers and their dates; nothing is"
    " released before it begins, after it ends, or without a signature.",
    check,
)
