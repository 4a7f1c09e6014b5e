"""The charts of measures: a result among its levels, its course, and what each result would earn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.actions.measure_history import Past
from comanage.actions.results import ResultView
from comanage.charts import bullet, payoff, pool, spark
from comanage.charts.drawn import Drawn, money
from comanage.charts.svg import Svg
from comanage.charts.xmr import FEWEST, Xmr, target_of, written
from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.rules.domain_course import DomainCourse, domain_course
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Reading
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.variation import (
    Assurance,
    Variation,
    assurance_sentence,
    limits_sentence,
    variation_sentence,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the control chart of a measure says, in words.

    Attributes:
        variation: What its last result says of it.
        varies: That, in a sentence.
        assurance: Whether its target can be counted on.
        assured: That, in a sentence.
        limits: What its limits rest on, and whether one can rely on them.
        trial: Whether they rest on too few results.
        spark: Its last results as a small line.
    """

    variation: Variation
    varies: str
    assurance: Assurance
    assured: str
    limits: str
    trial: bool
    spark: Svg | None


def xmr_of(measure: Measure, history: Sequence[Past]) -> Xmr:
    """Take the results of a measure, oldest first, as its control chart reads them."""
    known = [(one.period, one.value) for one in history if one.value is not None]
    return Xmr(
        measure.name,
        measure.scale,
        tuple(period for period, _ in known),
        tuple(value for _, value in known),
        target_of(measure),
    )


def judged(xmr: Xmr) -> Judged | None:
    """Say what the control chart of a measure says; nothing of fewer than three results."""
    if len(xmr.values) < FEWEST:
        return None
    chart = xmr.chart

    def write(value: Fraction) -> str:
        return written(xmr.scale, value)

    return Judged(
        variation=chart.variation,
        varies=variation_sentence(chart, write=write, names=xmr.periods),
        assurance=chart.assurance,
        assured=assurance_sentence(chart, write=write),
        limits=limits_sentence(chart.latest),
        trial=xmr.trial,
        spark=spark.draw(xmr),
    )


def judgements(view: ResultView, known: Mapping[str, Sequence[Past]]) -> dict[str, Judged]:
    """Say what the control chart of each measure of a period says, by its code."""
    if view.shown is None:
        return {}
    measures = (line.measure for line in view.shown.sheet.measures)
    found = {each.code: judged(xmr_of(each, known.get(each.code, ()))) for each in measures}
    return {code: one for code, one in found.items() if one is not None}


def courses(view: ResultView, known: Mapping[str, Judged]) -> dict[str, DomainCourse]:
    """Say how each domain of a period goes, by its code."""
    if view.shown is None:
        return {}
    return {
        line.domain.code: domain_course(
            [
                known[one.measure.code].variation
                for one in line.measures
                if one.measure.code in known
            ],
            full=line.raw == 1,
        )
        for line in view.shown.sheet.domains
    }


def whole(view: ResultView) -> Drawn | None:
    """Draw what was earned and left of each domain."""
    if view.shown is None or not view.shown.sheet.by_domain:
        return None
    sheet, comes_to = view.shown.sheet, word_of(view.shown.record)
    word = pool.SCORED if sheet.changes else comes_to
    parts = [
        pool.Part(line.domain.name, line.possible, line.earned, word) for line in sheet.weighed
    ]
    by = " by the service line" if sheet.own_scores else ""
    title = f"{word.capitalize()}{by} in {view.period.code}"
    said = [pool.sentence(title, parts)]
    if not (view.limited and sheet.own_scores):  # the rest would tell what the others earned
        said += [f"{change.name}: {money(change.cents)}." for change in sheet.changes]
        said += [f"So {money(sheet.earned)} is {comes_to}."] if sheet.changes else []
    return pool.draw(title, parts, " ".join(said))


def word_of(record: Settlement) -> str:
    """Say what a settlement's dollars are called: earned, or projected while its year goes on."""
    return pool.PROJECTED if bases.projected(record) else pool.EARNED


def bullets(view: ResultView) -> dict[str, Drawn]:
    """Draw each measure with a result among its levels, by its code."""
    if view.shown is None:
        return {}
    drawn = {
        line.measure.code: bullet_of(line.measure, line.scored, line.counts)
        for line in view.shown.sheet.measures
    }
    return {code: chart for code, chart in drawn.items() if chart is not None}


def bullet_of(measure: Measure, scored: ScoredMeasure, counts: str) -> Drawn | None:
    """Draw a result among its levels; nothing where either is lacking."""
    drawn = bullet.of_measure(measure, scored, counts=counts)
    return bullet.draw(drawn) if drawn.levels and scored.value is not None else None


def curve_of(
    measure: Measure, scored: ScoredMeasure, possible: int, *, onward: bool = True
) -> Drawn | None:
    """Draw what each result would earn; nothing where it is never paid or has no levels.

    Args:
        measure: Its terms.
        scored: Where it stands.
        possible: The most it could earn, in cents.
        onward: Whether the next step may be shown.
    """
    method = method_of(measure.method)
    levels = method.levels(measure.method)

    def share(value: Fraction) -> Fraction:
        reading = Reading(value, measure.scale, scored.baseline)
        return method.earn(measure.method, reading).share

    if not possible or not levels:
        return None
    return payoff.draw(
        payoff.Payoff(
            name=measure.name,
            scale=measure.scale,
            levels=levels,
            worth=possible,
            share=share,
            value=scored.value,
            onward=onward,
        )
    )
