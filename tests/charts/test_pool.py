"""Pool: what was earned and what was left of each part, on one scale."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.pool import Part, draw, strip
from tests.charts.reading import check_tidy, words_of

PARTS = [
    Part("Quality", 16_000_000, 13_600_000),
    Part("Efficiency", 10_000_000, 7_000_000),
    Part("Development", 4_000_000, 4_000_000),
    Part("Alignment", 4_000_000, 0),
]

amounts = st.integers(0, 10**11)
parts = st.lists(
    st.builds(
        lambda name, one, other: Part(name, max(one, other), min(one, other)),
        st.sampled_from(["Quality", "Physician alignment and engagement", "Finance", "W" * 60]),
        amounts,
        amounts,
    ),
    min_size=1,
    max_size=7,
)


def test_the_sentence_says_what_was_earned_and_where_most_was_left():
    assert draw("Domains", PARTS).sentence == (
        "Domains: $246,000.00 of $340,000.00 earned (72.4%);"
        " most was left in Alignment ($40,000.00)."
    )


def test_nothing_left_is_not_said_to_be_left_anywhere():
    full = [Part("Quality", 500, 500), Part("Finance", 100, 100)]
    assert draw("Domains", full).sentence == "Domains: $6.00 of $6.00 earned (100.0%)."


def test_a_part_without_money_has_no_share():
    assert draw("Domains", [Part("Quality", 0, 0)]).table.rows == (
        ("Quality", "$0.00", "$0.00", "$0.00", "–"),
    )


def test_the_table_is_exact_to_the_cent():
    exact_part = Part("Quality", 33_333_333, 11_111_111)
    row = draw("Domains", [exact_part]).table.rows[0]
    assert row == ("Quality", "$333,333.33", "$111,111.11", "$222,222.22", "33.3%")


def test_every_bar_says_its_dollars():
    said = " ".join(words.said for words in words_of(draw("Domains", PARTS).wide))
    for words in ("$136,000", "$24,000 left", "$0 earned, $40,000 left", "85.0%"):
        assert words in said


def test_bars_share_one_scale():
    solid = re.findall(r'width="([\d.]+)" height="30" fill="#12304f"', draw("D", PARTS).wide)
    assert [float(width) for width in solid] == [289.0, 148.75, 85.0]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 10**10), st.integers(-(10**9), 2 * 10**10))
def test_one_bar_says_its_share_and_its_dollars_whatever_they_are(possible, earned):
    svg = strip(Part("Earned in 2027-Q1", possible, earned))
    check_tidy(svg)
    assert svg.count("<text") == 1
    assert "<title>Earned in 2027-Q1: " in svg


@settings(deadline=None, max_examples=40)
@given(parts)
def test_no_words_collide_or_are_cut_off_whatever_the_amounts(shown):
    drawn = draw("Domains", shown)
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)


def test_what_was_earned_and_what_is_left_add_up_in_whole_dollars():
    drawn = str(draw("Earned", [Part("Quality", 15_000_000, 5_013_750)]).wide)
    assert "$50,138" in drawn
    assert "$99,862 left" in drawn
