"""Payoff: what each result would earn by the measure's own method, and the next step."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.payoff import Payoff, draw
from comanage.rules.methods.bands import BANDS, Bands
from comanage.rules.methods.linear import LINEAR, Linear
from comanage.rules.methods.method import Level, Reading
from comanage.rules.units import Better, Scale, Unit
from tests.charts.reading import check_tidy, levels, words_of

PERCENT = Scale(Unit.PERCENT, Better.HIGHER, 1)
MINUTES = Scale(Unit.MINUTES, Better.LOWER, 1)
RISING = levels(("threshold", "85", "0.5"), ("target", "90", "0.75"), ("maximum", "95", "1"))
FALLING = levels(("threshold", "32", "0.5"), ("maximum", "30", "1"))


def bands(value, agreed=RISING, scale=PERCENT, **more):
    def share(result):
        return BANDS.earn(Bands(agreed), Reading(result, scale)).share

    return Payoff("Experience", scale, agreed, 1_200_000, share, value, **more)


def slope(value):
    def share(result):
        return LINEAR.earn(Linear(FALLING), Reading(result, MINUTES)).share

    return Payoff("Turnover", MINUTES, FALLING, 2_400_000, share, value)


def test_the_sentence_says_what_is_earned_and_what_is_next():
    assert draw(bands(Fraction("91.2"))).sentence == (
        "Experience: 91.2% earns $9,000.00."
        " 3.8 points more reaches maximum and earns $3,000.00 more."
    )


def test_where_lower_is_better_the_next_step_is_less():
    assert draw(slope(Fraction("31.5"))).sentence == (
        "Turnover: 31.5 min earns $15,000.00."
        " 1.5 min less reaches maximum and earns $9,000.00 more."
    )


def test_past_the_last_level_nothing_more_is_promised():
    assert draw(bands(Fraction(99))).sentence.endswith("No further level would earn more.")


def test_without_a_result_it_says_what_can_be_earned():
    assert draw(bands(None)).sentence == "Experience: worth up to $12,000.00; no result yet."


def test_the_table_says_what_each_level_and_the_result_earn():
    assert draw(bands(Fraction("91.2"))).table.rows == (
        ("Threshold", "85.0%", "$6,000.00"),
        ("Target", "90.0%", "$9,000.00"),
        ("Maximum", "95.0%", "$12,000.00"),
        ("This result", "91.2%", "$9,000.00"),
    )


def test_a_cap_below_the_worth_is_drawn_and_one_above_is_not():
    said = {words.said for words in words_of(draw(bands(None, cap=900_000)).wide)}
    assert "Cap $9,000" in said
    said = {words.said for words in words_of(draw(bands(None, cap=1_200_000)).wide)}
    assert not any(words.startswith("Cap") for words in said)


def test_a_step_is_a_step_and_a_slope_a_slope():
    steps, slopes = draw(bands(None)).wide, draw(slope(None)).wide
    assert steps.count("L") > slopes.count("L")  # straight stretches need only their ends


def test_the_same_values_give_the_same_bytes():
    assert draw(slope(Fraction(31))).wide == draw(slope(Fraction(31))).wide


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=5, unique=True),
    st.one_of(st.none(), st.integers(0, 1000)),
    st.sampled_from(Better),
    st.one_of(st.none(), st.integers(1, 1_200_000)),
)
def test_no_words_collide_or_are_cut_off_whatever_the_levels(reaches, value, better, cap):
    scale = Scale(Unit.PERCENT, better, 1)
    ordered = sorted(reaches, reverse=better is Better.LOWER)
    names = ["threshold", "target", "commendable", "stretch", "maximum"]
    agreed = tuple(
        Level(names[at], Fraction(reach, 10), Fraction(at + 1, len(ordered)))
        for at, reach in enumerate(ordered)
    )
    drawn = draw(bands(None if value is None else Fraction(value, 10), agreed, scale, cap=cap))
    check_tidy(drawn.wide)
    check_tidy(drawn.narrow)


def test_where_the_way_on_is_not_shown_the_curve_says_where_the_result_stands_and_no_more():
    shown, hidden = draw(bands(Fraction("91.2"))), draw(bands(Fraction("91.2"), onward=False))
    assert hidden.sentence == "Experience: 91.2% earns $9,000.00."
    assert hidden.table == shown.table
    for some, less in ((shown.wide, hidden.wide), (shown.narrow, hidden.narrow)):
        assert any("→" in words.said for words in words_of(some))
        assert not any("→" in words.said for words in words_of(less))
        assert some.count("<path") == less.count("<path") + 2  # the arrow and its tip
