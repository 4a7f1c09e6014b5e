"""Names of time zones: known ones are taken, others refused with what was probably meant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage import time_zone

PLACES = sorted(name for name in available_timezones() if "/" in name)


@pytest.mark.parametrize("name", ["UTC", "America/New_York", "America/Indiana/Knox", "US/Central"])
def test_a_zone_that_is_named_by_a_place_is_taken(name):
    assert time_zone.fault("ZONE", name) == ""
    assert time_zone.named(name) == (UTC if name == "UTC" else ZoneInfo(name))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("EST", "America/New_York"),
        ("edt", "America/New_York"),
        ("CT", "America/Chicago"),
        ("MST", "America/Denver"),
        ("Pacific", "America/Los_Angeles"),
        ("Central Standard Time", "America/Chicago"),
        ("Arizona", "America/Phoenix"),
        ("HST", "Pacific/Honolulu"),
        ("utc", "UTC"),
        ("Z", "UTC"),
        ("New York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("America/Chicgo", "America/Chicago"),
        ("Los_Angeles", "America/Los_Angeles"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_one_that_was_meant(given, meant):
    assert time_zone.fault("ZONE", given) == (
        "ZONE must name a time zone, such as America/New_York, not"
        f" {given!r}. Did you mean {meant}?"
    )


@pytest.mark.parametrize("name", ["nowhere at all", "../../etc/passwd", "/etc/localtime", "Ω"])
def test_what_is_near_to_none_is_refused_without_a_guess(name):
    assert time_zone.fault("ZONE", name).endswith(f"not {name!r}.")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_zone_or_is_refused_in_one_sentence(name):
    if not time_zone.fault("ZONE", name):
        assert time_zone.named(name)
    else:
        assert time_zone.fault("ZONE", name).startswith("ZONE must name a time zone")


@given(st.sampled_from(PLACES))
def test_every_place_has_a_name_that_a_reader_knows_as_one_of_a_zone(name):
    at = datetime(2027, 7, 14, 16, 2, tzinfo=UTC).astimezone(time_zone.named(name))
    assert time_zone.short_name(at)[0].isalpha()


def test_a_machine_without_a_list_of_zones_is_told_what_it_lacks(monkeypatch):
    monkeypatch.setattr(time_zone, "available_timezones", set)
    assert time_zone.fault("ZONE", "UTC") == ""
    assert time_zone.fault("ZONE", "America/New_York") == (
        "ZONE cannot be used: this machine knows no time zones. Run: apt-get install tzdata"
    )
