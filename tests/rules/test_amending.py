"""Amending: terms look ahead, past whatever has begun, was settled or seen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.amending import Slot, open_slots, why_not
from comanage.rules.periods import quarters
from comanage.rules.pool import Timing

YEARS = [Slot(each) for each in quarters(date(2027, 1, 1), date(2028, 12, 31))]
EACH, TO_DATE = Timing.EACH_PERIOD, Timing.TO_DATE
Q3, Q4, NEXT_YEAR = date(2027, 7, 1), date(2027, 10, 1), date(2028, 1, 1)


def with_one(at, **changes):
    return [replace(slot, **changes) if number == at else slot for number, slot in enumerate(YEARS)]


@pytest.mark.parametrize(
    ("slots", "today", "first"),
    [
        pytest.param(YEARS, date(2027, 4, 2), "2027-Q3", id="the next period"),
        pytest.param(YEARS, date(2027, 4, 1), "2027-Q2", id="one that begins today"),
        pytest.param(with_one(3, seen=True), date(2027, 4, 2), "2028-Q1", id="after a figure"),
        pytest.param(
            with_one(4, locked=True), date(2027, 4, 2), "2028-Q2", id="after a settlement"
        ),
    ],
)
def test_it_takes_effect_with_a_period_to_come(slots, today, first):
    assert open_slots(slots, today)[0].period.code == first


def test_no_period_may_be_left():
    assert open_slots(YEARS, date(2028, 10, 2)) == []
    assert open_slots(with_one(7, seen=True), date(2027, 1, 1)) == []


@pytest.mark.trust("E4")
@pytest.mark.parametrize(
    ("slots", "first", "timing", "why"),
    [
        pytest.param(YEARS, Q3, EACH, "", id="with a period"),
        pytest.param(YEARS, date(2027, 7, 2), EACH, "No period begins on 2 Jul 2027.", id="midway"),
        pytest.param(
            with_one(3, locked=True), Q3, EACH,
            "2027-Q4 was settled and approved by the terms before.", id="over a settled period",
        ),
        pytest.param(
            with_one(2, seen=True), Q3, EACH,
            "Figures of 2027-Q3 were given by the terms before.", id="over a seen period",
        ),
        pytest.param(with_one(1, seen=True), Q3, EACH, "", id="after a seen period"),
        pytest.param(YEARS, NEXT_YEAR, TO_DATE, "", id="to date, with a contract year"),
        pytest.param(
            YEARS, Q4, TO_DATE,
            "These terms settle the contract year to date, so they take effect with the first"
            " period of a contract year, and 2027-Q4 is none.", id="to date, within a year",
        ),
    ],
)  # fmt: skip
def test_why_it_cannot_take_effect(slots, first, timing, why):
    assert why_not(slots, first, timing) == why


@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=8, max_size=8),
    st.dates(date(2027, 1, 1), date(2029, 1, 1)),
)
def test_whatever_is_offered_is_not_refused_and_looks_ahead(held, today):
    slots = [
        replace(slot, locked=locked, seen=seen)
        for slot, (locked, seen) in zip(YEARS, held, strict=True)
    ]
    for slot in open_slots(slots, today):
        assert slot.period.starts >= today
        assert why_not(slots, slot.period.starts, EACH) == ""
