"""Worked agreements: terms and figures in, exactly the expected results out."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from comanage.cli import main

CASES = sorted(folder.parent for folder in Path(__file__).parent.glob("*/expected.csv"))


def expected(folder):
    with (folder / "expected.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row["scope"], row["code"], row["result"]): row["value"] for row in csv.DictReader(file)
        }


def settled(folder):
    files = [str(folder / "terms.json"), str(folder / "figures.csv")]
    done = CliRunner().invoke(main, ["settle", *files, "--lines"])
    assert done.exit_code == 0, done.output
    return {
        (row["scope"], row["code"], row["result"]): row["value"]
        for row in csv.DictReader(io.StringIO(done.stdout))
    }


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_worked_agreement_comes_out_to_the_cent(folder):
    results, wanted = settled(folder), expected(folder)
    assert {key: results.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_worked_agreement_expects_money_and_factors(folder):
    assert {"earned"} <= {result for _, _, result in expected(folder)}


def test_the_golden_cases_are_all_here():
    named = {folder.name for folder in CASES}
    assert named >= {"i1_linear", "i2_bands", "i5_equal", "i5_fixed_shares"}
    assert named >= {"i10_precision_0", "i10_precision_1"}
