"""Percentiles: what a result earns among the cut points of a published release."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.levels import Between
from comanage.rules.methods.method import Edge, Reading
from comanage.rules.methods.percentiles import Cut, Percentiles, earn, faults, levels, sentence
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.RATIO, Better.LOWER)


def cuts(*rows):
    return tuple(Cut(*(exact(number) for number in row)) for row in rows)


SCREENING = Percentiles(
    "the 2025 release",
    cuts(("50", "70", "0.5"), ("75", "80", "0.75"), ("90", "90", "1")),
)
DECILES = replace(SCREENING, between=Between.STRAIGHT)
INFECTION = Percentiles(
    "the 2025 release", cuts(("75", "1.0", "0.25"), ("50", "0.8", "0.5"), ("10", "0.3", "1"))
)


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share"),
    [
        pytest.param(SCREENING, UP, "69.9", "0", id="below the first cut nothing"),
        pytest.param(SCREENING, UP, "70", "0.5", id="on a cut its share"),
        pytest.param(SCREENING, UP, "79.9", "0.5", id="between cuts the easier one"),
        pytest.param(SCREENING, UP, "99", "1", id="past the last cut no more"),
        pytest.param(DECILES, UP, "74", "0.6", id="on a line, points within the decile"),
        pytest.param(DECILES, UP, "90", "1", id="on a line, on the last cut"),
        pytest.param(INFECTION, DOWN, "0.7", "0.5", id="lower is better, between cuts"),
        pytest.param(INFECTION, DOWN, "0.3", "1", id="lower is better, on the best cut"),
        pytest.param(replace(SCREENING, edge=Edge.BEYOND), UP, "70", "0", id="beyond only"),
    ],
)
def test_share_earned(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


def test_the_level_reached_is_a_percentile():
    earned = earn(SCREENING, Reading(exact("85"), UP))
    assert (earned.level, earned.because) == (
        "75th percentile",
        "85% reached 75th percentile (80%)",
    )


@pytest.mark.parametrize(
    ("percentile", "name"),
    [
        ("1", "1st"),
        ("2", "2nd"),
        ("3", "3rd"),
        ("11", "11th"),
        ("12", "12th"),
        ("13", "13th"),
        ("21", "21st"),
        ("50", "50th"),
        ("92", "92nd"),
        ("100", "100th"),
        ("87.5", "87.5th"),
    ],
)
def test_percentiles_are_named_as_one_says_them(percentile, name):
    (level,) = levels(Percentiles("a release", cuts((percentile, "80", "1"))))
    assert level.name == f"{name} percentile"


def test_the_sentence_names_the_release():
    assert sentence(INFECTION, DOWN) == (
        "25% at 1 or less (75th percentile); 50% at 0.8 or less (50th percentile);"
        " 100% at 0.3 or less (10th percentile); cut points of the 2025 release"
    )
    assert "a straight line between; cut points of" in sentence(DECILES, UP)


@pytest.mark.parametrize(
    ("terms", "scale", "words"),
    [
        pytest.param(SCREENING, UP, [], id="sound terms have no fault"),
        pytest.param(INFECTION, DOWN, [], id="the 10th percentile may be the best of infections"),
        pytest.param(
            replace(SCREENING, cuts=cuts(("0", "70", "0.5"), ("100", "80", "1"))),
            UP,
            [],
            id="0 and 100 are percentiles",
        ),
        pytest.param(
            replace(SCREENING, cuts=cuts(("75", "3", "0.5"), ("10", "2", "0.7"), ("50", "1", "1"))),
            DOWN,
            ["must run one way"],
            id="down and up again",
        ),
        pytest.param(
            replace(SCREENING, cuts=cuts(("75", "3", "0.5"), ("75", "2", "0.7"), ("10", "1", "1"))),
            DOWN,
            ["Two levels are named 75th percentile"],
            id="one percentile twice where they fall",
        ),
        pytest.param(replace(SCREENING, release=" "), UP, ["Name the release"], id="no release"),
        pytest.param(replace(SCREENING, cuts=()), UP, ["at least one cut point"], id="no cuts"),
        pytest.param(
            replace(SCREENING, cuts=cuts(("101", "70", "1"))), UP, ["give 0 to 100"], id="past 100"
        ),
        pytest.param(
            replace(SCREENING, cuts=cuts(("90", "70", "0.5"), ("75", "80", "1"))),
            UP,
            ["must run one way"],
            id="a lower percentile is not harder where higher is better",
        ),
        pytest.param(
            replace(SCREENING, cuts=cuts(("50", "80", "0.5"), ("75", "70", "1"))),
            UP,
            ["75th percentile must be harder to reach than 50th percentile"],
            id="a harder percentile is easier to reach",
        ),
        pytest.param(
            replace(SCREENING, cuts=cuts(("50", "70", "0.5"), ("50", "80", "1"))),
            UP,
            ["Two levels are named 50th percentile"],
            id="one percentile twice",
        ),
    ],
)
def test_terms_that_cannot_mean_one_thing_are_faults(terms, scale, words):
    found = faults(terms, scale)
    assert len(found) == len(words)
    assert all(part in fault.sentence for part, fault in zip(words, found, strict=True))
    assert {fault.place for fault in found} <= {"release", "cuts"}


percents = st.fractions(0, 100)


@given(percents, percents, st.sampled_from([SCREENING, DECILES]))
def test_a_better_value_never_earns_less(one, other, terms):
    worse, better = sorted([one, other])
    shares = [earn(terms, Reading(value, UP)).share for value in (worse, better)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
