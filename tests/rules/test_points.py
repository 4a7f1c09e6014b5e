"""Points: achievement and improvement, rounded, the higher counts (42 CFR 412.165)."""

from dataclasses import replace

import pytest

from comanage.rules.methods.method import Edge, Reading
from comanage.rules.methods.points import Award, Points, earn, faults, levels, sentence
from comanage.rules.numbers import Rounding, exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.FRACTION, Better.HIGHER)
DOWN = Scale(Unit.RATIO, Better.LOWER)
SURVIVAL = Points(exact("0.70"), exact("0.90"))
INFECTION = Points(exact("0.589"), exact("0"))


def points(terms, scale, value, baseline=None):
    reading = Reading(exact(value), scale, exact(baseline) if baseline else None)
    return dict(earn(terms, reading).points)


@pytest.mark.parametrize(
    ("value", "baseline", "achievement", "improvement", "score"),
    [
        pytest.param("0.80", "0.72", 5, 4, 5, id="the published example"),
        pytest.param("0.8082", "0.72", 5, 4, 5, id="just short of a fifth point"),
        pytest.param("0.69", "0.60", 0, 3, 3, id="below the threshold only improvement counts"),
        pytest.param("0.70", None, 1, None, 1, id="exactly on the threshold is one point"),
        pytest.param("0.90", "0.90", 10, 0, 10, id="baseline on the benchmark, not better"),
        pytest.param("0.95", "0.92", 10, 9, 10, id="baseline beyond the benchmark, better still"),
        pytest.param("0.91", "0.95", 10, 0, 10, id="beyond the benchmark, but worse than before"),
        pytest.param("0.75", "0.75", 3, 0, 3, id="no change is no improvement"),
        pytest.param("0.60", None, 0, None, 0, id="no baseline, no achievement"),
    ],
)
def test_points_of_a_higher_is_better_measure(value, baseline, achievement, improvement, score):
    assert points(SURVIVAL, UP, value, baseline) == {
        "achievement": achievement,
        "improvement": improvement,
        "score": score,
    }


def test_points_of_a_lower_is_better_measure_with_a_benchmark_of_zero():
    assert points(INFECTION, DOWN, "0", "0")["score"] == 10
    assert points(INFECTION, DOWN, "0.589")["achievement"] == 1
    assert points(INFECTION, DOWN, "0.59")["achievement"] == 0
    assert points(INFECTION, DOWN, "0.3", "1.2")["improvement"] == 7


def test_an_exact_half_is_rounded_up():
    half = Points(exact("0"), exact("9"))
    assert points(half, Scale(Unit.COUNT, Better.HIGHER), "2")["achievement"] == 3
    even = replace(half, achievement=replace(half.achievement, rounding=Rounding.HALF_EVEN))
    assert points(even, Scale(Unit.COUNT, Better.HIGHER), "2")["achievement"] == 2


def test_an_award_may_have_a_fewest_once_it_gives_any():
    slow = Award(exact("9"), exact("-2"), exact("10"), least=exact("1"))
    agreed = replace(SURVIVAL, achievement=slow)
    assert points(agreed, UP, "0.70")["achievement"] == 1
    assert points(agreed, UP, "0.80")["achievement"] == 3
    assert points(agreed, UP, "0.69")["achievement"] == 0
    assert levels(agreed)[0].earns == exact("0.1")


def test_a_threshold_that_is_the_benchmark_is_legal():
    same = Points(exact("0.9"), exact("0.9"))
    assert faults(same, UP) == []
    assert points(same, UP, "0.9")["achievement"] == 10
    assert points(same, UP, "0.89")["achievement"] == 0


def test_beyond_only_gives_no_point_on_the_threshold():
    passed = replace(SURVIVAL, edge=Edge.BEYOND)
    assert points(passed, UP, "0.70")["achievement"] == 0


def test_terms_without_an_improvement_award_score_achievement_alone():
    alone = replace(SURVIVAL, improvement=None)
    assert points(alone, UP, "0.80", "0.10")["improvement"] is None
    assert "improvement" not in sentence(alone, UP)


def test_the_share_is_the_score_out_of_the_most():
    assert earn(SURVIVAL, Reading(exact("0.80"), UP)).share == exact("0.5")


def test_the_reason_names_both_awards():
    because = earn(SURVIVAL, Reading(exact("0.80"), UP, exact("0.72"))).because
    assert because == "5 of 10 points: achievement 5 and improvement 4, the higher counts"
    because = earn(SURVIVAL, Reading(exact("0.80"), UP)).because
    assert "no baseline to improve on" in because


def test_the_level_reached_is_named():
    assert earn(SURVIVAL, Reading(exact("0.69"), UP)).level == ""
    assert earn(SURVIVAL, Reading(exact("0.70"), UP)).level == "threshold"
    assert earn(SURVIVAL, Reading(exact("0.90"), UP)).level == "benchmark"
    assert [level.earns for level in levels(SURVIVAL)] == [exact("0.1"), 1]


def test_terms_that_cannot_mean_one_thing_are_faults():
    odd = Points(
        exact("0.9"),
        exact("1.7"),
        out_of=exact("5"),
        achievement=Award(exact("9"), exact("0.5"), exact("10")),
    )
    places = [fault.place for fault in faults(odd, UP)]
    assert places == ["benchmark", "achievement", "improvement"]
    upside_down = Points(exact("0.9"), exact("0.7"))
    assert [fault.place for fault in faults(upside_down, UP)] == ["benchmark"]
    assert faults(replace(SURVIVAL, out_of=exact("0")), UP)[0].place == "out_of"


@pytest.mark.parametrize(
    "award",
    [
        pytest.param(Award(exact("1"), exact("0"), exact("0")), id="of nothing"),
        pytest.param(Award(exact("1"), exact("0"), exact("0.5")), id="of half a point"),
        pytest.param(Award(exact("1"), exact("0"), exact("1"), exact("1")), id="of all or nothing"),
    ],
)
def test_an_award_may_be_small_and_its_fewest_its_most(award):
    terms = replace(SURVIVAL, out_of=exact("1"), achievement=award, improvement=None)
    assert faults(terms, UP) == []


def test_on_the_benchmark_an_improvement_gives_its_most():
    slow = Award(exact("5"), exact("0"), exact("9"))
    assert points(replace(SURVIVAL, improvement=slow), UP, "0.90", "0.80")["improvement"] == 9
    assert points(replace(SURVIVAL, improvement=slow), UP, "0.89", "0.80")["improvement"] == 5


@pytest.mark.parametrize("least", ["-1", "10.5"])
def test_the_fewest_points_lie_between_nothing_and_the_most(least):
    odd = replace(SURVIVAL, achievement=replace(SURVIVAL.achievement, least=exact(least)))
    assert [str(fault) for fault in faults(odd, UP)] == [
        "achievement: The least for achievement must lie between 0 and its most, 10 points."
    ]
