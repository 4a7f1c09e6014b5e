"""Nearest: the smallest change in whole cases and in the unit, with every edge and rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.methods.attested import Attested
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.improvement import Improvement, Measured, Target
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Edge, Level
from comanage.rules.methods.points import Points
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.methods.z_score import ZScore
from comanage.rules.nearest import change_in_words, fewest, nearest
from comanage.rules.numbers import ONE, exact
from comanage.rules.stops import ahead, earned, goal
from comanage.rules.units import KINDS, Better, Unit

HIGHER, LOWER = Better.HIGHER, Better.LOWER


def measured(method, unit=Unit.PERCENT, better=HIGHER, precision=None, **others):
    return Measure("M", "Measure", ONE, unit, better, method, precision, **others)


def counted(top, bottom, **others):
    return Figure("Q1", "", "M", numerator=exact(top), denominator=exact(bottom), **others)


def valued(value, **others):
    return Figure("Q1", "", "M", exact(value), **others)


def words(measure, figure):
    """Put the change that leads to the next stop in words."""
    (stop, *_) = ahead(measure, figure)
    found = nearest(measure, figure, goal(measure, figure, stop))
    return f"{change_in_words(measure, figure, found)} {stop.name}" if found else None


TEN = measured(Binary(exact("10")), better=LOWER)
DOUBLE = Improvement(Measured.CHANGE, None, (Level("a tenth", exact("0.1"), ONE),))
Z = ZScore(exact("1"), exact("0.2"), exact("-2"), exact("2"), (Level("z", exact("-1"), ONE),))
BAND = TargetBand(exact("4"), exact("12"), exact("2"), exact("16"))


@pytest.mark.parametrize(
    ("measure", "figure", "expected"),
    [
        pytest.param(
            measured(Binary(exact("85")), precision=0), counted("178", "211"),
            "1 more case (179 of 211 instead of 178) target",
            id="84.8% reads as 85% where the contract rounds to whole percents",
        ),
        pytest.param(
            measured(Binary(exact("85")), precision=1), counted("178", "211"),
            "2 more cases (180 of 211 instead of 178) target",
            id="and does not where it rounds to one place",
        ),
        pytest.param(
            measured(Binary(exact("90"), Edge.BEYOND)), counted("8", "10"),
            "2 more cases (10 of 10 instead of 8) target",
            id="a level to be passed takes a case more than meeting it",
        ),
        pytest.param(
            measured(Binary(exact("100"), Edge.BEYOND)), counted("8", "10"), None,
            id="100% cannot be passed",
        ),
        pytest.param(
            TEN, counted("21", "205"), "1 fewer case (20 of 205 instead of 21) target",
            id="where lower is better, fewer cases",
        ),
        pytest.param(
            measured(Binary(exact("4.2")), Unit.PER_1000, LOWER, 1), counted("43", "10000"),
            "1 fewer case (42 of 10,000 instead of 43) target", id="per 1,000",
        ),
        pytest.param(
            measured(Binary(exact("0.8")), Unit.RATIO, LOWER, 2), counted("11", "12.4"),
            "2 fewer cases (9 of 12.4 instead of 11) target",
            id="observed over expected, whose denominator is no whole number",
        ),
        pytest.param(
            measured(Binary(exact("98")), Unit.PERCENT_OF_BASE, LOWER, 0), counted("1010", "1000"),
            "26 less in the numerator (984 of 1,000 instead of 1,010) target",
            id="dollars of a budget are no cases",
        ),
        pytest.param(
            measured(Binary(exact("28")), Unit.MINUTES, LOWER, 1), valued("30"),
            "28.0 min or less instead of 30.0 min target", id="a value without counts",
        ),
        pytest.param(
            measured(Binary(exact("0")), Unit.COUNT, LOWER), valued("2"), "0 instead of 2 target",
            id="nothing is less than none",
        ),
        pytest.param(
            measured(Binary(exact("90"), Edge.BEYOND)), valued("84"),
            "more than 90% instead of 84% target", id="a value to be passed, not rounded",
        ),
        pytest.param(
            measured(Binary(exact("90"), Edge.BEYOND), precision=1), valued("84"),
            "90.1% or more instead of 84.0% target", id="a value to be passed, rounded",
        ),
        pytest.param(
            measured(Binary(exact("84.25")), precision=1), valued("80"),
            "84.3% or more instead of 80.0% target", id="a level between two places",
        ),
        pytest.param(
            measured(Binary(exact("1/3")), Unit.FRACTION), valued("0.3"),
            "0.333333 or more instead of 0.3 target", id="a level without an end is met exactly",
        ),
        pytest.param(
            measured(Binary(exact("80")), precision=1, must_beat_baseline=True),
            counted("79", "100", baseline=exact("82")),
            "4 more cases (83 of 100 instead of 79) target", id="a baseline that must be beaten",
        ),
        pytest.param(
            measured(Points(exact("70"), exact("90"))), counted("75", "100"),
            "2 more cases (77 of 100 instead of 75) 4 of 10 points", id="the next whole point",
        ),
        pytest.param(
            measured(BAND, precision=1), counted("26", "200"),
            "2 fewer cases (24 of 200 instead of 26) the range from 4.0% to 12.0%",
            id="too much of a range comes down",
        ),
        pytest.param(
            measured(BAND, precision=1), counted("7", "200"),
            "1 more case (8 of 200 instead of 7) the range from 4.0% to 12.0%",
            id="too little of it comes up",
        ),
        pytest.param(
            measured(BAND), counted("1", "3"), None, id="a range that no whole case falls into",
        ),
        pytest.param(
            measured(Attested("the administrator")), valued("60"), "100% instead of 60% done",
            id="what is attested has to be done",
        ),
        pytest.param(
            measured(DOUBLE, Unit.RATIO, LOWER, 2), valued("0.95", baseline=exact("1")),
            "0.90 or less instead of 0.95 a tenth", id="a level of the improvement",
        ),
        pytest.param(
            measured(Z, Unit.RATIO, LOWER, 2), valued("0.95"),
            "0.80 or less instead of 0.95 z", id="a level of z",
        ),
        pytest.param(
            measured(Improvement(Measured.GAP, Target(exact("4.0"))), better=LOWER, precision=1),
            valued("4.5", baseline=exact("4.8")),
            "4.0% or less instead of 4.5% target", id="the target that closes the gap",
        ),
        pytest.param(
            measured(Binary(exact("5")), Unit.INDEX, HIGHER, 0), valued("-3"),
            "5 or more instead of -3 target", id="an index may start below nothing",
        ),
    ],
)  # fmt: skip
def test_the_smallest_change_to_the_next_stop(measure, figure, expected):
    assert words(measure, figure) == expected


def test_nothing_lies_ahead_of_the_best_result_nor_of_a_missing_one():
    assert ahead(TEN, counted("20", "205")) == []
    assert ahead(TEN, Figure("Q1", "", "M", absent="too few cases")) == []


def test_a_level_that_earns_no_more_is_no_stop():
    flat = Bands(
        (Level("first", exact("80"), exact("0.5")), Level("next", exact("90"), exact("0.5")))
    )
    assert ahead(measured(flat), valued("85")) == []


@pytest.mark.parametrize(
    ("most", "at", "expected"), [(9, 7, 7), (7, 7, 7), (6, 7, None), (0, 1, None)]
)
def test_the_fewest_steps_within_the_most_there_can_be(most, at, expected):
    assert fewest(lambda steps: steps >= at, most) == expected


def test_a_search_without_an_end_ends():
    assert fewest(lambda _: False) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_fewest_steps_are_those_that_counting_finds(most, at):
    counting = next((steps for steps in range(1, most + 1) if steps >= at), None)
    assert fewest(lambda steps: steps >= at, most) == counting


units = st.sampled_from([Unit.PERCENT, Unit.FRACTION, Unit.RATIO, Unit.PER_100, Unit.PER_1000])


@st.composite
def measures(draw):
    """A measure with levels, and a figure that may fall short of them."""
    unit, better = draw(units), draw(st.sampled_from(Better))
    whole = KINDS[unit].times
    reaches = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)))
    if better is LOWER:
        reaches.reverse()
    levels = tuple(
        Level(f"level {at}", Fraction(reach, 100) * whole, Fraction(at, len(reaches)))
        for at, reach in enumerate(reaches, 1)
    )
    kind, edge = draw(st.sampled_from([Bands, Linear])), draw(st.sampled_from(Edge))
    precision = draw(st.sampled_from([None, 0, 1, 2]))
    bottom = draw(st.integers(1, 120))
    top = draw(st.integers(0, bottom))
    baseline = draw(st.none() | st.integers(0, 100).map(lambda part: part * whole / 100))
    measure = measured(
        kind(levels, edge), unit, better, precision, must_beat_baseline=baseline is not None
    )
    return measure, counted(str(top), str(bottom), baseline=baseline)


@given(measures())
def test_a_change_comes_to_its_stop_and_one_case_less_does_not(drawn):
    measure, figure = drawn
    for stop in ahead(measure, figure):
        found = nearest(measure, figure, goal(measure, figure, stop))
        most = int(figure.denominator) if measure.better is HIGHER else 0
        if found is None:
            if KINDS[measure.unit].part or measure.better is LOWER:
                assert share(measure, figure, most) < stop.share
            continue
        sign = 1 if measure.better is HIGHER else -1
        there = int(found.figure.numerator)
        assert found.steps == there - figure.numerator
        assert share(measure, figure, there) >= stop.share
        assert share(measure, figure, there - sign) < stop.share


@given(measures())
def test_a_value_comes_to_its_stop_and_one_at_the_last_place_less_does_not(drawn):
    measure, counts = drawn
    figure = Figure("Q1", "", "M", result(counts, measure), baseline=counts.baseline)
    place = Fraction(1, 10 ** (6 if measure.precision is None else measure.precision))
    sign = 1 if measure.better is HIGHER else -1
    for stop in ahead(measure, figure):
        found = nearest(measure, figure, goal(measure, figure, stop))
        if found is None:
            continue
        assert earned(measure, figure, found.figure.value).share >= stop.share
        short = found.takes if found.beyond else found.figure.value - sign * place
        assert earned(measure, figure, short).share < stop.share


def share(measure, figure, top):
    """Give what a measure earns for so many cases."""
    value = measure.scale.quotient(Fraction(top), figure.denominator)
    return earned(measure, figure, measure.scale.at_precision(value)).share
