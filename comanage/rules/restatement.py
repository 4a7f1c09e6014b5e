"""Restatement: a period settled again with corrected figures, and what follows for each participant.

Both settlements stand as they are. What a participant earned by each is compared,
before advances are taken off, since what was paid before does not change by a
correction.

What is too small or too late to pay or recover is left: the participant is paid as before.
It is held against what was paid, not against what an earlier correction left unpaid, so
that an error cut into small corrections counts like one that is corrected at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from comanage.rules.numbers import dollars, money, to_cents
from comanage.rules.payout import Payout
from comanage.rules.periods import Period, months_later
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms


class Outcome(StrEnum):
    """What follows from a difference."""

    SAME = "nothing changes"
    PAID = "paid"
    RECOVERED = "recovered"
    IMMATERIAL = "too small to pay or recover"  # shown and left
    TOO_LATE = "too late to pay or recover"  # the period lies further back than agreed


LEFT = (Outcome.IMMATERIAL, Outcome.TOO_LATE)


@dataclass(frozen=True, slots=True)
class Restated:
    """What a correction means for one participant, in whole cents.

    Attributes:
        participant: Its code.
        before: What it earned by the settlement that is corrected, as far as that counts: less
            what an earlier correction left.
        after: What it earned by the corrected one.
        outcome: What follows.
        sentence: The same in words.
    """

    participant: str
    before: int
    after: int
    outcome: Outcome
    sentence: str

    @property
    def difference(self) -> int:
        """What it earned more; negative for less."""
        return self.after - self.before


@dataclass(frozen=True)
class Restatement:
    """What a correction of one period means.

    Attributes:
        period: The code of the period.
        on: The day of the correction.
        until: The last day on which the period may be restated; None: without end.
        participants: What follows for each, by code.
    """

    format: ClassVar[str] = "comanage restatement 1"
    period: str
    on: date
    until: date | None
    participants: tuple[Restated, ...]

    @property
    def paid(self) -> int:
        """What is paid, all participants together."""
        return sum(each.difference for each in self._that(Outcome.PAID))

    @property
    def recovered(self) -> int:
        """What is recovered, all participants together; not negative."""
        return -sum(each.difference for each in self._that(Outcome.RECOVERED))

    @property
    def left(self) -> int:
        """What is neither paid nor recovered, since it is too small or too late; may be negative."""
        return sum(each.difference for each in self._that(*LEFT))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What follows, a sentence a participant, then one for all together."""
        told = tuple(each.sentence for each in self.participants)
        if not told:
            return (f"{self.period} has no payouts that a correction could change.",)
        parts = [f"{money(self.paid)} is paid", f"{money(self.recovered)} is recovered"]
        if self.left:
            parts.append(f"a difference of {money(self.left)} is left")
        return (*told, f"Together: {', '.join(parts)}.")

    def _that(self, *outcomes: Outcome) -> list[Restated]:
        return [each for each in self.participants if each.outcome in outcomes]


def restate(
    terms: Terms,
    before: Settlement,
    after: Settlement,
    *,
    on: date,
    left: Mapping[str, int] | None = None,
) -> Restatement:
    """Find what each participant is paid or owes back because a period was corrected.

    Args:
        terms: The terms that both were settled by.
        before: The settlement that is corrected.
        after: The same period, settled with the corrected figures.
        on: The day of the correction.
        left: What earlier corrections left of what each participant earned before.

    Raises:
        ValueError: They are settlements of two periods, or of none of the terms; the message
            is a sentence.
    """
    when = terms.period(after.period)
    if when is None or before.period != after.period:
        raise ValueError(f"{after.period} does not correct {before.period}.")
    until = _until(terms, when)
    codes = sorted({each.participant for one in (before, after) for each in one.payouts})
    found = []
    for code in codes:
        was, now = (payout.earned if (payout := one.payout(code)) else 0 for one in (before, after))
        was -= (left or {}).get(code, 0)
        outcome = _outcome(terms, now - was, late=until is not None and until < on)
        sentence = _sentence(terms, (was, now), outcome, until=until)
        found.append(Restated(code, was, now, outcome, f"{terms.called(code)}: {sentence}."))
    return Restatement(after.period, on, until, tuple(found))


def paid_out(after: Settlement, restated: Restatement) -> tuple[Payout, ...]:
    """Give what each participant is paid by a corrected settlement, once what is left is left.

    Args:
        after: The corrected settlement.
        restated: What the correction means.
    """
    found = {each.participant: each for each in restated.participants}
    return tuple(_without_left(payout, found.get(payout.participant)) for payout in after.payouts)


def may_be_left(terms: Terms, period: str, difference: int, on: date) -> bool:
    """Say whether the terms leave a difference as it is, which a correction on a day brings.

    Args:
        terms: The terms that the period is settled by.
        period: The code of the period.
        difference: What a participant earned more, in cents; negative for less.
        on: The day of the correction.
    """
    when = terms.period(period)
    until = _until(terms, when) if when else None
    return _outcome(terms, difference, late=until is not None and until < on) in LEFT


def _until(terms: Terms, when: Period) -> date | None:
    """Give the last day on which a period may be restated; None: without end."""
    look_back = terms.restatement.look_back_months
    return None if look_back is None else months_later(when.ends, look_back)


def _without_left(payout: Payout, restated: Restated | None) -> Payout:
    if restated is None or restated.outcome not in LEFT:
        return payout
    left = restated.difference
    due = payout.payable - payout.recover - left
    return replace(
        payout,
        payable=max(due, 0),
        recover=max(-due, 0),
        left=left,
        left_because=restated.sentence,
    )


def _outcome(terms: Terms, difference: int, *, late: bool) -> Outcome:
    if not difference:
        return Outcome.SAME
    if late:
        return Outcome.TOO_LATE
    if dollars(abs(difference)) < terms.restatement.material:
        return Outcome.IMMATERIAL
    return Outcome.PAID if difference > 0 else Outcome.RECOVERED


def _sentence(
    terms: Terms, earned: tuple[int, int], outcome: Outcome, *, until: date | None
) -> str:
    """Put a difference in words, and what follows from it."""
    before, after = earned
    amount = money(abs(after - before))
    way = "more" if after > before else "less"
    words = f"earned {money(after)} instead of {money(before)}"
    match outcome:
        case Outcome.SAME:
            return f"earned {money(after)} as before, so {outcome}"
        case Outcome.PAID | Outcome.RECOVERED:
            return f"{words}, so {amount} is {outcome}"
        case Outcome.IMMATERIAL:
            least = money(to_cents(terms.restatement.material))
            return f"{words}: {amount} {way} is below {least}, from which it would count, and left"
        case Outcome.TOO_LATE:
            day = until.isoformat() if until else ""
            return f"{words}: {amount} {way} is left, since {day} was the last day to correct it"
