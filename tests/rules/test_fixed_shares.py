"""Fixed shares: each gets the percentage that the contract states."""

from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.fixed_shares import (
    FIXED_SHARES,
    FixedShares,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.allocations.stated import Share
from comanage.rules.numbers import exact, split

TERMS = FixedShares(
    (
        Share("north", exact("0.35")),
        Share("east", exact("0.45")),
        Share("south", exact("0.2")),
    )
)
NAMES = {code: f"{code.title()} Clinic" for code in ("east", "north", "south")}
GROUPS = [Party("east"), Party("north"), Party("south")]


def test_the_cent_left_over_goes_to_the_largest_remainder():
    assert split(33333333, weights(TERMS, GROUPS)) == [15000000, 11666666, 6666667]


def test_weights_come_in_the_order_asked_for():
    assert weights(TERMS, [Party("south"), Party("east")]) == [exact("0.2"), exact("0.45")]


def test_the_words_name_the_share():
    assert because(TERMS, GROUPS[0]) == "45% by the contract"
    assert sentence(TERMS, NAMES) == (
        "divided by fixed shares: North Clinic 35%, East Clinic 45%, South Clinic 20%"
    )


def test_the_terms_alone_say_how_it_is_divided():
    assert FIXED_SHARES.stated
    assert faults(TERMS, NAMES) == []
    assert [fault.sentence for fault in faults(TERMS, {"east": "East", "north": "North"})] == [
        "south is not a participant."
    ]
