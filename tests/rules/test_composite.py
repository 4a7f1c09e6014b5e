"""Composite: how the numbers of the parts become one, and what it earns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.composite import (
    Combines,
    Composite,
    combined,
    earn,
    faults,
    is_share,
    sentence,
)
from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Level, PartOf, PartReading, Reading, Takes
from comanage.rules.methods.points import Award
from comanage.rules.numbers import ONE, exact
from comanage.rules.units import Better, Scale, Unit

INDEX = Scale(Unit.INDEX, Better.HIGHER)
TWO = (PartOf("A"), PartOf("B"))
CONSISTENCY = Composite(
    TWO, Combines.LOWEST, award=Award(exact("20"), exact("-0.5"), exact("20")), out_of=exact("20")
)
LEVELS = (Level("threshold", exact("0.5"), exact("0.5")), Level("target", exact("0.9"), ONE))


def read(*numbers):
    """Read parts of the weight 1, or of the weight given beside the number."""
    pairs = [each if isinstance(each, tuple) else (each, "1") for each in numbers]
    return tuple(
        PartReading(*(None if one is None else exact(one) for one in pair)) for pair in pairs
    )


@pytest.mark.parametrize(
    ("combines", "numbers", "found"),
    [
        pytest.param(Combines.HIGHEST, ("0.2", "0.8"), "0.8", id="the highest"),
        pytest.param(Combines.LOWEST, ("0.2", "0.8"), "0.2", id="the lowest"),
        pytest.param(Combines.MEAN, (("0.2", "3"), ("0.8", "1")), "0.5", id="a mean has no weights"),
        pytest.param(
            Combines.WEIGHTED_MEAN, (("0.2", "3"), ("0.8", "1")), "0.35", id="a weighted mean has"
        ),
        pytest.param(
            Combines.WEIGHTED_SUM, (("0.2", "3"), ("0.8", "1")), "1.4", id="a weighted sum"
        ),
        pytest.param(Combines.ALL_OR_NONE, ("1", "0.99"), "0", id="one short is none"),
        pytest.param(Combines.ALL_OR_NONE, ("1", "1.2"), "1", id="all full is all"),
        pytest.param(Combines.MEAN, ("0", None), None, id="all are needed"),
        pytest.param(
            Combines.WEIGHTED_MEAN, (("0.2", "0"), ("0.8", "0")), None, id="nothing has weight"
        ),
        pytest.param(
            Combines.WEIGHTED_SUM, (("0.2", None), ("0.8", "1")), None, id="a weight is missing"
        ),
        pytest.param(
            Combines.WEIGHTED_SUM, (("0.2", "-0.5"), ("0.8", "1")), None, id="a weight is negative"
        ),
        pytest.param(
            Combines.WEIGHTED_SUM, (("0.2", "0"), ("0.8", "1")), "0.8", id="a part weighs nothing"
        ),
    ],
)  # fmt: skip
def test_parts_become_one(combines, numbers, found):
    number = combined(Composite(TWO, combines), read(*numbers))
    assert number == (None if found is None else exact(found))


@pytest.mark.parametrize(
    ("combines", "fewest", "numbers", "found"),
    [
        pytest.param(Combines.MEAN, 1, (None, "0.8"), "0.8", id="a part without one is left out"),
        pytest.param(Combines.MEAN, 2, (None, "0.8"), None, id="but so many are needed"),
        pytest.param(Combines.HIGHEST, 1, ("0.3", None), "0.3", id="the highest of one"),
        pytest.param(Combines.WEIGHTED_SUM, 0, (None, None), "0", id="a sum of nothing"),
        pytest.param(Combines.MEAN, 0, (None, None), None, id="a mean of nothing"),
        pytest.param(Combines.LOWEST, 0, (None, None), None, id="the lowest of nothing"),
        pytest.param(Combines.ALL_OR_NONE, 0, (None, None), None, id="all of nothing"),
    ],
)
def test_where_not_all_parts_are_needed(combines, fewest, numbers, found):
    terms = Composite(TWO, combines, needs_all=False, fewest=fewest)
    number = combined(terms, read(*numbers))
    assert number == (None if found is None else exact(found))


def test_at_least_one_part_is_needed_where_the_terms_say_no_number():
    some = Composite(TWO, Combines.WEIGHTED_SUM, needs_all=False)
    assert combined(some, read(None, "0.8")) == exact("0.8")
    assert combined(some, read(None, None)) is None


@pytest.mark.parametrize(
    ("number", "points"),
    [("-0.5", "0"), ("0.02", "0"), ("0.05", "1"), ("0.5", "10"), ("0.99", "19"), ("1", "20"), ("3", "20")],
)  # fmt: skip
def test_an_award_turns_the_number_into_points(number, points):
    earned = earn(CONSISTENCY, Reading(exact(number), INDEX))
    assert earned.points == (("score", exact(points)),)
    assert earned.share == exact(points) / 20


@pytest.mark.parametrize(
    ("between", "number", "share"),
    [
        (Between.STRAIGHT, "0.7", "0.75"),
        (Between.STEP, "0.7", "0.5"),
        (Between.STEP, "0.4", "0"),
        (Between.STRAIGHT, "0.95", "1"),
    ],
)
def test_levels_score_the_number(between, number, share):
    terms = Composite(TWO, levels=LEVELS, between=between)
    assert earn(terms, Reading(exact(number), INDEX)).share == exact(share)


def test_without_award_or_levels_the_number_is_the_factor():
    earned = earn(Composite(TWO), Reading(exact("2/3"), INDEX))
    assert (earned.share, earned.because) == (exact("2/3"), "mean of A, B is 0.666667")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Composite(()), "Name at least one part."),
        (Composite((PartOf("A"), PartOf("A"))), "A is a part twice."),
        (
            Composite((PartOf("A", takes=Takes.WAY, start=ONE, end=ONE),)),
            "Start and end of A must differ.",
        ),
        (
            Composite((PartOf("A", exact("-1")), PartOf("B"))),
            "The weight of a part must not be negative.",
        ),
        (Composite(TWO, needs_all=False, fewest=3), "Give 0 to 2 parts."),
        (Composite(TWO, needs_all=False, fewest=-1), "Give 0 to 2 parts."),
        (Composite(TWO, out_of=exact("0")), "Points must be out of more than 0."),
        (
            Composite(TWO, award=Award(ONE, ONE, ONE), levels=LEVELS),
            "Give an award or levels, not both.",
        ),
        (
            Composite(TWO, award=Award(ONE, ONE, exact("2"))),
            "The most for award must lie between 0 and 1 points.",
        ),
        (Composite(TWO, levels=LEVELS[::-1]), "threshold must be harder to reach than target."),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(terms, said):
    assert said in [fault.sentence for fault in faults(terms, INDEX)]


def test_sound_terms_have_no_faults_and_are_put_in_words():
    weighed = Composite(
        (PartOf("A", exact("0.7")), PartOf("B", exact("0.3"))), Combines.WEIGHTED_MEAN
    )
    assert faults(weighed, INDEX) == faults(CONSISTENCY, INDEX) == []
    assert sentence(weighed, INDEX) == "weighted mean of A (70%), B (30%) is the share earned"
    assert sentence(CONSISTENCY, INDEX) == "lowest of A, B, turned into 0 to 20 points"
    assert sentence(Composite(TWO, levels=LEVELS), INDEX) == (
        "mean of A, B: 50% at 0.5 or more (threshold); 100% at 0.9 or more (target);"
        " a straight line between"
    )


@pytest.mark.parametrize("fewest", [0, 2])
def test_none_or_all_of_the_parts_may_be_needed_and_one_may_weigh_nothing(fewest):
    parts = (PartOf("A", exact("0")), PartOf("B"))
    assert faults(Composite(parts, needs_all=False, fewest=fewest), INDEX) == []


@pytest.mark.parametrize(
    ("takes", "combines", "share"),
    [
        pytest.param((Takes.FACTOR, Takes.FACTOR), Combines.MEAN, True, id="a mean of factors"),
        pytest.param((Takes.FACTOR, Takes.VALUE), Combines.MEAN, False, id="one is no factor"),
        pytest.param((Takes.FACTOR, Takes.FACTOR), Combines.WEIGHTED_SUM, False, id="a sum"),
    ],
)
def test_only_what_lies_between_shares_is_a_share(takes, combines, share):
    parts = tuple(PartOf(code, takes=each) for code, each in zip("AB", takes, strict=True))
    assert is_share(Composite(parts, combines)) is share


@given(
    st.sampled_from([Combines.HIGHEST, Combines.LOWEST, Combines.MEAN, Combines.WEIGHTED_MEAN]),
    st.lists(st.fractions(min_value=0, max_value=1), min_size=2, max_size=2),
    st.lists(st.fractions(min_value="0.1", max_value=5), min_size=2, max_size=2),
)
def test_what_is_made_of_parts_lies_among_them(combines, numbers, weights):
    parts = tuple(map(PartReading, numbers, weights))
    assert min(numbers) <= combined(Composite(TWO, combines), parts) <= max(numbers)
