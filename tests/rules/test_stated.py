"""Stated: shares that the contract writes down name every participant once and make 100 %."""

import pytest

from comanage.rules.allocations.stated import Share, each_stated, share_faults, shares_in_words
from comanage.rules.numbers import exact

GROUPS = {"east": "East Clinic", "north": "North Clinic"}
SOUND = (Share("north", exact("0.6")), Share("east", exact("0.4")))


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        pytest.param(SOUND, [], id="sound shares have no fault"),
        pytest.param(
            (Share("north", exact("1")),),
            ["East Clinic has no share."],
            id="a group that is left out",
        ),
        pytest.param(
            (*SOUND, Share("west", exact("0"))), ["west is not a participant."], id="a stranger"
        ),
        pytest.param(
            (*SOUND, Share("east", exact("0"))), ["East Clinic has two shares."], id="named twice"
        ),
        pytest.param(
            (Share("north", exact("1.2")), Share("east", exact("-0.2"))),
            [
                "The share of North Clinic must lie between 0% and 100%.",
                "The share of East Clinic must lie between 0% and 100%.",
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
    assert share_faults(shares, {"a": "A", "b": "B", "c": "C"}) == []


def test_a_fault_names_the_entry_and_what_is_stated():
    (fault,) = each_stated("holdings", ["north"], GROUPS, what="holding")
    assert str(fault) == "holdings: East Clinic has no holding."


def test_shares_are_listed_in_the_order_of_the_terms():
    assert shares_in_words(SOUND, GROUPS) == "North Clinic 60%, East Clinic 40%"


def test_who_is_no_participant_goes_by_the_code():
    assert shares_in_words(SOUND, {"east": "East Clinic"}) == "north 60%, East Clinic 40%"
