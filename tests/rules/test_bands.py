"""Bands: what a measure earns below, on, between and above its levels."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.bands import Bands, earn, faults, sentence
from comanage.rules.methods.method import Edge, Level, Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.PERCENT, Better.LOWER)
SCREENING = Bands(
    (
        Level("threshold", exact("85"), exact("0.50")),
        Level("target", exact("90"), exact("0.875")),
        Level("maximum", exact("95"), exact("1.00")),
    )
)
READMISSION = Bands(
    (
        Level("threshold", exact("12.0"), exact("0.50")),
        Level("target", exact("10.5"), exact("1.00")),
    )
)
PASSED = replace(SCREENING, edge=Edge.BEYOND)

percents = st.fractions(min_value=0, max_value=100)


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share"),
    [
        pytest.param(SCREENING, UP, "84.99", "0", id="just under the threshold earns nothing"),
        pytest.param(SCREENING, UP, "85", "0.50", id="on the threshold earns its share"),
        pytest.param(SCREENING, UP, "89.99", "0.50", id="between levels earns the lower one"),
        pytest.param(SCREENING, UP, "95", "1", id="on the last level earns all"),
        pytest.param(SCREENING, UP, "100", "1", id="past the last level earns no more"),
        pytest.param(READMISSION, DOWN, "12.1", "0", id="too many readmissions earn nothing"),
        pytest.param(READMISSION, DOWN, "12", "0.5", id="readmissions on the threshold earn"),
        pytest.param(READMISSION, DOWN, "10.5", "1", id="fewer readmissions earn more"),
        pytest.param(PASSED, UP, "85", "0", id="beyond only: meeting a level earns nothing"),
        pytest.param(PASSED, UP, "85.01", "0.5", id="beyond only: passing a level earns"),
        pytest.param(PASSED, UP, "95", "0.875", id="beyond only: on the last is the one before"),
    ],
)
def test_share_earned(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


def test_the_reason_names_the_level_reached():
    earned = earn(SCREENING, Reading(exact("91.2"), UP))
    assert (earned.because, earned.level) == ("91.2% reached target (90%)", "target")


def test_the_reason_for_nothing_names_the_level_missed():
    earned = earn(SCREENING, Reading(exact("80"), UP))
    assert (earned.because, earned.level) == ("80% did not reach threshold (85%)", "")
    met = earn(PASSED, Reading(exact("85"), UP))
    assert met.because == "85% only reached, did not pass threshold (85%)"


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(READMISSION, DOWN) == (
        "50% at 12% or less (threshold); 100% at 10.5% or less (target)"
    )
    assert sentence(PASSED, UP).endswith("a level must be passed, not only reached")


def test_levels_out_of_order_are_refused_in_words():
    upside_down = replace(SCREENING, levels=SCREENING.levels[::-1])
    sentences = [fault.sentence for fault in faults(upside_down, UP)]
    assert "target must be harder to reach than maximum." in sentences
    assert "threshold must not earn less than target." in sentences


def test_two_levels_at_one_result_are_a_fault():
    one = Level("target", exact("85"), exact("1"))
    same = replace(SCREENING, levels=(SCREENING.levels[0], one))
    assert [fault.sentence for fault in faults(same, UP)] == [
        "target must be harder to reach than threshold."
    ]


def test_every_fault_of_the_levels_comes_back_at_once():
    odd = Bands((Level("", exact("120"), exact("1.5")), Level("", exact("130"), exact("-1"))))
    sentences = " ".join(fault.sentence for fault in faults(odd, UP))
    for part in ("between 0% and 100%", "Give every level a name", "the most a percent can be"):
        assert part in sentences


def test_two_levels_of_one_name_are_a_fault():
    twice = replace(
        SCREENING, levels=(*SCREENING.levels[:1], replace(SCREENING.levels[1], name="threshold"))
    )
    assert "Two levels are named threshold." in [fault.sentence for fault in faults(twice, UP)]


def test_no_levels_are_a_fault():
    assert [str(fault) for fault in faults(Bands(()), UP)] == ["levels: Give at least one level."]


@given(percents, percents)
def test_a_better_value_never_earns_less(one, other):
    worse, better = sorted([one, other])
    assert _share(SCREENING, worse, UP) <= _share(SCREENING, better, UP)
    assert _share(READMISSION, better, DOWN) <= _share(READMISSION, worse, DOWN)


def _share(terms: Bands, value: Fraction, scale: Scale) -> Fraction:
    return earn(terms, Reading(value, scale)).share
