"""What a format is: a way to turn a value into the bytes of a file that leaves the house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Contents = TypeVar("Contents")


@dataclass(frozen=True, slots=True)
class Format(Generic[Contents]):
    """A registered format.

    Attributes:
        title: Its name for people.
        suffix: The ending of its file names, without the dot.
        media_type: As browsers are told.
        write: Turns the contents into the bytes of a file; the same contents
            always give the same bytes.
    """

    title: str
    suffix: str
    media_type: str
    write: Callable[[Contents], bytes]
