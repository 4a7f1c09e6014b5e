"""Now and today, in one place, so that a test can set them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_fixed: list[datetime] = []


def now() -> datetime:
    """Say which instant it is, in UTC."""
    return _fixed[-1] if _fixed else datetime.now(UTC)


def today() -> date:
    """Say which day it is, in UTC."""
    return now().date()


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
