"""Allocations: the list of all ways to divide, and the shares that terms alone state."""

import pytest

from comanage.rules.allocations import ALLOCATIONS, stated_shares
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.allocations.ownership import Holding, Ownership
from comanage.rules.numbers import exact


def test_every_allocation_is_listed_under_the_word_that_terms_name_it_by():
    assert {kind: each.kind for kind, each in ALLOCATIONS.items()} == {
        kind: kind for kind in ALLOCATIONS
    }


@pytest.mark.parametrize(
    ("terms", "shares"),
    [
        pytest.param(Equal(), ["1/2", "1/2"], id="equal parts"),
        pytest.param(
            FixedShares((Share("north", exact("0.6")), Share("east", exact("0.4")))),
            ["0.6", "0.4"],
            id="shares by the contract",
        ),
        pytest.param(
            Ownership((Holding("north", exact("3")), Holding("east", exact("1")))),
            ["0.75", "0.25"],
            id="units owned, over all units",
        ),
    ],
)
def test_shares_that_terms_alone_state_add_up_to_the_whole(terms, shares):
    assert stated_shares(terms, ["north", "east"]) == [exact(share) for share in shares]
