"""comanage variation: what a control chart says of a measure in a file of figures."""

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.demo.health_system import FOLDER

TERMS, FIGURES = FOLDER / "orthopedics.json", FOLDER / "orthopedics.csv"
HEADING = "period,participant,measure,value,numerator,denominator,baseline,absent\n"


def variation(*arguments, status=0):
    done = CliRunner().invoke(main, ["variation", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.stderr if status else done.stdout


def test_a_measure_is_told_with_its_points_its_limits_and_what_they_mean():
    lines = variation(FIGURES, "readmit-30", "--terms", TERMS).splitlines()
    assert lines[0] == "Readmission within 30 days, hip and knee"
    assert lines[1] == "  2024-Q3  5.0%  common cause"
    assert lines[10:15] == [
        "  Lower limit 1.83%, mean 4.42%, upper limit 7.02%",
        "  Variation: common cause. Assurance: hit or miss.",
        "  No sign of change: 3.4% lies within the usual range (1.83% to 7.02%).",
        "  Hit or miss: the target (4.2%) lies inside the limits (1.83% to 7.02%).",
        "  Trial limits: they rest on 9 points, and firm ones take 13.",
    ]
    assert any("would fit it (95% interval)." in line for line in lines)
    assert any("By luck, a group whose true rate is " in line for line in lines)
    assert lines[-1] == "This explains, and never pays."


def test_a_special_cause_is_named_with_its_side(tmp_path):
    rising = {f"202{5 + at // 4}-Q{at % 4 + 1}": 60 + at for at in range(7)}
    file = tmp_path / "figures.csv"
    rows = [f"{period},,pathway,{value},,,,\n" for period, value in rising.items()]
    file.write_text(HEADING + "".join(rows))
    told = variation(file, "pathway", "--terms", TERMS)
    assert told.count("part of a run that rises or falls, high") == 5
    assert "2025-Q1  60%  outside the limits, low" in told
    assert "Variation: improving high. Assurance: consistently fail." in told


def test_a_measure_without_results_and_one_that_is_none_are_refused(tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEADING}2026-Q2,,home,,,,,not submitted\n")
    assert "Discharged to their home has no result" in variation(
        file, "home", "--terms", TERMS, status=1
    )
    told = variation(FIGURES, "nothing", "--terms", TERMS, status=1)
    assert told == "The terms know no measure nothing.\n"


@pytest.mark.parametrize("arguments", [(FIGURES,), (FIGURES, "home")])
def test_a_measure_and_terms_are_needed(arguments):
    assert variation(*arguments, status=2)
