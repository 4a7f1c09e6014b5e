"""The clock: one instant is of one day at the hospital, in every zone, across every change of its clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage import clock
from comanage.pages import display
from comanage.statements import words

pytestmark = pytest.mark.trust("E5")

EASTERN = ZoneInfo("America/New_York")
ZONES = [UTC] + [
    ZoneInfo(name)
    for name in (
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
        "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
        "Pacific/Guam", "Pacific/Pago_Pago", "America/St_Johns", "America/Havana",
        "America/Santiago", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London",
        "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham",
        "Pacific/Kiritimati", "Etc/GMT+12",
    )
]  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is beside them
days = st.dates(date(2020, 1, 2), date(2090, 1, 1))


@given(zones, instants)
def test_an_instant_lies_between_the_beginnings_of_its_day_and_the_next(zone, instant):
    with clock.within(zone):
        day = clock.day(instant)
        assert clock.begins(day) <= instant < clock.begins(day + DAY)


@given(zones, days)
def test_a_day_begins_when_the_one_before_has_ended(zone, day):
    with clock.within(zone):
        begins = clock.begins(day)
        assert (clock.day(begins), clock.day(begins - timedelta.resolution)) == (day, day - DAY)
        assert 23 * HOUR <= clock.begins(day + DAY) - begins <= 25 * HOUR


@given(instants)
def test_a_day_of_new_york_is_what_the_law_of_its_clocks_says(instant):
    with clock.within(EASTERN):
        assert clock.day(instant) == (instant - behind(instant)).date()


def behind(instant):
    """Say how far New York is behind UTC: from the second Sunday in March to the first in November, 4 hours."""
    march, november = date(instant.year, 3, 8), date(instant.year, 11, 1)
    begins, ends = (day + (6 - day.weekday()) * DAY for day in (march, november))
    summer = (datetime.combine(begins, time(7), UTC), datetime.combine(ends, time(6), UTC))
    return 4 * HOUR if summer[0] <= instant < summer[1] else 5 * HOUR


@given(zones, instants)
def test_a_later_instant_is_of_no_earlier_day(zone, instant):
    with clock.within(zone):
        for later in (timedelta(minutes=1), HOUR, 2 * HOUR, DAY):
            assert clock.day(instant) <= clock.day(instant + later)


@given(zones, instants)
def test_a_day_is_never_before_the_earliest_that_the_database_holds_it_to(zone, instant):
    with clock.within(zone):
        assert clock.day(instant) >= (instant - 12 * HOUR).date()


@given(zones, instants)
def test_two_times_are_never_written_alike(zone, instant):
    with clock.within(zone):
        for later in (timedelta(minutes=1), HOUR / 2, HOUR, DAY):
            assert display.instant(instant) != display.instant(instant + later)


@given(zones, instants)
def test_pages_and_statements_write_a_time_alike(zone, instant):
    with clock.within(zone):
        assert display.instant(instant) == words.instant(clock.local(instant))
        assert display.instant(instant).startswith(f"{display.day(instant)} ")


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        ("2027-07-15T03:30Z", "14 Jul 2027 23:30 EDT"),
        ("2027-07-15T04:00Z", "15 Jul 2027 00:00 EDT"),
        ("2027-01-15T04:59Z", "14 Jan 2027 23:59 EST"),
        ("2027-03-14T06:59Z", "14 Mar 2027 01:59 EST"),
        ("2027-03-14T07:00Z", "14 Mar 2027 03:00 EDT"),
        ("2027-11-07T05:30Z", "7 Nov 2027 01:30 EDT"),
        ("2027-11-07T06:30Z", "7 Nov 2027 01:30 EST"),
    ],
)
def test_a_time_is_written_as_the_clocks_of_new_york_show_it(instant, written):
    with clock.within(EASTERN):
        assert display.instant(datetime.fromisoformat(instant)) == written


def test_today_is_the_day_at_the_hospital():
    with clock.fixed(datetime(2027, 7, 15, 3, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 7, 15)
        with clock.within(EASTERN):
            assert clock.today() == date(2027, 7, 14)
            with clock.within(ZoneInfo("Pacific/Guam")):
                assert clock.today() == date(2027, 7, 15)
            assert clock.zone() is EASTERN
        assert clock.now() == datetime(2027, 7, 15, 3, 30, tzinfo=UTC)


def test_the_zone_before_comes_back_after_a_failure():
    with pytest.raises(ZeroDivisionError), clock.within(EASTERN):
        _ = 1 / 0
    assert clock.zone() is UTC


def test_a_midnight_that_the_clocks_leap_over_is_the_instant_of_the_leap():
    with clock.within(ZoneInfo("America/Havana")):  # 0:00 became 1:00 on 8 March 2026
        begins = clock.begins(date(2026, 3, 8))
        assert clock.local(begins).time() == time(1)


def test_an_instant_without_a_zone_holds_no_clock():
    with pytest.raises(ValueError, match="needs a zone"), clock.fixed(datetime(2027, 7, 14)):  # noqa: DTZ001 - what is refused
        pass
