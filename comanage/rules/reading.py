"""Reading: from a figure to the result that is scored (steps 1 and 2 of the fixed order)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from comanage.rules.conditions import Looked, View
from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import PartOf, PartReading, Takes
from comanage.rules.numbers import ONE, ZERO, shown
from comanage.rules.terms import Domain
from comanage.rules.trace import Rule, Scope, Trace

NO_FIGURE = "not reported"
TOO_FEW, TOO_FEW_PARTS = "too few cases", "too few parts"
UNREPORTED = frozenset({NO_FIGURE, "not submitted"})  # reasons for which nothing was reported
PRECISION, VOLUME = 1, 2  # places in trace.ORDER


@dataclass(slots=True)
class Read:
    """A measure with its result, as the steps of its scoring go by.

    Attributes:
        domain: Its domain.
        measure: Its terms.
        figure: Its figure, if there is a row.
        value: Its result at its precision; None where there is none.
        baseline: The result of the baseline period, at its precision.
        absent: Why there is no result to score; empty where there is one.
        scored: What its method gave it; None where it has no factor.
        steps: The numbers of the steps it was made in: value, then baseline.
    """

    domain: Domain
    measure: Measure
    figure: Figure | None
    value: Fraction | None = None
    baseline: Fraction | None = None
    absent: str = ""
    scored: Fraction | None = None
    steps: list[int] = field(default_factory=list)

    @property
    def counted(self) -> Fraction | None:
        """The result, where it counts: None where it has too few cases."""
        return None if self.absent else self.value

    def looked(self) -> Looked:
        """Give what conditions see of it."""
        return Looked(
            self.measure.name, self.measure.scale, self.counted, self.baseline, self.scored
        )


def read(domain: Domain, measure: Measure, figure: Figure | None) -> Read:
    """Read a measure's figure at the precision that the terms state."""
    found = Read(domain, measure, figure)
    scale = measure.scale
    if figure is not None and figure.baseline is not None:
        found.baseline = scale.at_precision(figure.baseline)
    given = result(figure, measure) if figure else None
    if given is None:
        found.absent = figure.absent if figure else NO_FIGURE
    else:
        found.value = scale.at_precision(given)
    return found


def note(one: Read, participant: str, trace: Trace, order: int = PRECISION) -> None:
    """Note the result and the baseline."""
    measure, about = one.measure, (participant, Scope.MEASURE, one.measure.code)
    exact = result(one.figure, measure) if one.figure else None
    one.steps.append(
        trace.note(order, about, ("value", one.value), _origin(one.figure, measure), clause=measure.clause, rounding=(exact, _rounding(measure)))
    )  # fmt: skip
    if one.baseline is not None:
        words = "the result of the baseline period"
        one.steps.append(trace.note(order, about, ("baseline", one.baseline), words))


def apply_minimum(one: Read, others: Mapping[str, Read], participant: str, trace: Trace) -> None:
    """Take a result out that is of fewer cases than the terms ask for, noting its volume."""
    minimum = one.measure.minimum
    if minimum is None:
        return
    uses = others[minimum.of].steps[:1] if minimum.of else ()
    volume, enough = count_cases(one, others)
    words = f"at least {shown(minimum.cases)} are needed" + ("" if enough else ": too few")
    about = (participant, Scope.MEASURE, one.measure.code)
    trace.note(VOLUME, about, ("cases", volume), words, uses=uses)


def count_cases(one: Read, others: Mapping[str, Read]) -> tuple[Fraction | None, bool]:
    """Give the volume of a result and whether it is enough; one of too few cases is absent."""
    minimum = one.measure.minimum
    if minimum is None:
        return None, True
    if minimum.of:
        volume = others[minimum.of].counted
    else:
        volume = one.figure.denominator if one.figure else None
    enough = volume is not None and volume >= minimum.cases
    if not enough and not one.absent:
        one.absent = TOO_FEW
    return volume, enough


def compose(one: Read, others: Mapping[str, Read], participant: str, trace: Trace) -> None:
    """Make the result of a composite from its parts, which have been scored."""
    terms, measure = one.measure.method, one.measure
    method = method_of(terms)
    parts = method.parts(terms)
    number = method.combine(terms, tuple(_part(each, others) for each in parts))
    one.absent = TOO_FEW_PARTS if number is None else ""
    one.value = None if number is None else measure.scale.at_precision(number)
    words = f"made of {', '.join(each.measure for each in parts)}"
    uses = [step for each in parts for code in each.codes() for step in others[code].steps[:1]]
    one.steps.append(
        trace.note(PRECISION, (participant, Scope.MEASURE, measure.code), ("value", one.value), words, uses=uses, clause=measure.clause, rounding=(number, _rounding(measure)), by=(Rule.METHOD, ()))
    )  # fmt: skip


def view_of(reads: Mapping[str, Read], seen: frozenset[str]) -> View:
    """Show conditions the measures that the terms' conditions and modifiers look at."""
    return View({code: reads[code].looked() for code in seen})


def _part(part: PartOf, others: Mapping[str, Read]) -> PartReading:
    """Read a part's number and weight."""
    weight: Fraction | None = part.weight
    for code in (part.weight_from, part.times_from):
        if code and weight is not None:
            by = others[code].counted
            weight = None if by is None else weight * others[code].measure.scale.share(by)
    one = others[part.measure]
    if part.takes is Takes.FACTOR:
        return PartReading(one.scored, weight)
    start: Fraction | None = part.start
    if part.start_from:
        start = others[part.start_from].counted
    value = one.counted
    if part.takes is Takes.VALUE or value is None:
        return PartReading(value, weight)
    if start is None:
        return PartReading(None, weight)
    if part.takes is Takes.EXCESS:
        return PartReading(max(one.measure.scale.gain(value, start), ZERO), weight)
    span = part.end - start
    return PartReading((value - start) / span if span else ONE * (value >= start), weight)


def _origin(figure: Figure | None, measure: Measure) -> str:
    if figure is None or figure.absent:
        return f"no result ({figure.absent if figure else NO_FIGURE})"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{shown(figure.numerator)} of {shown(figure.denominator)}"
    return f"as reported{f' by {measure.source}' if measure.source else ''}"


def _rounding(measure: Measure) -> str:
    return f"half up to {measure.precision} place{'' if measure.precision == 1 else 's'}"
