"""Own score: the maximum is parted, and each earns of its own part."""

import pytest

from comanage.rules.allocations.allocation import Divides, Party
from comanage.rules.allocations.own_score import (
    OWN_SCORE,
    OwnScore,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.allocations.stated import Share
from comanage.rules.numbers import exact, split, to_cents

GROUPS = [Party("east", score=exact("0.82")), Party("north", score=exact("0.64")),
          Party("south", score=exact("0.95"))]  # fmt: skip
NAMES = {party.code: f"{party.code.title()} Clinic" for party in GROUPS}
STATED = OwnScore(
    (
        Share("east", exact("0.5")),
        Share("north", exact("0.3")),
        Share("south", exact("0.2")),
    )
)


@pytest.mark.parametrize(
    ("terms", "maximums"),
    [
        pytest.param(OwnScore(), [11111111, 11111111, 11111111], id="equal parts"),
        pytest.param(STATED, [16666666, 10000000, 6666667], id="stated parts"),
    ],
)
def test_the_maximum_is_parted_in_whole_cents(terms, maximums):
    assert split(33333333, weights(terms, GROUPS)) == maximums


def test_each_earns_of_its_part_by_its_own_score():
    maximums = split(33333333, weights(OwnScore(), GROUPS))
    earned = [
        to_cents(party.score * most / 100) for party, most in zip(GROUPS, maximums, strict=True)
    ]
    assert earned == [9111111, 7111111, 10555555]
    assert 33333333 - sum(earned) == 6555556
    assert OWN_SCORE.own(OwnScore()) == 1


def test_the_score_does_not_change_the_parts():
    unscored = [Party(code) for code in NAMES]
    assert weights(STATED, unscored) == weights(STATED, GROUPS)


def test_it_divides_the_maximum_and_scores_each_participant():
    assert OWN_SCORE.divides is Divides.MAXIMUM
    assert OWN_SCORE.scores


def test_the_words():
    assert because(OwnScore(), GROUPS[0]) == "an equal part of the maximum"
    assert because(STATED, GROUPS[0]) == "50% of the maximum by the contract"
    assert sentence(OwnScore(), NAMES) == (
        "the maximum is divided equally; each earns of its part by its own score"
    )
    assert sentence(STATED, NAMES) == (
        "the maximum is divided in shares: East Clinic 50%, North Clinic 30%,"
        " South Clinic 20%;"
        " each earns of its part by its own score"
    )


def test_stated_parts_must_name_everyone_and_make_a_whole():
    assert faults(OwnScore(), NAMES) == faults(STATED, NAMES) == []
    assert [fault.sentence for fault in faults(OwnScore(STATED.shares[:2]), NAMES)] == [
        "South Clinic has no share.",
        "The shares add up to 80%, not to 100%.",
    ]
