"""Supposed: a period settled with figures that are only supposed, and the gates closed in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from comanage.rules.conditions import Looks, View, holds, outcome
from comanage.rules.figures import Figure, by_measure, is_paid, result
from comanage.rules.gates import Gate
from comanage.rules.measure import Measure
from comanage.rules.numbers import ZERO, percent
from comanage.rules.scorecard import Scored, score
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.stops import earned
from comanage.rules.terms import Domain, Settles, Terms
from comanage.rules.trace import Scope, Trace
from comanage.rules.whatif import changed


@dataclass(frozen=True, slots=True)
class Shut:
    """A gate whose condition does not hold.

    Attributes:
        participant: Whose scorecard it acts in; empty for the service line.
        scope: Whether it acts on a measure, a domain or the pool.
        code: Of the measure, the domain or the pool.
        name: The name of that in print.
        gate: The gate.
        view: The numbers that its condition looked at.
    """

    participant: str
    scope: Scope
    code: str
    name: str
    gate: Gate
    view: View

    @property
    def key(self) -> tuple[str, Scope, str, Gate]:
        """What tells it from other gates, whatever the figures."""
        return (self.participant, self.scope, self.code, self.gate)

    @property
    def because(self) -> str:
        """Say what it takes away, and why."""
        share = self.gate.keeps
        does = f"leaves {percent(share)} of what" if share else "keeps"
        loss = f"{does} {self.name} {'earned' if share else 'from earning'}"
        return f"{self.gate.name} {loss}: {outcome(self.gate.condition, self.view)}"


@dataclass(frozen=True)
class Supposed:
    """A period as it would be settled.

    Attributes:
        terms: The terms, with the weights of the period.
        period: The code of the period.
        figures: The figures; without faults.
        settlement: What they come to.
        shut: The gates that are closed by them.
    """

    terms: Terms
    period: str
    figures: tuple[Figure, ...]
    settlement: Settlement
    shut: tuple[Shut, ...]

    @classmethod
    def of(cls, terms: Terms, figures: Sequence[Figure], period: str) -> Self:
        """Settle a period; its terms and figures are known to be without faults."""
        held = terms.in_period(period)
        settlement = calculated(terms, figures, period)
        when = held.period(period)
        shut: tuple[Shut, ...] = ()
        if when is None or not when.advance:
            rows = by_measure(figures, period)
            shut = tuple(
                each
                for scored in settlement.scorecards
                for each in _shut(held, scored, score(held, rows.get(scored.participant, {}), scored.participant, Trace())[1])
            )
        return cls(held, period, tuple(figures), settlement, shut)

    def figure(self, participant: str, measure: str) -> Figure | None:
        """Find the figure of a measure in the period."""
        key = (self.period, participant, measure)
        return next((figure for figure in self.figures if figure.key == key), None)

    def with_figure(self, figure: Figure) -> "Supposed":
        """Settle again with one figure changed."""
        return Supposed.of(self.terms, changed(self.figures, [figure]), self.period)

    def gain(self, before: "Supposed") -> tuple[int | None, Fraction]:
        """Give what the pool earned more than before, in cents, and what the scores rose by."""
        rose = self._scores() - before._scores()  # noqa: SLF001 - its own kind
        now, was = self.settlement.earned, before.settlement.earned
        return (None if now is None or was is None else now - was), rose

    def _scores(self) -> Fraction:
        return sum((scored.total for scored in self.settlement.scorecards), ZERO)
