"""Barriers: the gates that are closed in a scorecard, and what a result must come to to open one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.conditions import Compares, Condition, Looks, View, holds, outcome
from comanage.rules.figures import Figure, is_made, is_paid, result
from comanage.rules.gates import Gate
from comanage.rules.measure import Measure
from comanage.rules.nearest import Goal
from comanage.rules.numbers import percent
from comanage.rules.scorecard import score
from comanage.rules.stops import earned
from comanage.rules.terms import Settles, Terms
from comanage.rules.trace import Scope, Trace
from comanage.rules.units import Better

RISES = {
    Compares.AT_LEAST: True,
    Compares.MORE_THAN: True,
    Compares.AT_MOST: False,
    Compares.LESS_THAN: False,
}
OPPOSITE = {Better.HIGHER: Better.LOWER, Better.LOWER: Better.HIGHER}


@dataclass(frozen=True, slots=True)
class Barrier:
    """A gate whose condition does not hold.

    Attributes:
        participant: Whose scorecard it stands in; empty for the service line.
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
        loss = f"keeps {self.name} from earning"
        if self.gate.keeps:
            loss = f"leaves {self.name} {percent(self.gate.keeps)} of what it earned"
        return f"{self.gate.name} {loss}: {outcome(self.gate.condition, self.view)}"


def barriers(terms: Terms, figures: Mapping[str, Figure], participant: str) -> list[Barrier]:
    """List the closed gates of one scorecard: of its paid measures, its domains and the pool.

    Args:
        terms: The terms, with the weights of the period.
        figures: One figure a measure, by its code; without faults.
        participant: Whose scorecard it is; empty for the service line as a whole.
    """
    stated = list(_gates(terms, participant))
    if not stated:
        return []
    _, view = score(terms, figures, participant, Trace())
    return [
        Barrier(participant, scope, code, name, gate, view)
        for scope, (code, name), gate in stated
        if not (gate.unless is not None and holds(gate.unless, view))
        and not holds(gate.condition, view)
    ]


def looked_at(terms: Terms, barrier: Barrier) -> Measure | None:
    """Find the measure whose result or factor opens a gate; None where it looks at anything else."""
    condition = barrier.gate.condition
    measure = terms.measure(condition.code)
    if condition.looks_at not in {Looks.VALUE, Looks.FACTOR} or measure is None:
        return None
    seen = barrier.view.number(condition)
    return None if is_made(measure) or seen is None else measure


def opening(barrier: Barrier, measure: Measure, figure: Figure) -> Goal | None:
    """Say what a measure's result must come to to open a gate; None where it has no result."""
    condition, view = barrier.gate.condition, barrier.view
    if result(figure, measure) is None:
        return None
    by_factor = condition.looks_at is Looks.FACTOR

    def opens(value: Fraction) -> bool:
        looked = replace(
            view.measures[measure.code],
            value=value,
            factor=earned(measure, figure, value).share if by_factor else None,
        )
        return holds(condition, View({measure.code: looked}))

    named = None if by_factor or condition.by_baseline else condition.than
    return Goal(_way(condition, measure), opens, named)


def _way(condition: Condition, measure: Measure) -> Better:
    """Say which way a result has to move for a condition to hold."""
    if condition.by_baseline:
        return measure.better
    rises = RISES[condition.compares]
    if condition.looks_at is Looks.FACTOR:
        return measure.better if rises else OPPOSITE[measure.better]
    return Better.HIGHER if rises else Better.LOWER


def _gates(terms: Terms, participant: str) -> Iterator[tuple[Scope, tuple[str, str], Gate]]:
    """Go through the gates of a scorecard, with the code and the name of what each acts on."""
    for domain in terms.domains:
        for measure in domain.measures:
            if is_paid(measure):
                named = (measure.code, measure.name)
                yield from ((Scope.MEASURE, named, gate) for gate in measure.gates)
        named = (domain.code, domain.name)
        yield from ((Scope.DOMAIN, named, gate) for gate in domain.gates)
    if not participant or terms.settles is Settles.PARTICIPANT:
        named = (terms.code, "the pool")
        yield from ((Scope.POOL, named, gate) for gate in terms.pool.gates)
