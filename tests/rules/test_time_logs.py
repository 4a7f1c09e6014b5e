"""Time logs: which entries are refused, each with its sentence, and which are only odd."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from comanage.rules.base_fee import BaseFee, Pays
from comanage.rules.months import Month
from comanage.rules.time_logs import (
    Duty,
    Entry,
    Log,
    cautions,
    deadline_of,
    enterable,
    entry_faults,
)

TODAY = date(2027, 10, 20)
ANN, BO = 1, 2
TERMS = BaseFee(pays=Pays.HOUR, cents=18_000, most_a_month=600, most_a_year=1200)
COMMITTEE = Duty("COMMITTEE", "Chair the committee", date(2027, 1, 1), date(2027, 12, 1), most=240)
LOG = Log(
    today=TODAY, starts=date(2027, 1, 1), ends=date(2027, 12, 31), terms=TERMS, duty=COMMITTEE
)
ENTRY = Entry(ANN, "COMMITTEE", TODAY, 90)


def told(entry=ENTRY, log=LOG, **changes):
    return [str(fault) for fault in entry_faults(replace(entry, **changes), log)]


def logged(minutes, day=date(2027, 10, 1), person=BO, duty="ROUNDS"):
    return Entry(person, duty, day, minutes)


def test_a_usual_entry_has_no_fault():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param(
            {"day": TODAY + timedelta(1)},
            "day: This day is still to come. Log work once it is done.",
            id="tomorrow",
        ),
        pytest.param(
            {"day": date(2027, 9, 19)},
            "day: Work of 19 Sep 2027 could be entered until 19 Oct 2027.",
            id="one day past the deadline",
        ),
        pytest.param({"minutes": 0}, "minutes: Give the time worked, more than 0.", id="no time"),
        pytest.param(
            {"minutes": -15}, "minutes: Give the time worked, more than 0.", id="less than nothing"
        ),
        pytest.param(
            {"minutes": 95}, "minutes: Give the time in steps of 15 minutes.", id="between steps"
        ),
    ],
)
def test_an_entry_that_cannot_be_is_refused(changes, fault):
    assert told(**changes) == [fault]


def test_the_last_day_of_the_deadline_is_in_time():
    assert told(day=date(2027, 9, 20)) == []
    assert deadline_of(date(2027, 9, 20), TERMS) == TODAY


@pytest.mark.parametrize(
    ("changes", "today"),
    [
        pytest.param({}, date(2027, 9, 10), id="within the month"),
        pytest.param({}, date(2027, 9, 30), id="on its last day"),
        pytest.param({}, TODAY, id="within the days to enter"),
        pytest.param({}, date(2027, 10, 30), id="on the last of them"),
        pytest.param({}, date(2027, 10, 31), id="past them"),
        pytest.param({"starts": date(2027, 9, 22)}, TODAY, id="an agreement that began meanwhile"),
        pytest.param({"ends": date(2027, 9, 25)}, TODAY, id="one that ended meanwhile"),
        pytest.param({"ends": date(2027, 8, 31)}, TODAY, id="one that ended before"),
    ],
)
def test_the_days_that_can_be_entered_are_those_that_no_entry_is_refused_for(changes, today):
    month, log = Month(date(2027, 9, 1)), replace(LOG, **changes)
    found = enterable(month, TERMS, (log.starts, log.ends), today)
    days = [month.starts + timedelta(at) for at in range(month.days)]
    on = [replace(log, today=max(day, today)) for day in days]  # at once, or once it is worked
    open_days = [day for day, then in zip(days, on, strict=True) if not told(log=then, day=day)]
    assert found == ((open_days[0], open_days[-1]) if open_days else None)


def test_an_entry_is_at_most_as_long_as_agreed():
    log = replace(LOG, terms=replace(TERMS, most_an_entry=120))
    assert told(log=log, minutes=120) == []
    assert told(log=log, minutes=135) == ["minutes: One entry is at most 2 hours."]


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_the_agreement_is_refused(day):
    log = replace(LOG, today=day, duty=replace(COMMITTEE, starts=date(2020, 1, 1), ends=None))
    assert told(log=log, day=day) == ["day: The agreement runs from 1 Jan 2027 to 31 Dec 2027."]


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 12, 31)])
def test_the_first_and_the_last_day_of_the_agreement_belong_to_it(day):
    log = replace(LOG, today=day, duty=replace(COMMITTEE, ends=None))
    assert told(log=log, day=day) == []


@pytest.mark.parametrize(("starts", "ends"), [(21, None), (1, 19)])
def test_a_day_outside_the_duty_is_refused(starts, ends):
    duty = replace(COMMITTEE, starts=date(2027, 10, starts), ends=ends and date(2027, 10, ends))
    until = f" to {ends} Oct 2027" if ends else ""
    assert told(log=replace(LOG, duty=duty)) == [
        f"day: This is a duty from {starts} Oct 2027{until} only."
    ]


def test_the_first_and_the_last_day_of_a_duty_belong_to_it():
    duty = replace(COMMITTEE, starts=TODAY, ends=TODAY)
    assert told(log=replace(LOG, duty=duty)) == []


def test_without_a_duty_or_terms_nothing_is_logged():
    assert told(log=replace(LOG, duty=None)) == ["duty: Choose one of the duties offered."]
    assert told(log=replace(LOG, terms=None)) == [
        "day: No base fee is agreed for this day, so no hours are logged."
    ]


@pytest.mark.parametrize(
    ("standing", "minutes", "fault"),
    [
        pytest.param([logged(90, duty="COMMITTEE")], 150, "", id="the duty is full to the minute"),
        pytest.param(
            [logged(90, duty="COMMITTEE")],
            165,
            "This duty is at most 4 hours in October 2027; 1.5 hours are logged.",
            id="the duty is over",
        ),
        pytest.param(
            [logged(90, date(2027, 9, 30), duty="COMMITTEE")], 165, "", id="another month's duty"
        ),
        pytest.param([logged(510)], 90, "", id="the month is full to the minute"),
        pytest.param(
            [logged(525)],
            90,
            "The group has at most 10 hours in October 2027; 8.75 hours are logged.",
            id="the month is over",
        ),
        pytest.param(
            [logged(1110, date(2027, 3, 1))], 90, "", id="the contract year is full to the minute"
        ),
        pytest.param(
            [logged(1125, date(2027, 3, 1))],
            90,
            "The group has at most 20 hours in the contract year; 18.75 hours are logged.",
            id="the contract year is over",
        ),
        pytest.param([logged(5000, date(2026, 12, 31))], 90, "", id="the year before"),
    ],
)
def test_the_limits_of_a_duty_a_month_and_a_year(standing, minutes, fault):
    duty = replace(COMMITTEE)
    log = replace(LOG, standing=standing, duty=duty, starts=date(2026, 1, 1))
    log = replace(log, starts=date(2027, 1, 1)) if standing[0].day.year == 2027 else log
    assert told(log=log, minutes=minutes) == ([f"minutes: {fault}"] if fault else [])


def test_a_day_has_24_hours_for_each_person():
    terms = BaseFee(pays=Pays.HOUR, cents=1, most_an_entry=1440)
    log = replace(LOG, terms=terms, duty=replace(COMMITTEE, most=None))
    own = [logged(1380, TODAY, ANN)]
    assert told(log=replace(log, standing=own), minutes=60) == []
    assert told(log=replace(log, standing=own), minutes=75) == [
        "minutes: A day has 24 hours; 23 hours of this one are logged."
    ]
    assert told(log=replace(log, standing=[logged(1380, TODAY, BO)]), minutes=75) == []


def test_limits_that_are_not_set_limit_nothing():
    free = BaseFee(pays=Pays.HOUR, cents=1)
    log = replace(LOG, terms=free, duty=replace(COMMITTEE, most=None), standing=[logged(90_000)])
    assert told(log=log) == []


def test_all_faults_are_told_at_once():
    log = replace(LOG, duty=None, standing=[logged(600)])
    found = entry_faults(replace(ENTRY, day=TODAY + timedelta(1), minutes=95), log)
    assert [fault.place for fault in found] == ["day", "duty", "minutes", "minutes"]


OLD = replace(ENTRY, day=date(2027, 10, 1), minutes=120)


def corrected(today=TODAY, **changes):
    return told(log=replace(LOG, today=today, corrects=OLD), **{"day": OLD.day} | changes)


def test_a_correction_of_no_time_takes_an_entry_back_at_any_time():
    assert corrected(minutes=0) == []
    assert corrected(date(2027, 12, 24), minutes=0) == []


def test_a_correction_stays_in_its_month():
    assert corrected(day=date(2027, 10, 2)) == []
    assert corrected(day=date(2027, 9, 30)) == [
        "day: A correction stays in its month. Take the entry back, and log a new one."
    ]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"minutes": 120}, True),
        ({"minutes": 105}, True),
        ({"minutes": 135}, False),
        ({"minutes": 60, "day": date(2027, 10, 2)}, False),
    ],
)
def test_past_the_deadline_a_correction_lowers_the_time_alone(changes, allowed):
    found = corrected(date(2027, 11, 2), **changes)
    assert found == ([] if allowed else [found[0]])
    assert allowed or "may lower the time alone" in found[0]


def test_past_the_deadline_a_correction_is_for_the_same_duty():
    log = replace(LOG, today=date(2027, 12, 1), corrects=replace(OLD, duty="ROUNDS"))
    assert "may lower the time alone" in told(log=log, day=OLD.day, minutes=60)[0]


def test_the_same_duty_on_the_same_day_is_odd_and_stored():
    assert cautions(ENTRY, [replace(ENTRY, minutes=60), replace(ENTRY, minutes=30)]) == [
        "1.5 hours of this duty stood on this day already. Correct one if it is the same work."
    ]
    for other in ({"person": BO}, {"duty": "ROUNDS"}, {"day": date(2027, 10, 1)}, {"minutes": 0}):
        assert cautions(ENTRY, [replace(ENTRY, **other)]) == []
    assert cautions(replace(ENTRY, minutes=0), [ENTRY]) == []
