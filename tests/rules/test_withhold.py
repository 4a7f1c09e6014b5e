"""Withhold: a share of payments is held back, and that is the pool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding import FUNDINGS
from comanage.rules.funding.funding import Facts
from comanage.rules.funding.withhold import WITHHOLD, Withhold, faults, fund, sentence
from comanage.rules.numbers import exact

TERMS = Withhold(exact("0.02"), "PAID")
dollars = st.fractions(min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("paid", "pool"),
    [
        pytest.param("1500000", "30000", id="two percent of a million and a half"),
        pytest.param("0.01", "0.0002", id="nothing is rounded here"),
        pytest.param("0", "0", id="of nothing nothing"),
        pytest.param("-1000", "0", id="payments taken back hold nothing back"),
    ],
)
def test_the_pool_is_what_was_held_back(paid, pool):
    assert fund(TERMS, Facts({"PAID": exact(paid)})).amount == exact(pool)


def test_the_words_say_what_is_held_back_and_of_what():
    funded = fund(TERMS, Facts({"PAID": exact("1500000")}))
    assert funded.because == "2% of payments of $1,500,000.00 is held back"
    assert sentence(TERMS) == "2% of PAID, held back until it is earned"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Withhold(exact("1.2"), "PAID"), "The share held back must lie between 0% and 100%."),
        (Withhold(exact("0"), "PAID"), "The share held back must be more than 0%."),
        (Withhold(exact("0.02"), ""), "Name the measure that gives the payments in dollars."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(terms, said):
    assert [fault.sentence for fault in faults(terms)] == [said]
    assert faults(TERMS) == []


def test_it_is_registered_with_the_measure_it_needs():
    assert FUNDINGS["withhold"] is WITHHOLD
    assert WITHHOLD.needs(TERMS) == ("PAID",)


@given(dollars, dollars)
def test_more_payments_never_hold_back_less_and_never_less_than_nothing(one, other):
    pools = [fund(TERMS, Facts({"PAID": paid})).amount for paid in sorted([one, other])]
    assert 0 <= pools[0] <= pools[1]
