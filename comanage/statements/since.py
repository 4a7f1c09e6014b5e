"""Since: which results are other ones than in an earlier settlement, in words.

Of a settlement that corrects another one of its period, every result that differs; of one
that follows an earlier period, those that reached another level, since nearly all differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from comanage.rules.methods import method_of
from comanage.rules.payout import Payout
from comanage.rules.scorecard import Scored
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.statements.course import FigureChange, Reading, Readings, Stood
from comanage.statements.measure_line import counts_words, level_words

Settled = tuple[Terms, Settlement]
Key = tuple[str, str]  # a participant, or none for the service line; a measure
NO_RESULT = "no result"


def figure_changes(
    before: Settled, after: Settled, references: Mapping[Key, str]
) -> tuple[FigureChange, ...]:
    """List the results that are other ones now, in print order.

    Args:
        before: The earlier settlement, with its terms.
        after: The one that a statement is of.
        references: Where each result of it comes from, by participant and measure.
    """
    (was_terms, was), (now_terms, now) = before, after
    same = was.period == now.period
    earlier = {key: (was_terms, one) for key, one in _scored(was)}
    found = []
    for key, one in _scored(now):
        if key in earlier and (told := _change(earlier[key], (now_terms, one), same=same)):
            named = now_terms.measure(key[1])
            name = named.name if named else key[1]
            found.append(FigureChange(key[0], name, *told, references.get(key, "") if same else ""))
    return tuple(found)


def stood(payouts: Sequence[Payout]) -> tuple[Stood, ...]:
    """Say what each participant had by a settlement, from what it paid, after corrections."""
    return tuple(Stood(one.participant, one.earned, one.payable - one.recover) for one in payouts)


def readings(terms: Terms, settled: list[Settled]) -> tuple[Readings, ...]:
    """Gather the results of earlier settled periods, by participant and measure.

    A result counts from where its measure is measured as now: in the same unit, by the same
    definition and specification.

    Args:
        terms: The terms that hold now.
        settled: The earlier settlements, oldest first, each with its terms.
    """
    found: dict[Key, list[Reading]] = {}
    for was_terms, was in settled:
        for key, one in _scored(was):
            if not same_measure(terms, was_terms, key[1]):
                found.pop(key, None)
            elif one.value is not None:
                found.setdefault(key, []).append(Reading(was.period, one.value))
    return tuple(Readings(key[1], key[0], tuple(earlier)) for key, earlier in found.items())


def _scored(settlement: Settlement) -> Iterator[tuple[Key, ScoredMeasure]]:
    cards: tuple[Scored, ...] = settlement.scorecards
    for card in cards:
        for domain in card.domains:
            for one in domain.measures:
                yield (card.participant, one.code), one


def _change(
    before: tuple[Terms, ScoredMeasure], after: tuple[Terms, ScoredMeasure], *, same: bool
) -> tuple[str, str] | None:
    """Put both results in words; None where they are the same, or the same level elsewhere."""
    was, now = _told(*before), _told(*after)
    if was is None or now is None:
        return None
    differs = was != now if same else was[1] != now[1]
    return (", ".join(was), ", ".join(now)) if differs else None


def _told(terms: Terms, scored: ScoredMeasure) -> tuple[str, str] | None:
    """Put a result and its level in words; None where its terms do not know the measure."""
    measure = terms.measure(scored.code)
    if measure is None:
        return None
    levels = method_of(measure.method).levels(measure.method)
    value: Fraction | None = scored.value
    said = NO_RESULT if value is None else measure.scale.shown(value)
    words = counts_words(scored)
    counts = f" ({words})" if words else ""
    level = scored.absent or level_words(scored, levels).lower()
    return f"{said}{counts}", level


def same_measure(terms: Terms, earlier: Terms, code: str) -> bool:
    """Say whether a measure is measured now as by earlier terms: in its unit, by its definition."""
    now, was = terms.measure(code), earlier.measure(code)
    if now is None or was is None:
        return False
    return (now.unit, now.definition, now.specification) == (
        was.unit, was.definition, was.specification,
    )  # fmt: skip
