"""Stated: shares that the contract writes down name every participant once and make 100 %."""

import pytest

from comanage.rules.allocations.stated import Share, each_stated, share_faults, shares_in_words
from comanage.rules.numbers import exact

GROUPS = ["east", "north"]
SOUND = (Share("north", exact("0.6")), Share("east", exact("0.4")))


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        pytest.param(SOUND, [], id="sound shares have no fault"),
        pytest.param(
            (Share("north", exact("1")),), ["east has no share."], id="a group that is left out"
        ),
        pytest.param(
            (*SOUND, Share("west", exact("0"))), ["west is not a participant."], id="a stranger"
        ),
        pytest.param(
            (*SOUND, Share("east", exact("0"))), ["east has two shares."], id="named twice"
        ),
        pytest.param(
            (Share("north", exact("1.2")), Share("east", exact("-0.2"))),
            [
                "The share of north must lie between 0% and 100%.",
                "The share of east must lie between 0% and 100%.",
            ],
            id="outside 0 to 100 percent, though the sum is right",
        ),
        pytest.param(
            (Share("north", exact("0.6")), Share("east", exact("0.3"))),
            ["The shares add up to 90%, not to 100%."],
            id="not together 100 percent",
        ),
    ],
)
def test_what_is_wrong_with_shares(shares, said):
    assert [fault.sentence for fault in share_faults(shares, GROUPS)] == said


def test_thirds_make_a_whole():
    third = exact("1/3")
    shares = tuple(Share(code, third) for code in ("a", "b", "c"))
    assert share_faults(shares, ["a", "b", "c"]) == []


def test_a_fault_names_the_entry_and_what_is_stated():
    (fault,) = each_stated("holdings", ["north"], GROUPS, what="holding")
    assert str(fault) == "holdings: east has no holding."


def test_shares_are_listed_in_the_order_of_the_terms():
    assert shares_in_words(SOUND) == "north 60%, east 40%"
