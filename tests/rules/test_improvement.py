"""Improvement: how far a result has come from its baseline, and what that earns."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.improvement import (
    IMPROVEMENT,
    Improvement,
    Measured,
    Target,
    baseline_fault,
    earn,
    faults,
    improved,
    levels,
    sentence,
)
from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Edge, Level, Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.PERCENT, Better.LOWER)
MARGIN = Scale(Unit.DOLLARS, Better.HIGHER)


def stated(*pairs):
    names = ("threshold", "target", "maximum")
    return tuple(
        Level(name, exact(reach), exact(share))
        for name, (reach, share) in zip(names, pairs, strict=False)
    )


CLOSING = Improvement(Measured.GAP, Target(exact("4.0")))
BY_LEVEL = replace(CLOSING, levels=stated(("0.25", "0.5"), ("0.5", "0.8"), ("1", "1")))
ON_A_LINE = replace(BY_LEVEL, between=Between.STRAIGHT)
CHANGE = Improvement(Measured.CHANGE, levels=stated(("0.05", "0.5"), ("0.10", "1")))


def reading(value, baseline, scale=DOWN):
    return Reading(exact(value), scale, None if baseline is None else exact(baseline))


@pytest.mark.parametrize(
    ("terms", "scale", "value", "baseline", "share"),
    [
        pytest.param(CLOSING, DOWN, "4.5", "4.8", "0.375", id="the illustration: gap closed"),
        pytest.param(CHANGE, DOWN, "4.5", "4.8", "0.0625", id="the illustration: relative change"),
        pytest.param(CLOSING, DOWN, "4.8", "4.8", "0", id="no change closes nothing"),
        pytest.param(CLOSING, DOWN, "5.5", "4.8", "0", id="a worse result closes nothing"),
        pytest.param(CLOSING, DOWN, "4.0", "4.8", "1", id="the target closes the gap"),
        pytest.param(CLOSING, DOWN, "3.0", "4.8", "1", id="past the target is no more than closed"),
        pytest.param(CLOSING, DOWN, "3.9", "3.5", "1", id="baseline and result beyond the target"),
        pytest.param(CLOSING, DOWN, "4.1", "3.5", "0", id="back from beyond the target"),
        pytest.param(CLOSING, DOWN, "4.1", "4.0", "0", id="back from the target itself"),
        pytest.param(CLOSING, DOWN, "4.0", "4.0", "1", id="baseline and result on the target"),
        pytest.param(CHANGE, UP, "84", "80", "0.05", id="higher is better: up is improvement"),
        pytest.param(CHANGE, UP, "76", "80", "-0.05", id="a worse result is a negative change"),
        pytest.param(CHANGE, MARGIN, "-50", "-100", "0.5", id="half of a loss made good"),
    ],
)
def test_the_share_improved(terms, scale, value, baseline, share):
    at = reading(value, baseline, scale)
    assert improved(terms, at) == exact(share)
    assert earn(terms, at).points == (("improved", exact(share)),)


@pytest.mark.parametrize(
    ("terms", "value", "share", "level"),
    [
        pytest.param(CLOSING, "4.5", "0.375", "", id="without levels the gap closed is the factor"),
        pytest.param(CLOSING, "4.0", "1", "target", id="without levels the target earns all"),
        pytest.param(BY_LEVEL, "4.7", "0", "", id="12.5% closed is below the threshold"),
        pytest.param(BY_LEVEL, "4.6", "0.5", "threshold", id="25% closed is on the threshold"),
        pytest.param(BY_LEVEL, "4.5", "0.5", "threshold", id="37.5% closed earns the threshold"),
        pytest.param(BY_LEVEL, "4.0", "1", "maximum", id="all closed is on the maximum"),
        pytest.param(ON_A_LINE, "4.5", "0.65", "threshold", id="37.5% closed lies half way"),
        pytest.param(CHANGE, "4.5", "0.5", "threshold", id="6.25% less reaches 5% less"),
        pytest.param(CHANGE, "4.9", "0", "", id="a worse result earns nothing"),
    ],
)
def test_share_earned(terms, value, share, level):
    earned = earn(terms, reading(value, "4.8"))
    assert (earned.share, earned.level) == (exact(share), level)


def test_beyond_only_needs_more_than_the_level():
    passed = replace(BY_LEVEL, edge=Edge.BEYOND)
    assert earn(passed, reading("4.6", "4.8")).share == 0
    assert earn(passed, reading("4.59", "4.8")).share == exact("0.5")


def test_the_reason_tells_the_improvement_and_the_level():
    assert earn(CLOSING, reading("4.5", "4.8")).because == (
        "4.5% closed 37.5% of the gap from the baseline (4.8%) to the target (4%)"
    )
    assert earn(CHANGE, reading("4.5", "4.8")).because == (
        "4.5% is 6.25% better than the baseline (4.8%); 6.25% reached threshold (5%)"
    )
    assert "4.9% is 2.083333% worse than" in earn(CHANGE, reading("4.9", "4.8")).because
    assert "is no change from the baseline (4.8%)" in earn(CHANGE, reading("4.8", "4.8")).because


@pytest.mark.parametrize(
    ("terms", "baseline", "because"),
    [
        (CLOSING, None, "no baseline to improve on"),
        (CHANGE, None, "no baseline to improve on"),
        (CHANGE, "0", "a change from a baseline of 0% is no share of it"),
    ],
)
def test_what_cannot_be_measured_earns_nothing_and_says_so(terms, baseline, because):
    earned = earn(terms, reading("4.5", baseline))
    assert (earned.share, earned.because, earned.points) == (0, because, (("improved", None),))


@pytest.mark.parametrize(
    ("terms", "baseline", "words"),
    [
        pytest.param(CLOSING, "4.8", "", id="a gap to close"),
        pytest.param(CHANGE, "4.8", "", id="a baseline to compare with"),
        pytest.param(CLOSING, "4.0", "(4%) is already at the target (4%)", id="on the target"),
        pytest.param(CLOSING, "3.5", "agree on a harder target", id="beyond the target"),
        pytest.param(CHANGE, "0", "is no share of it", id="no share of nothing"),
        pytest.param(CHANGE, None, "Give the baseline", id="no baseline"),
    ],
)
def test_a_baseline_that_cannot_be_improved_on_is_a_fault_in_words(terms, baseline, words):
    found = baseline_fault(terms, reading("4.5", baseline))
    assert words in found
    assert bool(found) == bool(words)


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(CLOSING, DOWN) == (
        "the share of the gap closed from the baseline to 4% (target)"
    )
    assert sentence(CHANGE, DOWN) == (
        "relative change from the baseline: 50% at 5% or more (threshold);"
        " 100% at 10% or more (target)"
    )
    assert sentence(ON_A_LINE, DOWN).endswith("a straight line between")


def test_only_a_target_that_earns_all_is_a_level_of_the_result():
    assert [(level.name, level.reach, level.earns) for level in levels(CLOSING)] == [
        ("target", 4, 1)
    ]
    assert levels(BY_LEVEL) == levels(CHANGE) == ()


@pytest.mark.parametrize(
    ("terms", "scale", "places"),
    [
        pytest.param(BY_LEVEL, DOWN, [], id="sound terms have no fault"),
        pytest.param(CHANGE, DOWN, [], id="a relative change needs no target"),
        pytest.param(Improvement(Measured.GAP), DOWN, ["target"], id="a gap without a target"),
        pytest.param(
            replace(CHANGE, target=Target(exact("4"))), DOWN, ["target"], id="one too many"
        ),
        pytest.param(replace(CLOSING, target=Target(exact("400"))), DOWN, ["target"], id="outside"),
        pytest.param(replace(CHANGE, levels=()), DOWN, ["levels"], id="a change earns by levels"),
        pytest.param(
            replace(CLOSING, levels=stated(("37.5", "1"))), DOWN, ["levels"], id="37.5 for 0.375"
        ),
        pytest.param(replace(CHANGE, levels=stated(("5", "1"))), DOWN, ["levels"], id="5 for 0.05"),
        pytest.param(replace(CHANGE, levels=stated(("5", "1"))), UP, [], id="five times as much"),
        pytest.param(
            replace(CHANGE, levels=stated(("-0.05", "1"))), UP, ["levels"], id="worse is no better"
        ),
        pytest.param(
            replace(CLOSING, levels=stated(("0", "0.5"))), DOWN, ["levels"], id="paid for nothing"
        ),
        pytest.param(
            replace(CLOSING, levels=stated(("0", "0"), ("1", "1"))), DOWN, [], id="from nothing up"
        ),
        pytest.param(
            replace(CLOSING, levels=stated(("0.5", "1"), ("0.25", "1"))),
            DOWN,
            ["levels"],
            id="levels out of order",
        ),
    ],
)
def test_terms_that_cannot_mean_one_thing_are_faults(terms, scale, places):
    assert [fault.place for fault in faults(terms, scale)] == places


def test_the_engine_is_told_that_a_baseline_is_needed():
    assert IMPROVEMENT.compares(CLOSING)
    assert IMPROVEMENT.needs_baseline


percents = st.fractions(0, 100)


@given(percents, percents, percents, st.sampled_from([CLOSING, BY_LEVEL, ON_A_LINE, CHANGE]))
def test_a_better_value_never_earns_less(one, other, baseline, terms):
    better, worse = sorted([one, other])
    shares = [earn(terms, Reading(value, DOWN, baseline)).share for value in (worse, better)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
