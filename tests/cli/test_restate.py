"""comanage restate: what a correction pays or recovers, from files alone."""

import json

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.demo.health_system import FOLDER
from comanage.rules import canonical
from comanage.rules.restatement import Restatement

TERMS, FIGURES = FOLDER / "orthopedics.json", FOLDER / "orthopedics.csv"
HEADING = "period,participant,measure,value,numerator,denominator,baseline,absent\n"


def restate(*arguments, status=0):
    done = CliRunner().invoke(main, ["restate", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.stderr if status else done.stdout


@pytest.fixture
def corrected(tmp_path):
    """The corrected rows alone: one more readmission in one period."""
    file = tmp_path / "corrected.csv"
    file.write_text(f"{HEADING}2026-Q2,,readmit-30,,9,192,,\n")
    return file


EXPECTED = """\
2026-Q2, corrected on 2026-09-01
  Granite Fork Bone & Joint: earned $52,490.18 instead of $53,896.43, so $1,406.25 is recovered.
  Tamarack Hand & Spine: earned $52,490.18 instead of $53,896.43, so $1,406.25 is recovered.
  Together: $0.00 is paid, $2,812.50 is recovered.
"""


def test_a_correction_recovers_from_each_participant_by_its_share(corrected):
    assert restate(TERMS, FIGURES, corrected, "--on", "2026-09-01") == EXPECTED


def test_the_whole_corrected_file_says_the_same_of_its_period(tmp_path):
    whole = tmp_path / "whole.csv"
    was, now = "2026-Q2,,readmit-30,,8,192,,", "2026-Q2,,readmit-30,,9,192,,"
    assert was in FIGURES.read_text()
    whole.write_text(FIGURES.read_text().replace(was, now))
    told = restate(TERMS, FIGURES, whole, "--on", "2026-09-01", "--period", "2026-Q2")
    assert told == EXPECTED


def test_json_reads_back_as_restatements(corrected):
    plain = restate(TERMS, FIGURES, corrected, "--on", "2026-09-01", "--json").rstrip("\n")
    (one,), faults = canonical.read(tuple[Restatement, ...], plain)
    assert faults == []
    assert (one.recovered, one.on.isoformat()) == (281250, "2026-09-01")


def test_a_day_after_the_look_back_recovers_nothing(corrected, tmp_path):
    told = json.loads(TERMS.read_text())
    told["restatement"] = {"look_back_months": 24}
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(told))
    ends = next(one["ends"] for one in told["periods"] if one["code"] == "2026-Q2")
    assert ends == "2026-06-30"
    assert "is recovered." in restate(terms, FIGURES, corrected, "--on", "2028-06-30")
    late = restate(terms, FIGURES, corrected, "--on", "2028-07-01")
    assert "is left, since 2028-06-30 was the last day to correct it." in late


def test_faults_are_refused_and_a_day_that_is_none_is_wrong_use(corrected, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text(HEADING)
    assert "no figure in this file" in restate(TERMS, FIGURES, empty, status=1)
    assert restate(TERMS, FIGURES, corrected, "--on", "31 May", status=2)


def test_without_a_day_it_is_corrected_today(corrected):
    first, *_ = restate(TERMS, FIGURES, corrected).splitlines()
    assert first.startswith("2026-Q2, corrected on 20")
