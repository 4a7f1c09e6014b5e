"""Waterfall: from one amount to another, each step labelled, to the cent in the table."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.waterfall import Change, Waterfall, draw
from tests.charts.reading import check_tidy, words_of

CHANGES = (Change("Quality not earned", -2_400_000), Change("Finance not earned", -1_500_050))
FALL = Waterfall("Quarter 1", "Pool at risk", 40_000_000, CHANGES, "Earned")


def test_the_last_amount_is_the_first_and_every_change():
    assert FALL.end == 36_099_950


def test_the_sentence_names_both_ends_and_the_largest_cut():
    assert draw(FALL).sentence == (
        "Quarter 1: from $400,000.00 (Pool at risk) to $360,999.50 (Earned);"
        " most was taken off by Quality not earned ($24,000.00)."
    )


def test_nothing_taken_off_is_said_so():
    whole = Waterfall("Quarter 1", "Pool at risk", 100, (), "Earned")
    assert draw(whole).sentence.endswith("nothing was taken off.")


def test_the_table_carries_every_step_to_the_cent():
    assert draw(FALL).table.rows == (
        ("Pool at risk", "", "$400,000.00"),
        ("Quality not earned", "−$24,000.00", "$376,000.00"),
        ("Finance not earned", "−$15,000.50", "$360,999.50"),
        ("Earned", "", "$360,999.50"),
    )


def test_a_step_of_nothing_is_listed_but_not_drawn():
    fall = Waterfall("Quarter 1", "Pool", 100, (Change("Gate", 0),), "Earned")
    drawn = draw(fall)
    assert ("Gate", "$0.00", "$1.00") in drawn.table.rows
    assert "Gate" not in [words.said for words in words_of(drawn.wide)]


def test_an_addition_has_its_sign():
    fall = Waterfall("Quarter 1", "Pool", 10_000, (Change("Correction", 2_500),), "Payout")
    assert "+$25" in [words.said for words in words_of(draw(fall).wide)]


def test_many_steps_lie_in_rows_that_take_little_room():
    steps = tuple(Change(f"Gate of domain {at}", -100_050 * at) for at in range(1, 13))
    drawn = draw(Waterfall("Quarter 1", "Pool", 40_000_000, steps, "Earned")).wide
    check_tidy(drawn)
    assert re.search(r'viewBox="0 0 640 (\d+)"', drawn)[1] == str(14 * 24)


names = st.sampled_from(["Quality not earned", "Cap", "Physician alignment", "N" * 40])
changes = st.lists(st.builds(Change, names, st.integers(-(10**9), 10**9)), max_size=7)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**10), changes)
def test_no_words_collide_or_are_cut_off_whatever_the_steps(start, steps):
    drawn = draw(Waterfall("Quarter 1", "Pool at risk", start, tuple(steps), "Earned"))
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)


def test_no_name_is_cut_where_a_cap_makes_one_bar_more():
    names = ("Quality", "Efficiency", "Development", "Finance", "Alignment", "Cap of the pool")
    for more in range(3):
        steps = [*names, *("Gate of the pool", "Part of the period")[:more]]
        fall = Waterfall(
            "Q", "Possible", 6_000_000, tuple(Change(one, -9_000) for one in steps), "Earned"
        )
        for high in (190, 48):
            said = words_of(draw(fall, high).wide)
            assert not [each.said for each in said if each.said.endswith("…")]
            check_tidy(draw(fall, high).wide)
