"""Picks: fields in which one of the stored things, or a day, is chosen."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from wtforms import DateField, SelectField

from comanage.pages.form import offered

Word = TypeVar("Word", bound=StrEnum)

LARGEST_ID = 2**31 - 1  # of a row, on either database
YEARS = range(1900, 2200)  # of a day that somebody can mean
NOTHING = 0  # the id of no row: what was sent is no id, which is not the same as no choice


class Named(Protocol):
    """A thing with an id and a name."""

    id: Any
    name: Any


def pick(label: str, *, description: str = "") -> SelectField:
    """Make a field; `data` is an id, or None where nothing was chosen.

    The choices are offered per request; whether the thing exists is the action's affair.
    """
    return SelectField(label, coerce=_picked, validate_choice=False, description=description)


def things(stored: Iterable[Named], *, first: str) -> list[Any]:
    """List stored things to choose from, after an empty first choice."""
    return offered([("", first), *((thing.id, thing.name) for thing in stored)])


def word(words: type[Word], typed: object) -> Word | None:
    """Read one word of a list that was sent; None where it is none of them."""
    return words(typed) if isinstance(typed, str) and typed in list(words) else None


def chosen_id(typed: object) -> int | None:
    """Read an id that was sent; None where it is none.

    >>> chosen_id("12"), chosen_id(""), chosen_id("twelve")
    (12, None, None)
    """
    text = "" if typed is None else str(typed)
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID))):
        return None
    number = int(text)
    return number if number <= LARGEST_ID else None


def chosen_ids(typed: Iterable[object]) -> list[int]:
    """Read the ids that were ticked; what is no id chose nothing.

    >>> chosen_ids(["3", "twelve", "9223372036854775808"])
    [3]
    """
    return [number for each in typed if (number := chosen_id(each)) is not None]


def _picked(typed: object) -> int | None:
    """Read a choice: None where it was left open, NOTHING where what was sent is no id."""
    if typed is None or typed == "":
        return None
    number = chosen_id(typed)
    return NOTHING if number is None else number


class DayField(DateField):
    """A day; empty is None, which whoever needs the day says in a sentence of its own."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was sent; a day that was taken out of the box is none."""
        if not any(valuelist):
            self.data = None
            return
        super().process_formdata([*valuelist])
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(f"Give a day between {YEARS[0]} and {YEARS[-1]}.")
