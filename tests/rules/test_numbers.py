"""Exact numbers: read, rounded, written and divided without losing anything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.numbers import (
    Rounding,
    exact,
    money,
    percent,
    plain_money,
    printed,
    rounded,
    shown,
    split,
    to_cents,
    written,
)

rates = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
weights = st.lists(st.fractions(min_value=0, max_value=100), min_size=1, max_size=40)


@pytest.mark.parametrize(
    "text", ["", "  ", "1O2", "1,5", "1e5", "nan", "٣", "1/0", "--1", "1.", ".5"]
)
def test_what_is_not_a_plain_number_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        exact(text)


def test_a_very_long_numeral_is_refused_and_not_repeated_whole():
    with pytest.raises(ValueError, match="is not a number") as refused:
        exact("9" * 5000)
    assert len(str(refused.value)) < 100


@given(rates)
def test_what_is_written_reads_back_the_same(number):
    assert exact(written(number)) == number


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Rounding.HALF_UP, ["-3", "-1", "1", "2", "3"]),
        (Rounding.HALF_EVEN, ["-2", "0", "0", "2", "2"]),
        (Rounding.DOWN, ["-2", "0", "0", "1", "2"]),
        (Rounding.UP, ["-3", "-1", "1", "2", "3"]),
    ],
)
@pytest.mark.trust("D1")
def test_each_rounding_mode_treats_a_half_as_it_says(mode, expected):
    halves = [exact(text) for text in ("-2.5", "-0.5", "0.5", "1.5", "2.5")]
    assert [written(rounded(half, 0, mode)) for half in halves] == expected


def test_a_number_just_under_a_half_is_rounded_down():
    assert rounded(exact("0.4999999999999999999999"), 0) == 0
    assert rounded(Fraction(17900, 211), 1) == exact("84.8")


@given(rates, st.integers(min_value=0, max_value=6))
def test_rounding_moves_a_number_by_half_a_place_at_most(number, places):
    assert abs(rounded(number, places) - number) <= Fraction(1, 2 * 10**places)


@given(st.integers(min_value=0, max_value=10**12), weights.filter(any))
@pytest.mark.trust("D2")
def test_no_cent_is_lost_in_a_division(cents, parts):
    divided = split(cents, parts)
    assert sum(divided) == cents
    for part, weight in zip(divided, parts, strict=True):
        assert abs(part - Fraction(cents) * weight / sum(parts)) < 1


def test_an_amount_without_weights_to_divide_it_by_is_refused():
    assert split(0, [Fraction(0)] * 2) == [0, 0]
    with pytest.raises(ValueError, match="nothing has weight"):
        split(1, [Fraction(0)] * 2)


@pytest.mark.trust("D2")
def test_ties_go_to_the_earlier_part():
    assert split(100, [Fraction(1)] * 3) == [34, 33, 33]
    assert split(200, [Fraction(1)] * 3) == [67, 67, 66]


def test_a_part_gets_its_least_before_others_take_what_is_left_over():
    assert split(2, [Fraction(1)] * 3, least=[0, 1, 1]) == [0, 1, 1]
    assert split(10, [Fraction(9), Fraction(1)], least=[0, 4]) == [6, 4]
    with pytest.raises(ValueError, match="more than there is"):
        split(2, [Fraction(1)] * 3, least=[1, 1, 1])


@given(st.integers(min_value=0, max_value=10**6), weights.filter(any), st.data())
def test_no_part_gets_less_than_its_least(cents, parts, data):
    least = split(data.draw(st.integers(min_value=0, max_value=cents)), parts[::-1])[::-1]
    divided = split(cents, parts, least=least)
    assert sum(divided) == cents
    assert all(part >= floor for part, floor in zip(divided, least, strict=True))


def test_a_negative_amount_or_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        split(-1, [Fraction(1)])
    with pytest.raises(ValueError, match="negative"):
        split(1, [Fraction(2), Fraction(-1)])


def test_numbers_are_shown_as_people_write_them():
    assert shown(exact("1234567.5")) == "1,234,567.5"
    assert shown(exact("-0.5")) == "-0.5"
    assert shown(exact("84.25"), 1) == "84.3"
    assert percent(Fraction(1, 3), 1) == "33.3%"
    assert money(100000000) == "$1,000,000.00"
    assert money(-5) == "-$0.05"
    assert plain_money(-5) == "-0.05"
    assert printed(Fraction(2, 3)) == "0.666666666667"


def test_half_a_cent_is_rounded_up():
    assert to_cents(exact("0.005")) == 1
    assert to_cents(exact("0.0049999")) == 0
