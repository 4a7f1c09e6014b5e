"""comanage whatif: from files to a comparison and to what it would take."""

import json

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.demo.health_system import FOLDER
from comanage.rules import canonical
from comanage.rules.outlook import Outlook
from comanage.rules.whatif import Comparison

TERMS, FIGURES = FOLDER / "orthopedics.json", FOLDER / "orthopedics.csv"
HEADING = "period,participant,measure,value,numerator,denominator,baseline,absent\n"


def whatif(*arguments, status=0):
    done = CliRunner().invoke(main, ["whatif", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.stderr if status else done.stdout


@pytest.fixture
def changes(tmp_path):
    """A way to write the changed rows to a file."""

    def write(*rows):
        file = tmp_path / "changes.csv"
        file.write_text(HEADING + "".join(f"{row}\n" for row in rows))
        return file

    return write


WORSE = "2026-Q2,,readmit-30,,9,192,,"


def test_a_change_is_shown_as_a_table_whose_columns_add_up_and_in_sentences(changes):
    lines = whatif(TERMS, FIGURES, changes(WORSE)).splitlines()
    assert lines[0] == "2026-Q2, compared"
    assert lines[1].split() == ["before", "after", "difference"]
    told = {line[:42].strip(): line[42:].split() for line in lines[2 : lines.index("")]}
    assert told["Readmission within 30 days, hip and knee"] == [
        "$12,000.00", "$9,187.50", "-$2,812.50",
    ]  # fmt: skip
    assert told["Quality"][-1] == told["Score"][-1] == told["Earned"][-1] == "-$2,812.50"
    assert lines[-1].startswith("Tamarack Hand & Spine: $52,490.18 instead of $53,896.43")


def test_a_change_that_changes_nothing_says_so(changes):
    assert whatif(TERMS, FIGURES, changes("2026-Q2,,readmit-30,,8,192,,")).endswith(
        "\nNothing changes.\n"
    )


def test_routes_need_no_changes_and_stand_by_their_dollars():
    lines = whatif(TERMS, FIGURES, "--routes", "--period", "2026-Q2").splitlines()
    assert lines[0] == "2026-Q2, what would earn more"
    assert lines[2] == (
        "  Readmission within 30 days, hip and knee: 2 fewer cases (6 of 192 instead of 8)"
        " reach maximum (3.5% or less): $3,000.00."
    )
    assert "Measures whose own figure would earn no more" in lines


def test_without_changes_every_period_of_the_figures_is_looked_at():
    told = json.loads(whatif(TERMS, FIGURES, "--routes", "--json"))
    assert [one["period"] for one in told] == [
        "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"
    ]  # fmt: skip


def test_changes_and_routes_come_together_and_the_routes_start_from_the_changes(changes):
    plain = whatif(TERMS, FIGURES, changes(WORSE), "--routes", "--json").rstrip("\n")
    compared, ahead = json.loads(plain)
    assert canonical.read(Comparison, json.dumps(compared))[1] == []
    outlook, faults = canonical.read(Outlook, json.dumps(ahead))
    assert faults == []
    (route,) = [one for one in outlook.routes if one.measure == "readmit-30"]
    assert (route.reaches, route.cases, route.cents) == ("target", -1, 281250)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param("2026-Q2,,nothing,1,,,,", "no measure nothing", id="an unknown measure"),
        pytest.param("2026-Q2,,home,840,,,,", "more than 100", id="outside its unit"),
        pytest.param("2026-Q4,,home,84,,,,", "no figure for 2026-Q4", id="a period not there yet"),
    ],
)
def test_faults_are_said_with_their_file(changes, row, sentence):
    assert sentence in whatif(TERMS, FIGURES, changes(row), status=1)


def test_an_empty_file_and_an_unknown_period_are_refused(changes):
    assert "There is no figure in this file." in whatif(TERMS, FIGURES, changes(), status=1)
    told = whatif(TERMS, FIGURES, "--routes", "--period", "2031", status=1)
    assert told == f"{FIGURES}: The terms know no period 2031.\n"


def test_neither_changes_nor_routes_is_wrong_use():
    assert "Give CHANGES, or ask for --routes." in whatif(TERMS, FIGURES, status=2)


def test_scores_without_dollars_are_compared_in_points(changes, tmp_path):
    told = json.loads(TERMS.read_text())
    for entry in ("funding", "allocation", "pool"):
        told.pop(entry, None)
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(told))
    line = next(
        line for line in whatif(terms, FIGURES, changes(WORSE)).splitlines()
        if line.startswith("Score ")
    )  # fmt: skip
    assert line.split()[1:] == ["71.861905%", "69.986905%", "-1.875", "points"]
