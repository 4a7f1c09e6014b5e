"""Variation: which limits a chart draws, which cause a point has, what the icons say."""

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.numbers import exact, shown
from comanage.rules.special_cause import Cause, Side, limits_of
from comanage.rules.units import Better
from comanage.rules.variation import (
    AS_A_RULE,
    Assurance,
    Variation,
    assurance_sentence,
    control_chart,
    limits_sentence,
    point_sentence,
    screening_sentence,
    variation_sentence,
)


def numbers(*texts):
    """Read points as people write them, apart by blanks."""
    return [exact(text) for text in " ".join(texts).split()]


# The points of the vignette "Deviations from Excel defaults" of NHSRplotthedots.
NHS = numbers("1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1")
# A steady year: the mean is 10, each moving range 2, the limits 10 less and more 5.32, the near
# limits 10 less and more 3.5466...
STEADY = numbers("9 11 " * 6)
ON_THE_NEAR_LIMIT = 10 + Fraction(266, 75)

wanders = st.lists(st.integers(-1, 3), min_size=2, max_size=40).map(accumulate).map(list)
results = st.one_of(st.lists(st.integers(0, 12), min_size=2, max_size=40), wanders).map(
    lambda whole: [Fraction(number) for number in whole]
)


def after_a_steady_year(added, better=Better.HIGHER, **terms):
    """Chart a steady year that makes the limits, then some points more."""
    return control_chart([*STEADY, *numbers(added)], better, fixed=12, **terms)


def drawn(limits):
    """Write the limits and the mean as the published example does."""
    return [shown(number, 2) for number in (limits.lower, limits.mean, limits.upper)]


def test_the_published_example_has_its_published_limits():
    assert drawn(limits_of(NHS)) == ["-0.72", "1.94", "4.60"]
    unscreened = control_chart(NHS, None, screening=False)
    assert drawn(unscreened.latest.limits) == ["-3.06", "1.94", "6.95"]


def test_limits_are_exact():
    limits = limits_of(STEADY)
    assert (limits.mean, limits.average_range) == (10, 2)
    assert (limits.lower, limits.upper) == (exact("4.68"), exact("15.32"))
    assert (limits.near_lower, limits.near_upper) == (20 - ON_THE_NEAR_LIMIT, ON_THE_NEAR_LIMIT)


def test_a_moving_range_of_just_the_limit_of_screening_is_left_out():
    # Three ranges of 1 and one of r average (3 + r) / 4; r is 3.267 times that at r = 9.801/0.733.
    edge, before = exact("9.801") / exact("0.733"), numbers("0 1 0 1")
    assert limits_of([*before, 1 + edge]).left_out == (edge,)
    assert limits_of([*before, edge + exact("0.999")]).left_out == ()


def test_results_that_never_move_have_no_outlier_and_limits_on_their_mean():
    limits = limits_of(numbers("5 5 5 5"))
    assert (limits.lower, limits.mean, limits.upper, limits.left_out) == (5, 5, 5, ())


def test_screening_says_its_result_either_way():
    assert screening_sentence(limits_of(NHS)) == (
        "The limits leave out 2 of 17 moving ranges as outliers: 8, 9."
    )
    assert screening_sentence(limits_of(STEADY)) == (
        "The limits leave out no moving range as an outlier, of 11."
    )
    assert screening_sentence(limits_of(NHS, screening=False)) == (
        "Outliers were not screened: the limits count all moving ranges (17)."
    )


@pytest.mark.parametrize(
    ("added", "cause", "side"),
    [
        pytest.param("15.32", "common", None, id="on the upper limit is still inside"),
        pytest.param("15.33", "outside", "high", id="above the upper limit is outside"),
        pytest.param("4.68", "common", None, id="on the lower limit is still inside"),
        pytest.param("4.67", "outside", "low", id="below the lower limit is outside"),
        pytest.param("11.5 12 12.5 13 13.5", "trend", "high", id="the seventh that rises"),
        pytest.param("11.5 12 12.5 13", "common", None, id="six that rise are no trend"),
        pytest.param("11 11.5 12 12.5 13", "common", None, id="a repeated value breaks a trend"),
        pytest.param("10.9 10.8 10.7 10.6 10.5 10.4", "trend", "low", id="falling counts as low"),
        pytest.param("5 6 7 8 9 9.5 9.9", "trend", "high", id="rising below the mean is high"),
        pytest.param("12 13 14 15 16", "outside", "high", id="outside comes before a trend"),
        pytest.param("11.5 12 13 14 15", "trend", "high", id="a trend comes before near a limit"),
        pytest.param("14 15", "near", "high", id="two near the upper limit"),
        pytest.param("14 10.5 15", "near", "high", id="two of three near the upper limit"),
        pytest.param("9 5 6", "near", "low", id="two of three near the lower limit"),
        pytest.param("16 14 13.6", "near", "high", id="the third may be outside"),
        pytest.param("14 9.9 15", "common", None, id="all three must be on one side of the mean"),
        pytest.param("14 10 15", "common", None, id="the mean is on neither side"),
        pytest.param("14 12 12 15", "common", None, id="two of four are too few"),
        pytest.param("14 10.5 13", "common", None, id="only those near a limit are marked"),
        pytest.param("10.5 11 10.5 11 10.5 11", "shift", "high", id="the seventh above the mean"),
        pytest.param("10.5 11 10.5 11 10.5", "common", None, id="six above the mean are no shift"),
        pytest.param("9 9 9 9 9 9 9", "shift", "low", id="seven below the mean"),
        pytest.param("9 9 9 10 9 9 9", "common", None, id="a point on the mean breaks a shift"),
        pytest.param("10.5 11 10.5 11 14 15", "near", "high", id="near a limit before a shift"),
    ],
)
def test_cause_of_the_last_point(added, cause, side):
    point = after_a_steady_year(added).latest.points[-1]
    assert (point.cause, point.side) == (Cause[cause.upper()], side)


def test_a_point_on_the_near_limit_is_not_near_it():
    for added in ([ON_THE_NEAR_LIMIT, Fraction(14)], [Fraction(9), 20 - ON_THE_NEAR_LIMIT, 6]):
        chart = control_chart([*STEADY, *added], None, fixed=12)
        assert chart.latest.points[-1].cause is Cause.COMMON


def test_a_run_marks_all_its_points_and_says_where_it_begins_and_ends():
    points = after_a_steady_year("10.5 11 10.5 11 10.5 11 10.5 9").latest.points
    assert [point.cause is Cause.SHIFT for point in points] == [False] * 11 + [True] * 8 + [False]
    assert {(point.first, point.last) for point in points[11:19]} == {(11, 18)}


def test_a_peak_between_two_runs_belongs_to_the_later():
    chart = after_a_steady_year("11.2 11.4 11.6 11.8 12 11.9 11.8 11.7 11.6 11.5 11.4")
    points = chart.latest.points
    assert [points[place].side for place in (15, 16, 17)] == [Side.HIGH, Side.LOW, Side.LOW]


@pytest.mark.parametrize(
    ("added", "better", "variation"),
    [
        ("12", Better.HIGHER, Variation.COMMON),
        ("16", Better.HIGHER, Variation.IMPROVING_HIGH),
        ("4", Better.HIGHER, Variation.CONCERNING_LOW),
        ("16", Better.LOWER, Variation.CONCERNING_HIGH),
        ("4", Better.LOWER, Variation.IMPROVING_LOW),
        ("16", None, Variation.NEUTRAL_HIGH),
        ("4", None, Variation.NEUTRAL_LOW),
        ("16 12", Better.HIGHER, Variation.COMMON),
    ],
)
def test_the_variation_icon_is_that_of_the_last_point(added, better, variation):
    assert after_a_steady_year(added, better).variation is variation


@pytest.mark.parametrize(
    ("target", "better", "assurance"),
    [
        ("15.33", Better.HIGHER, Assurance.FAILS),
        ("15.32", Better.HIGHER, Assurance.HIT_OR_MISS),
        ("4.68", Better.HIGHER, Assurance.HIT_OR_MISS),
        ("4.67", Better.HIGHER, Assurance.PASSES),
        ("15.33", Better.LOWER, Assurance.PASSES),
        ("4.67", Better.LOWER, Assurance.FAILS),
        ("10", Better.LOWER, Assurance.HIT_OR_MISS),
        ("10", None, Assurance.NONE),
    ],
)
def test_the_assurance_icon_sets_the_target_against_the_limits(target, better, assurance):
    assert control_chart(STEADY, better, target=exact(target)).assurance is assurance


def test_without_a_target_or_limits_nothing_is_assured():
    assert control_chart(STEADY, Better.HIGHER).assurance is Assurance.NONE
    alone = control_chart(STEADY[:1], Better.HIGHER, target=exact("5"))
    assert (alone.assurance, alone.variation) == (Assurance.NONE, Variation.COMMON)


def test_the_sentences_of_the_icons_say_what_they_mean_and_why():
    chart = after_a_steady_year("9.5 9 9 9 9 9 9", target=exact("16"))
    assert variation_sentence(chart, names=[f"month {month}" for month in range(1, 20)]) == (
        "Concerning: 7 points from month 13 to month 19 lie below the mean (10)."
    )
    assert assurance_sentence(chart, write=lambda number: f"{shown(number, 1)}%") == (
        "Target missed as a rule: none of the usual range (4.7% to 15.3%) meets the target (16.0%)."
    )
    assert variation_sentence(after_a_steady_year("11.5 12 12.5 13 13.5")) == (
        "Improving: 7 points from point 11 to point 17 all rise."
    )
    assert variation_sentence(after_a_steady_year("12")) == (
        "No sign of change: 12 lies within the usual range (4.68 to 15.32)."
    )


def test_every_icon_and_cause_has_its_sentence():
    for added in ("12", "16", "4", "14 15", "9 5 6", "9 9 9 9 9 9 9", "10.5 11 10.5 11 10.5 11"):
        for better, target in product((*Better, None), ("3", "10", "20")):
            chart = after_a_steady_year(added, better, target=exact(target))
            said = AS_A_RULE.get(chart.assurance, chart.assurance).lower()
            assert variation_sentence(chart).endswith(".")
            assert assurance_sentence(chart).lower().startswith(said)
    alone = control_chart(STEADY[:1], Better.HIGHER, target=exact("5"))
    assert "one point alone" in assurance_sentence(alone)
    assert "there is no target" in assurance_sentence(control_chart(STEADY, None))
    assert "does not say" in point_sentence(alone.latest.points[0], None)


def test_fewer_than_thirteen_points_make_trial_limits():
    trial, firm = control_chart(STEADY, None).latest, after_a_steady_year("9").latest
    assert (trial.trial, firm.trial) == (True, False)
    assert limits_sentence(trial) == "Trial limits: they rest on 12 points, and firm ones take 13."
    assert limits_sentence(firm) == "The limits rest on the first 12 of 13 points."
    assert limits_sentence(control_chart(NHS, None).latest) == "The limits rest on 18 points."
    assert "no limits yet" in limits_sentence(control_chart(STEADY[:1], None).latest)


@pytest.mark.parametrize(
    ("values", "terms", "words"),
    [
        pytest.param([], {}, "at least one point", id="no point is refused"),
        pytest.param(STEADY, {"fixed": 11}, "12 points or more", id="fixed too early is refused"),
        pytest.param(STEADY, {"rebase": [0]}, "in order", id="a rebase at the start is refused"),
        pytest.param(STEADY, {"rebase": [12]}, "in order", id="a rebase past the end is refused"),
        pytest.param(STEADY, {"rebase": [6, 6]}, "in order", id="one rebase twice is refused"),
    ],
)
def test_what_cannot_be_charted_is_refused_in_words(values, terms, words):
    with pytest.raises(ValueError, match=words):
        control_chart(values, None, **terms)


def test_one_result_makes_no_limits():
    with pytest.raises(ValueError, match="two results"):
        limits_of(STEADY[:1])


@given(results, results)
def test_a_rebase_restarts_everything(before, after):
    whole = control_chart([*before, *after], None, rebase=[len(before)])
    parts = [control_chart(part, None).latest for part in (before, after)]
    assert [segment.limits for segment in whole.segments] == [part.limits for part in parts]
    assert whole.segments[0].points == parts[0].points
    moved = [
        replace(point, first=point.first + len(before), last=point.last + len(before))
        for point in parts[1].points
    ]
    assert list(whole.latest.points) == moved


@given(results, st.sampled_from([Better.HIGHER, Better.LOWER, None]))
def test_a_chart_upside_down_says_the_same_of_the_other_way(values, better):
    other = {Better.HIGHER: Better.LOWER, Better.LOWER: Better.HIGHER, None: None}[better]
    icon = control_chart(values, better).variation
    turned = control_chart([-value for value in values], other).variation
    swapped = {"high": "low", "low": "high"}
    assert turned == " ".join(swapped.get(word, word) for word in icon.split())


@given(results)
def test_a_second_reading_of_the_rules_finds_the_same_causes(values):
    segment = control_chart(values, None).latest
    found = [(point.cause, point.side) for point in segment.points]
    assert found == [second_reading(values, segment.limits, place) for place in range(len(values))]


def second_reading(values, limits, place):
    """Judge one point by looking at each window that holds it, the latest first."""
    value, mean = values[place], limits.mean
    if not limits.lower <= value <= limits.upper:
        return Cause.OUTSIDE, side_of(value > mean)
    for window in windows(values, place, 7):
        if window == sorted(set(window)) or window[::-1] == sorted(set(window)):
            return Cause.TREND, side_of(window[0] < window[-1])
    reach = abs(limits.near_upper - mean)
    for window in windows(values, place, 3):
        near = [v for v in window if reach < abs(v - mean) <= limits.upper - mean]
        if value in near and len(near) >= 2 and one_side(window, mean):
            return Cause.NEAR, side_of(value > mean)
    if any(one_side(window, mean) for window in windows(values, place, 7)):
        return Cause.SHIFT, side_of(value > mean)
    return Cause.COMMON, None


def windows(values, place, length):
    """List the stretches of so many values that hold a place, the latest first."""
    starts = range(min(place, len(values) - length), max(place - length, -1), -1)
    return [values[start : start + length] for start in starts if start >= 0]


def one_side(window, mean):
    return min(window) > mean or max(window) < mean


def side_of(high):
    return Side.HIGH if high else Side.LOW
