"""Minimum rate: what a table of bands gives on, between and beyond its ends."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.minimum_rate import Band, band_faults, banded_rate, bands_in_words
from comanage.rules.numbers import exact, rounded

SMALL = Band(exact("5000"), exact("9999"), exact("0.039"), exact("0.030"))
MIDDLE = Band(exact("10000"), exact("14999"), exact("0.030"), exact("0.027"))
LARGE = Band(exact("15000"), exact("15000"), exact("0.02"), exact("0.02"))
BANDS = (SMALL, MIDDLE, LARGE)
NINES = Band(exact("9000"), exact("9999"), exact("0.031"), exact("0.030"))


@pytest.mark.parametrize(
    ("size", "rate"),
    [
        pytest.param("5000", "0.039", id="the first size has the first rate"),
        pytest.param("9999", "0.030", id="the last size has the last rate"),
        pytest.param("10000", "0.030", id="the next band begins"),
        pytest.param("14999", "0.027", id="the end of the second band"),
        pytest.param("14999.5", "0.027", id="between two bands the rate stays"),
        pytest.param("15000", "0.02", id="the last band is flat"),
        pytest.param("1000000", "0.02", id="and open above"),
        pytest.param("300", "0.039", id="below the first band its first rate holds"),
    ],
)
def test_the_rate_for_a_size(size, rate):
    assert banded_rate(BANDS, exact(size)) == exact(rate)


def test_inside_a_band_the_line_is_straight_with_both_ends_included():
    assert rounded(banded_rate((NINES,), Fraction(9139)), 9) == exact("0.030860861")


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (
            (replace(SMALL, size_to=exact("4000")), LARGE),
            "The band from 5,000 must not end before it begins.",
        ),
        (
            (SMALL, replace(MIDDLE, size_from=exact("9999")), LARGE),
            "The band from 9,999 must begin above the one before.",
        ),
        (
            (replace(SMALL, rate_from=exact("3.9")), LARGE),
            "The rate 390% must lie between 0% and 100%.",
        ),
        ((SMALL,), "The last band is open above, so both its rates are the same."),
    ],
)
def test_a_table_that_means_nothing_is_refused_in_words(bands, said):
    assert [fault.sentence for fault in band_faults(bands)] == [said]


def test_a_sound_table_is_put_in_words():
    assert band_faults(BANDS) == band_faults(()) == []
    assert bands_in_words(BANDS) == (
        "5,000 to 9,999: 3.9% to 3%, 10,000 to 14,999: 3% to 2.7%, 15,000 or more: 2%"
    )


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_larger_size_never_has_a_higher_rate(one, other):
    small, large = (banded_rate(BANDS, Fraction(size)) for size in sorted([one, other]))
    assert exact("0.02") <= large <= small <= exact("0.039")
