"""Shared Savings Program: what every account earned or owes, within the rounding of its inputs."""

import pytest

from comanage.rules import canonical, meaning
from comanage.rules.numbers import exact
from comanage.rules.terms import Terms
from tests.oracles import mssp
from tests.oracles import published as files


@pytest.fixture(scope="module", params=["all rows", "a shuffled half"])
def settled(request, tmp_path_factory):
    """Settle each account under the terms of its track; what became of its pool, by name."""
    rows = mssp.published()
    if request.param == "a shuffled half":
        rows = files.half(rows)
    found = {}
    for track, terms in mssp.TERMS.items():
        own = [row for row in rows if row["track"] == track]
        lines = [line for row in own for at in (-1, 0, 1) for line in mssp.figures(row, moved=at)]
        if lines:
            results = files.settled(terms, lines, tmp_path_factory.mktemp("mssp"))
            found |= {
                (who, name): value
                for (who, scope, _, name), value in results.items()
                if scope == "pool"
            }
    assert {row["track"] for row in rows} <= set(mssp.TERMS)
    return rows, found


def within(row, results, name, told, half_unit):
    """Say whether a published number lies between what its inputs may have been rounded from."""
    low, high = (exact(results[mssp.name_of(row, moved), name]) for moved in (-1, 1))
    return low - half_unit <= exact(told) <= high + half_unit


@pytest.mark.parametrize("track", mssp.TERMS)
def test_the_terms_file_of_a_track_has_no_faults(track):
    terms, found = canonical.read(Terms, mssp.TERMS[track].read_text(encoding="utf-8"))
    assert found == []
    assert meaning.faults(terms) == []


def test_what_every_account_earned_or_owes_is_reproduced(settled):
    rows, results = settled
    differing = [
        (row["aco_id"], row["earnsaveloss"], results[row["aco_id"], "earned"])
        for row in rows
        if not within(row, results, "earned", row["earnsaveloss"], mssp.DOLLAR)
    ]
    assert differing == []


def test_the_published_numbers_as_they_are_decide_who_shares_and_who_does_not(settled):
    rows, results = settled
    differing = [
        (row["aco_id"], row["earnsaveloss"], earned)
        for row in rows
        for earned in [exact(results[row["aco_id"], "earned"])]
        if bool(earned) != bool(exact(row["earnsaveloss"]))
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("name", "column", "half_unit"),
    [
        ("savings", "bnchmkminexp", mssp.DOLLAR),
        ("savings_rate", "sav_rate", mssp.RATE),
        ("sharing_rate", "finalsharerate", mssp.SCORE),
    ],
)
def test_every_number_on_the_way_is_reproduced(settled, name, column, half_unit):
    rows, results = settled
    differing = [
        (row["aco_id"], row[column], results[row["aco_id"], name])
        for row in rows
        if not within(row, results, name, row[column], half_unit)
    ]
    assert differing == []


def test_a_minimum_rate_by_size_is_the_one_of_the_table(tmp_path):
    rows = [row for row in mssp.published() if mssp.by_table(row)]
    one_sided = [{**row, "track": mssp.ONE_SIDED} for row in rows]
    lines = [line for row in one_sided for line in mssp.figures(row)]
    results = files.settled(mssp.TERMS[mssp.ONE_SIDED], lines, tmp_path)
    differing = [
        (row["aco_id"], row["n_ab"], row["minsavperc"], rate)
        for row in rows
        for rate in [results[row["aco_id"], "pool", "mssp-py2018-track-1", "minimum_rate"]]
        if abs(exact(rate) - exact(row["minsavperc"])) > mssp.RATE
    ]
    assert differing == []
