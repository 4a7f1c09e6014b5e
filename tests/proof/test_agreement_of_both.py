"""The engine and the second calculator agree: on the worked agreements and on any others."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.proof.by_methods import SCORES
from tests.proof.by_numbers import number, round_to
from tests.proof.calculator import calculate
from tests.proof.comparison import told_of
from tests.proof.generator import agreement
from tests.proof.reach import covered, short

FOLDERS = sorted((Path(__file__).parents[1] / "cases").glob("*/expected.csv"))
BATCHES = [range(first, first + 25) for first in range(0, 300, 25)]


def worked_results(folder):
    """Calculate a worked agreement a second time, by period, whose it is, code and result."""
    terms = json.loads(folder.with_name("terms.json").read_text("utf-8"), parse_float=str)
    rows = list(csv.DictReader(folder.with_name("figures.csv").read_text("utf-8").splitlines()))
    return {
        (period, *where): round_to(value, 12)
        for period in {row["period"] for row in rows}
        for where, value in calculate(terms, rows, period).items()
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_second_calculator_reproduces_the_worked_agreements(folder):
    found = worked_results(folder)
    only = {where[0] for where in found}
    for row in csv.DictReader(folder.read_text("utf-8").splitlines()):
        code = row["code"]
        owner = row.get("participant") or (code if row["scope"] == "payout" else "")
        where = (row.get("period") or min(only), owner, row["scope"], code, row["result"])
        assert found.get(where) == number(row["value"]), where


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
@pytest.mark.trust("D7")
def test_the_engine_and_the_second_calculator_agree_on_any_agreement(seeds):
    found = {seed: told_of(seed) for seed in seeds}
    assert {seed: differs for seed, differs in found.items() if differs} == {}


def test_the_same_seed_draws_the_same_agreement_again():
    assert agreement(7) == agreement(7)
    assert agreement(7) != agreement(8)


def test_a_wrong_factor_would_be_found(monkeypatch):
    monkeypatch.setitem(SCORES, "bands", lambda *_, **__: {"factor": number("1/97")})
    assert any("factor" in line for seed in range(10) for line in told_of(seed))


def test_the_drawn_agreements_reach_into_every_corner():
    counted = Counter()
    for seed in range(300):
        counted += covered(*agreement(seed))
    few, _ = short(counted, 300)
    assert few == []
