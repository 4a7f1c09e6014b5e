"""The state line of an agreement: where it stands today, who signed it or has not, and its last day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from comanage.pages.display import day
from comanage.records.agreement import Agreement
from comanage.rules.in_force import Course, Status, signed_on, status, status_in_words, unsigned_by

# The mark beside where it stands: a word that macros/tag.html draws one for.
MARKS: Mapping[Status, str] = {
    Status.DRAFT: "draft",
    Status.SIGNED: "passed",
    Status.IN_FORCE: "active",
    Status.EXPIRING: "open",
    Status.EXPIRED: "ended",
    Status.TERMINATED: "ended",
    Status.WITHDRAWN: "withdrawn",
}
OVER = {Status.EXPIRED, Status.TERMINATED}


class StateLine(NamedTuple):
    """What the state line of a page says.

    Attributes:
        what: What the page is about: the code of an agreement or of a period.
        state: Where that stands; it chooses the mark.
        by: Who brought it there and when, or what is lacking.
        word: What stands beside the mark; empty for the state itself.
    """

    what: str
    state: str
    by: str = ""
    word: str = ""


def line_of(agreement: Agreement, course: Course, today: date, *, limited: bool) -> StateLine:
    """Say where an agreement stands.

    Args:
        agreement: The agreement.
        course: What its standing follows from.
        today: The day that it is asked for.
        limited: True for who sees one group's part: who has not signed is not told then.
    """
    stands = status(course, today)
    by = "" if stands is Status.WITHDRAWN else "; ".join(_said(course, stands, limited=limited))
    word = status_in_words(course, today).capitalize()
    return StateLine(agreement.code, MARKS[stands], by, word)


def _said(course: Course, stands: Status, *, limited: bool) -> Iterable[str]:
    waits, signed = unsigned_by(course), signed_on(course)
    if signed:
        yield f"signed by all parties, the last on {day(signed)}"
    elif waits and not limited:
        yield f"not signed by {', '.join(party.name for party in waits)}"
    yield f"{'its last day was' if stands in OVER else 'until'} {day(course.last_day)}"
