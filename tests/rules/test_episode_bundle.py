"""Episode bundle: gain and loss against a target price, shared and stopped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.episode_bundle import (
    EPISODE_BUNDLE,
    EpisodeBundle,
    faults,
    fund,
    sentence,
)
from comanage.rules.funding.funding import Facts
from comanage.rules.numbers import exact

ONE_SIDED = EpisodeBundle(
    exact("25000"), "EPISODES", "COST", exact("0.5"),
    stop_gain=exact("0.05"), minimum=exact("0.01"),
)  # fmt: skip
TWO_SIDED = replace(ONE_SIDED, loss_share=exact("0.5"), stop_loss=exact("0.04"))
costs = st.fractions(min_value=0, max_value=10**7)


def facts(cost, episodes="100"):
    return Facts({"EPISODES": exact(episodes), "COST": exact(cost)})


@pytest.mark.parametrize(
    ("terms", "known", "pool"),
    [
        pytest.param(ONE_SIDED, facts("2300000"), "100000", id="half of a gain of 8%"),
        pytest.param(ONE_SIDED, facts("2000000"), "125000", id="stopped at 5% of the target"),
        pytest.param(ONE_SIDED, facts("2475000"), "12500", id="on the minimum all is shared"),
        pytest.param(ONE_SIDED, facts("2475001"), "0", id="below the minimum nothing is"),
        pytest.param(ONE_SIDED, facts("2700000"), "0", id="one-sided: a loss owes nothing"),
        pytest.param(TWO_SIDED, facts("2520000"), "-10000", id="a small loss is owed too"),
        pytest.param(TWO_SIDED, facts("2900000"), "-100000", id="stopped at 4% of the target"),
        pytest.param(TWO_SIDED, facts("500", episodes="0"), "0", id="no episode, nothing owed"),
    ],
)
def test_the_pool_or_what_is_owed(terms, known, pool):
    assert fund(terms, known).amount == exact(pool)


@pytest.mark.parametrize(
    ("cost", "found"),
    [
        ("2000000", {"savings": "500000", "savings_rate": "0.2", "minimum_rate": "0.01",
                     "sharing_rate": "0.5", "shared": "250000"}),
        ("2900000", {"savings": "-400000", "savings_rate": "-0.16", "minimum_rate": "0.01",
                     "loss_rate": "0.5", "shared": "-200000"}),
    ],
)  # fmt: skip
def test_the_numbers_on_the_way_are_kept(cost, found):
    assert {each.result: each.value for each in fund(TWO_SIDED, facts(cost)).found} == {
        result: exact(value) for result, value in found.items()
    }


def test_the_words_say_what_was_shared_and_where_it_stopped():
    assert fund(ONE_SIDED, facts("2000000")).because == (
        "50% (by the contract) of a gain of $500,000.00 against $2,500,000.00, stopped at 5% of it"
    )
    assert fund(TWO_SIDED, facts("2900000")).because == (
        "50% (by the contract) of a loss of $400,000.00 against $2,500,000.00, stopped at 4% of it"
    )
    assert "0% (below the minimum of 1%) of a gain" in fund(ONE_SIDED, facts("2490000")).because


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(TWO_SIDED) == (
        "50% of what COST is below the target, nothing below 1% of it, at most 5% of it,"
        " 50% of what it is above is owed, at most 4% of the target;"
        " the target is $25,000.00 for each of EPISODES"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"episodes": ""}, "Name the measure that gives the number of episodes."),
        ({"cost": ""}, "Name the measure that gives what the episodes cost."),
        ({"target": exact("0")}, "The target price must be more than $0.00."),
        ({"stop_loss": exact("2")}, "The most that is owed must lie between 0% and 100%."),
        ({"gain_share": exact("0")}, "Give the share of a gain or of a loss."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(changes, said):
    assert [fault.sentence for fault in faults(replace(ONE_SIDED, **changes))] == [said]


def test_it_needs_episodes_and_cost():
    assert EPISODE_BUNDLE.needs(TWO_SIDED) == ("EPISODES", "COST")
    assert faults(ONE_SIDED) == faults(TWO_SIDED) == []


@given(costs, costs)
def test_costing_more_never_earns_more_and_the_stops_hold(one, other):
    for terms, least in ((ONE_SIDED, 0), (TWO_SIDED, -100000)):
        pools = [
            fund(terms, Facts({"EPISODES": exact("100"), "COST": cost})).amount
            for cost in sorted([one, other])
        ]
        assert least <= pools[1] <= pools[0] <= exact("125000")
