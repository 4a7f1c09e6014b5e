"""Worked agreements: terms and figures in, exactly the expected results out."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from comanage.cli import main

CASES = sorted(folder.parent for folder in Path(__file__).parent.glob("*/expected.csv"))
GOLDEN = {
    # published structures, with illustrative figures
    "p1_benchmark_tiers",
    "p2_pass_through",
    "p3_savings_share", "p3_savings_share_floor",
    "p4_straight_line", "p4_multiplier", "p4_closed_gate",
    "p5_domain_not_scored",
    "p6_points",
    "p8_full_pay_first",
    # illustrative calculations
    "i1_linear",
    "i2_bands",
    "i3_forfeit", "i3_redistribute_all", "i3_redistribute_domain", "i3_deem_at_target",
    "i3b_forfeit", "i3b_redistribute_all", "i3b_redistribute_domain", "i3b_deem_at_target",
    "i4_gate",
    "i5_equal", "i5_headcount", "i5_ownership", "i5_accepted_hours", "i5_own_score", "i5_blend",
    "i5_fixed_shares",
    "i6_true_up", "i6_recovery", "i6_cumulative",
    "i7_by_days", "i7_by_months",
    "i8_fmv_cap",
    "i9_before", "i9_after",
    "i10_precision_0", "i10_precision_1",
    "i11_improvement",
}  # fmt: skip


def expected(folder):
    """Read what must come out; its columns say by what a result is told from others."""
    rows = list(csv.DictReader((folder / "expected.csv").read_text("utf-8").splitlines()))
    return tuple(column for column in rows[0] if column != "value"), rows


def settled(folder):
    files = [str(folder / "terms.json"), str(folder / "figures.csv")]
    done = CliRunner().invoke(main, ["settle", *files, "--lines"])
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def values(rows, columns):
    """Collect the values of each result: two where the columns do not tell them apart."""
    found = {}
    for row in rows:
        found.setdefault(tuple(row[column] for column in columns), []).append(row["value"])
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_worked_agreement_comes_out_to_the_cent(folder):
    columns, rows = expected(folder)
    results, wanted = values(settled(folder), columns), values(rows, columns)
    assert {key: results.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_worked_agreement_expects_money_and_factors(folder):
    _, rows = expected(folder)
    assert {"earned"} <= {row["result"] for row in rows}


def test_the_golden_cases_are_all_here():
    assert GOLDEN - {folder.name for folder in CASES} == set()
