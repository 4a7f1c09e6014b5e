"""Measure history: what the measures of an agreement came to in its approved periods.

It is of the service line as a whole, which every party knows, and it is read from settlements
that are at hand: it asks the database nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.rules import settled as rules
from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.scorecard import Scored
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.terms import Terms
from comanage.statements.measure_line import counts_words, level_words
from comanage.statements.since import same_measure

MOST = 40  # settlements looked back at: ten years of quarters


@dataclass(frozen=True)
class Past:
    """What a measure came to in one approved period.

    Attributes:
        period: The code of the period.
        value: The result; None where there is none.
        shown: The result with its unit; a dash where there is none.
        counts: "179 of 211" where counts were given.
        absent: Why there is no result.
        level: The hardest level reached, or what is short of the easiest.
        reached: The name of that level as the terms have it; empty below the easiest.
        levels: How many levels there are.
        place: Which of them was reached, from 1; 0 below the easiest.
        paid: Whether it was paid on.
        earned: What it earned, in cents; None where it has no dollars of its own.
        possible: The most it could earn, in cents; None likewise.
    """

    period: str
    value: Fraction | None
    shown: str
    counts: str
    absent: str
    level: str
    reached: str
    levels: int
    place: int
    paid: bool
    earned: int | None
    possible: int | None


def histories(records: Sequence[Settlement]) -> Mapping[str, tuple[Past, ...]]:
    """Give the results of each measure that is measured now, oldest first, by its code.

    A result counts from where its measure is measured as in the last period: in the same unit, by
    the same definition and specification. Advances score nothing and are left out.

    Args:
        records: The approved settlements, each of another period.
    """
    ordered = in_time(records)[-MOST:]
    known = {one.scorecard_id: bases.terms_of(one.scorecard) for one in ordered}
    found: dict[str, list[Past]] = {}
    now = known[ordered[-1].scorecard_id] if ordered else None
    for one in ordered:
        terms, period = known[one.scorecard_id], one.period.code
        stated = terms.period(period)
        if now is None or (stated is not None and stated.advance):
            continue
        for measure, past in _of_period(terms, bases.results(one), period):
            if same_measure(now, terms, measure.code):
                found.setdefault(measure.code, []).append(past)
            else:
                found.pop(measure.code, None)
    return {code: tuple(each) for code, each in found.items()}


def in_time(records: Iterable[Settlement]) -> list[Settlement]:
    """Put settlements in order; a year that is settled as a whole comes after its quarters."""
    return sorted(records, key=lambda one: (one.period.ends, -one.period.starts.toordinal()))


def _of_period(
    terms: Terms, settled: rules.Settlement, period: str
) -> Iterator[tuple[Measure, Past]]:
    if settled.scorecards[0].participant:
        return  # each participant has a scorecard of its own, and there is none of the whole
    yield from _of_scorecard(terms, settled, settled.scorecard, period)


def of_participants(
    terms: Terms, settled: rules.Settlement, period: str
) -> Mapping[str, Mapping[str, Past]]:
    """Give the results of each participant that has a scorecard of its own: by measure, by its code."""
    return {
        card.participant: {
            measure.code: past for measure, past in _of_scorecard(terms, settled, card, period)
        }
        for card in settled.scorecards
        if card.participant
    }


def _of_scorecard(
    terms: Terms, settled: rules.Settlement, card: Scored, period: str
) -> Iterator[tuple[Measure, Past]]:
    for domain in card.domains:
        for scored in domain.measures:
            measure = terms.measure(scored.code)
            amount = None if card.participant else settled.amount(domain.code, scored.code)
            if measure is not None:
                money = (amount.earned, amount.possible) if amount else (None, None)
                yield measure, past(measure, scored, period, money)


def past(
    measure: Measure, scored: ScoredMeasure, period: str, money: tuple[int | None, int | None]
) -> Past:
    """Lay out what a measure came to in a period.

    Args:
        measure: Its terms.
        scored: What became of it.
        period: The code of the period.
        money: What it earned and could earn, in cents; None where it has no dollars of its own.
    """
    levels = method_of(measure.method).levels(measure.method)
    names = [level.name for level in levels]
    return Past(
        period=period,
        value=scored.value,
        shown="–" if scored.value is None else measure.scale.shown(scored.value),
        counts=counts_words(scored),
        absent=scored.absent,
        level=level_words(scored, levels),
        reached=scored.level,
        levels=len(names),
        place=names.index(scored.level) + 1 if scored.level in names else 0,
        paid=measure.status is not Status.REPORTING,
        earned=money[0],
        possible=money[1],
    )
