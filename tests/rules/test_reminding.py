"""Reminding: what is counted under which heading, and how near or late a day is said to be."""

from datetime import date, timedelta

import pytest

from comanage.rules.due import Call
from comanage.rules.reminding import AHEAD, Kind, Line, by, ends_soon, since, subject

TODAY = date(2027, 4, 14)
DAY = timedelta(days=1)


def line(kind, what="dispute 3"):
    return Line(kind, "Orthopedic co-management", "2027-Q1", what, "last day 24 Apr 2027, today")


def test_a_line_names_the_agreement_the_period_what_waits_and_the_day():
    assert str(line(Kind.DISPUTE_TO_ANSWER, "dispute 3, not answered")) == (
        "Orthopedic co-management, 2027-Q1: dispute 3, not answered; last day 24 Apr 2027, today"
    )


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        pytest.param([Kind.FIGURE_OVERDUE], "Figures: 1 overdue", id="figures alone, as ever"),
        pytest.param(
            [Kind.FIGURE_OVERDUE, Kind.FIGURE_SOON, Kind.FIGURE_OVERDUE],
            "Figures: 1 due soon, 2 overdue",
            id="in the order of the kinds",
        ),
        pytest.param(
            [Kind.APPEAL_TO_DECIDE, Kind.MONTH_TO_APPROVE, Kind.MONTH_TO_APPROVE],
            "Months of hours: 2 to approve; disputes: 1 to decide",
            id="under its heading",
        ),
    ],
)
def test_the_subject_counts_each_kind(kinds, says):
    assert subject([line(kind) for kind in kinds]) == says


def test_what_was_told_of_figures_before_is_still_known_by_its_word():
    assert [Kind(call.value) for call in Call] == [Kind.FIGURE_SOON, Kind.FIGURE_OVERDUE]


@pytest.mark.parametrize(
    ("away", "soon", "says"),
    [
        pytest.param(8, False, "last day 22 Apr 2027, in 8 days", id="eight days ahead"),
        pytest.param(7, True, "last day 21 Apr 2027, in 7 days", id="seven days ahead it is soon"),
        pytest.param(1, True, "last day 15 Apr 2027, in 1 day", id="the day before"),
        pytest.param(0, True, "last day 14 Apr 2027, today", id="on the day"),
        pytest.param(-1, False, "last day 13 Apr 2027, 1 day late", id="the day after it is over"),
    ],
)
def test_how_near_a_last_day_is(away, soon, says):
    assert AHEAD == 7
    assert ends_soon(TODAY + away * DAY, TODAY) is soon
    assert by(TODAY + away * DAY, TODAY) == says


@pytest.mark.parametrize(
    ("ago", "says"),
    [
        pytest.param(12, "since 2 Apr 2027, 12 days", id="some days"),
        pytest.param(1, "since 13 Apr 2027, 1 day", id="a day"),
        pytest.param(0, "since 14 Apr 2027, today", id="today"),
        pytest.param(-1, "since 15 Apr 2027, today", id="a clock that jumped back"),
    ],
)
def test_how_long_something_waits(ago, says):
    assert since(TODAY - ago * DAY, TODAY) == says
