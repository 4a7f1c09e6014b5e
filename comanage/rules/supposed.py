"""Supposed: a period as it would be settled with the figures at hand, and with one of them changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.barriers import Barrier, barriers
from comanage.rules.figures import Figure, by_measure
from comanage.rules.measure import Measure
from comanage.rules.numbers import ZERO
from comanage.rules.scorecard import ScoredDomain
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.terms import Domain, Terms
from comanage.rules.whatif import changed


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure of one scorecard, as agreed and as scored.

    Attributes:
        participant: Whose scorecard it is in; empty for the service line.
        domain: Its domain.
        measure: Its terms.
        scored: What became of it.
        among: What became of its domain.
    """

    participant: str
    domain: Domain
    measure: Measure
    scored: ScoredMeasure
    among: ScoredDomain


@dataclass(frozen=True)
class Supposed:
    """A period as it would be settled.

    Attributes:
        terms: The terms, with the weights of the period.
        period: The code of the period.
        figures: The figures; without faults.
        settlement: What they come to.
        barriers: The gates that are closed by them.
    """

    terms: Terms
    period: str
    figures: tuple[Figure, ...]
    settlement: Settlement
    barriers: tuple[Barrier, ...]

    @property
    def scores(self) -> Fraction:
        """The scores of all scorecards, added up."""
        return sum((scored.total for scored in self.settlement.scorecards), ZERO)

    @property
    def subjects(self) -> Iterator[Subject]:
        """Go through every measure of every scorecard, in print order."""
        for card in self.settlement.scorecards:
            for domain, among in zip(self.terms.domains, card.domains, strict=True):
                for measure, scored in zip(domain.measures, among.measures, strict=True):
                    yield Subject(card.participant, domain, measure, scored, among)

    def figure(self, participant: str, measure: str) -> Figure | None:
        """Find the figure of a measure in the period."""
        key = (self.period, participant, measure)
        return next((figure for figure in self.figures if figure.key == key), None)

    def with_figure(self, figure: Figure) -> "Supposed":
        """Settle again with one figure changed."""
        return supposed(self.terms, changed(self.figures, [figure]), self.period)

    def gain(self, before: "Supposed") -> tuple[int | None, Fraction]:
        """Give what the pool earned more than before, in cents, and what the scores rose by."""
        now, was = self.settlement.earned, before.settlement.earned
        return (None if now is None or was is None else now - was), self.scores - before.scores


def supposed(terms: Terms, figures: Sequence[Figure], period: str) -> Supposed:
    """Settle a period whose terms and figures are known to be without faults."""
    held, rows = terms.in_period(period), by_measure(figures, period)
    settlement = calculated(terms, figures, period)
    when = held.period(period)
    whose = [] if when is None or when.advance else settlement.scorecards
    closed = [
        barrier
        for card in whose
        for barrier in barriers(held, rows.get(card.participant, {}), card.participant)
    ]
    return Supposed(held, period, tuple(figures), settlement, tuple(closed))
