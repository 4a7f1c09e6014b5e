"""Fair market value: which opinion holds on a day, and what is asked of one that ages."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.fair_value import Opinion, opinion_on, told_before_paying, warnings

FIRST = Opinion("Alder", date(2025, 11, 3), date(2027, 6, 30), 40_000_000, 50_000_000, id=1)
LATER = Opinion("Birch", date(2027, 2, 1), date(2028, 12, 31), 45_000_000, 56_000_000, id=2)
days = st.dates(date(2025, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2025, 11, 2), None, id="none before the first"),
        pytest.param(date(2025, 11, 3), FIRST, id="from its own date"),
        pytest.param(date(2027, 1, 31), FIRST, id="the first until the later one"),
        pytest.param(date(2027, 2, 1), LATER, id="the later one while both may be relied on"),
        pytest.param(date(2028, 12, 31), LATER, id="to its last day"),
        pytest.param(date(2029, 1, 1), None, id="none afterwards"),
    ],
)
def test_which_opinion_holds(day, found):
    assert opinion_on([LATER, FIRST], day) is found


def test_of_two_of_one_day_the_one_recorded_last_holds():
    second = replace(FIRST, high_cents=1, id=3)
    assert opinion_on([second, FIRST], date(2026, 1, 1)) is second


@pytest.mark.parametrize(
    ("today", "said"),
    [
        pytest.param(date(2027, 1, 31), [], id="nothing while it is fresh"),
        pytest.param(date(2028, 10, 1), [], id="nothing 91 days before its end"),
        pytest.param(
            date(2028, 10, 2),
            ["The opinion of fair market value ends in 90 days, on 31 Dec 2028."],
            id="near its end",
        ),
        pytest.param(
            date(2028, 12, 31),
            ["The opinion of fair market value ends today, on 31 Dec 2028."],
            id="on its last day",
        ),
        pytest.param(
            date(2029, 1, 1),
            ["The last opinion of fair market value ended on 31 Dec 2028."],
            id="after its end",
        ),
        pytest.param(
            date(2025, 1, 1), ["No opinion of fair market value holds today."], id="before it"
        ),
    ],
)
def test_what_is_said_of_an_opinion_that_ages(today, said):
    assert warnings([LATER, FIRST], today) == said


def test_an_opinion_older_than_two_years_is_asked_about_whatever_it_says_of_itself():
    long = replace(FIRST, until=date(2030, 12, 31))
    assert warnings([long], date(2027, 11, 3)) == []
    assert warnings([long], date(2027, 11, 4)) == [
        "The opinion of Alder is older than 24 months: it is of 3 Nov 2025."
    ]


@given(
    st.lists(st.builds(Opinion, st.just("Alder"), days, days, st.just(1), st.integers(1, 9))), days
)
def test_the_opinion_that_holds_is_the_latest_of_those_that_may_be_relied_on(opinions, day):
    found = opinion_on(opinions, day)
    relied = [each for each in opinions if each.given <= day <= each.until]
    assert (found is None) == (not relied)
    assert found is None or all(each.given <= found.given for each in relied)


NONE = "No opinion of fair market value holds on {}: no cap limits this payment by value."
OLD = "The opinion of {} is older than 24 months: it is of {}. It caps what is paid for the time that begins on {}."


@pytest.mark.parametrize(
    ("paid_for", "today", "said"),
    [
        pytest.param([date(2026, 1, 1)], date(2026, 4, 9), [], id="nothing while one is fresh"),
        pytest.param([], date(2026, 4, 9), [], id="nothing where nothing is paid"),
        pytest.param(
            [date(2025, 1, 1)], date(2026, 4, 9), [NONE.format("1 Jan 2025")], id="where none holds"
        ),
        pytest.param(
            [date(2029, 3, 1), date(2029, 2, 1), date(2028, 1, 1)], date(2028, 4, 9),
            [NONE.format("1 Feb 2029 and 1 Mar 2029")], id="the days without one, in order",
        ),
        pytest.param(
            [date(2026, 11, 3)], date(2027, 11, 3), [], id="nothing after 24 months to the day"
        ),
        pytest.param(
            [date(2026, 11, 3), date(2028, 1, 1)], date(2027, 11, 4),
            [OLD.format("Alder", "3 Nov 2025", "3 Nov 2026")],
            id="the old one of two, by the day on which somebody decides",
        ),
    ],
)  # fmt: skip
def test_what_is_said_before_a_day_is_paid_for(paid_for, today, said):
    assert told_before_paying([FIRST, LATER], paid_for, today) == said
