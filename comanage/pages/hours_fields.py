"""Fields of hours: time as people type it, kept in whole minutes, and answers as large tiles."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from wtforms import RadioField

from comanage.pages.form import ExactField, offered
from comanage.rules.base_fee import HOUR, hours
from comanage.rules.numbers import written

OFFERED = (15, 30, 45, 60, 90, 120, 180, 240)  # minutes, on buttons
MOST_HOURS = 10_000


class HoursField(ExactField):
    """A time in hours; `data` is whole minutes."""

    example = "1.5"

    def __init__(self, label: str = "", validators: Any = None, **options: Any) -> None:  # noqa: ANN401
        """Stand the word hours after the box."""
        super().__init__(label, validators, **({"unit": "hours"} | options))

    def from_typed(self, number: Fraction) -> int:
        """Refuse parts of a minute instead of rounding them away."""
        minutes = number * HOUR
        if minutes.denominator != 1:
            raise ValueError("give hours that are whole minutes, such as 1.25.")
        if abs(number) > MOST_HOURS:
            raise ValueError(f"give at most {MOST_HOURS:,} hours.")
        return minutes.numerator

    def as_typed(self, data: int) -> str:
        """Write minutes as hours."""
        return written(Fraction(data, HOUR))


def times(step: int, most: int) -> list[Any]:
    """Offer the usual times that an entry may have."""
    return offered(
        (minutes, hours(minutes)) for minutes in OFFERED if minutes <= most and not minutes % step
    )


def tiles(label: str, **options: Any) -> RadioField:  # noqa: ANN401 - wtforms' own
    """Make a choice shown as large tiles; whether it exists is the action's affair."""
    return RadioField(label, coerce=str, validate_choice=False, **options)


def pair(text: object) -> tuple[int | None, int | None]:
    """Read two ids that are sent as one, such as 3-12.

    >>> pair("3-12"), pair("twelve"), pair(None)
    ((3, 12), (None, None), (None, None))
    """
    parts: Sequence[str] = str(text or "").split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None, None
    first, second = (int(part) for part in parts if len(part) <= 10)
    return first, second
