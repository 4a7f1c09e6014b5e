"""Accepted hours: documented hours of management weigh."""

from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.allocations.accepted_hours import (
    ACCEPTED_HOURS,
    AcceptedHours,
    because,
    faults,
    sentence,
    weights,
)
from comanage.rules.allocations.allocation import Party
from comanage.rules.numbers import exact, split

TERMS = AcceptedHours("HOURS")
HOURS = {"east": "612.5", "north": "301.25", "south": "190"}
GROUPS = [Party(code, {"HOURS": exact(hours)}) for code, hours in HOURS.items()]


def test_hours_divide_to_the_cent():
    assert split(33333333, weights(TERMS, GROUPS)) == [18497546, 9097773, 5738014]


def test_a_negative_correction_weighs_nothing():
    assert weights(TERMS, [Party("east", {"HOURS": exact("-3")})]) == [0]


def test_nobody_weighs_anything_where_nobody_logged_hours():
    idle = [Party(code, {"HOURS": exact("0")}) for code in HOURS]
    assert weights(TERMS, idle) == [0, 0, 0]


def test_the_words_name_the_hours():
    assert because(TERMS, GROUPS[1]) == "301.25 accepted hours (HOURS)"
    assert sentence(TERMS, {}) == "divided by accepted hours, HOURS"
    assert ACCEPTED_HOURS.needs(TERMS) == ("HOURS",)


def test_terms_that_name_no_measure_are_refused():
    assert [str(fault) for fault in faults(AcceptedHours(""), {"east": "East Clinic"})] == [
        "hours: Name the measure that gives the accepted hours of each participant."
    ]
    assert faults(TERMS, {"east": "East Clinic"}) == []


@given(st.lists(st.fractions(min_value=0, max_value=2000), min_size=2, max_size=6))
def test_more_hours_never_weigh_less(hours):
    weighed = weights(TERMS, [Party(str(h), {"HOURS": h}) for h in sorted(hours)])
    assert weighed == sorted(weighed)
    assert weighed[0] >= 0
