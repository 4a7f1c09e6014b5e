"""Due: the day a figure is due, who is called about it, and how late it came."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.due import Call, Clock, call, days_late, due_on, late_sentence

ENDS = date(2027, 3, 31)
CLOCK = Clock(grace=5, ahead=7)
DUE = date(2027, 4, 25)


def test_a_figure_is_due_when_its_data_are_complete_and_the_days_of_grace_are_over():
    assert due_on(ENDS, 20, CLOCK) == DUE
    assert due_on(ENDS, 0, Clock()) == ENDS


def test_without_a_data_lag_nothing_is_due_and_nothing_is_late():
    assert due_on(ENDS, None, CLOCK) is None
    assert days_late(None, date(2030, 1, 1)) == 0
    assert call(None, date(2030, 1, 1), CLOCK) is None


@pytest.mark.parametrize(
    ("day", "called", "late"),
    [
        pytest.param(date(2027, 4, 17), None, 0, id="eight days ahead nobody is called"),
        pytest.param(date(2027, 4, 18), Call.SOON, 0, id="seven days ahead it is due soon"),
        pytest.param(DUE, Call.SOON, 0, id="on the day it is not late"),
        pytest.param(date(2027, 4, 26), Call.OVERDUE, 1, id="the day after it is overdue"),
        pytest.param(date(2027, 5, 7), Call.OVERDUE, 12, id="and stays so"),
    ],
)
def test_who_is_called_on_which_day(day, called, late):
    assert call(DUE, day, CLOCK) is called
    assert days_late(DUE, day) == late


def test_lateness_is_said_in_days():
    assert [late_sentence(days) for days in (0, 1, 12)] == ["", "1 day late", "12 days late"]


@given(st.integers(0, 730), st.integers(0, 365), st.integers(-900, 900))
def test_what_is_late_is_overdue_and_nothing_else_is(lag, grace, away):
    due = due_on(ENDS, lag, Clock(grace))
    day = ENDS + timedelta(days=away)
    assert (call(due, day, Clock(grace)) is Call.OVERDUE) == (days_late(due, day) > 0)
