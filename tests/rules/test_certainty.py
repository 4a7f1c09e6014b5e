"""Certainty: the interval of a rate and the luck in the level it reached, as it was scored."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.certainty import certainty
from comanage.rules.figures import Figure
from comanage.rules.methods.attested import Attested
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Edge, Level
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import ONE, exact
from comanage.rules.stops import earned
from comanage.rules.units import Better, Unit
from tests.rules.worked import LEVELS, SCREENING

LOW = Linear(
    (
        Level("threshold", exact("5"), exact("0.5")),
        Level("target", exact("4.2"), ONE),
    )
)
READMISSIONS = replace(SCREENING, better=Better.LOWER, method=LOW)


def counted(top, bottom):
    return Figure("Q1", "", "M", numerator=exact(top), denominator=exact(bottom))


def test_a_level_reached_is_held_against_a_group_at_the_level_before_it():
    found = certainty(READMISSIONS, counted("8", "192"))
    assert found.level == "target"
    assert found.sentences == (
        "8 of 192 is 4.2%; true rates from 2.1% to 8.1% would fit it (95% interval).",
        (
            "By luck, a group whose true rate is 5% reaches 4.2% or less (8 of 192):"
            " a chance of 37.5%."
        ),
    )


def test_the_easiest_level_is_held_against_a_group_that_is_a_case_short():
    found = certainty(SCREENING, counted("31", "40"))
    assert (found.level, found.luck.true_rate) == ("threshold", Fraction(29, 40))


@pytest.mark.parametrize(
    ("precision", "count"),
    [
        pytest.param(0, 179, id="179 of 211 reads as 85% in whole percents"),
        pytest.param(1, 180, id="at one place it takes 180"),
        pytest.param(None, 180, id="unrounded it takes 180"),
    ],
)
def test_the_cases_that_reach_a_level_are_counted_with_the_rounding_of_the_terms(precision, count):
    measure = replace(SCREENING, precision=precision)
    found = certainty(measure, counted("185", "211"))
    assert (found.luck.count, found.luck.level) == (count, exact("0.85"))


def test_a_result_that_rounds_to_the_limit_of_a_lower_level_counts():
    # 8 of 189 is 4.232..., which reads as 4.2; 9 of 189 is 4.8
    assert certainty(READMISSIONS, counted("7", "189")).luck.count == 8


def test_a_level_that_must_be_passed_takes_a_case_more():
    measure = replace(SCREENING, method=Binary(exact("90"), Edge.BEYOND), precision=None)
    assert certainty(measure, counted("19", "20")).luck.count == 19


@pytest.mark.parametrize(
    ("measure", "figure"),
    [
        pytest.param(SCREENING, Figure("Q1", "", "M", exact("84")), id="a value without counts"),
        pytest.param(
            SCREENING, Figure("Q1", "", "M", absent="too few cases"), id="a missing result"
        ),
        pytest.param(
            replace(SCREENING, unit=Unit.RATIO), counted("8", "12.4"), id="a ratio is no share"
        ),
        pytest.param(SCREENING, counted("7.5", "20"), id="half a case"),
        pytest.param(SCREENING, counted("7", "20.5"), id="half a case of all"),
    ],
)
def test_there_is_no_certainty_of_what_is_no_share_of_cases(measure, figure):
    assert certainty(measure, figure) is None


@pytest.mark.parametrize(
    ("method", "figure", "level"),
    [
        pytest.param(Linear(LEVELS), counted("20", "40"), "", id="no level was reached"),
        pytest.param(Binary(exact("0")), counted("1", "40"), "target", id="none can be missed"),
        pytest.param(Attested("them"), counted("40", "40"), "", id="done is no level of a rate"),
        pytest.param(
            TargetBand(exact("4"), exact("12"), exact("2"), exact("16")), counted("4", "40"), "",
            id="a range is no level",
        ),
    ],
)  # fmt: skip
def test_without_a_level_that_could_be_missed_there_is_the_interval_alone(method, figure, level):
    found = certainty(replace(SCREENING, method=method), figure)
    assert (found.level, found.luck, len(found.sentences)) == (level, None, 1)


@given(
    st.integers(1, 120).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_))),
    st.sampled_from([None, 0, 1]),
    st.sampled_from([SCREENING, READMISSIONS]),
)
def test_the_count_just_reaches_the_level_and_one_case_short_does_not(counts, precision, measure):
    top, bottom = counts
    measure = replace(measure, precision=precision)
    found = certainty(measure, counted(str(top), str(bottom)))
    if found.luck is None:
        return
    aim = next(each.earns for each in measure.method.levels if each.name == found.level)
    worse = -1 if measure.better is Better.HIGHER else 1
    assert share(measure, found.luck.count, bottom) >= aim
    assert share(measure, found.luck.count + worse, bottom) < aim
    assert 0 <= found.interval.low <= Fraction(top, bottom) <= found.interval.high <= 1


def share(measure, top, bottom):
    value = measure.scale.at_precision(measure.scale.quotient(Fraction(top), Fraction(bottom)))
    return earned(measure, counted("0", "1"), value).share
