"""Maintenance: what holding an improved level earns."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.maintenance import (
    MAINTENANCE,
    Maintenance,
    earn,
    faults,
    levels,
    sentence,
)
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER, 1)
DOWN = Scale(Unit.RATIO, Better.LOWER, 2)
SCREENING = Maintenance(exact("85"))
WITH_SLACK = replace(SCREENING, slack=exact("1.5"))
INFECTION = Maintenance(exact("0.80"), slack=exact("0.05"), earns=exact("0.4"))


@pytest.mark.parametrize(
    ("terms", "scale", "value", "baseline", "share"),
    [
        pytest.param(SCREENING, UP, "90", "90", "0.5", id="as good as before earns the share"),
        pytest.param(SCREENING, UP, "95", "90", "0.5", id="better than before earns no more"),
        pytest.param(SCREENING, UP, "89.9", "90", "0", id="worse than before earns nothing"),
        pytest.param(SCREENING, UP, "85", "85", "0.5", id="on the level and the baseline"),
        pytest.param(SCREENING, UP, "84.9", "80", "0", id="better, but below the level"),
        pytest.param(WITH_SLACK, UP, "88.5", "90", "0.5", id="worse by no more than the slack"),
        pytest.param(WITH_SLACK, UP, "88.4", "90", "0", id="worse by more than the slack"),
        pytest.param(WITH_SLACK, UP, "84.9", "85", "0", id="no slack below the level"),
        pytest.param(INFECTION, DOWN, "0.75", "0.70", "0.4", id="lower is better, within slack"),
        pytest.param(INFECTION, DOWN, "0.76", "0.70", "0", id="lower is better, past the slack"),
        pytest.param(INFECTION, DOWN, "0.81", "0.90", "0", id="lower is better, level not held"),
        pytest.param(SCREENING, UP, "95", None, "0", id="no baseline earns nothing"),
    ],
)
def test_share_earned(terms, scale, value, baseline, share):
    past = None if baseline is None else exact(baseline)
    assert earn(terms, Reading(exact(value), scale, past)).share == exact(share)


@pytest.mark.parametrize(
    ("terms", "value", "baseline", "because", "level"),
    [
        (SCREENING, "90", "88", "90.0% held the level (85.0%) and the baseline (88.0%)", True),
        (SCREENING, "86", "88", "86.0% is worse than the baseline (88.0%)", True),
        (
            WITH_SLACK,
            "86",
            "88",
            "86.0% is worse than the baseline (88.0%) by more than 1.5 points",
            True,
        ),
        (SCREENING, "84", "80", "84.0% did not reach level to hold (85.0%)", False),
        (SCREENING, "90", None, "no baseline to hold", False),
    ],
)
def test_the_reason_names_what_was_held_or_lost(terms, value, baseline, because, level):
    past = None if baseline is None else exact(baseline)
    earned = earn(terms, Reading(exact(value), UP, past))
    assert (earned.because, earned.level) == (because, "level to hold" if level else "")


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(SCREENING, UP) == (
        "50% at 85.0% or more if not worse than the baseline; nothing otherwise"
    )
    assert sentence(INFECTION, DOWN) == (
        "40% at 0.80 or less if not worse than the baseline by more than 0.05; nothing otherwise"
    )


def test_the_level_to_hold_is_the_one_level():
    (level,) = levels(INFECTION)
    assert (level.name, level.reach, level.earns) == ("level to hold", exact("0.8"), exact("0.4"))


@pytest.mark.parametrize("earns", ["0", "1"])
def test_holding_a_level_may_earn_nothing_or_all(earns):
    assert faults(replace(SCREENING, earns=exact(earns)), UP) == []


def test_terms_that_cannot_mean_one_thing_are_faults():
    assert faults(WITH_SLACK, UP) == []
    odd = Maintenance(exact("850"), slack=exact("-1"), earns=exact("1.5"))
    assert [fault.place for fault in faults(odd, UP)] == ["level", "slack", "earns"]


def test_the_engine_is_told_that_a_baseline_is_needed():
    assert MAINTENANCE.compares(SCREENING)
    assert MAINTENANCE.needs_baseline


percents = st.fractions(0, 100)


@given(percents, percents, percents)
def test_a_better_value_never_earns_less(one, other, baseline):
    worse, better = sorted([one, other])
    shares = [earn(WITH_SLACK, Reading(value, UP, baseline)).share for value in (worse, better)]
    assert shares == sorted(shares)
    assert set(shares) <= {0, exact("0.5")}
