"""Shared losses: the share of a loss that is owed, its limit and its relief."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.funding import Facts
from comanage.rules.funding.shared_losses import (
    Losses,
    LossRate,
    loss_faults,
    loss_rate,
    losses_in_words,
    owed,
)
from comanage.rules.numbers import exact

FIXED = Losses(LossRate.FIXED, exact("0.3"), limit=exact("0.04"))
REST = Losses(floor=exact("0.4"), ceiling=exact("0.75"), limit=exact("0.15"), relief_of="RELIEF")
BENCHMARK = exact("1000000")
shares = st.fractions(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("losses", "sharing", "met", "rate"),
    [
        pytest.param(FIXED, "0.5", True, "0.3", id="fixed, whatever is shared of savings"),
        pytest.param(FIXED, "0", False, "0.3", id="fixed, whatever the quality"),
        pytest.param(REST, "0.45", True, "0.55", id="what the sharing rate leaves"),
        pytest.param(REST, "0.7", True, "0.4", id="at least the floor"),
        pytest.param(REST, "0.1", True, "0.75", id="at most the ceiling"),
        pytest.param(REST, "0", False, "0.75", id="unmet quality owes the most"),
    ],
)
def test_the_loss_rate(losses, sharing, met, rate):
    assert loss_rate(losses, exact(sharing), met=met)[0] == exact(rate)


@pytest.mark.parametrize(
    ("shared", "relief", "left"),
    [
        pytest.param("100000", None, "100000", id="no relief was granted"),
        pytest.param("100000", "30000", "70000", id="relief is taken off"),
        pytest.param("100000", "-30000", "70000", id="relief written as a negative amount too"),
        pytest.param("200000", None, "150000", id="no more than the limit"),
        pytest.param("200000", "30000", "120000", id="the limit comes before relief"),
        pytest.param("10000", "30000", "0", id="relief never turns into a payment"),
    ],
)
def test_what_is_owed_of_a_loss(shared, relief, left):
    facts = Facts({"RELIEF": relief and exact(relief)})
    assert owed(REST, exact(shared), BENCHMARK, facts=facts)[0] == exact(left)


def test_the_words_name_limit_and_relief():
    facts = Facts({"RELIEF": exact("30000")})
    assert owed(REST, exact("200000"), BENCHMARK, facts=facts)[1] == (
        ", limited to 15% of the benchmark, less $30,000.00 of relief"
    )
    assert losses_in_words(REST) == (
        "of a loss is owed what the sharing rate leaves, at least 40%, at most 75%,"
        " limited to 15% of the benchmark, less relief (RELIEF)"
    )
    assert losses_in_words(FIXED) == "30% of a loss is owed, limited to 4% of the benchmark"


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        (replace(REST, floor=exact("0.8")), "The floor must not be above the ceiling."),
        (replace(REST, limit=exact("2")), "The limit must lie between 0% and 100%."),
        (replace(FIXED, rate=exact("0")), "Give the fixed loss rate."),
        (replace(FIXED, floor=exact("0.1")), "A fixed loss rate has neither floor nor ceiling."),
        (replace(REST, rate=exact("0.3")), "A loss rate is stated only where it is fixed."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(losses, said):
    assert [fault.sentence for fault in loss_faults(losses)] == [said]


def test_sound_terms_and_a_one_sided_agreement_have_no_faults():
    assert loss_faults(FIXED) == loss_faults(REST) == loss_faults(None) == []


@given(shares, shares)
def test_who_shares_more_of_savings_never_owes_more_of_a_loss(one, other):
    less, more = (loss_rate(REST, share, met=True)[0] for share in sorted([one, other]))
    assert exact("0.4") <= more <= less <= exact("0.75")


@given(
    st.fractions(min_value=0, max_value=10**7), st.fractions(min_value=-(10**7), max_value=10**7)
)
def test_never_more_than_the_limit_is_owed_and_never_less_than_nothing(shared, relief):
    facts = Facts({"RELIEF": relief})
    assert 0 <= owed(REST, shared, BENCHMARK, facts=facts)[0] <= exact("150000")
