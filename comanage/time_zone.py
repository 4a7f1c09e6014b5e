"""The names of time zones: which one is known, and which one was meant by another word.

A zone is named as the IANA data base names it, by a place whose clocks it follows, such as
America/New_York, or UTC. An abbreviation such as EST is none: it says nothing of the summer.
"""

import difflib
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

OF_THE_DEMO = "America/New_York"  # where the invented health system stands
UNKNOWN = "{} must name a time zone, such as America/New_York, not {!r}.{}"
NONE_HERE = "{} cannot be used: this machine knows no time zones. Run: apt-get install tzdata"
MEANT = " Did you mean {}?"
# What people in the United States say, and a place whose clocks show it the whole year.
SAID = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Puerto_Rico",
    "chamorro": "Pacific/Guam",
    "gmt": "UTC",
    "z": "UTC",
} | {
    f"{sign}{light}t": place
    for sign, place in (
        ("e", "America/New_York"),
        ("c", "America/Chicago"),
        ("m", "America/Denver"),
        ("p", "America/Los_Angeles"),
        ("ak", "America/Anchorage"),
        ("h", "Pacific/Honolulu"),
        ("a", "America/Puerto_Rico"),
    )
    for light in ("", "s", "d")
}


def named(name: str) -> tzinfo:
    """Give the zone of a name that is known.

    >>> named("UTC"), named("America/Chicago")
    (datetime.timezone.utc, zoneinfo.ZoneInfo(key='America/Chicago'))
    """
    return UTC if name == "UTC" else ZoneInfo(name)


def short_name(local: datetime) -> str:
    """Give the short name of the zone that an instant is shown in, as "EDT" in the summer.

    >>> short_name(datetime(2027, 7, 14, 16, 2, tzinfo=named("America/Chicago")))
    'CDT'
    >>> short_name(datetime(2027, 7, 14, 16, 2, tzinfo=named("America/Sao_Paulo")))
    'UTC-03'
    """
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name


def fault(setting: str, name: str) -> str:
    """Say that a name is none, and which was probably meant; empty where it is one.

    Args:
        setting: The setting that holds it.
        name: What was given.

    >>> fault("ZONE", "America/NewYork")
    "ZONE must name a time zone, such as America/New_York, not 'America/NewYork'. Did you mean America/New_York?"
    """
    if name == "UTC":
        return ""
    known = _known()
    if name in known:
        return ""
    if len(known) == 1:
        return NONE_HERE.format(setting)
    near = _nearest(name, known)
    return UNKNOWN.format(setting, name, MEANT.format(near) if near else "")


def _known() -> Sequence[str]:
    """List the zones that are named by a place; the other names are of old and without a summer."""
    return ["UTC", *sorted(name for name in available_timezones() if "/" in name)]


def _nearest(name: str, known: Sequence[str]) -> str:
    """Give the zone whose name, or whose place alone, is nearest to what was given."""
    plain = _plain(name)
    said = plain.removesuffix(" time").removesuffix(" standard")
    if said in SAID:
        return SAID[said]
    by_name = {_plain(each): each for each in known}
    by_place = {_plain(each.rpartition("/")[2]): each for each in known}
    for names, sought in ((by_name, plain), (by_place, plain.rpartition("/")[2])):
        if near := difflib.get_close_matches(sought, names, n=1, cutoff=0.8):
            return names[near[0]]
    return ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())
