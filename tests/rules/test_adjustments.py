"""Adjustments: holdbacks and caps act in the order written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.adjustments import (
    Adjustment,
    Adjusts,
    Of,
    adjusted,
    adjustment_faults,
    adjustment_words,
)
from comanage.rules.numbers import exact

HOLDBACK = Adjustment(Adjusts.HOLDBACK, exact("0.02"), Of.AMOUNT)
RESERVE = Adjustment(Adjusts.HOLDBACK, exact("0.05"), Of.BENCHMARK)
CAP = Adjustment(Adjusts.CAP, exact("0.1"), Of.BENCHMARK)
BENCHMARK = exact("1000")
amounts = st.fractions(min_value=0, max_value=10**6)


@pytest.mark.parametrize(
    ("adjustments", "amount", "left"),
    [
        pytest.param([HOLDBACK], "100", "98", id="a holdback takes its share"),
        pytest.param([CAP], "120", "100", id="a cap cuts to its share of the benchmark"),
        pytest.param([CAP], "100", "100", id="on the cap nothing is cut"),
        pytest.param([HOLDBACK, CAP], "102", "99.96", id="holdback first: the cap does not bind"),
        pytest.param([CAP, HOLDBACK], "102", "98", id="cap first: less is left"),
        pytest.param([RESERVE], "30", "0", id="a holdback never takes more than there is"),
        pytest.param([], "100", "100", id="without adjustments all is left"),
    ],
)
def test_what_is_left(adjustments, amount, left):
    assert adjusted(adjustments, exact(amount), BENCHMARK)[0] == exact(left)


def test_the_words_name_what_changed_something():
    assert adjusted([HOLDBACK, CAP], exact("100"), BENCHMARK)[1] == (
        ", less a holdback of 2% of the amount"
    )
    assert adjusted([CAP], exact("120"), BENCHMARK)[1] == ", capped at 10% of the benchmark"
    assert [adjustment_words(each) for each in (HOLDBACK, CAP)] == [
        "2% of the amount is held back",
        "at most 10% of the benchmark",
    ]


def test_terms_that_mean_nothing_are_refused_in_words():
    faulty = [
        Adjustment(Adjusts.HOLDBACK, exact("1.5"), Of.AMOUNT),
        Adjustment(Adjusts.CAP, exact("0.5"), Of.AMOUNT),
    ]
    assert [fault.sentence for fault in adjustment_faults(faulty)] == [
        "A holdback must lie between 0% and 100%.",
        "A cap must be a share of the benchmark.",
    ]
    assert adjustment_faults([HOLDBACK, RESERVE, CAP]) == []


@given(amounts, st.permutations([HOLDBACK, RESERVE, CAP]))
def test_what_is_left_never_passes_the_cap_nor_falls_below_nothing(amount, order):
    assert 0 <= adjusted(order, amount, BENCHMARK)[0] <= min(amount, 100)
