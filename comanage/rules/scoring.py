"""Scoring: from figures to the score of one scorecard (steps 1 to 11 of the fixed order)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.figures import Figure, result
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Earned, Reading
from comanage.rules.missing import Missing, Weighed, redistributed
from comanage.rules.numbers import ZERO, percent, shown
from comanage.rules.terms import Domain, Measure, Status, Terms
from comanage.rules.trace import Scope, Trace

NO_FIGURE = "not reported"
PRECISION, MISSING, METHOD, WEIGHTS, SUM = 1, 2, 4, 8, 11  # places in trace.ORDER
CONSEQUENCE = {
    Missing.FORFEIT: "its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "its weight goes to the measures that remain",
    Missing.REDISTRIBUTE_DOMAIN: "its weight goes to what remains of its domain",
}


@dataclass(frozen=True)
class ScoredMeasure:
    """What became of one measure.

    Attributes:
        code: The measure.
        value: Its result at its precision; None when absent.
        absent: Why there is no result.
        numerator: The count above the line, if counts were given.
        denominator: The count below the line.
        baseline: The result of the baseline period, if it was given.
        factor: The share of its weight earned, 0 to 1; None when not scored.
        level: The name of the hardest level reached.
        weight: Its share of the scorecard after redistribution.
        because: Why, in words.
        steps: The numbers of the steps of its factor, its weight and its weighted factor.
    """

    code: str
    value: Fraction | None
    absent: str
    numerator: Fraction | None
    denominator: Fraction | None
    baseline: Fraction | None
    factor: Fraction | None
    level: str
    weight: Fraction
    because: str
    steps: tuple[int, ...] = ()

    @property
    def weighted(self) -> Fraction:
        """The share of the whole scorecard that it earned."""
        return self.weight * (self.factor or ZERO)


@dataclass(frozen=True)
class ScoredDomain:
    """What became of one domain: its weight, its measures, the steps of its weight and its sum."""

    code: str
    weight: Fraction
    measures: tuple[ScoredMeasure, ...]
    steps: tuple[int, ...] = ()

    @property
    def weighted(self) -> Fraction:
        """The share of the whole scorecard that it earned."""
        return sum((measure.weighted for measure in self.measures), ZERO)

    @property
    def raw(self) -> Fraction | None:
        """The share of its own weight that it earned; None where it has no weight."""
        return self.weighted / self.weight if self.weight else None


@dataclass(frozen=True)
class Scored:
    """One scorecard, scored: whose, its domains, the whole, and the step of the whole."""

    participant: str
    domains: tuple[ScoredDomain, ...]
    total: Fraction
    step: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A measure with its result and what the method made of it; nothing where it is absent."""

    domain: Domain
    measure: Measure
    figure: Figure | None
    value: Fraction | None
    baseline: Fraction | None
    earned: Earned | None

    @property
    def absent(self) -> str:
        if self.earned is not None:
            return ""
        return self.figure.absent if self.figure else NO_FIGURE

    @property
    def because(self) -> str:
        if self.earned is not None:
            return self.earned.because
        return f"no result ({self.absent}): {CONSEQUENCE[self.measure.missing]}"


def score(terms: Terms, figures: Mapping[str, Figure], participant: str, trace: Trace) -> Scored:
    """Score one scorecard, noting every step.

    Args:
        terms: The scorecard; without faults.
        figures: One figure a measure, by its code; without faults.
        participant: Whose scorecard it is; empty for the service line as a whole.
        trace: Where the steps are noted.
    """
    read = [
        _read(domain, measure, figures.get(measure.code)) for domain, measure in terms.measures()
    ]
    factors = [_note_reading(reading, participant, trace) for reading in read]
    weights = _weights(terms, read)
    by_domain: dict[str, list[ScoredMeasure]] = {domain.code: [] for domain in terms.domains}
    for reading, factor, weight in zip(read, factors, weights, strict=True):
        agreed = terms.share(reading.domain, reading.measure)
        step = _note_weight(reading, participant, (agreed, weight), trace)
        scored = _scored(reading, weight)
        made_of = (factor, step)
        weighted = _note_weighted(scored, participant, made_of, trace)
        by_domain[reading.domain.code].append(replace(scored, steps=(*made_of, weighted)))
    domains = tuple(
        _domain(domain, tuple(by_domain[domain.code]), participant, trace)
        for domain in terms.domains
    )
    total = sum((domain.weighted for domain in domains), ZERO)
    about = (participant, Scope.SCORECARD, terms.code)
    parts = [domain.steps[-1] for domain in domains]
    step = trace.note(SUM, about, ("total", total), "the sum of the domains", uses=parts)
    return Scored(participant, domains, total, step)


def _read(domain: Domain, measure: Measure, figure: Figure | None) -> _Read:
    given = result(figure, measure) if figure else None
    baseline = figure.baseline if figure else None
    if given is None:
        return _Read(domain, measure, figure, None, baseline, None)
    scale = measure.scale
    value = scale.at_precision(given)
    compared = scale.at_precision(baseline) if baseline is not None else None
    reading = Reading(value, scale, compared)
    earned = method_of(measure.method).earn(measure.method, reading)
    return _Read(domain, measure, figure, value, compared, earned)


def _note_reading(read: _Read, participant: str, trace: Trace) -> int:
    """Note value, baseline, points and factor; return the number of the factor's step."""
    measure, figure = read.measure, read.figure
    about = (participant, Scope.MEASURE, measure.code)
    given = result(figure, measure) if figure else None
    uses = [
        trace.note(
            PRECISION, about, ("value", read.value), _origin(figure, measure), exact=given,
            rounding=_rounding(measure), clause=measure.clause,
        )
    ]  # fmt: skip
    if read.baseline is not None:
        words = "the result of the baseline period"
        uses.append(trace.note(PRECISION, about, ("baseline", read.baseline), words))
    if read.earned is None:
        return trace.note(MISSING, about, ("factor", None), read.because, uses=uses)
    for name, points in read.earned.points:
        trace.note(METHOD, about, (name, points), method_of(measure.method).title, uses=uses)
    factor = ("factor", read.earned.share)
    return trace.note(METHOD, about, factor, read.because, uses=uses, clause=measure.clause)


def _origin(figure: Figure | None, measure: Measure) -> str:
    if figure is None or figure.absent:
        return f"no result ({figure.absent if figure else NO_FIGURE})"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{shown(figure.numerator)} of {shown(figure.denominator)}"
    return f"as reported{f' by {measure.source}' if measure.source else ''}"


def _rounding(measure: Measure) -> str:
    return f"half up to {measure.precision} place{'' if measure.precision == 1 else 's'}"


def _weights(terms: Terms, read: Sequence[_Read]) -> list[Fraction]:
    return redistributed(
        [
            Weighed(
                reading.domain.code,
                terms.share(reading.domain, reading.measure),
                reading.measure.missing,
                missing=reading.earned is None,
            )
            for reading in read
        ]
    )


def _scored(read: _Read, weight: Fraction) -> ScoredMeasure:
    figure, earned = read.figure, read.earned
    return ScoredMeasure(
        code=read.measure.code,
        value=read.value,
        absent=read.absent,
        numerator=figure.numerator if figure else None,
        denominator=figure.denominator if figure else None,
        baseline=read.baseline,
        factor=earned.share if earned else None,
        level=earned.level if earned else "",
        weight=weight,
        because=read.because,
    )


def _note_weight(
    read: _Read, participant: str, weights: tuple[Fraction, Fraction], trace: Trace
) -> int:
    agreed, weight = weights
    words = f"{percent(agreed)} of the scorecard by the contract"
    if read.measure.status is Status.REPORTING:
        words = "reporting only, never paid"
    elif weight != agreed:
        words += ", changed by the weight of measures without a result"
    about = (participant, Scope.MEASURE, read.measure.code)
    return trace.note(WEIGHTS, about, ("weight", weight), words)


def _note_weighted(
    scored: ScoredMeasure, participant: str, uses: tuple[int, int], trace: Trace
) -> int:
    about = (participant, Scope.MEASURE, scored.code)
    words = f"{percent(scored.factor or ZERO)} × {percent(scored.weight)}"
    return trace.note(WEIGHTS, about, ("weighted", scored.weighted), words, uses=uses)


def _domain(
    domain: Domain, measures: tuple[ScoredMeasure, ...], participant: str, trace: Trace
) -> ScoredDomain:
    weight = sum((measure.weight for measure in measures), ZERO)
    scored = ScoredDomain(domain.code, weight, measures)
    about = (participant, Scope.DOMAIN, domain.code)
    weights = [measure.steps[1] for measure in measures]
    parts = [measure.steps[2] for measure in measures]
    words = "the sum of its measures"
    steps = (
        trace.note(WEIGHTS, about, ("weight", weight), words, uses=weights),
        trace.note(SUM, about, ("weighted", scored.weighted), words, uses=parts),
    )
    trace.note(SUM, about, ("raw", scored.raw), "what was weighted, over the weight", uses=steps)
    return replace(scored, steps=steps)
