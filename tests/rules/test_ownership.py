"""Ownership: units owned weigh, whatever they add up to."""

import pytest

from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.ownership import (
    OWNERSHIP,
    Holding,
    Ownership,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.numbers import exact, split

PERCENTS = Ownership(
    (
        Holding("east", exact("45")),
        Holding("north", exact("35")),
        Holding("south", exact("20")),
    )
)
UNITS = Ownership(
    (
        Holding("east", exact("900")),
        Holding("north", exact("700")),
        Holding("south", exact("400")),
    )
)
NAMES = {"east": "East Clinic", "north": "North Clinic", "south": "South Clinic"}
GROUPS = [Party(code) for code in NAMES]


@pytest.mark.parametrize("terms", [PERCENTS, UNITS], ids=["of a hundred", "of two thousand"])
def test_only_the_proportion_of_units_counts(terms):
    assert split(33333333, weights(terms, GROUPS)) == [15000000, 11666666, 6666667]


def test_the_words_name_the_units():
    assert because(UNITS, GROUPS[1]) == "700 of 2,000 units owned"
    assert sentence(PERCENTS, NAMES) == (
        "divided by units owned: East Clinic 45, North Clinic 35, South Clinic 20"
    )


@pytest.mark.parametrize(
    ("holdings", "said"),
    [
        (
            (Holding("east", exact("1")),),
            ["North Clinic has no holding.", "South Clinic has no holding."],
        ),
        (
            (*PERCENTS.holdings, Holding("south", exact("1")), Holding("west", exact("1"))),
            ["west is not a participant.", "South Clinic has two holdings."],
        ),
        (
            (*PERCENTS.holdings[:2], Holding("south", exact("-1"))),
            ["The units of South Clinic must not be negative."],
        ),
        (
            tuple(Holding(code, exact("0")) for code in NAMES),
            ["At least one participant must own units."],
        ),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(holdings, said):
    assert [fault.sentence for fault in faults(Ownership(holdings), NAMES)] == said


def test_who_owns_nothing_gets_nothing_and_is_named_all_the_same():
    none = Ownership((*PERCENTS.holdings[:2], Holding("south", exact("0"))))
    assert faults(none, NAMES) == []
    assert split(8000, weights(none, GROUPS)) == [4500, 3500, 0]


def test_the_terms_alone_say_how_it_is_divided():
    assert OWNERSHIP.stated
    assert OWNERSHIP.needs(UNITS) == ()
