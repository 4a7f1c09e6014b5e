"""The payoff curves of the what-if page: what each result earns, where a measure is tried."""

from dataclasses import replace

from comanage.actions.whatif import WhatIf
from comanage.charts.drawn import Drawn
from comanage.pages.measure_charts import curve_of
from comanage.pages.whatif_fields import Filled, Row
from comanage.rules import figures
from comanage.rules.scoring import ScoredMeasure


def curves(found: WhatIf, filled: Filled) -> dict[str, Drawn]:
    """Draw what each measure of the service line can earn, by its code.

    Each is worth what it was worth as it stood. Groups with scorecards of their own, and measures
    without dollars of their own, have no curve.
    """
    shown = found.view.shown
    if shown is None or found.whose or not shown.sheet.by_domain:
        return {}
    lines = {line.measure.code: line for line in shown.sheet.measures}
    drawn = {}
    for row in filled.rows:
        line = lines.get(row.subject.measure.code)
        if line is None or not line.paid:
            continue
        curve = curve_of(line.measure, _tried(row, line.scored), line.possible)
        if curve is not None:
            drawn[line.measure.code] = curve
    return drawn


def _tried(row: Row, scored: ScoredMeasure) -> ScoredMeasure:
    """Put the result that is tried in the place of the one that stood."""
    if row.tried is None or row.faulty:
        return scored
    measure = row.subject.measure
    value = figures.result(row.tried, measure)
    return scored if value is None else replace(scored, value=measure.scale.at_precision(value))
