"""Typed: numbers as people type them, exactly, and nothing that could mean two things."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.typed import typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("84.2", Fraction(421, 5)),
        (" 1,234,567.50 ", Fraction(2469135, 2)),
        ("$5", Fraction(5)),
        ("-$5", Fraction(-5)),
        ("(45)", Fraction(-45)),
        ("−12.5 %", Fraction(-25, 2)),
        ("1\u00a0", Fraction(1)),
        ("+3.", Fraction(3)),
        ("1/8", Fraction(1, 8)),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, number):
    assert typed_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "1O2", "1.234,5", "12,5", "1,23,456", "1e5", "0x10", "--5", "+-5", "-(5", "½", "nan",
     "inf", "1 2", "٣", "1_000", "9" * 41, "%", "$", "()"],
)  # fmt: skip
def test_what_could_mean_anything_else_is_refused_in_words(text):
    with pytest.raises(ValueError, match="is not a number"):
        typed_number(text)


def test_a_number_without_end_is_refused_with_the_reason():
    with pytest.raises(ValueError, match="has no end as a decimal"):
        typed_number("1/3")


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_thousands_commas_never_change_a_number(number):
    assert typed_number(f"{number:,f}") == typed_number(f"{number:f}") == Fraction(number)
