"""The course of an agreement up to a statement: what was paid, measured and changed before it.

It is what stood when the statement was written, as plain values. It is gathered for every
participant at once; before it becomes part of one participant's statement, it is narrowed to
what that one may know: its own payments, results and figures, and those of the service line.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from comanage.rules.numbers import exact


@dataclass(frozen=True)
class PaidBefore:
    """What one participant was paid for a contract year before the statement, in cents.

    Attributes:
        participant: Its code.
        others: What was released for other periods of the year, incentives of any form.
        same: What was released for the period of the statement, where it corrects another.
        base_fee: What was released as base fee.
    """

    participant: str
    others: int
    same: int
    base_fee: int

    @property
    def cents(self) -> int:
        """All of it."""
        return self.others + self.same + self.base_fee


@dataclass(frozen=True)
class CapLine:
    """A cap of a contract year, over base fees and incentives of all participants together.

    Attributes:
        name: What sets it.
        cents: The cap.
        before: What counts towards it besides this settlement; None where the reader may not
            know, since it would tell what others were paid.
    """

    name: str
    cents: int
    before: int | None


@dataclass(frozen=True)
class ContractYear:
    """The contract year that a statement falls in.

    Attributes:
        number: Which one, from 1.
        starts: Its first day.
        ends: Its last day.
        paid: What was paid in it before, by participant.
        caps: What caps it.
    """

    number: int
    starts: date
    ends: date
    paid: tuple[PaidBefore, ...] = ()
    caps: tuple[CapLine, ...] = ()

    def of(self, participant: str) -> PaidBefore:
        """Give what one participant was paid in it before."""
        found = (one for one in self.paid if one.participant == participant)
        return next(found, PaidBefore(participant, 0, 0, 0))


@dataclass(frozen=True)
class Reading:
    """The result of a measure in an earlier settled period."""

    period: str
    value: Fraction


@dataclass(frozen=True)
class Readings:
    """The results of one measure in the settled periods before, oldest first.

    Attributes:
        measure: The code of the measure.
        participant: Whose; empty for the service line.
        earlier: Its results.
    """

    measure: str
    participant: str
    earlier: tuple[Reading, ...]


@dataclass(frozen=True)
class Stood:
    """What one participant had by an earlier settlement, in cents."""

    participant: str
    earned: int
    due: int  # payable; below zero it was owed back


@dataclass(frozen=True)
class FigureChange:
    """A result that is another one than in the statement before, in words.

    Attributes:
        participant: Whose; empty for the service line.
        name: The measure.
        before: The result then, with its level.
        after: The result now, with its level.
        reference: Where the new one comes from: its source and who entered it, if it is known.
    """

    participant: str
    name: str
    before: str
    after: str
    reference: str = ""

    def without_counts(self, least: int) -> "FigureChange":
        """Leave out the counts of small numbers, as "0.82% (4 of 486)" has them.

        >>> FigureChange("", "Infections", "0.82% (4 of 486)", "5% (20 of 400)").without_counts(11)
        FigureChange(participant='', name='Infections', before='0.82%', after='5% (20 of 400)', reference='')
        """
        before, after = (_without_counts(words, least) for words in (self.before, self.after))
        return replace(self, before=before, after=after)


@dataclass(frozen=True)
class Adjustment:
    """Money that was moved for an earlier period since the statement before.

    Attributes:
        participant: Whose.
        words: What it is, and its reference.
        cents: How much; below zero it is owed by the participant.
        on: The day it was released.
    """

    participant: str
    words: str
    cents: int
    on: date


@dataclass(frozen=True)
class Since:
    """What a statement is compared with, and what is another now.

    Attributes:
        settlement: The number of that settlement, such as "ORTHO/2027-Q1/1".
        period: The code of its period.
        approved_on: The day it was approved.
        corrects: Whether it is of the same period, so that this one takes its place.
        scorecard: The version of its scorecard.
        earned: What was earned of the pool, in cents; None where that is the sum of what
            each earned.
        score: The score of the service line.
        stood: What each participant had by it.
        figures: The results that are other ones.
        terms: What differs in the terms, a line each.
        adjustments: What was moved for earlier periods since.
        opened: That the period was opened again, when, and by whom.
        reason: Why it was opened again, in the words of whoever asked.
    """

    settlement: str
    period: str
    approved_on: date
    corrects: bool
    scorecard: int
    earned: int | None
    score: Fraction
    stood: tuple[Stood, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    terms: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    opened: str = ""
    reason: str = ""

    def of(self, participant: str) -> Stood | None:
        """Give what one participant had by it."""
        return next((one for one in self.stood if one.participant == participant), None)


@dataclass(frozen=True)
class Course:
    """What happened before a statement.

    Attributes:
        year: The contract year it falls in.
        readings: The results of the settled periods before.
        since: What the statement before said, and what is another now; None for a first one.
        open_until: The day from which the settlement is no longer open for dispute; None where
            the agreement has no such window.
    """

    year: ContractYear | None = None
    readings: tuple[Readings, ...] = ()
    since: Since | None = None
    open_until: date | None = None

    def narrowed(self, participant: str, *, alone: bool, own_scores: bool) -> "Course":
        """Leave to one participant what it may know.

        Args:
            participant: Its code.
            alone: Whether nobody else takes part, so that what all were paid is its own.
            own_scores: Whether what was earned is the sum of what each earned.
        """
        readings = tuple(one for one in self.readings if one.participant in {"", participant})
        return replace(
            self,
            year=_year(self.year, participant, alone=alone) if self.year else None,
            readings=readings,
            since=_since(self.since, participant, own_scores=own_scores) if self.since else None,
        )

    def without_counts(self, least: int) -> "Course":
        """Leave out every count of a small number; least is the least count that is told."""
        if self.since is None:
            return self
        figures = tuple(one.without_counts(least) for one in self.since.figures)
        return replace(self, since=replace(self.since, figures=figures))


NOTHING = Course()
COUNTS = re.compile(r" \(([\d,.]+) of ([\d,.]+)\)")


def _without_counts(words: str, least: int) -> str:
    """Leave out of some words the counts of which one, or what is left between them, is small."""

    def told(found: re.Match[str]) -> str:
        part, whole = (exact(each.replace(",", "")) for each in found.groups())
        return "" if min(part, whole, abs(whole - part)) < least else found[0]

    return COUNTS.sub(told, words)


def _year(year: ContractYear, participant: str, *, alone: bool) -> ContractYear:
    caps = year.caps if alone else tuple(replace(one, before=None) for one in year.caps)
    return replace(
        year, paid=tuple(one for one in year.paid if one.participant == participant), caps=caps
    )


def _since(since: Since, participant: str, *, own_scores: bool) -> Since:
    """Leave out the others, and what somebody wrote about the whole."""
    return replace(
        since,
        earned=None if own_scores else since.earned,
        stood=tuple(one for one in since.stood if one.participant == participant),
        figures=tuple(one for one in since.figures if one.participant in {"", participant}),
        adjustments=tuple(one for one in since.adjustments if one.participant == participant),
        reason="",
    )
