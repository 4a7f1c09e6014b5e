"""Printed: how the possible cents of a column are divided so that rounding puts none below earned."""

import pytest

from comanage.rules.numbers import exact
from comanage.rules.printed import possible_cents

THIRD = "1/3"


@pytest.mark.parametrize(
    ("possible", "lines", "divided"),
    [
        # each line: its weight, what it earned of the scorecard, and what it earned in cents
        pytest.param(
            100, [(THIRD, THIRD, 33), (THIRD, THIRD, 33), (THIRD, THIRD, 34)], [33, 33, 34],
            id="the cent goes where it was earned",
        ),
        pytest.param(
            1, [(THIRD, "1", 9), (THIRD, THIRD, 1), (THIRD, "0", 0)], [0, 1, 0],
            id="a line above its weight asks nothing of the others",
        ),
        pytest.param(
            1, [("1/2", "1/2", 0), ("1/2", "1", 3)], [1, 0], id="nor a cent for itself"
        ),
        pytest.param(
            10, [("0.9", "-0.1", -1), ("0.1", "0.1", 3)], [9, 1], id="of a loss by weight alone"
        ),
        pytest.param(
            10, [("0.9", "0.9", 9), ("0.1", "0.1", 3)], [9, 1], id="of too much by weight alone"
        ),
        pytest.param(0, [], [], id="no lines"),
    ],
)  # fmt: skip
def test_possible_cents_are_divided_in_the_light_of_what_was_earned(possible, lines, divided):
    shares = [(exact(each[0]), exact(each[1])) for each in lines]
    assert possible_cents(possible, shares, [each[2] for each in lines]) == divided
