"""Hospital Value-Based Purchasing: every published point and score, from terms and figures."""

import pytest

from comanage.rules import canonical, meaning
from comanage.rules.numbers import exact
from comanage.rules.terms import Terms
from tests.oracles import hvbp
from tests.oracles import published as files


@pytest.fixture(scope="module")
def terms():
    read, found = canonical.read(Terms, hvbp.TERMS.read_text(encoding="utf-8"))
    assert found == []
    return read


@pytest.fixture(scope="module", params=["all rows", "a shuffled half"])
def settled(request, tmp_path_factory):
    """Settle the published rows: those of measures, those of hospitals, and what comes out."""
    rows, totals = hvbp.published(), hvbp.totals()
    if request.param == "a shuffled half":
        hospitals = {row["ccn"] for row in files.half(totals)}
        totals = [row for row in totals if row["ccn"] in hospitals]
        rows = files.shuffled([row for row in rows if row["ccn"] in hospitals])
    lines = hvbp.figures(rows) + hvbp.ssi_weights(rows, {row["ccn"]: row for row in totals})
    return rows, totals, files.settled(hvbp.TERMS, lines, tmp_path_factory.mktemp("hvbp"))


def test_the_terms_file_has_no_faults(terms):
    assert meaning.faults(terms) == []


def test_the_terms_file_states_the_published_levels(terms):
    for row in hvbp.definitions():
        measure = terms.measure(row["measure"])
        assert measure.better == row["direction"]
        assert measure.method.threshold == exact(row["achievement_threshold"])
        assert measure.method.benchmark == exact(row["benchmark"])


def test_consistency_runs_from_each_published_floor_to_the_threshold(terms):
    ways = {
        part.measure: (part.start, part.end)
        for part in terms.measure("HCAHPS-CONSISTENCY").method.parts
    }
    assert ways == {
        row["measure"]: (exact(row["floor"]), exact(row["achievement_threshold"]))
        for row in hvbp.definitions()
        if row["floor"]
    }


def test_every_published_point_and_score_is_reproduced_to_its_last_place(settled):
    rows, totals, results = settled
    published = [
        ((row["ccn"], "measure", row["measure"], name), row[column])
        for row in rows
        for name, column in hvbp.POINTS.items()
    ]
    published += [
        ((row["ccn"], *about), row[column])
        for row in totals
        for column, about in hvbp.TOTALS.items()
    ]
    differing = [
        (key, told, results.get(key, ""))
        for key, told in published
        if files.number(results.get(key, "")) != files.number(told)
    ]
    assert differing == []
