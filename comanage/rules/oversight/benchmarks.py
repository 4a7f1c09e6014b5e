"""Safeguard 11, beside the terms: the benchmarks are re-assessed each year, and before a renewal.

What external benchmarks say, and whether the levels still ask for more than is usual, is a
judgement. A person makes it and declares it, with its day and the document it rests on. A
renewal rests on such a review itself; while it is young it counts here too, and where both
stand both are told, so that whoever reads them sees whether they agree.
"""

from collections.abc import Sequence
from datetime import timedelta

from comanage.rules.oversight import declared
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, Word, ended, in_place
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import in_words, months_later

NUMBER = 11
ASKED = "that the benchmarks were looked through again, and what came of it."
FIRST_REVIEW_MONTHS = 12  # after the agreement begins (annually: unverified)
LASTS_MONTHS = 12  # the review of a renewal


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for a review of the benchmarks that has not expired; none is due in the first year."""
    renewed = _of_renewal(facts)
    due = months_later(facts.starts, FIRST_REVIEW_MONTHS)
    if not renewed and facts.declaration(NUMBER) is None and facts.today < due:
        by = in_words(due - timedelta(days=1))
        return in_place(f"The first review of the benchmarks is due by {by}.")
    said = declared.check(facts, NUMBER, asked=ASKED, excused=declared.always)
    if not renewed:
        return said
    return [*renewed, *(ruling for ruling in said if ruling.word is not Word.MISSING)]


def _of_renewal(facts: Facts) -> list[Ruling]:
    """Give the review that the newest renewal rests on, for as long as it counts."""
    review = facts.reviewed
    if review is None or facts.today >= months_later(review.on, LASTS_MONTHS):
        return []
    until = in_words(months_later(review.on, LASTS_MONTHS) - timedelta(days=1))
    told = (
        f"Reviewed for the renewal on {in_words(review.on)}: {ended(review.found)}"
        f" It counts until {until}."
    )
    at = Reference(Shelf.DOCUMENT, review.document_id) if review.document_id else None
    return in_place(told, review.record, at)


BENCHMARKS = Overseen(
    NUMBER,
    "Benchmarks re-assessed",
    "AO 12-22; 1001.952(d)(2)",
    Decider.DECLARATION,
    "The benchmarks are re-assessed once a year, and before the agreement is renewed.",
    check,
)
