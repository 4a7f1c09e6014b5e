"""The control chart of a measure's page: every line has its name, and no words are in the way."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts import control, spark
from comanage.charts.control import apart
from comanage.charts.xmr import Xmr
from comanage.rules.units import Better, Scale, Unit
from tests.charts.reading import check_tidy, words_of

results = st.lists(st.integers(0, 10_000), min_size=3, max_size=40)


def chart(values, target=None, better=Better.HIGHER, unit=Unit.PERCENT, name="2026-Q1"):
    """Chart some results."""
    periods = tuple(f"{name}-{at}" if at % 3 else f"{at}" for at in range(len(values)))
    scale = Scale(unit, better, 1)
    return Xmr("Measure", scale, periods, tuple(Fraction(each, 10) for each in values), target)


@pytest.mark.parametrize("count", [1, 2])
def test_of_fewer_than_three_results_nothing_is_drawn(count):
    assert control.draw(chart([5] * count)) is None
    assert spark.draw(chart([5] * count)) is None


def test_every_line_is_named_at_its_right_end():
    said = [one.said for one in words_of(control.draw(chart([50, 60, 55], Fraction(9))).wide)]
    assert [words.split()[0] for words in said[:4]] == ["Target", "Upper", "Mean", "Lower"]


def test_a_target_that_lies_on_the_mean_does_not_hide_its_name():
    drawn = control.draw(chart([812, 812, 812], Fraction("81.2")))
    check_tidy(drawn.narrow)
    assert len({one.top for one in words_of(drawn.narrow)}) >= 4


def test_the_first_and_the_last_period_are_named_and_of_the_others_as_many_as_have_room():
    said = [one.said for one in words_of(control.draw(chart([3] * 40)).narrow)]
    assert {"0", "39"} <= set(said)
    assert len(said) < 12


@settings(deadline=None, max_examples=40)
@given(
    results,
    st.one_of(st.none(), st.integers(0, 10_000)),
    st.sampled_from(Better),
    st.sampled_from([Unit.PERCENT, Unit.DOLLARS, Unit.PER_1000, Unit.MINUTES]),
)
def test_no_words_collide_or_are_cut_off_whatever_the_results(values, target, better, unit):
    xmr = chart(values, None if target is None else Fraction(target, 10), better, unit)
    drawn = control.draw(xmr)
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)
    check_tidy(spark.draw(xmr))


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), max_size=6))
def test_places_of_a_column_are_a_gap_apart_and_inside(ys):
    found = apart([Fraction(y) for y in sorted(ys)], 10, (0, 100))
    assert all(later - earlier >= 10 for earlier, later in pairwise(found))
    assert all(0 <= each <= 100 for each in found)


def test_a_spark_shows_thirteen_results_and_judges_by_all():
    svg = spark.draw(chart([*range(30)]))
    assert svg.count("<circle") + svg.count("<path") == 14  # the line and each marked result
    assert "The last 13 results." in svg
    assert "<text" not in svg
