"""So far: what the figures of a period that is not settled yet would earn, measure by measure.

An estimate for whoever enters them, at the agreed weights. What only a settlement can know is
left out: measures without a figure, the gates and caps of domains and of the pool, what was paid
before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules import needs, pooling
from comanage.rules.figures import Figure, by_measure, is_paid, scored
from comanage.rules.numbers import ZERO, to_cents
from comanage.rules.periods import Period
from comanage.rules.pool import Earning
from comanage.rules.scoring import ScoredMeasure, score_measures
from comanage.rules.terms import Settles, Terms
from comanage.rules.trace import Trace


@dataclass(frozen=True, slots=True)
class SoFar:
    """What one measure with a result would earn.

    Attributes:
        participant: Whose scorecard it is in; empty for the service line.
        scored: What became of it.
        weight: Its agreed share of the scorecard.
        pool: The dollars that the whole scorecard may earn; None where no dollars hang on its
            measures one by one, or where a figure that the pool goes by is still missing.
    """

    participant: str
    scored: ScoredMeasure
    weight: Fraction
    pool: Fraction | None

    @property
    def earned(self) -> Fraction:
        """The share of the scorecard that it would earn."""
        return self.weight * (self.scored.factor or ZERO)

    @property
    def cents(self) -> int | None:
        """The same in cents of its own."""
        return None if self.pool is None else to_cents(self.earned * self.pool)

    @property
    def possible(self) -> int | None:
        """The most it could earn, in cents."""
        return None if self.pool is None else to_cents(self.weight * self.pool)


def so_far(terms: Terms, figures: Sequence[Figure], period: str) -> list[SoFar]:
    """Score the figures there are, each without a fault; nothing in a period that pays an advance."""
    held = terms.in_period(period)
    when = held.period(period)
    if when is None or when.advance:
        return []
    return [
        each for whose in scored(held, figures, period) for each in _of(held, figures, when, whose)
    ]


def _of(terms: Terms, figures: Sequence[Figure], when: Period, whose: str) -> Iterator[SoFar]:
    rows = by_measure(figures, when.code).get(whose, {})
    found, _ = score_measures(terms, rows, whose, Trace())
    pool = _pool(terms, rows, when)
    for domain, measure in terms.measures():
        one = found[measure.code]
        weight = terms.share(domain, measure)
        if one.value is not None and one.factor is not None and is_paid(measure) and weight:
            yield SoFar(whose, one, weight, pool)


def _pool(terms: Terms, rows: Mapping[str, Figure], when: Period) -> Fraction | None:
    """Find the dollars of the scorecard, where they hang on its measures one by one."""
    by_score = terms.settles is Settles.AGREEMENT and terms.earned is Earning.BY_SCORE
    if not by_score or terms.allocation is None:
        return None
    pool = pooling.fund(terms, needs.values(terms, rows), when, ("", Trace()))
    return pool.amount if pool is not None and pool.amount > 0 else None
