"""The heatmap of an agreement: its measures over the periods and by group, never for leaders."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from flask import Blueprint, render_template, request

from comanage.actions import heatmaps as act
from comanage.actions.heatmaps import Results
from comanage.actions.measure_history import Past
from comanage.charts import heatmap
from comanage.charts.heatmap import Cell, Heatmap, Row
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

pages = Blueprint("heatmaps", __name__, url_prefix="/agreements/<int:agreement_id>")

LOWEST = "lowest"  # the order that puts the lowest results first


@pages.get("/heatmap")
@needs(Right.SETTLEMENT_READ)
def of_agreement(agreement_id: int) -> str:
    """Show every measure over the approved periods, and by group where groups have scorecards."""
    lowest = request.args.get("order") == LOWEST
    with reading() as session:
        found = act.of_agreement(session, signed_in(), agreement_id)
        return render_template(
            "results/heatmap.html",
            agreement=found.agreement,
            lowest=lowest,
            maps=_maps(found, lowest=lowest),
            by_domain=heatmap.by_domain,
        )


def _maps(found: Results, *, lowest: bool) -> list[Heatmap]:
    periods = {code: code for code in found.periods}
    made = (
        ("Measures by period", periods, found.by_period or {}),
        ("Measures by group", found.groups or {}, found.by_group or {}),
    )
    return [
        Heatmap(
            title,
            tuple(columns.values()),
            heatmap.lowest_first(rows) if lowest else tuple(rows),
        )
        for title, columns, results in made
        if (rows := [*_rows(found, columns, results)])
    ]


def _rows(
    found: Results, columns: Mapping[str, str], results: Mapping[str, Mapping[str, Past]]
) -> Iterator[Row]:
    """Lay out the measures that have any result, a cell a column."""
    for domain, code, name in found.measures:
        own = results.get(code, {})
        every = [own.get(column) for column in columns]
        if any(every):
            cells = tuple(None if past is None else _cell(past) for past in every)
            yield Row(code, name, domain, cells, _standing(every, last=results is found.by_period))


def _cell(past: Past) -> Cell:
    if past.value is None:
        return heatmap.absent(past.absent)
    return heatmap.cell(past.shown, past.reached, past.place, past.levels)


def _standing(every: Sequence[Past | None], *, last: bool) -> Fraction | None:
    """Say how far a measure came: its last result, or the lowest among groups."""
    known = [
        Fraction(past.place, past.levels)
        for past in every
        if past is not None and past.value is not None and past.levels
    ]
    if not known:
        return None
    return known[-1] if last else min(known)
