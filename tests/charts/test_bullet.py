"""Bullet: a result among its levels, better to the right, words beside each other."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.bullet import Bullet, beneath, draw
from comanage.charts.level_names import short
from comanage.rules.methods.method import Level
from comanage.rules.units import Better, Scale, Unit
from tests.charts.reading import check_tidy, levels, words_of

PERCENT = Scale(Unit.PERCENT, Better.HIGHER, 1)
MINUTES = Scale(Unit.MINUTES, Better.LOWER, 1)


@pytest.fixture
def experience():
    rows = ("threshold", "85", "0.5"), ("target", "90", "0.75"), ("maximum", "95", "1")
    value = Fraction("91.2")
    return Bullet("Experience", PERCENT, levels(*rows), value, "443 of 486", reached="target")


@pytest.fixture
def turnover():
    rows = ("threshold", "32", "0.5"), ("target", "30", "0.75"), ("maximum", "29.5", "1")
    return Bullet("Turnover", MINUTES, levels(*rows), Fraction("31.4"), reached="threshold")


def bar_length(svg):
    return float(re.search(r'width="([\d.]+)" height="10"', svg)[1])


def test_the_sentence_says_result_counts_level_and_direction(experience):
    assert draw(experience).sentence == (
        "Experience: 91.2% (443 of 486), reached target; higher is better."
    )


def test_below_every_level_is_said_so(turnover):
    low = Bullet("Turnover", MINUTES, turnover.levels, Fraction(40))
    assert draw(low).sentence == "Turnover: 40.0 min, below threshold; lower is better."


def test_beneath_a_row_that_says_the_result_it_says_only_the_levels(turnover):
    said = [words.said for words in words_of(beneath(turnover))]
    assert said == ["Thr 32.0 min", "Tgt 30.0 min", "Max 29.5 min"]
    assert bar_length(beneath(turnover)) == bar_length(draw(turnover).narrow)


def test_no_result_has_its_reason_and_no_bar():
    bullet = Bullet(
        "Stay", MINUTES, levels(("target", "4", "1")), None, absent="The report was not run."
    )
    drawn = draw(bullet)
    assert drawn.sentence == "Stay: no result. The report was not run."
    assert 'height="10"' not in drawn.wide
    assert drawn.table.rows[0] == ("Result", "–")


def test_a_better_result_has_a_longer_bar_where_lower_is_better(turnover):
    better = Bullet("Turnover", MINUTES, turnover.levels, Fraction("29.7"))
    assert bar_length(draw(better).wide) > bar_length(draw(turnover).wide)


def test_a_single_level_stands_inside_its_scale_however_far_the_result():
    margin = Scale(Unit.DOLLARS, Better.HIGHER, 0)
    bullet = Bullet("Margin", margin, levels(("target", "0", "1")), Fraction(4120))
    target = next(words for words in words_of(draw(bullet).wide) if words.said == "Tgt $0")
    assert 200 < target.left < target.right < 500


def test_a_turned_scale_says_so(experience, turnover):
    note = "Lower is better: the scale runs down"
    assert note in [words.said for words in words_of(draw(turnover).wide)]
    assert note not in [words.said for words in words_of(draw(experience).wide)]


def test_the_table_holds_the_result_and_every_level(experience):
    assert draw(experience).table.rows == (
        ("Result", "91.2%"),
        ("Threshold", "85.0%"),
        ("Target", "90.0%"),
        ("Maximum", "95.0%"),
    )


def test_the_same_values_give_the_same_bytes(experience):
    assert draw(experience) == draw(experience)


def test_names_from_people_are_escaped():
    bullet = Bullet("<script>&", PERCENT, levels(("a<b", "50", "1")), Fraction(50), "1 & 2")
    drawn = draw(bullet)
    assert "<script>" not in drawn.wide
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)


def test_a_level_is_shortened_to_what_fits_under_a_mark():
    assert [short(name) for name in ("maximum", "met", "commendable")] == ["Max", "Met", "Commend."]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=5, unique=True),
    st.integers(0, 10_000),
    st.sampled_from(Better),
    st.sampled_from([Unit.PERCENT, Unit.DOLLARS, Unit.PER_1000]),
)
def test_no_words_collide_or_are_cut_off_whatever_the_levels(reaches, value, better, unit):
    reaches = sorted((Fraction(reach, 100) for reach in reaches), reverse=better is Better.LOWER)
    names = ["threshold", "target", "commendable", "stretch", "maximum"]
    agreed = tuple(
        Level(name, reach, Fraction(1)) for name, reach in zip(names, reaches, strict=False)
    )
    drawn = draw(Bullet("Measure", Scale(unit, better, 2), agreed, Fraction(value, 100), "1 of 2"))
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)
