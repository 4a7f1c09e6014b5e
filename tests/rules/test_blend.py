"""Blend: a part of each payout by the own score, the rest by the line's."""

import pytest

from comanage.rules.allocations.allocation import Divides, Party
from comanage.rules.allocations.blend import BLEND, Blend, because, faults, sentence, weights
from comanage.rules.allocations.stated import Share
from comanage.rules.numbers import exact, split, to_cents

SEVENTY = Blend(exact("0.7"))
SCORES = {"east": "0.82", "north": "0.64", "south": "0.95"}
GROUPS = [Party(code, score=exact(score)) for code, score in SCORES.items()]


def test_70_percent_own_and_30_percent_line():
    own, line = BLEND.own(SEVENTY), exact("0.78")
    maximums = split(33333333, weights(SEVENTY, GROUPS))
    blended = [own * party.score + (1 - own) * line for party in GROUPS]
    assert blended == [exact("0.808"), exact("0.682"), exact("0.899")]
    assert [
        to_cents(score * most / 100) for score, most in zip(blended, maximums, strict=True)
    ] == [8977778, 7577778, 9988889]


def test_it_divides_the_maximum_and_scores_each_participant():
    assert BLEND.divides is Divides.MAXIMUM
    assert BLEND.scores


def test_stated_parts_weigh_as_stated():
    stated = Blend(exact("0.7"), (Share("east", exact("0.8")), Share("north", exact("0.2"))))
    assert weights(stated, GROUPS[:2]) == [exact("0.8"), exact("0.2")]
    assert because(stated, GROUPS[0]) == "80% of the maximum by the contract"
    assert faults(stated, {"east": "East", "north": "North"}) == []


def test_the_sentence_names_both_parts():
    assert sentence(SEVENTY, {}) == (
        "the maximum is divided equally;"
        " each earns of its part 70% by its own score and 30% by the line's"
    )


@pytest.mark.parametrize("weight", ["0", "1"])
def test_all_may_go_by_one_of_the_two_scores(weight):
    assert faults(Blend(exact(weight)), {code: code for code in SCORES}) == []


@pytest.mark.parametrize("weight", ["-0.1", "70"])
def test_a_weight_outside_0_to_100_percent_is_refused(weight):
    (fault,) = faults(Blend(exact(weight)), {code: code for code in SCORES})
    assert str(fault) == ("own_weight: The weight of the own score must lie between 0% and 100%.")
