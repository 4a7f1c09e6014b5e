"""The trend of an agreement: what was earned period by period, and how each measure went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template

from comanage.access import allowed
from comanage.actions import results as act
from comanage.actions.measure_history import Past, histories, in_time
from comanage.actions.own_results import sum_is_told
from comanage.actions.results import ResultView
from comanage.charts import pool
from comanage.charts.drawn import Drawn
from comanage.database import reading
from comanage.pages.measure_charts import Judged, judged, word_of, xmr_of
from comanage.pages.person import needs, signed_in
from comanage.records import basis as bases
from comanage.records import overview
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.rules.measure import Measure

pages = Blueprint("trends", __name__, url_prefix="/agreements/<int:agreement_id>")

NO_SUM = "Each bar counts its contract year so far, so that they do not add up."
MOST = 12  # periods in a row of bars: three years of quarters


@dataclass(frozen=True, slots=True)
class Course:
    """How one measure went.

    Attributes:
        measure: The measure, as agreed now.
        last: What it came to in the last period with a result of it.
        judged: What its control chart says; nothing of fewer than three results.
    """

    measure: Measure
    last: Past
    judged: Judged | None


@pages.get("/trend")
@needs(Right.STATEMENT_READ)
def of_agreement(agreement_id: int) -> str:
    """Show what was earned in each approved period, and how each measure went over them."""
    with reading() as session:
        allowed(session, signed_in(), Right.STATEMENT_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        last = overview.approved_periods(session, [agreement_id]).get(agreement_id, "")
        view = act.of_result(session, signed_in(), agreement_id, last) if last else None
        return render_template(
            "results/trend.html",
            agreement=agreement,
            last=last,
            record=view.shown.record if view and view.shown else None,
            earned=_earned(view) if view else None,
            domains=_domains(view) if view else (),
            linked={line.measure.code for line in view.shown.sheet.measures}
            if view and view.shown
            else frozenset(),
        )


def _earned(view: ResultView) -> Drawn | None:
    """Draw what was earned of each period; nothing where it goes by each group's own score."""
    records = [one for one in in_time(view.course) if one.possible_cents > 0]
    if not records or (view.limited and not all(sum_is_told(one) for one in records)):
        return None
    parts = [
        pool.Part(one.period.code, one.possible_cents, one.earned_cents, word_of(one))
        for one in records[-MOST:]
    ]
    if all(part.word == pool.EARNED for part in parts):
        return pool.draw("Earned by period", parts)
    last = parts[-1]
    said = pool.sentence(last.name, [last])
    return pool.draw("The contract year to date, by period", parts, f"{said} {NO_SUM}")


def _domains(view: ResultView) -> Sequence[tuple[str, list[Course]]]:
    """List the measures by domain, each with its last result and what its chart says."""
    if view.shown is None:
        return ()
    known = histories(view.course)
    terms = bases.terms_of(view.shown.record.scorecard)
    return [
        (domain.name, courses)
        for domain in terms.domains
        if (courses := [*_courses(domain.measures, known)])
    ]


def _courses(measures: Sequence[Measure], known: Mapping[str, Sequence[Past]]) -> list[Course]:
    return [
        Course(each, known[each.code][-1], judged(xmr_of(each, known[each.code])))
        for each in measures
        if known.get(each.code)
    ]
