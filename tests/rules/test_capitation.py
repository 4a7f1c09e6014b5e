"""Capitation: members, months, rate, and the share of them that is earned by score."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.capitation import CAPITATION, Capitation, faults, fund, sentence
from comanage.rules.funding.funding import Facts
from comanage.rules.numbers import exact

WHOLE = Capitation(exact("12.50"), "MEMBERS", months=exact("3"))
TENTH = replace(WHOLE, withhold=exact("0.1"))
COUNTED = replace(TENTH, months=exact("0"), months_of="MONTHS")
FACTS = Facts({"MEMBERS": exact("2000"), "MONTHS": exact("4")})


@pytest.mark.parametrize(
    ("terms", "facts", "pool"),
    [
        pytest.param(WHOLE, FACTS, "75000", id="all of it at risk"),
        pytest.param(TENTH, FACTS, "7500", id="a tenth of it at risk"),
        pytest.param(COUNTED, FACTS, "10000", id="months that a measure counts"),
        pytest.param(
            WHOLE, replace(FACTS, periods=2), "150000", id="two periods, twice the months"
        ),
        pytest.param(COUNTED, replace(FACTS, periods=2), "10000", id="counted months stay counted"),
    ],
)
def test_the_pool_is_what_can_be_earned_back(terms, facts, pool):
    assert fund(terms, facts).amount == exact(pool)


def test_the_words_say_what_is_withheld_of_what():
    assert fund(WHOLE, FACTS).because == "2,000 members × 3 months × $12.50"
    assert fund(TENTH, FACTS).because == (
        "2,000 members × 3 months × $12.50 = $75,000.00, of which 10% is withheld"
    )
    assert sentence(WHOLE) == (
        "$12.50 × MEMBERS × 3 months, of which all of it is withheld until it is earned"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": ""}, "Name the measure that gives the number of members."),
        ({"rate": exact("0")}, "The rate must be more than $0.00."),
        ({"months": exact("0")}, "Give either a number of months or the measure that counts them."),
        ({"months_of": "M"}, "Give either a number of months or the measure that counts them."),
        ({"months": exact("-1")}, "The months must be more than 0."),
        ({"withhold": exact("2")}, "The share withheld must lie between 0% and 100%."),
        ({"withhold": exact("0")}, "The share withheld must be more than 0%."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(changes, said):
    assert [fault.sentence for fault in faults(replace(WHOLE, **changes))] == [said]


def test_it_needs_the_members_and_the_months_that_are_counted():
    assert CAPITATION.needs(WHOLE) == ("MEMBERS",)
    assert CAPITATION.needs(COUNTED) == ("MEMBERS", "MONTHS")
    assert faults(WHOLE) == faults(COUNTED) == []


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_members_never_make_a_smaller_pool(one, other):
    pools = [fund(TENTH, Facts({"MEMBERS": exact(str(n))})).amount for n in sorted([one, other])]
    assert 0 <= pools[0] <= pools[1]
