"""Linear: what a measure earns on the straight line between its levels."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.linear import Linear, earn, sentence
from comanage.rules.methods.method import Edge, Level, Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.RATIO, Better.LOWER, 2)


def levels(*reaches):
    shares = ("0.5", "0.8", "1")
    names = ("threshold", "target", "maximum")
    return tuple(
        Level(name, exact(reach), exact(share))
        for name, reach, share in zip(names, reaches, shares, strict=True)
    )


FIRST_CASE = Linear(levels("75", "85", "92"))
INFECTION = Linear(levels("1.00", "0.80", "0.60"))
FROM_NOTHING = Linear(
    (Level("threshold", exact("60"), exact("0")), Level("target", exact("80"), exact("1"))),
    Edge.BEYOND,
)


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share"),
    [
        pytest.param(FIRST_CASE, UP, "74.9", "0", id="below the threshold nothing"),
        pytest.param(FIRST_CASE, UP, "75", "0.5", id="on the threshold its share"),
        pytest.param(FIRST_CASE, UP, "80", "0.65", id="half way, half of the difference"),
        pytest.param(FIRST_CASE, UP, "85", "0.8", id="on the target its share"),
        pytest.param(FIRST_CASE, UP, "88.5", "0.9", id="on the second line"),
        pytest.param(FIRST_CASE, UP, "99", "1", id="past the maximum no more"),
        pytest.param(INFECTION, DOWN, "0.72", "0.88", id="fewer infections earn more"),
        pytest.param(INFECTION, DOWN, "1.01", "0", id="too many infections earn nothing"),
        pytest.param(INFECTION, DOWN, "0", "1", id="no infection at all is past the maximum"),
        pytest.param(FROM_NOTHING, UP, "60", "0", id="beyond only: on the threshold nothing"),
        pytest.param(FROM_NOTHING, UP, "61", "0.05", id="beyond only: just past it, a little"),
    ],
)
def test_share_earned(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


def test_beyond_only_pays_nothing_on_a_threshold_that_earns_something():
    passed = replace(FIRST_CASE, edge=Edge.BEYOND)
    assert earn(passed, Reading(exact("75"), UP)).share == 0
    assert earn(passed, Reading(exact("75.0001"), UP)).share > exact("0.5")


@pytest.mark.parametrize("edge", Edge)
@pytest.mark.parametrize(("value", "level"), [("85", "target"), ("92", "maximum")])
def test_a_level_beyond_the_first_is_reached_when_met_whatever_the_edge(edge, value, level):
    earned = earn(replace(FIRST_CASE, edge=edge), Reading(exact(value), UP))
    assert (earned.level, earned.because) == (level, f"{value}% reached {level} ({value}%)")


def test_the_reason_says_how_far_along_the_way():
    earned = earn(FIRST_CASE, Reading(exact("84.2"), UP))
    assert earned.because == (
        "84.2% lies 92% of the way from threshold (75%) to target (85%), which earn 50% and 80%"
    )
    assert earned.level == "threshold"


def test_the_sentence_says_that_the_line_is_straight():
    assert sentence(INFECTION, DOWN) == (
        "50% at 1.00 or less (threshold); 80% at 0.80 or less (target);"
        " 100% at 0.60 or less (maximum); a straight line between"
    )
    assert "threshold must be passed" in sentence(FROM_NOTHING, UP)


@given(st.fractions(min_value=0, max_value=100), st.fractions(min_value=0, max_value=100))
def test_a_better_value_never_earns_less(one, other):
    worse, better = sorted([one, other])
    shares = [earn(FIRST_CASE, Reading(value, UP)).share for value in (worse, better)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
