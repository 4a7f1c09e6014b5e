"""Own part: what of each line is one participant's adds up to what it earned, to the cent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.own_part import own_parts


@pytest.mark.parametrize(
    ("lines", "share", "earned", "parts", "apart"),
    [
        pytest.param([10000, 5000], "1/2", 7500, [5000, 2500], 0, id="a half of each"),
        pytest.param([1, 1, 1], "1/2", 2, [1, 1, 0], 0, id="a cent goes to the first of equals"),
        pytest.param([1, 1, 1], "1/2", 1, [1, 0, 0], 0, id="and as many as the payout has"),
        pytest.param([10000, -10000], "1/3", 0, [3333, -3333], 0, id="what a gate took"),
        pytest.param([10000], "1/2", 4000, [5000], -1000, id="what a cap of its own took"),
        pytest.param([], "1/2", 0, [], 0, id="no lines"),
        pytest.param([], "1/2", 700, [], 700, id="what comes from no line"),
    ],
)
def test_the_part_of_each_line(lines, share, earned, parts, apart):
    assert own_parts(lines, Fraction(share), earned) == (parts, apart)


cents = st.lists(st.integers(-(10**9), 10**9), max_size=12)


@given(cents, st.fractions(0, 1), st.integers(-(10**9), 10**9))
def test_parts_and_what_is_apart_are_what_was_earned_and_none_is_a_cent_off(lines, share, earned):
    parts, apart = own_parts(lines, share, earned)
    assert sum(parts) + apart == earned
    assert all(abs(part - line * share) < 1 for part, line in zip(parts, lines, strict=True))
    assert abs(sum(parts) - sum(lines) * share) < 1
