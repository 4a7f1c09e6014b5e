"""What was earned in a period: the leader's one glance, and a page for each of its measures."""

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from comanage.access import may_in
from comanage.actions import asking, corrected, outlook
from comanage.actions import results as act
from comanage.actions.measure_history import histories
from comanage.actions.results import MeasureView, ResultView
from comanage.charts import control, pool
from comanage.database import reading
from comanage.pages import measure_charts as charts
from comanage.pages.person import needs, signed_in
from comanage.records import basis as bases
from comanage.records.figure_evidence import FigureEvidence, of_period
from comanage.rights import Right

pages = Blueprint("results", __name__, url_prefix="/agreements/<int:agreement_id>/results")


@pages.get("/<code>")
@needs(Right.STATEMENT_READ)
def period(agreement_id: int, code: str) -> str:
    """Show what was earned and why, once the period is approved."""
    with reading() as session:
        view = act.of_result(session, signed_in(), agreement_id, code)
        known = charts.judgements(view, histories(view.course))
        return render_template(
            "results/period.html",
            view=view,
            whole=charts.whole(view),
            strip=_strip(view),
            bullets=charts.bullets(view),
            judged=known,
            courses=charts.courses(view, known),
            projected=bases.projected(view.shown.record) if view.shown else (),
            alone=_alone(view),
            gains=outlook.of_result(session, view),
            no_gain=outlook.why_none(session, view),
            corrected=corrected.of_result(session, view),
            asking=asking.of_period(session, signed_in(), view),
            onward=outlook.is_shown(session, agreement_id),
        )


@pages.get("/<code>/<measure>")
@needs(Right.STATEMENT_READ)
def measure(agreement_id: int, code: str, measure: str) -> str:
    """Show one measure of an approved period: its result, its course, and what each result earns."""
    with reading() as session:
        found = act.of_measure(session, signed_in(), agreement_id, code, measure=measure)
        line = found.line
        history = histories(found.period.course).get(line.measure.code, ())
        xmr = charts.xmr_of(line.measure, history)
        onward = outlook.is_shown(session, agreement_id)
        return render_template(
            "results/measure.html",
            view=found.period,
            line=line,
            level=charts.bullet_of(line.measure, line.scored, line.counts),
            curve=charts.curve_of(line.measure, line.scored, line.possible, onward=onward),
            onward=onward,
            course=control.draw(xmr),
            judged=charts.judged(xmr),
            history=history,
            projecting=[one.period.code for one in found.period.course if bases.projected(one)],
            asking=asking.of_measure(session, signed_in(), found),
            evidence=_evidence(session, found),
        )


def _strip(view: ResultView) -> object:
    """Draw what was earned of the pool as one bar; nothing without a pool."""
    if view.shown is None or view.shown.sheet.possible <= 0:
        return None
    sheet = view.shown.sheet
    word = charts.word_of(view.shown.record).capitalize()
    return pool.strip(pool.Part(f"{word} in {view.period.code}", sheet.possible, sheet.earned))


def _alone(view: ResultView) -> bool:
    """Say whether one group alone takes part."""
    return (
        view.shown is not None
        and len(bases.terms_of(view.shown.record.scorecard).participants) == 1
    )


def _evidence(session: Session, found: MeasureView) -> list[FigureEvidence] | None:
    """List the evidence of a measure's figure; None where it may not be read."""
    if not may_in(signed_in(), Right.FIGURE_READ, found.period.agreement):
        return None
    own = (
        one
        for some in of_period(session, found.period.period.id).values()
        for one in some
        if one.figure.participant is None and one.figure.measure.code == found.line.measure.code
    )
    return sorted(own, key=lambda one: one.id)
