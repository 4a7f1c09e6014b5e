"""Exchange: withheld dollars come back by score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.exchange import (
    EXCHANGE,
    Exchange,
    amounts,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.numbers import exact, split

SOLVED = Exchange("HELD")
STATED = Exchange("HELD", exact("2.5"))
NAMES = {"east": "East Clinic", "north": "North Clinic"}
held = st.integers(0, 10**6)
scores = st.fractions(min_value=0, max_value=1)


def party(code, dollars, score):
    return Party(code, {"HELD": exact(dollars)}, score and exact(score))


GROUPS = [party("east", "6000", "0.6"), party("north", "2000", "0.3")]


def test_dollars_times_score_weigh_so_that_the_whole_pool_is_spent():
    assert weights(SOLVED, GROUPS) == [3600, 600]
    assert split(800000, weights(SOLVED, GROUPS)) == [685714, 114286]
    assert amounts(SOLVED, GROUPS) is None


def test_a_stated_slope_gives_amounts_that_need_not_spend_the_pool():
    assert amounts(STATED, GROUPS) == [9000, 1500]


def test_who_scores_nothing_gets_nothing_back():
    assert weights(SOLVED, [party("east", "6000", "0")]) == [0]


def test_before_there_is_a_score_the_withheld_dollars_alone_weigh():
    unscored = party("east", "6000", None)
    assert weights(SOLVED, [unscored]) == [6000]
    assert because(SOLVED, unscored) == "$6,000.00 withheld"


def test_the_words_show_dollars_score_and_slope():
    assert because(SOLVED, GROUPS[0]) == "$6,000.00 withheld × own score of 60%"
    assert because(STATED, GROUPS[0]) == "$6,000.00 withheld × own score of 60% × slope 2.5"
    assert sentence(SOLVED, {}) == (
        "by withheld dollars (HELD) × own score, at the slope that spends the whole pool"
    )
    assert sentence(STATED, {}) == "by withheld dollars (HELD) × own score, at a slope of 2.5"


def test_it_needs_the_dollars_and_the_score_of_each_participant():
    assert EXCHANGE.needs(SOLVED) == ("HELD",)
    assert EXCHANGE.scores
    assert faults(SOLVED, NAMES) == faults(STATED, NAMES) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            Exchange(""),
            "dollars: Name the measure that gives the withheld dollars of each participant.",
        ),
        (Exchange("HELD", exact("0")), "slope: The slope must be more than 0."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(terms, said):
    assert [str(fault) for fault in faults(terms, NAMES)] == [said]


@given(st.lists(st.tuples(held, scores), min_size=1, max_size=6))
def test_the_solved_slope_is_the_same_for_everyone(groups):
    parties = [
        Party(str(at), {"HELD": exact(str(dollars))}, score)
        for at, (dollars, score) in enumerate(groups)
    ]
    weighed = weights(SOLVED, parties)
    pool = sum(dollars for dollars, _ in groups)
    if total := sum(weighed):
        slope = pool / total
        paid = amounts(Exchange("HELD", slope), parties)
        assert sum(paid) == pool
        assert paid == [pool * weight / total for weight in weighed]


@given(scores, scores)
def test_a_better_score_never_gives_less_back(one, other):
    parties = [Party("east", {"HELD": exact("100")}, score) for score in sorted([one, other])]
    assert 0 <= weights(SOLVED, parties)[0] <= weights(SOLVED, parties)[1]
