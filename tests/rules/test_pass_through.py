"""Pass-through: how much of a bonus reaches the pool."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.entries import Most
from comanage.rules.funding.funding import Facts
from comanage.rules.funding.pass_through import PASS_THROUGH, PassThrough, faults, fund, sentence
from comanage.rules.numbers import exact

# The payer's bonus of OIG Advisory Opinion 08-16, with illustrative dollars.
BY_RATE = PassThrough(exact("0.45"), rate_of="RATE", base_of="BASE")
RECEIVED = PassThrough(exact("0.45"), received="BONUS")
FACTS = Facts({"RATE": exact("0.032"), "BASE": exact("50000000"), "BONUS": exact("1600000")})
TIED = replace(RECEIVED, most=Most(exact("700000")))


@pytest.mark.parametrize(
    ("terms", "facts", "pool"),
    [
        pytest.param(BY_RATE, FACTS, "720000", id="3.2% of a base of 50 million, 45% of it"),
        pytest.param(RECEIVED, FACTS, "720000", id="the same bonus in dollars"),
        pytest.param(
            replace(RECEIVED, share=exact("0.6")), FACTS, "800000", id="never over a half"
        ),
        pytest.param(TIED, FACTS, "700000", id="at most what the base year gave"),
        pytest.param(TIED, replace(FACTS, periods=2), "720000", id="two periods, twice the most"),
        pytest.param(RECEIVED, Facts({"BONUS": exact("-5")}), "0", id="a penalty is not passed on"),
    ],
)
def test_the_pool_is_the_part_passed_on(terms, facts, pool):
    assert fund(terms, facts).amount == exact(pool)


def test_the_numbers_on_the_way_are_kept():
    found = {each.result: (each.value, each.because) for each in fund(TIED, FACTS).found}
    assert found == {
        "sharing_rate": (exact("0.45"), "45% by the contract"),
        "shared": (exact("720000"), "45% of a bonus of $1,600,000.00"),
    }


def test_the_words_say_where_the_bonus_comes_from_and_what_cut_it():
    assert fund(BY_RATE, FACTS).because == (
        "45% of a bonus of $1,600,000.00 (3.2% of $50,000,000.00)"
    )
    assert fund(TIED, FACTS).because == "45% of a bonus of $1,600,000.00, at most $700,000.00"
    assert sentence(TIED) == (
        "45% of the bonus received (BONUS), never more than 50% of it,"
        " at most $700,000.00 for each performance period"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share": exact("0")}, "The share must be more than 0%."),
        ({"share": exact("0.6")}, "The share must be at most 50%, which may be passed on."),
        (
            {"most_share": exact("2")},
            "The most that may be passed on must lie between 0% and 100%.",
        ),
        ({"received": ""}, "Name either the bonus received, or its rate and base."),
        ({"most": Most(exact("0"))}, "The most must lie between $0.01 and $1,000,000,000,000.00."),
        ({"most": Most(exact("0.001"))}, "The most must be in whole cents."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(changes, said):
    assert [fault.sentence for fault in faults(replace(RECEIVED, **changes))] == [said]


def test_a_rate_without_its_base_is_refused():
    half = PassThrough(exact("0.45"), rate_of="RATE")
    assert [str(fault) for fault in faults(half)] == [
        "base_of: Name the measure that gives the dollars that the rate is of."
    ]


def test_it_needs_the_measures_it_names():
    assert PASS_THROUGH.needs(BY_RATE) == ("RATE", "BASE")
    assert PASS_THROUGH.needs(RECEIVED) == ("BONUS",)
    assert faults(BY_RATE) == faults(TIED) == []


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.fractions(min_value=0, max_value=1))
def test_never_more_than_half_nor_more_than_the_most_nor_less_than_nothing(bonus, share):
    pool = fund(replace(TIED, share=share), Facts({"BONUS": bonus})).amount
    assert 0 <= pool <= max(min(bonus / 2, 700000), 0)
