"""Scorecard: weights, domains and the sum of one scorecard (steps 8 to 11 of the fixed order)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.applying import Applying, Rules, apply
from comanage.rules.conditions import View
from comanage.rules.figures import Figure
from comanage.rules.measure import Measure, Status
from comanage.rules.missing import Missing, redistributed
from comanage.rules.numbers import ZERO, percent
from comanage.rules.scoring import ScoredMeasure, score_measures
from comanage.rules.terms import Domain, Terms
from comanage.rules.trace import Rule, Scope, Trace
from comanage.rules.weighing import too_few, weighed

WEIGHTS, DOMAIN, SUM = 8, 10, 11  # places in trace.ORDER
ON_SCALE = "on the scale of the terms"
TOO_FEW_DOMAINS = "{} domains were scored, fewer than {}: nothing is earned"


@dataclass(frozen=True, slots=True)
class ScoredDomain:
    """What became of one domain.

    Attributes:
        code: The domain.
        weight: Its share of the scorecard after redistribution.
        measures: Its measures.
        weighted: The share of the whole scorecard that it earned.
        because: What its own modifiers, gates, floor and cap did; empty where there are none.
        scored: False where too few of its measures were scored.
        steps: The numbers of the steps of its weight and of what it earned.
    """

    code: str
    weight: Fraction
    measures: tuple[ScoredMeasure, ...]
    weighted: Fraction = ZERO
    because: str = ""
    scored: bool = True
    steps: tuple[int, ...] = ()

    @property
    def summed(self) -> Fraction:
        """What its measures earned, before its own modifiers, gates, floor and cap."""
        return sum((measure.weighted for measure in self.measures), ZERO)

    @property
    def raw(self) -> Fraction | None:
        """The share of its own weight that it earned; None where it has no weight."""
        return self.weighted / self.weight if self.weight else None


@dataclass(frozen=True)
class Scored:
    """One scorecard, scored.

    Attributes:
        participant: Whose; empty for the service line as a whole.
        domains: Its domains.
        total: The score, 0 to 1; 0 where it is not scored.
        step: The number of the step of the score.
        unscored: Why the whole is not scored; empty where it is.
    """

    participant: str
    domains: tuple[ScoredDomain, ...]
    total: Fraction
    step: int
    unscored: str = ""


def score(
    terms: Terms, figures: Mapping[str, Figure], participant: str, trace: Trace
) -> tuple[Scored, View]:
    """Score one scorecard, noting every step.

    Args:
        terms: The scorecard; without faults.
        figures: One figure a measure, by its code; without faults.
        participant: Whose scorecard it is; empty for the service line as a whole.
        trace: Where the steps are noted.

    Returns:
        The scored scorecard, and the numbers that the conditions of the pool may look at.
    """
    found, view = score_measures(terms, figures, participant, trace)
    fewer = {domain.code: too_few(domain, found) for domain in terms.domains}
    weights = dict(zip(found, redistributed(weighed(terms, found, fewer)), strict=True))
    domains = tuple(
        _domain(terms, domain, (found, weights, fewer[domain.code]), (participant, trace))
        for domain in terms.domains
    )
    view = replace(view, domains={each.code: _share(each) for each in domains})
    domains = tuple(
        _ruled(terms, domain, scored, (participant, view, trace))
        for domain, scored in zip(terms.domains, domains, strict=True)
    )
    total = sum((domain.weighted for domain in domains), ZERO)
    done = _sum(terms, (domains, total), participant, trace)
    return done, replace(view, total=None if done.unscored else total)


def _domain(
    terms: Terms,
    domain: Domain,
    made: tuple[Mapping[str, ScoredMeasure], Mapping[str, Fraction], str],
    noted: tuple[str, Trace],
) -> ScoredDomain:
    """Give each measure of a domain its weight, and note what it earned of it."""
    (found, weights, fewer), (participant, trace) = made, noted
    measures = []
    for measure in domain.measures:
        one, weight = found[measure.code], weights[measure.code]
        agreed = terms.share(domain, measure)
        if fewer and one.factor is not None:
            one = replace(one, factor=None, because=f"{one.because}; not counted: {fewer}")
        factor_step = one.steps[0]
        about = (participant, Scope.MEASURE, measure.code)
        words = _weight_words(measure, agreed, weight)
        weight_step = trace.note(
            WEIGHTS, about, ("weight", weight), words, by=(Rule.REWEIGHTED, ())
        )
        one = replace(one, weight=weight)
        words = f"{percent(one.factor or ZERO)} × {percent(weight)}"
        weighted = trace.note(
            WEIGHTS,
            about,
            ("weighted", one.weighted),
            words,
            uses=(factor_step, weight_step),
            by=(Rule.PRODUCT if one.factor is not None else Rule.GIVEN, ()),
        )
        measures.append(replace(one, steps=(factor_step, weight_step, weighted)))
    return ScoredDomain(
        domain.code,
        sum((measure.weight for measure in measures), ZERO),
        tuple(measures),
        because=fewer,
        scored=not fewer and any(_counts(each) for each in measures),
    )


def _ruled(
    terms: Terms, domain: Domain, scored: ScoredDomain, noted: tuple[str, View, Trace]
) -> ScoredDomain:
    """Sum up a domain, and apply its own modifiers, gates, floor and cap."""
    participant, view, trace = noted
    about = (participant, Scope.DOMAIN, domain.code)
    words, weight, summed = "the sum of its measures", scored.weight, scored.summed
    parts = [measure.steps[2] for measure in scored.measures]
    weight_step = trace.note(
        WEIGHTS,
        about,
        ("weight", weight),
        words,
        uses=[measure.steps[1] for measure in scored.measures],
        by=(Rule.SUM, ()),
    )
    rules = _rules(domain, weight)
    name = "weighted" if rules.empty else "scored"
    step = trace.note(SUM, about, (name, summed), words, uses=parts, by=(Rule.SUM, ()))
    weighted, because = summed, scored.because
    if not rules.empty:
        share, closed = summed / weight if weight else ZERO, not scored.scored
        what = Applying(about, (DOMAIN, DOMAIN, DOMAIN), "weighted", share, closed=closed)
        weighted, said, step = apply(rules, (summed, step), (what, view), trace)
        because = "; ".join(each for each in (because, said) if each)
    done = replace(scored, weighted=weighted, because=because, steps=(weight_step, step))
    raw = trace.note(
        SUM,
        about,
        ("raw", done.raw),
        "what was weighted, over the weight",
        uses=(step, weight_step),
        by=(Rule.QUOTIENT if weight else Rule.GIVEN, ()),
    )
    if terms.out_of is not None:
        _note_scale(terms.out_of, done, (raw, step), (about, trace))
    return done


def _rules(domain: Domain, weight: Fraction) -> Rules:
    """Give a domain's own rules; floor and cap as shares of the scorecard."""
    floor, cap = (None if each is None else each * weight for each in (domain.floor, domain.cap))
    return Rules(domain.modifiers, domain.gates, floor, cap)


def _sum(
    terms: Terms, scored: tuple[tuple[ScoredDomain, ...], Fraction], participant: str, trace: Trace
) -> Scored:
    """Note the score of the whole, absent where too few domains were scored."""
    domains, total = scored
    about = (participant, Scope.SCORECARD, terms.code)
    count = sum(1 for each in domains if each.scored)
    unscored = ""
    if count < terms.fewest_domains:
        unscored, total = TOO_FEW_DOMAINS.format(count, terms.fewest_domains), ZERO
    parts = [domain.steps[-1] for domain in domains]
    step = trace.note(
        SUM,
        about,
        ("total", None if unscored else total),
        unscored or "the sum of the domains",
        uses=parts,
        by=(Rule.GIVEN if unscored else Rule.SUM, ()),
    )
    if terms.out_of is not None:
        on_scale = None if unscored else total * terms.out_of
        trace.note(
            SUM,
            about,
            ("score", on_scale),
            ON_SCALE,
            uses=(step,),
            by=(Rule.GIVEN if unscored else Rule.PRODUCT, (terms.out_of,)),
        )
    return Scored(participant, domains, total, step, unscored)


def _note_scale(
    out_of: Fraction,
    domain: ScoredDomain,
    steps: tuple[int, int],
    noted: tuple[tuple[str, Scope, str], Trace],
) -> None:
    about, trace = noted
    raw = domain.raw if domain.scored else None
    for name, share, step in (("score", raw, steps[0]), ("points", domain.weighted, steps[1])):
        absent = share is None or not domain.scored
        on_scale = None if share is None or absent else share * out_of
        trace.note(
            SUM,
            about,
            (name, on_scale),
            ON_SCALE,
            uses=(step,),
            by=(Rule.GIVEN if absent else Rule.PRODUCT, (out_of,)),
        )


def _share(domain: ScoredDomain) -> Fraction | None:
    """Give the share of its weight that a domain's measures earned; None where it has no score."""
    return domain.summed / domain.weight if domain.weight and domain.scored else None


def _counts(measure: ScoredMeasure) -> bool:
    return measure.factor is not None and measure.weight > 0


def _weight_words(measure: Measure, agreed: Fraction, weight: Fraction) -> str:
    if measure.status is Status.REPORTING:
        return "reporting only, never paid"
    words = f"{percent(agreed)} of the scorecard by the contract"
    if weight != agreed:
        words += ", changed by the weight of measures without a result"
    return words


def waiting(scored: Scored) -> list[ScoredMeasure]:
    """List the measures that wait for a result and keep their weight until there is one."""
    every = [measure for domain in scored.domains for measure in domain.measures]
    return [each for each in every if each.rule is Missing.DEFER and each.weight > ZERO]
