"""Safeguard 1: the agreement is written, signed by every party, and in force."""

from collections.abc import Sequence

from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    blocked,
    in_place,
    missing,
)
from comanage.rules.oversight.reference import FILE, Reference, Shelf

OUTSIDE = Reference(Shelf.OUTSIDE)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for the signed writing, and for whatever stops payments under it today."""
    if facts.paid_outside:
        why = f"Paid for days on which it was not signed or not in force: {'; '.join(facts.paid_outside)}."
        return blocked(why, "Payments outside the agreement", OUTSIDE)
    kept = [each for each in facts.documents if each.kind is DocumentKind.AGREEMENT]
    if not kept:
        return missing("No agreement is on file: add the signed document.", *FILE)
    newest = kept[-1]
    if newest.unsigned:
        why = f"No signature is recorded of {', '.join(newest.unsigned)}: record who signed, and when."
        return missing(why, newest.record, newest.at)
    record = ", ".join([newest.record, *newest.signers])
    if facts.payments_blocked:
        return blocked(" ".join(facts.payments_blocked), record, newest.at)
    return in_place("Signed by every party, and in force today.", record, newest.at)


WRITTEN = Overseen(
    1,
    "Written, signed, services specified",
    "Stark 411.357(d)(1), AKS 1001.952(d)(1)",
    Decider.RECORDS,
    "The signed agreement is on file with its hash, its signers and their dates; nothing is"
    " released before it begins, after it ends, or without a signature.",
    check,
)
