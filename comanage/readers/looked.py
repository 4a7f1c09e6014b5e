"""Looked: what looking through a file found, before it is kept as it is."""

from collections.abc import Callable
from dataclasses import dataclass

from comanage.refusals import Fault


@dataclass(frozen=True, slots=True)
class Looked:
    """What is inside a file, as far as a program can see.

    Attributes:
        faults: Everything that keeps it from coming in.
        pictures: True where there are pictures inside, which nothing here can look through.
        silent: True where the whole, or a page, is a picture: no text could be looked through.
        named: The SHA-256 of terms that its text names, as an exhibit prints it.
        carried: The SHA-256 of each file inside it, all of them named by its text; whoever keeps it
            knows whether they are terms.
    """

    faults: tuple[Fault, ...] = ()
    pictures: bool = False
    silent: bool = False
    named: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept.

    Attributes:
        title: Its name for people.
        endings: What its name ends in, in lower case.
        begins: What its bytes begin with; empty where any text may.
        media_type: What browsers are told that it is.
        look: Looks through its bytes.
    """

    title: str
    endings: tuple[str, ...]
    begins: bytes
    media_type: str
    look: Callable[[bytes], Looked]


def refused(*sentences: str) -> Looked:
    """Say that a file may not come in, and why."""
    return Looked(tuple(Fault("", sentence) for sentence in sentences))
