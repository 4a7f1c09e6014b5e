"""Figures: the measured values of a period, or the reason why there is none.

A figure is a value, or a numerator and a denominator kept exact, or a reason
for its absence; never an empty cell. What is wrong with a set of figures is
listed by figure_faults.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.numbers import shown
from comanage.rules.terms import Settles, Terms

ABSENCES = (  # the reasons offered; a contract may name others
    "too few cases",
    "not submitted",
    "not available yet",
    "not applicable",
    "source withdrawn",
)
COLUMNS = (
    "period",
    "participant",
    "measure",
    "value",
    "numerator",
    "denominator",
    "baseline",
    "absent",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, or the reason why there is none.

    Attributes:
        period: The code of the period it belongs to.
        participant: The code of the participant; empty for the service line as a whole.
        measure: The code of the measure.
        value: The result in the measure's unit, if it was given as one.
        numerator: The count above the line, with a denominator.
        denominator: The count below the line, more than 0.
        baseline: The result of the baseline period.
        absent: Why there is no result; empty where there is one.
    """

    period: str
    participant: str
    measure: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    baseline: Fraction | None = None
    absent: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What may stand only once in a set of figures."""
        return (self.period, self.participant, self.measure)


def result(figure: Figure, measure: Measure) -> Fraction | None:
    """Give the result in the measure's unit, unrounded; None where it is absent."""
    if figure.absent:
        return None
    if figure.numerator is not None and figure.denominator:
        return measure.scale.quotient(figure.numerator, figure.denominator)
    return figure.value


def in_words(figure: Figure, measure: Measure) -> str:
    """Write a figure with its counts and its unit, or the reason why there is none."""
    value = result(figure, measure)
    if value is None:
        return f"none, {figure.absent}" if figure.absent else "none"
    words = measure.scale.shown(measure.scale.at_precision(value))
    if figure.numerator is None or figure.denominator is None:
        return words
    return f"{shown(figure.numerator)} of {shown(figure.denominator)}, {words}"


def compares(measure: Measure) -> bool:
    """Say whether a measure's method compares its result with that of a baseline period."""
    return method_of(measure.method).compares(measure.method)


def is_made(measure: Measure) -> bool:
    """Say whether a measure's result is made of others, so that it has no figure of its own."""
    return bool(method_of(measure.method).parts(measure.method))


def is_paid(measure: Measure) -> bool:
    """Say whether a measure may be paid on, now or as the alternate of another."""
    return measure.status is not Status.REPORTING


def scored(terms: Terms, figures: Sequence[Figure], period: str) -> list[str]:
    """List who has a scorecard of their own; one empty code for the service line as a whole."""
    if terms.settles is Settles.AGREEMENT:
        return [""]
    if not terms.open_to_any:
        return terms.codes()
    return sorted({figure.participant for figure in figures if figure.period == period})


def by_measure(figures: Sequence[Figure], period: str) -> Mapping[str, Mapping[str, Figure]]:
    """Sort a period's figures by participant, then by measure."""
    found: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        if figure.period == period:
            found.setdefault(figure.participant, {})[figure.measure] = figure
    return found
