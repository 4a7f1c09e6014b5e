"""Equal shares: everyone gets the same, and no cent is lost."""

from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.equal import EQUAL, Equal, because, faults, sentence, weights
from comanage.rules.numbers import split

GROUPS = [Party("east"), Party("north"), Party("south")]


def test_three_groups_get_a_third_each():
    assert split(33333333, weights(Equal(), GROUPS)) == [11111111] * 3


def test_the_words():
    assert because(Equal(), GROUPS[0]) == "an equal share for every participant"
    assert sentence(Equal(), {}) == "divided equally among the participants"
    assert faults(Equal(), ["east"]) == []


def test_the_terms_alone_say_how_it_is_divided():
    assert EQUAL.stated
    assert EQUAL.needs(Equal()) == ()


@given(st.integers(0, 10**12), st.integers(1, 20))
def test_parts_differ_by_a_cent_at_most_and_add_up(cents, count):
    parts = split(cents, weights(Equal(), [Party(str(n)) for n in range(count)]))
    assert sum(parts) == cents
    assert max(parts) - min(parts) <= 1
