"""Uncertainty: which rates would fit the counts, and how often luck alone reaches a level."""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.numbers import exact, rounded, shown
from comanage.rules.uncertainty import (
    DEVIATIONS,
    count_reaching,
    interval_sentence,
    luck,
    luck_sentence,
    wilson,
)
from comanage.rules.units import Better

LAST_PLACE = Fraction(1, 10**12)

counts = st.integers(1, 5000).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)
percentages = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 1000))
cases = st.integers(1, 60)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3, as it is quoted in
        # the tests of several open statistics packages.
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_is_that_of_the_published_examples(numerator, denominator, low, high):
    found = wilson(numerator, denominator)
    assert (shown(found.low, 4), shown(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("numerator", "denominator", "confidence"),
    [(37, 40, 95), (1, 3, 90), (4999, 5000, 99), (5, 10, 95), (2500, 5000, 90)],
)
def test_the_interval_agrees_with_the_formula_in_long_decimals(numerator, denominator, confidence):
    with localcontext(prec=60):
        z = Decimal(DEVIATIONS[confidence].numerator) / DEVIATIONS[confidence].denominator
        n, p = Decimal(denominator), Decimal(numerator) / denominator
        spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        middle = p + z * z / (2 * n)
        low, high = ((middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1))
    found = wilson(numerator, denominator, confidence=confidence)
    assert 0 <= Fraction(low) - found.low < LAST_PLACE
    assert 0 <= found.high - Fraction(high) < LAST_PLACE


@given(counts, st.sampled_from(list(DEVIATIONS)))
def test_the_ends_enclose_the_exact_ones_and_one_place_inward_they_do_not(counted, confidence):
    found = wilson(*counted, confidence=confidence)

    def too_far(rate):
        """How much farther the counted rate is from this one than the confidence allows."""
        away = (Fraction(*counted) - rate) ** 2
        return away - DEVIATIONS[confidence] ** 2 * rate * (1 - rate) / counted[1]

    assert too_far(found.low) >= 0 >= too_far(found.low + LAST_PLACE)
    assert too_far(found.high) >= 0 >= too_far(found.high - LAST_PLACE)
    assert 0 <= found.low <= Fraction(*counted) <= found.high <= 1


def test_the_deviations_are_those_of_the_normal_distribution_to_six_places():
    for confidence, deviations in DEVIATIONS.items():
        both_sides = NormalDist().inv_cdf((100 + confidence) / 200)
        assert deviations == exact(f"{both_sides:.6f}")


def test_no_case_and_all_cases_reach_the_ends_exactly():
    assert wilson(0, 25).low == 0
    assert wilson(25, 25).high == 1


def test_more_confidence_or_fewer_cases_make_a_wider_interval():
    widths = [width(wilson(30, 40, confidence=confidence)) for confidence in (90, 95, 99)]
    assert widths == sorted(widths)
    assert width(wilson(3, 4)) > width(wilson(30, 40)) > width(wilson(300, 400))


def test_the_ends_have_the_places_asked_for():
    found = wilson(1, 3, places=2)
    assert (found.low, found.high) == (exact("0.06"), exact("0.80"))


def test_the_sentence_of_an_interval_rounds_outward():
    assert interval_sentence(wilson(37, 40)) == (
        "37 of 40 is 92.5%; true rates from 80.1% to 97.5% would fit it (95% interval)."
    )
    assert "1,200 of 4,000 is 30.0%" in interval_sentence(wilson(1200, 4000))


@pytest.mark.parametrize(
    ("numerator", "denominator", "confidence", "words"),
    [
        pytest.param(0, 0, 95, "0 of 0 cases", id="no cases are refused"),
        pytest.param(5, 4, 95, "5 of 4 cases", id="more than all are refused"),
        pytest.param(-1, 4, 95, "is not a rate", id="fewer than none are refused"),
        pytest.param(1, 4, 50, "90, 95, 99", id="an unknown confidence is refused"),
    ],
)
def test_what_has_no_interval_is_refused_in_words(numerator, denominator, confidence, words):
    with pytest.raises(ValueError, match=words):
        wilson(numerator, denominator, confidence=confidence)


@pytest.mark.parametrize(
    ("level", "number", "better", "count"),
    [
        pytest.param("0.90", 40, Better.HIGHER, 36, id="36 of 40 are just 90%"),
        pytest.param("0.90", 41, Better.HIGHER, 37, id="36 of 41 are too few"),
        pytest.param("0.10", 40, Better.LOWER, 4, id="4 of 40 are just 10%"),
        pytest.param("0.10", 39, Better.LOWER, 3, id="4 of 39 are too many"),
        pytest.param("1", 7, Better.HIGHER, 7, id="100% takes every case"),
        pytest.param("0", 7, Better.LOWER, 0, id="0% bears no case"),
    ],
)
def test_how_many_cases_just_reach_a_level(level, number, better, count):
    assert count_reaching(exact(level), number, better) == count


@pytest.mark.parametrize(
    ("level", "number", "better", "true_rate", "chance"),
    [
        pytest.param("1", 3, Better.HIGHER, "0.5", "0.125", id="three heads in a row"),
        pytest.param("0.9", 10, Better.HIGHER, "0.8", "0.3758096384", id="9 or 10 of 10 at 80%"),
        pytest.param("0", 20, Better.LOWER, "0.05", "0.358485922409", id="no case of 20 at 5%"),
        pytest.param("0.25", 4, Better.LOWER, "0.5", "0.3125", id="0 or 1 of 4 at one half"),
        pytest.param("0.5", 2, Better.HIGHER, "0", "0", id="what never happens is never lucky"),
    ],
)
def test_chances_one_can_work_out_by_hand(level, number, better, true_rate, chance):
    found = luck(exact(level), number, better, true_rate=exact(true_rate))
    assert found.chance == exact(chance)


@pytest.mark.parametrize(
    ("level", "number", "better", "true_rate"),
    [
        pytest.param("0.90", 40, Better.HIGHER, Fraction(35, 40), id="one case too few"),
        pytest.param("0.90", 41, Better.HIGHER, Fraction(36, 41), id="too few by a part of a case"),
        pytest.param("0.10", 40, Better.LOWER, Fraction(5, 40), id="one case too many"),
        pytest.param("0", 20, Better.LOWER, Fraction(1, 20), id="one case where none is agreed"),
    ],
)
def test_without_a_true_rate_the_group_falls_short_by_one_case(level, number, better, true_rate):
    found = luck(exact(level), number, better)
    assert found == luck(exact(level), number, better, true_rate=true_rate)


@given(percentages, percentages, cases)
def test_the_chance_is_the_sum_of_all_lucky_counts(one, other, number):
    true_rate, level = sorted([one, other])
    if true_rate < level:
        exactly = sum(
            comb(number, met) * true_rate**met * (1 - true_rate) ** (number - met)
            for met in range(number + 1)
            if Fraction(met, number) >= level
        )
        found = luck(level, number, Better.HIGHER, true_rate=true_rate)
        assert found.chance == rounded(exactly, 12)


@given(percentages, percentages, cases)
def test_fewer_is_more_in_a_mirror(one, other, number):
    true_rate, level = sorted([one, other])
    if true_rate < level:
        higher = luck(level, number, Better.HIGHER, true_rate=true_rate)
        lower = luck(1 - level, number, Better.LOWER, true_rate=1 - true_rate)
        assert (lower.chance, lower.count) == (higher.chance, number - higher.count)


@given(percentages, percentages, percentages, cases)
def test_a_better_group_is_lucky_no_less_often(one, other, another, number):
    worse, better, level = sorted([one, other, another])
    if better < level:
        chances = [
            luck(level, number, Better.HIGHER, true_rate=rate).chance for rate in (worse, better)
        ]
        assert chances == sorted(chances)


@pytest.mark.parametrize(("level", "true_rate"), [("0.90", "0.89"), ("0.011", "0.010")])
def test_five_thousand_cases_agree_with_long_decimals(level, true_rate):
    with localcontext(prec=80):
        rate, total = Decimal(true_rate), Decimal(0)
        term = (1 - rate) ** 5000
        for met in range(5001):
            total += term if met >= 5000 * Decimal(level) else 0
            term = term * (5000 - met) / (met + 1) * rate / (1 - rate)
    found = luck(exact(level), 5000, Better.HIGHER, true_rate=exact(true_rate))
    assert found.chance == rounded(Fraction(total), 12)


def test_the_sentence_of_luck_says_whose_rate_and_which_level():
    higher = luck(exact("0.90"), 40, Better.HIGHER, true_rate=exact("0.85"))
    assert luck_sentence(higher) == (
        "By luck, a group whose true rate is 85% reaches 90% or more (36 of 40): a chance of 26.3%."
    )
    hardly = luck(exact("0.05"), 2000, Better.LOWER, true_rate=exact("0.10"))
    assert luck_sentence(hardly) == (
        "By luck, a group whose true rate is 10% reaches 5% or less (100 of 2,000):"
        " a chance below 0.1%."
    )


@pytest.mark.parametrize(
    ("level", "number", "better", "true_rate", "words"),
    [
        pytest.param("0.9", 0, Better.HIGHER, None, "at least one case", id="no cases"),
        pytest.param("90", 10, Better.HIGHER, None, "from 0% to 100%", id="a level of 9,000%"),
        pytest.param("0", 10, Better.HIGHER, None, "Every result reaches 0%", id="all reach 0%"),
        pytest.param("1", 10, Better.LOWER, None, "Every result reaches 100%", id="all stay below"),
        pytest.param("0.9", 10, Better.HIGHER, "0.9", "without luck", id="the true rate reaches"),
        pytest.param("0.1", 10, Better.LOWER, "0.1", "without luck", id="nor is meeting it luck"),
        pytest.param("0.1", 10, Better.LOWER, "0.05", "without luck", id="the true rate is better"),
        pytest.param("0.1", 10, Better.LOWER, "1.1", "not a rate", id="a true rate over 100%"),
    ],
)
def test_what_luck_cannot_decide_is_refused_in_words(level, number, better, true_rate, words):
    rate = None if true_rate is None else exact(true_rate)
    with pytest.raises(ValueError, match=words):
        luck(exact(level), number, better, true_rate=rate)


def width(interval):
    return interval.high - interval.low
