"""Z-score: standard deviations from a stated mean, held within bounds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Level, Reading
from comanage.rules.methods.z_score import Z_SCORE, ZScore, earn, faults, sentence, worst
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.RATIO, Better.LOWER)
CLABSI = ZScore(exact("0.80"), exact("0.50"), exact("-1.4"), exact("2.2"))
BY_LEVEL = replace(
    CLABSI,
    levels=(
        Level("threshold", exact("0"), exact("0.5")),
        Level("target", exact("-1"), exact("1")),
    ),
)
ON_A_LINE = replace(BY_LEVEL, between=Between.STRAIGHT)
SCREENING = ZScore(
    exact("80"),
    exact("5"),
    exact("-2"),
    exact("2"),
    levels=(Level("threshold", exact("0"), exact("0.5")), Level("target", exact("1"), exact("1"))),
)


@pytest.mark.parametrize(
    ("value", "z"),
    [
        pytest.param("0.80", "0", id="the mean itself"),
        pytest.param("1.05", "0.5", id="half a deviation above"),
        pytest.param("0.30", "-1", id="one deviation below"),
        pytest.param("0.10", "-1.4", id="on the least"),
        pytest.param("0", "-1.4", id="held at the least"),
        pytest.param("9", "2.2", id="held at the most"),
    ],
)
def test_without_levels_z_is_the_factor(value, z):
    earned = earn(CLABSI, Reading(exact(value), DOWN))
    assert (earned.share, earned.points) == (exact(z), (("z", exact(z)),))


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share", "level"),
    [
        pytest.param(BY_LEVEL, DOWN, "0.81", "0", "", id="worse than the mean"),
        pytest.param(BY_LEVEL, DOWN, "0.80", "0.5", "threshold", id="on the mean"),
        pytest.param(BY_LEVEL, DOWN, "0.30", "1", "target", id="one deviation better"),
        pytest.param(BY_LEVEL, DOWN, "0.55", "0.5", "threshold", id="in steps, half way"),
        pytest.param(ON_A_LINE, DOWN, "0.55", "0.75", "threshold", id="on a line, half way"),
        pytest.param(SCREENING, UP, "79", "0", "", id="higher is better: below the mean"),
        pytest.param(SCREENING, UP, "85", "1", "target", id="higher is better: one deviation up"),
    ],
)
def test_with_levels_the_level_earns_its_share(terms, scale, value, share, level):
    earned = earn(terms, Reading(exact(value), scale))
    assert (earned.share, earned.level) == (exact(share), level)


def test_the_worst_z_is_the_most_where_lower_is_better_else_the_least():
    assert worst(CLABSI, DOWN) == exact("2.2")
    assert worst(CLABSI, UP) == exact("-1.4")


def test_what_was_not_submitted_scores_as_the_worst_z():
    earned = Z_SCORE.worst(CLABSI, DOWN)
    assert (earned.share, earned.points) == (exact("2.2"), (("z", exact("2.2")),))
    assert earned.because == "scored as the worst result, z 2.2"
    assert Z_SCORE.worst(BY_LEVEL, DOWN).share == 0


def test_the_reason_tells_how_far_from_the_mean():
    assert earn(CLABSI, Reading(exact("0.55"), DOWN)).because == (
        "0.55 lies 0.5 standard deviations below the mean (0.8)"
    )
    assert earn(CLABSI, Reading(exact("0.80"), DOWN)).because == (
        "0.8 lies 0 standard deviations above the mean (0.8)"
    )
    assert earn(CLABSI, Reading(exact("1.05"), DOWN)).because == (
        "1.05 lies 0.5 standard deviations above the mean (0.8)"
    )
    assert earn(CLABSI, Reading(exact("9"), DOWN)).because == (
        "9 lies 16.4 standard deviations above the mean (0.8), held at z 2.2"
    )
    assert earn(SCREENING, Reading(exact("85"), UP)).because == (
        "85% lies 1 standard deviation above the mean (80%); z 1 reached target (1)"
    )


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(CLABSI, DOWN) == (
        "z itself, never paid on: the result less 0.8, over 0.5, held within -1.4 to 2.2"
    )
    assert sentence(BY_LEVEL, DOWN) == (
        "50% at 0 or less (threshold); 100% at -1 or less (target);"
        " z is the result less 0.8, over 0.5, held within -1.4 to 2.2"
    )


def test_no_level_is_drawn_since_z_is_not_the_result():
    assert Z_SCORE.levels(BY_LEVEL) == ()


@pytest.mark.parametrize(
    ("terms", "scale", "places"),
    [
        pytest.param(CLABSI, DOWN, [], id="sound terms have no fault"),
        pytest.param(BY_LEVEL, DOWN, [], id="levels of z may be negative"),
        pytest.param(
            replace(
                CLABSI,
                levels=(
                    Level("threshold", exact("2.2"), exact("0.5")),
                    Level("target", exact("-1.4"), exact("1")),
                ),
            ),
            DOWN,
            [],
            id="levels may lie on the bounds of z",
        ),
        pytest.param(replace(CLABSI, deviation=exact("0")), DOWN, ["deviation"], id="no spread"),
        pytest.param(
            replace(CLABSI, mean=exact("-1")), DOWN, ["mean"], id="a mean outside its unit"
        ),
        pytest.param(replace(CLABSI, most=exact("-1.4")), DOWN, ["most"], id="bounds that meet"),
        pytest.param(BY_LEVEL, UP, ["levels"], id="levels that run the other way"),
        pytest.param(
            replace(CLABSI, levels=(Level("target", exact("-2"), exact("1")),)),
            DOWN,
            ["levels"],
            id="a level that z cannot reach",
        ),
    ],
)
def test_terms_that_cannot_mean_one_thing_are_faults(terms, scale, places):
    assert [fault.place for fault in faults(terms, scale)] == places


results = st.fractions(0, 3)


@given(results, results, st.sampled_from([BY_LEVEL, ON_A_LINE]))
def test_a_better_value_never_earns_less(one, other, terms):
    better, worse = sorted([one, other])
    shares = [earn(terms, Reading(value, DOWN)).share for value in (worse, better)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@given(results)
def test_z_never_leaves_its_bounds(value):
    assert exact("-1.4") <= earn(CLABSI, Reading(value, DOWN)).share <= exact("2.2")
