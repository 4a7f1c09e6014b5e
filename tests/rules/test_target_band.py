"""Target band: what is earned inside a range, and on either side of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Reading
from comanage.rules.methods.target_band import TARGET_BAND, TargetBand, earn, faults, sentence
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.PERCENT, Better.LOWER)
MATERIAL = TargetBand(
    low=exact("4"), high=exact("12"), low_limit=exact("2"), high_limit=exact("16")
)
STEPS = replace(MATERIAL, between=Between.STEP)
CLIFF = replace(MATERIAL, low_limit=exact("4"), high_limit=exact("12"))


@pytest.mark.parametrize("scale", [UP, DOWN], ids=["higher is better", "lower is better"])
@pytest.mark.parametrize(
    ("terms", "value", "share"),
    [
        pytest.param(MATERIAL, "8", "1", id="inside the range all is earned"),
        pytest.param(MATERIAL, "4", "1", id="the low edge is inside"),
        pytest.param(MATERIAL, "12", "1", id="the high edge is inside"),
        pytest.param(MATERIAL, "3", "0.5", id="half way down to the low limit"),
        pytest.param(MATERIAL, "13", "0.75", id="a quarter of the way to the high limit"),
        pytest.param(MATERIAL, "2", "0", id="nothing on the low limit"),
        pytest.param(MATERIAL, "16", "0", id="nothing on the high limit"),
        pytest.param(MATERIAL, "0", "0", id="nothing below the low limit"),
        pytest.param(MATERIAL, "90", "0", id="nothing above the high limit"),
        pytest.param(STEPS, "3.99", "0", id="in steps nothing just below the range"),
        pytest.param(STEPS, "12", "1", id="in steps the edge is inside"),
        pytest.param(STEPS, "12.01", "0", id="in steps nothing just above the range"),
        pytest.param(CLIFF, "3.99", "0", id="a limit on the edge is a cliff"),
        pytest.param(CLIFF, "12.01", "0", id="a cliff on the high side"),
    ],
)
def test_share_earned_whichever_way_is_better(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


@pytest.mark.parametrize(
    ("value", "because", "level"),
    [
        ("8", "8% lies in the range from 4% to 12%", "in range"),
        ("1", "1% lies outside the range from 4% to 12%", ""),
        (
            "13",
            "13% lies 75% of the way from 16%, which earns nothing, to the range from 4% to 12%",
            "",
        ),
    ],
)
def test_the_reason_says_where_the_result_lies(value, because, level):
    earned = earn(MATERIAL, Reading(exact(value), UP))
    assert (earned.because, earned.level) == (because, level)


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(MATERIAL, UP) == (
        "100% from 4% to 12%; a straight line down to nothing at 2% and at 16%"
    )
    assert sentence(STEPS, UP) == "100% from 4% to 12%; nothing outside"


def test_a_range_has_no_levels_from_easy_to_hard():
    assert TARGET_BAND.levels(MATERIAL) == ()


def test_limits_out_of_order_are_refused_in_words():
    assert faults(MATERIAL, UP) == faults(CLIFF, UP) == []
    odd = TargetBand(
        low=exact("12"), high=exact("4"), low_limit=exact("13"), high_limit=exact("300")
    )
    assert [str(fault) for fault in faults(odd, UP)] == [
        "low: The low must not lie below the low limit.",
        "high: The high must not lie below the low.",
        "high_limit: 300 is more than 100, the most a percent can be.",
    ]
    below = replace(MATERIAL, high_limit=exact("11"))
    assert [fault.place for fault in faults(below, UP)] == ["high_limit"]


percents = st.fractions(0, 100)


@given(percents, percents, st.sampled_from([MATERIAL, STEPS, CLIFF]))
def test_a_value_nearer_to_the_range_never_earns_less(one, other, terms):
    for side in (min, max):
        edge = side(terms.low, terms.high)
        beyond = [value for value in (one, other) if side(value, edge) == value]
        shares = [
            earn(terms, Reading(value, UP)).share
            for value in sorted(beyond, key=lambda value, edge=edge: -abs(value - edge))
        ]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)
