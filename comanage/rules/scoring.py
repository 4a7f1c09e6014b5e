"""Scoring: from figures to the factor of each measure (steps 1 to 7 of the fixed order)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules import reading
from comanage.rules.applying import Applying, Rules, apply
from comanage.rules.conditions import View
from comanage.rules.figures import Figure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Earned, Method, Reading
from comanage.rules.missing import CONSEQUENCE, SCORING, Missing
from comanage.rules.needs import looked_at_of_parties
from comanage.rules.numbers import ZERO
from comanage.rules.reading import Read
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Trace

MISSING, BASELINE, METHOD, MODIFIER, GATE, BOUNDS = 2, 3, 4, 5, 6, 7  # places in trace.ORDER
NOT_BEATEN = "not better than its baseline, so nothing is earned"


@dataclass(frozen=True, slots=True)
class ScoredMeasure:
    """What became of one measure.

    Attributes:
        code: The measure.
        value: Its result at its precision; None where there is none.
        absent: Why no result could be scored.
        numerator: The count above the line, if counts were given.
        denominator: The count below the line.
        baseline: The result of the baseline period, if it was given.
        factor: The share of its weight earned; None when not scored.
        level: The name of the hardest level reached.
        weight: Its share of the scorecard after redistribution.
        because: Why, in words.
        rule: The rule for its missing figure; None where it has a result.
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
    rule: Missing | None = None
    steps: tuple[int, ...] = ()

    @property
    def weighted(self) -> Fraction:
        """The share of the whole scorecard that it earned."""
        return self.weight * (self.factor or ZERO)


def score_measures(
    terms: Terms, figures: Mapping[str, Figure], participant: str, trace: Trace
) -> tuple[dict[str, ScoredMeasure], View]:
    """Score every measure of one scorecard, noting every step.

    Args:
        terms: The scorecard; without faults.
        figures: One figure a measure, by its code; without faults.
        participant: Whose scorecard it is; empty for the service line as a whole.
        trace: Where the steps are noted.

    Returns:
        Each measure by its code, with its weight still as signed, and what conditions see.
    """
    reads = {
        measure.code: reading.read(domain, measure, figures.get(measure.code))
        for domain, measure in terms.measures()
    }
    made = {code for code, each in reads.items() if _method(each).parts(each.measure.method)}
    for code, each in reads.items():
        if code not in made:
            reading.note(each, participant, trace)
    scored: dict[str, ScoredMeasure] = {}
    own: dict[str, tuple[Earned | None, int]] = {}
    for code in sorted(reads, key=lambda code: code in made):  # what is made of others comes last
        each = reads[code]
        if code in made:
            reading.compose(each, reads, participant, trace)
        reading.apply_minimum(each, reads, participant, trace)
        own[code] = _by_method(each, participant, trace)
    view = reading.view_of(reads, terms.looked_at() | looked_at_of_parties(terms))
    for code, each in reads.items():
        scored[code] = _finished(each, own[code], (participant, view), trace)
    return scored, view


def _method(one: Read) -> Method[object]:
    return method_of(one.measure.method)


def _by_method(one: Read, participant: str, trace: Trace) -> tuple[Earned | None, int]:
    """Take steps 2 to 4: what the rule for a missing figure, the baseline and the method give.

    Returns:
        What was earned, None without a factor, and the number of the step that says so; 0
        where the step is still to be noted.
    """
    measure = one.measure
    if one.absent:
        earned = _without_result(one)
        one.scored = earned.share if earned else None
        return earned, 0
    if measure.must_beat_baseline:
        beaten = (
            one.baseline is not None and measure.scale.gain(one.baseline, one.value or ZERO) > 0
        )
        about = (participant, Scope.MEASURE, measure.code)
        words = "better than its baseline" if beaten else NOT_BEATEN
        step = trace.note(
            BASELINE,
            about,
            ("beats_baseline", Fraction(beaten)),
            words,
            uses=one.steps,
            clause=measure.clause,
            by=(Rule.DECIDED, ()),
        )
        one.steps.append(step)
        if not beaten:
            one.scored = ZERO
            return Earned(ZERO, _shown_against(one)), step
    read = Reading(one.value or ZERO, measure.scale, one.baseline)
    earned = _method(one).earn(measure.method, read)
    one.scored = earned.share
    return earned, 0


def _without_result(one: Read) -> Earned | None:
    """Give what the rule for a missing figure scores; None where it leaves no factor."""
    measure, details = one.measure, one.measure.missing_terms
    match measure.rule_for(one.absent):
        case Missing.DEEM_AT_TARGET:
            levels = _method(one).levels(measure.method)
            level = next(each for each in levels if each.name == details.level)
            return Earned(level.earns, "", level.name)
        case Missing.DEEM_AT_PRIOR if one.baseline is not None:
            return _method(one).earn(measure.method, Reading(one.baseline, measure.scale))
        case Missing.PAY_FOR_REPORTING if one.absent not in reading.UNREPORTED:
            return Earned(details.reported, "")
        case Missing.SCORE_WORST:
            return _method(one).worst(measure.method, measure.scale)
    return None


def rule_of(one: Read, earned: Earned | None) -> Missing | None:
    """Give the rule that holds for a missing figure: its fallback where the first cannot be kept."""
    if not one.absent:
        return None
    rule = one.measure.rule_for(one.absent)
    if rule in SCORING and earned is None:
        return (
            one.measure.missing_terms.otherwise
            if rule is Missing.DEEM_AT_PRIOR
            else (Missing.FORFEIT)
        )
    return rule


def _finished(
    one: Read, own: tuple[Earned | None, int], seen: tuple[str, View], trace: Trace
) -> ScoredMeasure:
    """Take steps 5 to 7, and put together what became of a measure."""
    earned, closed_by = own
    rule = rule_of(one, earned)
    factor, because, step = _factor(one, (earned, rule, closed_by), seen, trace)
    figure, measure = one.figure, one.measure
    return ScoredMeasure(
        code=measure.code,
        value=one.value,
        absent=one.absent,
        numerator=figure.numerator if figure else None,
        denominator=figure.denominator if figure else None,
        baseline=one.baseline,
        factor=factor,
        level=earned.level if earned else "",
        weight=measure.weight,
        because=because,
        rule=rule,
        steps=(step,),
    )


def _factor(
    one: Read, own: tuple[Earned | None, Missing | None, int],
    seen: tuple[str, View], trace: Trace,
) -> tuple[Fraction | None, str, int]:  # fmt: skip
    """Note the factor, after modifiers, gates, floor and cap; give it, why, and its step."""
    (earned, rule, closed_by), (participant, view) = own, seen
    measure, about = one.measure, (participant, Scope.MEASURE, one.measure.code)
    because = earned.because if earned else ""
    if rule is not None:
        because = f"no result ({one.absent}): {CONSEQUENCE[rule]}"
        if earned and earned.because:
            because += f": {earned.because}"
    order = MISSING if rule else BASELINE if closed_by else METHOD
    if earned is None:
        return None, because, trace.note(order, about, ("factor", None), because, uses=one.steps)
    for name, points in earned.points:
        words = _method(one).title
        trace.note(order, about, (name, points), words, uses=one.steps, by=(Rule.METHOD, ()))
    plain = not measure.modifiers and not measure.gates and measure.floor is measure.cap is None
    named = "factor" if plain or closed_by else "scored"
    step = trace.note(
        order,
        about,
        (named, earned.share),
        because,
        uses=one.steps,
        clause=measure.clause,
        by=(Rule.METHOD, ()),
    )
    if plain or closed_by:
        return earned.share, because, step
    applied = Rules(measure.modifiers, measure.gates, measure.floor, measure.cap)
    about_it = Applying(about, (MODIFIER, GATE, BOUNDS), "factor", earned.share, measure.clause)
    factor, said, step = apply(applied, (earned.share, step), (about_it, view), trace)
    return factor, "; ".join(each for each in (because, said) if each), step


def _shown_against(one: Read) -> str:
    scale = one.measure.scale
    value, baseline = scale.shown(one.value or ZERO), scale.shown(one.baseline or ZERO)
    return f"{value} against a baseline of {baseline}: {NOT_BEATEN}"
