"""What was earned in a period: the leader's one glance, with the reason of every number."""

from flask import Blueprint, render_template

from comanage.access import Right
from comanage.actions import results as act
from comanage.actions.results import ResultView
from comanage.charts import bullet, pool
from comanage.charts.drawn import Drawn
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.rules.methods import method_of

pages = Blueprint("results", __name__, url_prefix="/agreements/<int:agreement_id>/results")


@pages.get("/<code>")
@needs(Right.STATEMENT_READ)
def period(agreement_id: int, code: str) -> str:
    """Show what was earned and why, once the period is approved."""
    with reading() as session:
        view = act.of_result(session, signed_in(), agreement_id, code)
        return render_template(
            "results/period.html", view=view, whole=_whole(view), bullets=_bullets(view)
        )


def _whole(view: ResultView) -> Drawn | None:
    if view.shown is None:
        return None
    parts = [
        pool.Part(line.domain.name, line.possible, line.earned) for line in view.shown.sheet.domains
    ]
    return pool.draw(f"Earned in {view.period.code}", parts)


def _bullets(view: ResultView) -> dict[str, Drawn]:
    """Draw each measure with a result among its levels, by its code."""
    if view.shown is None:
        return {}
    return {
        line.measure.code: bullet.draw(
            bullet.Bullet(
                name=line.measure.name,
                scale=line.measure.scale,
                levels=method_of(line.measure.method).levels(line.measure.method),
                value=line.scored.value,
                counts=line.counts,
                reached=line.scored.level,
            )
        )
        for line in view.shown.sheet.measures
        if line.scored.value is not None
    }
