"""Safeguard 16, by the records: each group attests how it divides what it is paid.

The terms say how the money is divided among groups. What a group does with it inside is its
own affair, and its own word, signed and dated, is what there is.
"""

from collections.abc import Sequence
from datetime import date

from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.facts import Facts, OnFile
from comanage.rules.oversight.oversight import Ruling, in_place, missing
from comanage.rules.oversight.reference import FILE
from comanage.rules.periods import in_words, months_later

LASTS_MONTHS = 12  # an attestation that names no end, from the day it was signed


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for an attestation of each group that counts today."""
    if not facts.groups:
        return missing("No group takes part yet, so none has attested how it divides its part.")
    found: list[Ruling] = []
    lacking = []
    for code, name in facts.groups:
        if newest := _newest(facts, code):
            signed, document = newest
            told = f"{name} attested on {in_words(signed)} that no share follows own referrals."
            found += in_place(told, document.record, document.at)
        else:
            lacking.append(name)
    if lacking:
        why = f"No attestation on the division inside the group counts today, of: {', '.join(lacking)}"
        found += missing(f"{why}. Add it to the file of the agreement, signed by the group.", *FILE)
    return found


def _newest(facts: Facts, code: str) -> tuple[date, OnFile] | None:
    counted = [
        (signed, document)
        for document in facts.of_kind(DocumentKind.ATTESTATION)
        for signer, signed in document.signed_for
        if signer == code and signed <= facts.today and _lasts(facts, document, signed)
    ]
    return max(counted, key=lambda each: each[0], default=None)


def _lasts(facts: Facts, document: OnFile, signed: date) -> bool:
    if document.expires is not None:
        return True  # its own end is ahead, as for every document that counts today
    return facts.today < months_later(signed, LASTS_MONTHS)
