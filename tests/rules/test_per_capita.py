"""Per capita: head counts weigh."""

import pytest

from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.per_capita import (
    PER_CAPITA,
    PerCapita,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.numbers import exact, split

TERMS = PerCapita("HEADS")


def parties(*heads):
    codes = ("east", "north", "south")
    return [Party(code, {"HEADS": n and exact(n)}) for code, n in zip(codes, heads, strict=True)]


def test_twelve_seven_and_five_members():
    groups = parties("12", "7", "5")
    assert split(33333333, weights(TERMS, groups)) == [16666667, 9722222, 6944444]


def test_the_words_name_the_members():
    assert because(TERMS, parties("12", "7", "5")[0]) == "12 members (HEADS)"
    assert sentence(TERMS, {}) == "divided per capita, by HEADS"


def test_it_needs_a_head_count_of_each_participant():
    assert PER_CAPITA.needs(TERMS) == ("HEADS",)
    assert not PER_CAPITA.stated
    with pytest.raises(LookupError, match="north has no result of HEADS"):
        weights(TERMS, parties("12", None, "5"))


def test_terms_that_name_no_measure_are_refused():
    assert [str(fault) for fault in faults(PerCapita(""), {"east": "East Clinic"})] == [
        "members: Name the measure that gives the head count of each participant."
    ]
    assert faults(TERMS, {"east": "East Clinic"}) == []
