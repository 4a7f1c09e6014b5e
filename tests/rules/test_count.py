"""Count: what is earned for so many done of those planned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.count import Count, earn, faults, levels, sentence
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

DONE = Scale(Unit.COUNT, Better.HIGHER)
MILESTONES = Count(planned=exact("5"))
AT_LEAST_TWO = Count(planned=exact("5"), least=exact("2"))


@pytest.mark.parametrize(
    ("terms", "value", "share"),
    [
        pytest.param(MILESTONES, "0", "0", id="none done earns nothing"),
        pytest.param(MILESTONES, "1", "0.2", id="each one earns its part"),
        pytest.param(MILESTONES, "4", "0.8", id="four of five earn four fifths"),
        pytest.param(MILESTONES, "5", "1", id="all of them earn all"),
        pytest.param(MILESTONES, "6", "1", id="more than planned earn no more"),
        pytest.param(AT_LEAST_TWO, "1", "0", id="below the least nothing is earned"),
        pytest.param(AT_LEAST_TWO, "2", "0.4", id="on the least its part is earned"),
    ],
)
def test_share_earned(terms, value, share):
    assert earn(terms, Reading(exact(value), DONE)).share == exact(share)


def test_the_reason_counts_what_was_done():
    assert earn(MILESTONES, Reading(exact("4"), DONE)).because == "4 of 5 planned were done"
    short = earn(AT_LEAST_TWO, Reading(exact("1"), DONE))
    assert short.because == "1 of 5 planned were done, fewer than the least of 2"


def test_the_level_reached_is_the_least_or_the_plan():
    reached = [earn(AT_LEAST_TWO, Reading(exact(value), DONE)).level for value in "1245"]
    assert reached == ["", "minimum", "minimum", "plan"]


def test_the_levels_are_the_least_where_there_is_one_and_the_plan():
    assert [level.name for level in levels(MILESTONES)] == ["plan"]
    assert [(level.name, level.reach, level.earns) for level in levels(AT_LEAST_TWO)] == [
        ("minimum", 2, exact("0.4")),
        ("plan", 5, 1),
    ]
    assert [level.name for level in levels(Count(exact("5"), exact("5")))] == ["plan"]
    assert [level.reach for level in levels(Count(exact("5"), exact("1")))] == [1, 5]


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(MILESTONES, DONE) == "the share that is done of 5 planned"
    assert sentence(AT_LEAST_TWO, DONE) == "the share that is done of 5 planned; nothing below 2"


@pytest.mark.parametrize(
    ("terms", "scale", "places"),
    [
        pytest.param(AT_LEAST_TWO, DONE, [], id="sound terms have no fault"),
        pytest.param(Count(exact("1")), DONE, [], id="one may be planned"),
        pytest.param(Count(exact("5"), exact("5")), DONE, [], id="all may be the least"),
        pytest.param(Count(exact("0")), DONE, ["planned"], id="nothing is planned"),
        pytest.param(Count(exact("5"), exact("6")), DONE, ["least"], id="the least is past all"),
        pytest.param(Count(exact("4.5")), DONE, ["planned"], id="half of one is no count"),
        pytest.param(
            MILESTONES, Scale(Unit.COUNT, Better.LOWER), ["better"], id="fewer done is no better"
        ),
    ],
)
def test_terms_that_cannot_mean_one_thing_are_faults(terms, scale, places):
    assert [fault.place for fault in faults(terms, scale)] == places


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5))
def test_more_done_never_earns_less(one, other, least):
    terms = Count(exact("5"), exact(str(least)))
    fewer, more = sorted([exact(str(one)), exact(str(other))])
    shares = [earn(terms, Reading(value, DONE)).share for value in (fewer, more)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
