"""Safeguard 21, by the records: whoever may bind the hospital approved what is paid."""

from collections.abc import Sequence

from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Ruling, in_place, missing
from comanage.rules.oversight.reference import FILE


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for the approval of the board, or of a committee of it, that counts today."""
    found = facts.of_kind(DocumentKind.BOARD_APPROVAL)
    if not found:
        return missing("No approval by the board, or a committee of it, is on file: add it.", *FILE)
    return in_place("The approval of the board is on file.", found[-1].record, found[-1].at)
