"""Earning a base fee: what a month of approved work comes to, to the cent and in words."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.base_fee import BaseFee, Pays, Short
from comanage.rules.earning import NO_WORK, Room, Worked, earn

HOURLY = BaseFee(pays=Pays.HOUR, cents=18_000, most_a_month=20 * 60)
FIXED = BaseFee(pays=Pays.MONTH, cents=500_000, fewest_a_month=10 * 60, short=Short.PRORATED)
NOTHING = replace(FIXED, short=Short.NOTHING)
PLENTY = Room(cents=10**12)
MINUTES = st.integers(min_value=0, max_value=10_000)


def work(*minutes, most=None, required=False):
    return [
        Worked(f"Duty {at}", each, most=most, required=required)
        for at, each in enumerate(minutes, 1)
    ]


def told(earning):
    return [step.sentence for step in earning.steps]


@pytest.mark.parametrize(
    ("terms", "found", "room", "cents"),
    [
        pytest.param(HOURLY, work(375), PLENTY, 112_500, id="6.25 hours at $180"),
        pytest.param(HOURLY, work(600, 300), PLENTY, 270_000, id="two duties add up"),
        pytest.param(HOURLY, work(600, 300, most=400), PLENTY, 210_000, id="a duty is cut first"),
        pytest.param(HOURLY, work(1215), PLENTY, 360_000, id="the month is cut at 20 hours"),
        pytest.param(
            HOURLY, work(1215), Room(cents=10**12, minutes=300), 90_000, id="the year cuts after"
        ),
        pytest.param(
            HOURLY, work(300), Room(cents=10**12, minutes=-60), 0, id="a year used up pays nothing"
        ),
        pytest.param(HOURLY, work(600), Room(cents=100_000), 100_000, id="the base fee cuts last"),
        pytest.param(HOURLY, work(600), Room(cents=-5), 0, id="a base fee used up pays nothing"),
        pytest.param(
            HOURLY, work(600), Room(cents=10**12, earned=112_500), 67_500, id="less what was before"
        ),
        pytest.param(
            HOURLY, work(60), Room(cents=10**12, earned=112_500), 0, id="never less than nothing"
        ),
        pytest.param(
            replace(HOURLY, cents=10_001), work(20), PLENTY, 3334, id="a third of $100.01, half up"
        ),
        pytest.param(replace(HOURLY, cents=1), work(30), PLENTY, 1, id="half a cent goes up"),
        pytest.param(FIXED, work(600), PLENTY, 500_000, id="the fewest hours earn the month"),
        pytest.param(FIXED, work(2000), PLENTY, 500_000, id="more hours earn no more"),
        pytest.param(FIXED, work(585), PLENTY, 487_500, id="9.75 of 10 hours in proportion"),
        pytest.param(NOTHING, work(585), PLENTY, 0, id="a minute short earns nothing"),
        pytest.param(NOTHING, work(600), PLENTY, 500_000, id="exactly the fewest hours"),
        pytest.param(FIXED, work(600, 0, required=True), PLENTY, 0, id="a required duty lacks"),
        pytest.param(FIXED, work(600, 15, required=True), PLENTY, 500_000, id="none lacks"),
        pytest.param(FIXED, work(600, 0), PLENTY, 500_000, id="a duty that is not required lacks"),
        pytest.param(
            replace(FIXED, fewest_a_month=None, short=None),
            work(15),
            PLENTY,
            500_000,
            id="any work",
        ),
        pytest.param(
            FIXED, work(600), Room(cents=10**12, days=16, of_days=31), 258_065, id="16 of 31 days"
        ),
        pytest.param(FIXED, work(600), Room(cents=300_000), 300_000, id="cut at the base fee"),
    ],
)
def test_what_a_month_comes_to(terms, found, room, cents):
    assert earn(terms, found, room).cents == cents


@pytest.mark.parametrize("terms", [HOURLY, FIXED, replace(FIXED, fewest_a_month=None, short=None)])
@pytest.mark.parametrize("found", [[], work(0, 0)])
def test_without_approved_work_nothing_is_earned(terms, found):
    earning = earn(terms, found, PLENTY)
    assert earning.cents == 0
    assert told(earning) == [NO_WORK]


def test_every_step_is_told_in_its_order():
    room = Room(cents=200_000, minutes=1100, earned=50_000)
    earning = earn(HOURLY, work(900, 1000, most=800), room)
    assert [step.number for step in earning.steps] == list(range(1, len(earning.steps) + 1))
    assert told(earning) == [
        "Duty 1: 15 hours approved, of which 13.333333 hours count.",
        "Duty 2: 16.666667 hours approved, of which 13.333333 hours count.",
        "Together: 26.666667 hours.",
        "The most in a month is 20 hours: 20 hours count.",
        "18.333333 hours of the contract year are left: 18.333333 hours count.",
        "18.333333 hours × $180.00 = $3,300.00.",
        "To the cent, half up: $3,300.00.",
        "The base fee of the contract year has $2,000.00 left: $2,000.00.",
        "$500.00 of this month was earned before: $1,500.00 is added.",
    ]


def test_what_cuts_nothing_is_not_told():
    assert told(earn(HOURLY, work(1200), PLENTY)) == [
        "Duty 1: 20 hours approved.",
        "Together: 20 hours.",
        "20 hours × $180.00 = $3,600.00.",
        "To the cent, half up: $3,600.00.",
    ]
    assert told(earn(FIXED, work(600), Room(cents=500_000, days=31, of_days=31))) == [
        "Together: 10 hours approved.",
        "The amount of a month: $5,000.00.",
        "To the cent, half up: $5,000.00.",
    ]


def test_a_fixed_amount_says_why_it_is_less():
    earning = earn(FIXED, work(585), Room(cents=10**12, days=16, of_days=31))
    assert told(earning) == [
        "Together: 9.75 hours approved.",
        "The amount of a month: $5,000.00.",
        "Fewer than the 10 hours agreed, so 9.75 hours of 10 hours are paid: $4,875.00.",
        "16 of 31 days are under the agreement: $2,516.129032.",
        "To the cent, half up: $2,516.13.",
    ]
    lacking = earn(FIXED, [*work(600), Worked("Committee", 0, required=True)], PLENTY)
    assert "Required and without approved work: Committee. Nothing is earned." in told(lacking)
    short = earn(NOTHING, work(585), PLENTY)
    assert "Fewer than the 10 hours agreed, so nothing is earned." in told(short)


@given(st.sampled_from([HOURLY, FIXED, NOTHING]), st.lists(MINUTES, max_size=5), MINUTES)
def test_more_work_never_earns_less(terms, minutes, more):
    fewer = earn(terms, work(*minutes), PLENTY).cents
    assert fewer <= earn(terms, work(*minutes, more), PLENTY).cents


@given(st.sampled_from([HOURLY, FIXED, NOTHING]), st.lists(MINUTES, max_size=5),
       st.integers(min_value=-10, max_value=10**6), st.integers(min_value=0, max_value=10**6))  # fmt: skip
def test_nothing_passes_what_is_left_of_the_base_fee(terms, minutes, left, before):
    cents = earn(terms, work(*minutes), Room(cents=left, earned=before)).cents
    assert 0 <= cents <= max(left - before, 0)


@given(st.lists(MINUTES, min_size=1, max_size=6))
def test_the_parts_of_a_month_approved_one_by_one_add_up_to_the_whole(minutes):
    earned = 0
    for at in range(1, len(minutes) + 1):
        earned += earn(HOURLY, work(*minutes[:at]), Room(cents=10**12, earned=earned)).cents
    assert earned == earn(HOURLY, work(*minutes), PLENTY).cents
    hours = min(Fraction(sum(minutes), 60), Fraction(20))
    assert abs(earned - hours * 18_000) <= Fraction(1, 2)
