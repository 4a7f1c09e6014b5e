"""Small counts: numbers of so few cases that they point at persons, left out of what leaves the hospital.

A rate of 4 in 486 tells that four patients had an infection, and who knows one of them knows
something about the others. So a document that leaves the hospital carries the rate, at the
precision that it is judged at, and not the two counts. The limit is the cell rule of the
public programmes: nothing of fewer than eleven.

What is paid stays the same to the cent. Where the terms judge by the count itself, the figure
stays as it is and is named; see withhold().
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.refusals import Faulty
from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.numbers import shown
from comanage.rules.reading import TOO_FEW
from comanage.rules.settled import Settlement
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from comanage.rules.units import KINDS

LEAST = 11  # cases; the cell rule
Key = tuple[str, str, str]  # period, participant, measure
BY_ITS_COUNT = "{} counts from {} cases on, so its counts stay: they decide whether it does."
BY_ITS_RATE = (
    "{} is judged by its exact rate, so its counts stay: rounded, it would be paid otherwise."
)


@dataclass(frozen=True)
class Withheld:
    """The figures of a period as they may leave the hospital.

    Attributes:
        figures: All figures, in the order given; those of small counts without them.
        withheld: Whose counts were left out.
        kept: Whose small counts stay, each with the sentence that says why.
        least: The least count that is told.
    """

    figures: tuple[Figure, ...]
    withheld: frozenset[Key]
    kept: Mapping[Key, str]
    least: int

    @property
    def words(self) -> str:
        """What stands where counts were left out.

        >>> Withheld((), frozenset(), {}, 11).words
        'fewer than 11'
        """
        return fewer_than(self.least)

    def of(self, period: str, participant: str = "") -> Mapping[str, str]:
        """Give the words for each measure of a scorecard whose counts were left out, by its code."""
        return {
            measure: self.words
            for when, whose, measure in sorted(self.withheld)
            if (when, whose) == (period, participant)
        }


def fewer_than(least: int) -> str:
    """Say what stands where a count was left out.

    >>> fewer_than(11)
    'fewer than 11'
    """
    return f"fewer than {least}"


def withhold(
    terms: Terms, figures: Sequence[Figure], period: str, *, least: int = LEAST
) -> Withheld:
    """Leave small counts out of the figures of a period, as far as nothing is paid otherwise.

    Args:
        terms: The terms that the period is settled by.
        figures: Figures without faults.
        period: The period that is settled.
        least: The least count that is told; 0 to tell every count.

    Raises:
        Faulty: The terms or the figures have faults.
    """
    measures = {measure.code: measure for _, measure in terms.measures()}
    small = [
        at
        for at, figure in enumerate(figures)
        if figure.period == period and is_small(figure, measures[figure.measure], least)
    ]
    kept: dict[Key, str] = {}
    changed: dict[int, Figure] = {}
    for at in small:
        figure = figures[at]
        without = without_counts(figure, measures[figure.measure])
        if without is None:
            kept[figure.key] = _named(BY_ITS_COUNT, measures[figure.measure])
        else:
            changed[at] = without
    for at in _otherwise(terms, figures, period, changed):
        figure = figures[at]
        del changed[at]
        kept[figure.key] = _named(BY_ITS_RATE, measures[figure.measure])
    return Withheld(
        figures=tuple(changed.get(at, figure) for at, figure in enumerate(figures)),
        withheld=frozenset(figures[at].key for at in changed),
        kept=kept,
        least=least,
    )


def is_small(figure: Figure, measure: Measure, least: int) -> bool:
    """Say whether a figure tells a number of cases below the least.

    Where the numerator is a part of the denominator, the rest of it counts as well: 482 of 486
    given their antibiotic in time are four who were not. None, and all, are small too: "0 of 8"
    tells something about each of the eight, and a rule with a hole at 0 would tell 0 by its silence.
    """
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None:
        return False
    rest = bottom - top if KINDS[measure.unit].part else bottom
    return min(top, bottom, rest) < least


def without_counts(figure: Figure, measure: Measure) -> Figure | None:
    """Give a figure of counts without them; None where the terms need the denominator.

    It is its rate at the measure's precision. Where the terms state none, the rate is cut to what
    contracts usually print, since its last digits would tell the counts. Where it is of fewer
    cases than its terms ask for, it is only that: too few.
    """
    minimum, rate = measure.minimum, result(figure, measure)
    if minimum is not None and not minimum.of:
        if figure.denominator is None or figure.denominator >= minimum.cases:
            return None
        return _bare(figure, absent=TOO_FEW)
    if rate is None:
        return None
    scale = measure.scale
    if scale.precision is None:
        scale = replace(scale, precision=_usual_places(measure))
    return _bare(figure, value=scale.at_precision(rate))


def _bare(figure: Figure, *, value: Fraction | None = None, absent: str = "") -> Figure:
    return replace(figure, numerator=None, denominator=None, value=value, absent=absent)


def _usual_places(measure: Measure) -> int:
    """Give the places that contracts print a rate to, where the terms state none."""
    kind = KINDS[measure.unit]
    return 0 if kind.whole else 1 if kind.times > 1 else 3


def _named(sentence: str, measure: Measure) -> str:
    cases = shown(measure.minimum.cases) if measure.minimum else ""
    return sentence.format(measure.name, cases)


def _otherwise(
    terms: Terms, figures: Sequence[Figure], period: str, changed: Mapping[int, Figure]
) -> list[int]:
    """List the places of figures without which the period would be settled otherwise."""
    if not changed:
        return []
    before = _paid(settle(terms, figures, period))

    def same(some: Mapping[int, Figure]) -> bool:
        now = [some.get(at, figure) for at, figure in enumerate(figures)]
        try:
            return _paid(settle(terms, now, period)) == before
        except Faulty:
            return False  # the terms ask for what was left out

    if same(changed):
        return []
    good: dict[int, Figure] = {}
    for at, figure in changed.items():
        if same({**good, at: figure}):
            good[at] = figure
    return [at for at in changed if at not in good]


def _paid(settled: Settlement) -> tuple[object, ...]:
    """Give what a settlement comes to: every cent, level, factor and weight, but no result."""
    lines = [
        (scored.participant, scored.total, domain.code, domain.weight, domain.raw,
         *((one.code, one.absent, one.factor, one.level, one.weight) for one in domain.measures))
        for scored in settled.scorecards
        for domain in scored.domains
    ]  # fmt: skip
    changes = [(one.order, one.domain, one.cents) for one in settled.changes]
    payouts = [replace(one, because="", left_because="", step=0) for one in settled.payouts]
    return (settled.possible, settled.earned, settled.amounts, payouts, changes, lines)
