"""Reminding: the kinds of things that people are told of, and the words they are told in.

A person is told of each kind once a day. The words are plain text: the agreement, the
period, what waits, and the day with how near or how late it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from comanage.rules.due import days_late, late_sentence
from comanage.rules.periods import in_words

AHEAD = 7  # days before a last day on which a person is first told, where nothing else is agreed


class Kind(StrEnum):
    """Of what a person is told.

    Attributes:
        heading: What is counted under it, such as disputes; the word itself says what to do.
    """

    heading: str

    def __new__(cls, value: str, heading: str) -> Self:
        """Make a member that is its word, and keeps its heading."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        return member

    FIGURE_SOON = "due soon", "figures"
    FIGURE_OVERDUE = "overdue", "figures"
    WORK_TO_ENTER = "to enter", "months of hours"
    MONTH_TO_ATTEST = "to attest", "months of hours"
    MONTH_TO_APPROVE = "to approve", "months of hours"
    SETTLEMENT_TO_ACCEPT = "to accept or dispute", "settlements"
    DISPUTE_TO_ANSWER = "to answer", "disputes"
    ANSWER_TO_APPEAL = "to accept or appeal", "disputes"
    APPEAL_TO_DECIDE = "to decide", "disputes"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits for a person.

    Attributes:
        kind: Of what kind it is.
        agreement: The title of its agreement.
        period: The code of its period, or the name of its month.
        what: What waits.
        when: The day, with how near or how late it is.
    """

    kind: Kind
    agreement: str
    period: str
    what: str
    when: str

    def __str__(self) -> str:
        """Give the line as it is told."""
        return f"{self.agreement}, {self.period}: {self.what}; {self.when}"


def subject(lines: Sequence[Line]) -> str:
    """Count what waits, kind by kind.

    >>> subject([Line(Kind.FIGURE_OVERDUE, "Orthopedics", "2027-Q1", "Screening", "")])
    'Figures: 1 overdue'
    """
    counts: dict[str, list[str]] = {}
    for kind in Kind:
        if count := sum(line.kind is kind for line in lines):
            counts.setdefault(kind.heading, []).append(f"{count} {kind}")
    told = "; ".join(f"{heading}: {', '.join(found)}" for heading, found in counts.items())
    return told[:1].upper() + told[1:]


def ends_soon(last: date, today: date) -> bool:
    """Say whether a last day is to come, and near.

    >>> ends_soon(date(2027, 4, 23), date(2027, 4, 16))
    True
    """
    return today <= last <= today + timedelta(days=AHEAD)


def by(last: date, today: date) -> str:
    """Say until when something can be done, and how near or how late that is.

    >>> by(date(2027, 4, 23), date(2027, 4, 20))
    'last day 23 Apr 2027, in 3 days'
    """
    late = late_sentence(days_late(last, today))
    near = "today" if last == today else f"in {_days((last - today).days)}"
    return f"last day {in_words(last)}, {late or near}"


def since(day: date, today: date) -> str:
    """Say since when something without a last day waits, and for how long.

    >>> since(date(2027, 4, 1), date(2027, 4, 13))
    'since 1 Apr 2027, 12 days'
    """
    return f"since {in_words(day)}, {_days((today - day).days) if day < today else 'today'}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
