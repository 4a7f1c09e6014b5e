"""Hospital-Acquired Condition Reduction: every total score, and every payment reduction."""

import pytest

from comanage.rules import canonical, meaning
from comanage.rules.terms import Terms
from tests.oracles import hac
from tests.oracles import published as files

TOTAL, GATE = ("scorecard", "hac-fy2024", "total"), ("scorecard", "hac-fy2024", "gate")


@pytest.fixture(scope="module", params=["all rows", "a shuffled half"])
def settled(request, tmp_path_factory):
    """Settle the published rows, or half of them in no order."""
    rows = hac.published()
    if request.param == "a shuffled half":
        rows = files.half(rows)
    lines = files.shuffled(hac.figures(rows, closer=True))
    return rows, files.settled(hac.TERMS, lines, tmp_path_factory.mktemp("hac"))


@pytest.fixture(scope="module")
def as_published(tmp_path_factory):
    """Settle the published rows from the values alone, to no more places than they have."""
    rows = hac.published()
    return rows, files.settled(hac.TERMS, hac.figures(rows), tmp_path_factory.mktemp("hac"))


def test_the_terms_file_has_no_faults():
    terms, found = canonical.read(Terms, hac.TERMS.read_text(encoding="utf-8"))
    assert found == []
    assert meaning.faults(terms) == []


def test_every_total_score_is_reproduced_and_nobody_without_a_score_has_one(settled):
    rows, results = settled
    for row in rows:
        total = files.number(results[(row["ccn"], *TOTAL)])
        told = files.number(row["total_hac_score"])
        assert (total is None) == (told is None), row["ccn"]
        assert total is None or abs(total - told) <= 2 * hac.SCORE, row["ccn"]


def test_every_payment_reduction_follows_from_the_gate(settled):
    rows, results = settled
    differing = [
        (row["ccn"], row["payment_reduction"], results[(row["ccn"], *GATE)])
        for row in rows
        if (results[(row["ccn"], *GATE)] == "0") != (row["payment_reduction"] == "Yes")
    ]
    assert differing == []
    assert {value for key, value in results.items() if key[1:] == GATE} <= {"0", "1"}


@pytest.mark.parametrize("code", hac.MEASURES)
def test_every_standard_score_follows_from_the_published_value_alone(as_published, code):
    rows, results = as_published
    rough = hac.ROUGH.get(code, 0) / hac.constants(code).deviation
    for row in rows:
        z = files.number(results.get((row["ccn"], "measure", code, "z"), ""))
        told = files.number(row[hac.column(code, "wz")])
        assert (z is None) == (told is None), row["ccn"]
        assert z is None or abs(z - told) <= 2 * hac.SCORE + rough, row["ccn"]


def test_every_total_score_follows_from_the_published_values_alone(as_published):
    rows, results = as_published
    for row in rows:
        total = files.number(results[(row["ccn"], *TOTAL)])
        if total is None:
            continue
        weight = files.number(results[row["ccn"], "measure", "PSI-90", "weight"])
        rough = weight * hac.ROUGH["PSI-90"] / hac.constants("PSI-90").deviation
        assert abs(total - files.number(row["total_hac_score"])) <= 2 * hac.SCORE + rough, row[
            "ccn"
        ]
