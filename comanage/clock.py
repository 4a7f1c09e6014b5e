"""Now and today, in one place, so that a test can set them.

Instants are kept in UTC, and days are the hospital's: what is done there at 20:00 on
14 July is of 14 July, whatever day it is in Greenwich by then. The setting
COMANAGE_TIME_ZONE names the zone, and whatever turns an instant into a day asks here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, tzinfo

_fixed: list[datetime] = []
_zone: list[tzinfo] = [UTC]


def now() -> datetime:
    """Say which instant it is, in UTC."""
    return _fixed[-1] if _fixed else datetime.now(UTC)


def today() -> date:
    """Say which day it is at the hospital."""
    return day(now())


def zone() -> tzinfo:
    """Give the hospital's time zone."""
    return _zone[-1]


def keep(chosen: tzinfo) -> None:
    """Choose the zone whose days count from now on."""
    _zone[:] = [chosen]


def local(instant: datetime) -> datetime:
    """Give an instant as the hospital's clocks show it, with the zone."""
    return instant.astimezone(zone())


def day(instant: datetime) -> date:
    """Give the day that an instant is of at the hospital.

    >>> from zoneinfo import ZoneInfo
    >>> with within(ZoneInfo("America/New_York")):
    ...     day(datetime(2027, 7, 15, 3, 30, tzinfo=UTC))
    datetime.date(2027, 7, 14)
    """
    return local(instant).date()


def begins(which: date) -> datetime:
    """Give the instant at which a day begins at the hospital.

    A midnight that the clocks leap over is the instant of the leap, and of two the first counts.

    >>> from zoneinfo import ZoneInfo
    >>> with within(ZoneInfo("America/New_York")):
    ...     print(begins(date(2027, 3, 14)), begins(date(2027, 3, 15)))
    2027-03-14 05:00:00+00:00 2027-03-15 04:00:00+00:00
    """
    return datetime.combine(which, time(), zone()).astimezone(UTC)


@contextmanager
def within(chosen: tzinfo) -> Iterator[None]:
    """Count the days of a zone for a while; after it, those of the one before."""
    before = zone()
    keep(chosen)
    try:
        yield
    finally:
        keep(before)


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Hold the clock at one instant, in tests and while the demo is built.

    Args:
        instant: An instant with its zone.

    Raises:
        ValueError: The instant has no zone.

    >>> with fixed(datetime(2027, 7, 14, 9, 30, tzinfo=UTC)):
    ...     today()
    datetime.date(2027, 7, 14)
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a zone.")
    _fixed.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.pop()
