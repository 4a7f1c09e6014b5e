"""Figures: the measured values of a period, or the reason why there is none.

A figure is a value, or a numerator and a denominator kept exact, or a reason
for its absence; never an empty cell. faults() lists all that is wrong with a
set of figures at once, each with the place it was read from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.methods import method_of
from comanage.rules.numbers import shown
from comanage.rules.terms import Measure, Settles, Status, Terms
from comanage.rules.units import KINDS, outside

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


def compares(measure: Measure) -> bool:
    """Say whether a measure's method compares its result with that of a baseline period."""
    return method_of(measure.method).compares(measure.method)


def faults(terms: Terms, placed: Sequence[tuple[str, Figure]]) -> list[Fault]:
    """List everything wrong with figures, each at the place it came from.

    Args:
        terms: The scorecard that they are for.
        placed: Each figure with its place, such as "row 14".
    """
    found = [
        fault.within(place) if place else fault
        for place, figure in placed
        for fault in figure_faults(terms, figure)
    ]
    first: dict[tuple[str, str, str], str] = {}
    for place, figure in placed:
        if figure.key in first:
            named = f"{figure.measure} of {figure.period}"
            whose = f" for {figure.participant}" if figure.participant else ""
            where = f" at {first[figure.key]}" if first[figure.key] else ""
            found.append(Fault(place, f"{named}{whose} was already given{where}."))
        first.setdefault(figure.key, place)
    return found


def figure_faults(terms: Terms, figure: Figure) -> list[Fault]:
    """List what is wrong with one figure by itself; places are the names of columns."""
    found = []
    if terms.period(figure.period) is None:
        found.append(Fault("column period", _unknown("period", figure.period)))
    found += _participant_faults(terms, figure)
    measure = terms.measure(figure.measure)
    if measure is None:
        found.append(Fault("column measure", _unknown("measure", figure.measure)))
        return found
    found += _presence_faults(figure)
    found += _count_faults(figure, measure)
    for column in ("value", "baseline"):
        number = getattr(figure, column)
        if number is not None and (why := outside(measure.unit, number)):
            found.append(Fault(f"column {column}", why))
    return found


def missing(terms: Terms, figures: Sequence[Figure], period: str) -> list[Fault]:
    """List the paid measures of a period that have neither a figure nor a reason.

    A programme that is open to any names nobody who must report: there, what was
    not sent is absent as not reported.
    """
    if terms.open_to_any:
        return []
    keys = {figure.key for figure in figures}
    return [
        Fault(
            f"measure {measure.code}",
            f"{measure.name} has no figure for {period}{_whose(participant)}."
            " Give one, or the reason why there is none.",
        )
        for participant in scored(terms, figures, period)
        for _, measure in terms.measures()
        if measure.status is Status.CONTRACTUAL and (period, participant, measure.code) not in keys
    ]


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


def _unknown(what: str, code: str) -> str:
    return f"The terms know no {what} {code}." if code else f"Give the {what}."


def _whose(participant: str) -> str:
    return f" and {participant}" if participant else ""


def _participant_faults(terms: Terms, figure: Figure) -> list[Fault]:
    code, place = figure.participant, "column participant"
    if terms.settles is Settles.AGREEMENT:
        if code:
            return [Fault(place, "Leave it empty: figures are for the service line as a whole.")]
        return []
    if not code:
        return [Fault(place, "Give the participant.")]
    if not terms.open_to_any and code not in terms.codes():
        return [Fault(place, _unknown("participant", code))]
    return []


def _presence_faults(figure: Figure) -> list[Fault]:
    parts = (figure.numerator, figure.denominator)
    given = figure.value is not None or any(part is not None for part in parts)
    if figure.absent:
        why = "A figure with a reason for its absence has no value."
        return [Fault("column absent", why)] if given else []
    if not given:
        return [Fault("column value", "Give a value, or the reason why there is none.")]
    return [
        Fault(f"column {column}", f"Give the {column} too.")
        for column, part, other in (
            ("numerator", *parts),
            ("denominator", *reversed(parts)),
        )
        if part is None and other is not None
    ]


def _count_faults(figure: Figure, measure: Measure) -> list[Fault]:
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None:
        return []
    if bottom <= 0:
        return [Fault("column denominator", "The denominator must be more than 0.")]
    if top < 0 and KINDS[measure.unit].least is not None:
        return [Fault("column numerator", "The numerator must not be negative.")]
    if KINDS[measure.unit].part and top > bottom:
        why = f"The numerator {shown(top)} is more than the denominator {shown(bottom)}."
        return [Fault("column numerator", why)]
    return _quotient_faults(figure, measure, measure.scale.quotient(top, bottom))


def _quotient_faults(figure: Figure, measure: Measure, quotient: Fraction) -> list[Fault]:
    if figure.value is None:
        return []
    scale = measure.scale
    if scale.at_precision(quotient) == scale.at_precision(figure.value):
        return []
    why = f"{scale.shown(figure.value)} is not {shown(quotient)}, the quotient of the counts."
    return [Fault("column value", why)]
