"""Savings share: what an item saved, its floor, its cases, and the group's share."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.entries import Most
from comanage.rules.funding.funding import Facts
from comanage.rules.funding.savings_share import Item, SavingsShare, faults, fund, needs, sentence
from comanage.rules.numbers import exact

# The "as needed" item of OIG Advisory Opinion 17-09, with illustrative dollars and cases.
BMP = Item("USE", exact("0.29"), exact("3000"), exact("400"), exact("0.04"), "CASES")
IMPLANT = Item("COST", exact("5400"), exact("1"), exact("100"), exact("4500"))
HALF = SavingsShare(exact("0.5"), (BMP,))
VERIFIED = SavingsShare(exact("0.5"), savings_of="SAVED")
rates = st.fractions(min_value=0, max_value=1)
counts = st.integers(0, 2000)


def facts(use="0.12", cases="430", periods=1):
    return Facts({"USE": exact(use), "CASES": exact(cases)}, periods)


@pytest.mark.parametrize(
    ("known", "savings", "pool"),
    [
        pytest.param(facts(), "204000", "102000", id="use of 12%: the 30 cases more earn nothing"),
        pytest.param(facts("0.03"), "300000", "150000", id="use of 3% counts as the floor of 4%"),
        pytest.param(facts("0.04"), "300000", "150000", id="on the floor all counts"),
        pytest.param(facts("0.29"), "0", "0", id="the base rate saves nothing"),
        pytest.param(facts("0.35"), "0", "0", id="more use than before owes nothing"),
        pytest.param(facts(cases="200"), "102000", "51000", id="fewer cases save less"),
        pytest.param(facts(cases="800", periods=2), "408000", "204000", id="two periods' cases"),
    ],
)
def test_the_pool_is_a_share_of_what_was_saved(known, savings, pool):
    funded = fund(HALF, known)
    found = {each.result: each.value for each in funded.found}
    assert (found["savings"], funded.amount) == (exact(savings), exact(pool))


def test_an_item_that_costs_more_takes_nothing_from_the_others():
    both = replace(HALF, items=(BMP, IMPLANT))
    known = Facts({**facts().values, "COST": exact("9000")})
    assert fund(both, known).amount == exact("102000")


def test_without_a_measure_of_cases_the_base_cases_count():
    terms = replace(HALF, items=(IMPLANT,))
    assert fund(terms, Facts({"COST": exact("5000")})).amount == exact("20000")


def test_savings_verified_as_one_figure_are_shared_as_they_are():
    assert fund(VERIFIED, Facts({"SAVED": exact("204000")})).amount == exact("102000")
    assert fund(VERIFIED, Facts({"SAVED": exact("-1")})).amount == 0


def test_the_most_caps_the_pool_and_the_uncapped_share_is_kept():
    funded = fund(replace(HALF, most=Most(exact("100000"))), facts())
    assert funded.amount == exact("100000")
    assert {each.result: each.value for each in funded.found} == {
        "savings": exact("204000"), "sharing_rate": exact("0.5"), "shared": exact("102000"),
    }  # fmt: skip
    assert "50% of savings of $204,000.00, at most $100,000.00 (" in funded.because


def test_the_words_show_the_sum_and_raise_the_floor_alert():
    assert fund(HALF, facts(cases="400")).because == (
        "50% of savings of $204,000.00 (USE: (0.29 − 0.12) × 400 cases × $3,000.00 = $204,000.00)"
    )
    alert = "floor alert: 0.03 is below the floor and counts as 0.04"
    assert alert in fund(HALF, facts("0.03")).because
    assert "of 430 cases those beyond the base year's earn nothing" in fund(HALF, facts()).because


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(replace(HALF, most=Most(exact("150000")))) == (
        "50% of verified savings, at most $150,000.00 for each performance period:"
        " USE below 0.29 (below 0.04 no more counts) × CASES, at most 400 cases × $3,000.00"
    )
    assert sentence(VERIFIED) == "50% of verified savings: SAVED"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (replace(HALF, share=exact("0")), "The share must be more than 0%."),
        (replace(HALF, share=exact("1.1")), "The share must lie between 0% and 100%."),
        (
            replace(HALF, savings_of="SAVED"),
            "Give either items to save on, or the measure that gives verified savings.",
        ),
        (
            replace(HALF, items=()),
            "Give either items to save on, or the measure that gives verified savings.",
        ),
        (
            replace(HALF, items=(replace(BMP, unit_price=exact("0")),)),
            "USE: the unit price must be more than 0.",
        ),
        (
            replace(HALF, items=(replace(BMP, floor=exact("0.29")),)),
            "USE: the floor must not be negative, and must be below the base rate.",
        ),
        (
            replace(HALF, items=(replace(BMP, rate_of=""),)),
            "Name the measure that gives the rate of each item.",
        ),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(terms, said):
    assert [fault.sentence for fault in faults(terms)] == [said]


def test_it_needs_every_measure_it_names_once():
    assert needs(replace(HALF, items=(BMP, BMP, IMPLANT))) == ("USE", "CASES", "COST")
    assert needs(VERIFIED) == ("SAVED",)
    assert faults(HALF) == faults(VERIFIED) == []


@given(rates, rates, counts)
def test_more_use_never_earns_more_and_never_less_than_nothing(one, other, cases):
    pools = [
        fund(HALF, Facts({"USE": use, "CASES": exact(str(cases))})).amount
        for use in sorted([one, other])
    ]
    assert 0 <= pools[1] <= pools[0]


@given(rates, counts)
def test_no_use_and_no_number_of_cases_earns_more_than_the_floor_at_base_volume(use, cases):
    assert fund(HALF, Facts({"USE": use, "CASES": exact(str(cases))})).amount <= exact("150000")
