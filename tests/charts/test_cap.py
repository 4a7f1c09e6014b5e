"""The cap of a year: a hard line, a tick that warns, and what counts towards it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.cap import Cap, draw
from tests.charts.reading import check_tidy, words_of


@pytest.mark.parametrize(
    ("paid", "says"),
    [(89_999, "Within the cap"), (90_000, "Near the cap"), (100_000, "Near the cap"),
     (100_001, "Above the cap")],
)  # fmt: skip
def test_it_warns_at_nine_tenths_and_says_what_is_above(paid, says):
    drawn = draw(Cap("Cap of 2027", 100_000, paid))
    assert says in drawn.sentence
    assert says in [one.said for one in words_of(drawn.wide)]


def test_what_is_committed_counts_and_is_hatched():
    drawn = draw(Cap("Cap of 2027", 100_000, 60_000, 35_000))
    assert drawn.sentence == (
        "Cap of 2027: $600.00 paid and $350.00 committed, $950.00 of $1,000.00 (95.0%). "
        "Near the cap: $50.00 left."
    )
    assert drawn.table.rows[1] == ("Committed", "$350.00")
    assert "$600 paid + $350 committed" in [one.said for one in words_of(drawn.wide)]
    assert "<path" in drawn.wide
    assert "<path" not in draw(Cap("Cap of 2027", 100_000, 60_000)).wide


def test_on_a_phone_too_it_says_what_the_hatched_part_is():
    drawn = draw(Cap("Cap of 2027", 165_000_000, 10_453_406, 82_000_000))
    said = [one.said for one in words_of(drawn.narrow)]
    assert said[:3] == ["$104,534 paid", "+ $820,000 committed", "Within the cap"]


def test_the_hard_line_and_the_tick_are_named():
    said = [one.said for one in words_of(draw(Cap("Cap", 40_000_000, 0)).narrow)]
    assert said[-2:] == ["90%", "Cap $400,000"]


amounts = st.integers(0, 10**11)


@settings(deadline=None, max_examples=60)
@given(amounts, amounts, amounts)
def test_no_words_collide_or_are_cut_off_whatever_the_amounts(cents, paid, committed):
    drawn = draw(Cap("Cap of the contract year", cents, paid, committed))
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)
