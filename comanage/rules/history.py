"""History: the results of one measure over its periods, with what a control chart says of them.

It explains and never pays. Periods without a result are left out of the chart and
named beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.certainty import Certainty, certainty
from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import rounded
from comanage.rules.terms import Terms
from comanage.rules.variation import (
    Chart,
    assurance_sentence,
    control_chart,
    limits_sentence,
    screening_sentence,
    variation_sentence,
)

TARGET = "target"
PLACES = 3  # to which limits are shown where the terms round nothing


@dataclass(frozen=True)
class History:
    """The results of one measure, of the service line or of one participant.

    Attributes:
        measure: The measure.
        participant: Whose; empty for the service line.
        periods: The codes of the periods that have a result, in their order.
        chart: What a control chart says of those results.
        certainty: How far the last result can be relied on, where it is a share of cases.
        gaps: The periods without a result, with the reason.
    """

    measure: Measure
    participant: str
    periods: tuple[str, ...]
    chart: Chart
    certainty: Certainty | None = None
    gaps: tuple[tuple[str, str], ...] = ()

    def shown(self, value: Fraction) -> str:
        """Write a result or a limit: limits to one place more than results."""
        precision = self.measure.precision
        places = PLACES if precision is None else precision + 1
        return self.measure.scale.shown(rounded(value, places))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the icons mean, what made the limits, what may be luck, and what is missing."""
        chart, limits = self.chart, self.chart.latest.limits
        told = [
            variation_sentence(chart, write=self.shown, names=self.periods),
            assurance_sentence(chart, write=self.shown),
            limits_sentence(chart.latest),
        ]
        if limits is not None:
            told.append(screening_sentence(limits, write=self.shown))
        if self.certainty is not None:
            told += self.certainty.sentences
        told += [f"{period} has no result ({why})." for period, why in self.gaps]
        return tuple(told)


def histories(terms: Terms, figures: Sequence[Figure], measure: Measure) -> list[History]:
    """Give the history of a measure for everyone who has results of it, the service line first."""
    own = [figure for figure in figures if figure.measure == measure.code]
    whose = sorted({figure.participant for figure in own})
    found = (
        _history(terms, measure, [one for one in own if one.participant == code]) for code in whose
    )
    return [each for each in found if each is not None]


def target_of(measure: Measure) -> Fraction | None:
    """Give the result to count on: the level named target, else the hardest; None without levels."""
    levels = method_of(measure.method).levels(measure.method)
    named = [level.reach for level in levels if level.name == TARGET]
    every = named or [level.reach for level in levels]
    return every[-1] if every else None


def _history(terms: Terms, measure: Measure, figures: Sequence[Figure]) -> History | None:
    results = list(_in_order(terms, measure, figures))
    present = [(figure, value) for figure, value in results if value is not None]
    if not present:
        return None
    neither = isinstance(measure.method, TargetBand)  # both too little and too much are worse
    chart = control_chart(
        [value for _, value in present],
        None if neither else measure.better,
        target=target_of(measure),
    )
    last, _ = present[-1]
    return History(
        measure,
        last.participant,
        tuple(figure.period for figure, _ in present),
        chart,
        certainty(measure, last),
        tuple((figure.period, figure.absent) for figure, value in results if value is None),
    )


def _in_order(
    terms: Terms, measure: Measure, figures: Sequence[Figure]
) -> Iterator[tuple[Figure, Fraction | None]]:
    """Go through the results in the order of their periods, each at its precision."""
    starts = {period.code: period.starts for period in terms.periods}
    for figure in sorted(figures, key=lambda each: starts[each.period]):
        value = result(figure, measure)
        yield figure, None if value is None else measure.scale.at_precision(value)
