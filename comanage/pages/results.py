"""What was earned in a period: the leader's one glance, and a page for each of its measures."""

from fractions import Fraction

from flask import Blueprint, render_template

from comanage.actions import outlook
from comanage.actions import results as act
from comanage.actions.results import ResultView
from comanage.charts import bullet, payoff, pool
from comanage.charts.drawn import Drawn
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.rights import Right
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Reading
from comanage.rules.scoring import ScoredMeasure

pages = Blueprint("results", __name__, url_prefix="/agreements/<int:agreement_id>/results")


@pages.get("/<code>")
@needs(Right.STATEMENT_READ)
def period(agreement_id: int, code: str) -> str:
    """Show what was earned and why, once the period is approved."""
    with reading() as session:
        view = act.of_result(session, signed_in(), agreement_id, code)
        return render_template(
            "results/period.html",
            view=view,
            whole=_whole(view),
            bullets=_bullets(view),
            gains=outlook.of_result(session, view),
        )


@pages.get("/<code>/<measure>")
@needs(Right.STATEMENT_READ)
def measure(agreement_id: int, code: str, measure: str) -> str:
    """Show one measure of an approved period: its result, its levels, and what each would earn."""
    with reading() as session:
        found = act.of_measure(session, signed_in(), agreement_id, code, measure=measure)
        line = found.line
        return render_template(
            "results/measure.html",
            view=found.period,
            line=line,
            level=_bullet(line.measure, line.scored, line.counts),
            curve=_curve(line.measure, line.scored, line.possible),
        )


def _whole(view: ResultView) -> Drawn | None:
    if view.shown is None or not view.shown.sheet.by_domain:
        return None
    sheet = view.shown.sheet
    parts = [pool.Part(line.domain.name, line.possible, line.earned) for line in sheet.weighed]
    verb = "Scored" if sheet.changes else "Earned"
    by = " by the service line" if sheet.own_scores else ""
    title = f"{verb}{by} in {view.period.code}"
    return pool.draw(title, parts)


def _bullets(view: ResultView) -> dict[str, Drawn]:
    """Draw each measure with a result among its levels, by its code."""
    if view.shown is None:
        return {}
    drawn = {
        line.measure.code: _bullet(line.measure, line.scored, line.counts)
        for line in view.shown.sheet.measures
    }
    return {code: chart for code, chart in drawn.items() if chart is not None}


def _bullet(measure: Measure, scored: ScoredMeasure, counts: str) -> Drawn | None:
    """Draw a result among its levels; nothing where either is lacking."""
    drawn = bullet.of_measure(measure, scored, counts=counts)
    return bullet.draw(drawn) if drawn.levels and scored.value is not None else None


def _curve(measure: Measure, scored: ScoredMeasure, possible: int) -> Drawn | None:
    """Draw what each result would earn; nothing where it is never paid or has no levels."""
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
        )
    )
