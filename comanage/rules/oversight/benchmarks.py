"""Safeguard 11, beside the terms: the benchmarks are re-assessed each year, and before a renewal.

What external benchmarks say, and whether the levels still ask for more than is usual, is a
judgement. A person makes it and declares it, with its day and the document it rests on.
"""

from collections.abc import Sequence
from datetime import timedelta

from comanage.rules.oversight import declared
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place
from comanage.rules.periods import in_words, months_later

NUMBER = 11
ASKED = "that the benchmarks were looked through again, and what came of it."
FIRST_REVIEW_MONTHS = 12  # after the agreement begins (annually: unverified)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for a review of the benchmarks that has not expired; none is due in the first year."""
    due = months_later(facts.starts, FIRST_REVIEW_MONTHS)
    if facts.declaration(NUMBER) is None and facts.today < due:
        by = in_words(due - timedelta(days=1))
        return in_place(f"The first review of the benchmarks is due by {by}.")
    return declared.check(facts, NUMBER, asked=ASKED, excused=declared.always)


BENCHMARKS = Overseen(
    NUMBER,
    "Benchmarks re-assessed",
    "AO 12-22; 1001.952(d)(2) (annually: unverified)",
    Decider.DECLARATION,
    "The benchmarks are re-assessed once a year, and before the agreement is renewed.",
    check,
)
