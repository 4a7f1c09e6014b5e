"""Free text: what a person types in their own words may be long, odd or about a patient; it is looked at once, here.

Every action calls this for its notes, reasons, names and titles. A fault stands
beside its field and never repeats what was typed there. A text is either lines
(a note, a reason) or one line (a name, a title, a reference).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from comanage.readers.patient_data import ADVICE
from comanage.readers.patient_shapes import A_RECORD, looks_like, numbers_of_work
from comanage.refusals import Fault

LONGEST = 1000  # signs of a note, a reason, a source
LONGEST_LINE = 200  # of a name or a title
LONGEST_TERM = 5000  # of a text in the terms
BREAKS = "\n\r\t"
TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNPRINTABLE = "Take out the signs that cannot be printed."
ONE_LINE = "Write it in one line."


def text_faults(texts: Mapping[str, str], *, longest: int = LONGEST) -> list[Fault]:
    """List what is wrong with texts of several lines: too long, unprintable, or about a person.

    Args:
        texts: The texts by the names of their fields.
        longest: How many signs each may have.
    """
    return [
        Fault(name, sentence) for name, text in texts.items() for sentence in _faults(text, longest)
    ]


def line_faults(
    texts: Mapping[str, str], *, longest: int = LONGEST_LINE, about: str = ""
) -> list[Fault]:
    r"""List what is wrong with texts of one line, such as names and titles.

    Args:
        texts: The texts by the names of their fields.
        longest: How many signs each may have.
        about: What a number in them is of, where the page says so: "payment", "vendor".

    >>> [str(fault) for fault in line_faults({"name": "Granite\nFork"})]
    ['name: Write it in one line.']
    """
    found = []
    for name, text in texts.items():
        if any(sign in BREAKS for sign in text.strip()):
            found.append(Fault(name, ONE_LINE))
        found += [Fault(name, sentence) for sentence in _faults(text, longest, about)]
    return found


def document_faults(told: object) -> list[Fault]:
    """List what is wrong with the texts of terms, each by the name of its field.

    Args:
        told: Terms, or a part of them, as a document of names, lists and texts.
    """
    return [
        Fault(place, sentence)
        for place, text in _texts(told)
        for sentence in _faults(text, LONGEST_TERM)
    ]


def _texts(told: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, str):
        yield place, told
    elif isinstance(told, Mapping):
        for name, part in told.items():
            yield from _texts(part, f"{place}, {name}" if place else str(name))
    elif isinstance(told, Sequence):
        for part in told:
            yield from _texts(part, place)


def _faults(text: str, longest: int, about: str = "") -> list[str]:
    found = []
    if len(text) > longest:
        found.append(f"Write at most {longest:,} signs.")
    if any(_unprintable(sign) and sign not in BREAKS for sign in text):
        found.append(UNPRINTABLE)
    what = looks_like(text)
    if what and not (what == A_RECORD and numbers_of_work(about)):
        found.append(f"This looks like {what}. {ADVICE}")
    return found


def _unprintable(sign: str) -> bool:
    """Say whether a sign is one that steers a screen or a printer, or turns the writing around."""
    return sign in TURNING or unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
