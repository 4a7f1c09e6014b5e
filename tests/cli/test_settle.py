"""comanage settle: from two files to every number, and what it says of files that will not do."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.demo.health_system import FOLDER
from comanage.rules import canonical
from comanage.rules.settled import Settlement
from comanage.rules.trace import LINE_COLUMNS, RESULT_OF

TERMS, FIGURES = FOLDER / "orthopedics.json", FOLDER / "orthopedics.csv"
CASES = Path(__file__).parents[1] / "cases"
HEADING = "period,participant,measure,value,numerator,denominator,baseline,absent\n"


def settle(*arguments):
    return CliRunner().invoke(main, ["settle", *map(str, arguments)])


def lines_of(done):
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_every_period_of_the_figures_is_settled():
    periods = [one["period"] for one in json.loads(settle(TERMS, FIGURES).stdout)]
    assert periods == [
        "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"
    ]  # fmt: skip


def test_one_period_can_be_asked_for_and_is_a_list_of_one():
    found = json.loads(settle(TERMS, FIGURES, "--period", "2026-Q2").stdout)
    assert [(one["period"], one["earned"]) for one in found] == [("2026-Q2", 10779286)]


def test_the_result_is_canonical_text_that_reads_back_as_settlements():
    plain = settle(TERMS, FIGURES, "--period", "2026-Q2").stdout.removesuffix("\n")
    settlements, faults = canonical.read(tuple[Settlement, ...], plain)
    assert faults == []
    assert canonical.text(settlements) == plain
    assert settlements[0].steps[0].because == "the contract fixes $150,000.00 for the period"


def test_lines_name_every_result_in_the_columns_that_the_manual_lists():
    done = settle(TERMS, FIGURES, "--lines")
    assert done.stdout.splitlines()[0] == ",".join(LINE_COLUMNS)
    named = {line["result"] for line in lines_of(done)}
    assert {"value", "factor", "weighted", "total", "earned", "payable"} <= named <= set(RESULT_OF)


def test_lines_are_sorted_by_period_participant_and_scope():
    lines = lines_of(settle(TERMS, FIGURES, "--lines"))
    scopes = ["measure", "domain", "scorecard", "pool", "payout"]
    keys = [(one["period"], one["participant"], scopes.index(one["scope"])) for one in lines]
    assert keys == sorted(keys)
    assert len({key[0] for key in keys}) == 9


def test_lines_write_money_to_the_cent_and_an_absent_result_as_nothing():
    lines = lines_of(settle(TERMS, FIGURES, "--lines", "--period", "2026-Q3"))
    values = {(one["scope"], one["code"], one["result"]): one["value"] for one in lines}
    assert values["pool", "ORTHO", "earned"] == "117683.57"
    assert values["measure", "ssi-sir", "value"] == ""
    assert values["measure", "ssi-sir", "weight"] == "0"


def test_printed_lines_add_up_to_the_pool():
    lines = lines_of(settle(TERMS, FIGURES, "--lines", "--period", "2026-Q2"))

    def total(scope):
        found = [one["value"] for one in lines if (one["scope"], one["result"]) == scope]
        return sum(map(Fraction, found))

    earned = Fraction("107792.86")
    assert total(("measure", "earned")) == total(("domain", "earned")) == earned
    assert total(("payout", "payable")) == earned


def test_the_order_of_the_figures_makes_no_difference(tmp_path):
    heading, *rows = FIGURES.read_text().splitlines(keepends=True)
    shuffled = tmp_path / "shuffled"
    shuffled.write_text(heading + "".join(reversed(rows)))
    assert settle(TERMS, shuffled).stdout == settle(TERMS, FIGURES).stdout


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param("2026-Q2,,nothing,1,,,,\n", "no measure nothing", id="an unknown measure"),
        pytest.param("2031-Q2,,turnover,1,,,,\n", "no period 2031-Q2", id="an unknown period"),
        pytest.param("2026-Q2,,home,840,,,,\n", "840 is more than 100", id="outside its unit"),
        pytest.param("2026-Q2,,home,,9,8,,\n", "9 is more than the denominator 8", id="9 of 8"),
        pytest.param("2026-Q2,,home,,,,,\n", "or the reason", id="an empty value is no zero"),
        pytest.param(
            "2026-Q2,,home,84,,,,\n2026-Q2,,home,85,,,,\n", "already given", id="a figure twice"
        ),
        pytest.param("2026-Q2,GFBJ,home,84,,,,\n", "as a whole", id="a participant's own figure"),
        pytest.param("2026-Q2,,home,84,,,,\n", "no figure for 2026-Q2", id="figures that lack"),
        pytest.param("", "no figure", id="a heading alone"),
    ],
)
def test_faults_of_figures_are_said_with_their_file(tmp_path, rows, sentence):
    figures = tmp_path / "figures.csv"
    figures.write_text(HEADING + rows)
    done = settle(TERMS, figures)
    assert (done.exit_code, done.stdout) == (1, "")
    assert all(line.startswith(str(figures)) for line in done.stderr.splitlines())
    assert sentence in done.stderr


def test_all_faults_come_at_once_each_on_a_line_with_its_row(tmp_path):
    figures = tmp_path / "figures.csv"
    figures.write_text(HEADING + "2026-Q2,,nothing,1,,,,\n2026-Q2,,home,840,,,,\n")
    lines = settle(TERMS, figures).stderr.splitlines()
    assert [("row 2" in line, "row 3" in line) for line in lines] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("case", "rows", "faults"),
    [
        pytest.param(
            "i1_linear",
            [
                "2027,,FIRST-CASE,840,,,,",
                "2027,,HCAHPS,69.9,,,,not submitted",
                "2027,,SSI,,,,,",
                "2027,,KNEES,12,,,,",
                "2027,,TURNOVER,24,,,,",
                "2027,,TURNOVER,25,,,,",
                "2028,,IMPLANT,abc,,,,",
                "2027,,MILESTONES,4.5,,,,",
                "2027,group,ATTENDANCE,90,,,,",
                ",,SUPPLY,101,,,,",
            ],
            [
                ("row 2, column value", "840 is more than 100"),
                ("row 3, column absent", "with a reason for its absence has no value"),
                ("row 4, column value", "or the reason why there is none"),
                ("row 5, column measure", "no measure KNEES"),
                ("row 7", "Room turnover, 2027, was already given at row 6"),
                ("row 8, column value", "“abc” is not a number"),
                ("row 8, column period", "no period 2028"),
                ("row 9, column value", "4.5 is not a whole number"),
                ("row 10, column participant", "for the service line as a whole"),
                ("row 11, column period", "Give the period"),
            ],
            id="one scorecard",
        ),
        pytest.param(
            "i5_own_score",
            [
                "2027,,PATHWAY,,361,350,,",
                "2027,east,PATHWAY,82 %,,,,",
                "2027,east,PATHWAY,,82,100,,",
                "2027,west,PATHWAY,64,,,,",
                "2027,north,PATHWAY,,96,,,",
                "2027,south,PATHWAY,,95,0,,",
                "2027,south,PATHWAY,90,95,100,,too few cases",
            ],
            [
                ("row 2, column numerator", "361 is more than the denominator 350"),
                (
                    "row 4",
                    "Care pathway followed of Eastgate Orthopaedics, 2027, was already given at row 3",
                ),
                ("row 5, column participant", "no participant west"),
                ("row 6, column denominator", "Give the denominator too"),
                ("row 7, column denominator", "must be more than 0"),
                ("row 8, column absent", "with a reason for its absence has no value"),
                ("row 8, column value", "90.0% is not 95, the quotient of the counts"),
                ("row 8", ", 2027, was already given at row 7"),
            ],
            id="a scorecard for each participant",
        ),
        pytest.param(
            "p1_benchmark_tiers",
            [
                "2027,,ENGAGEMENT,76.4,,,,",
                "2027,,EXPERIENCE,70.9,,,680,",
                "2027,,PATHWAY,2027-01-31,,,86.0,",
                "2027,,SUPPLY-COST,5 %,,,2510,",
                "2027,,CASE-MIX,1.6,,,,too few cases",
            ],
            [
                ("row 2, column baseline", "the result is compared with it"),
                ("row 3, column baseline", "680 is more than 100"),
                ("row 4, column value", "2027-01-31 is a date"),
                ("row 5, column value", "the measure counts in: dollars"),
                ("row 6, column absent", "with a reason for its absence has no value"),
            ],
            id="results against a baseline",
        ),
    ],
)
def test_a_file_of_nonsense_is_refused_with_every_place_and_reason(tmp_path, case, rows, faults):
    figures = tmp_path / "figures.csv"
    figures.write_text(HEADING + "\n".join(rows))
    done = settle(CASES / case / "terms.json", figures)
    assert (done.exit_code, done.stdout) == (1, "")
    told = [line.removeprefix(f"{figures}, ") for line in done.stderr.splitlines()]
    assert [line.partition(": ")[0] for line in told] == [place for place, _ in faults]
    assert [line for line, (_, words) in zip(told, faults, strict=True) if words not in line] == []


def test_faults_of_terms_are_said_with_their_place(tmp_path):
    told = json.loads(TERMS.read_text())
    told["domains"][0]["weight"] = "0.5"
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(told))
    done = settle(terms, FIGURES)
    assert done.exit_code == 1
    assert "The weights of the domains add up to 110%, not to 100%." in done.stderr
    assert all(line.startswith(str(terms)) for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        pytest.param(b"weights: 15", "not a JSON document", id="no JSON"),
        pytest.param(b"\xff\xfe{", "not UTF-8", id="another encoding"),
        pytest.param(b"[]", "curly brackets", id="a list"),
        pytest.param(b'{"code": "A", "codes": "B"}', "no such entry", id="an unknown entry"),
    ],
)
def test_terms_that_are_none_are_refused(tmp_path, contents, sentence):
    terms = tmp_path / "terms.json"
    terms.write_bytes(contents)
    done = settle(terms, FIGURES)
    assert done.exit_code == 1
    assert sentence in done.stderr


def test_a_file_that_is_not_there_is_refused(tmp_path):
    done = settle(TERMS, tmp_path / "none.csv")
    assert (done.exit_code, done.stderr) == (1, f"There is no file {tmp_path / 'none.csv'}.\n")


def test_a_folder_is_refused(tmp_path):
    done = settle(tmp_path, FIGURES)
    assert (done.exit_code, done.stderr) == (1, f"{tmp_path} cannot be read: Is a directory.\n")


def test_figures_in_another_encoding_are_refused(tmp_path):
    figures = tmp_path / "figures.csv"
    figures.write_bytes(f"{HEADING}2026-Q2,,home,84,,,,é\n".encode("latin-1"))
    done = settle(TERMS, figures)
    assert done.exit_code == 1
    assert "not UTF-8" in done.stderr


def test_a_missing_argument_is_wrong_use():
    assert settle(TERMS).exit_code == 2
