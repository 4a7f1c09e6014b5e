"""Hints for fields, taken from the docstring of the class that a form is drawn from.

What a field means is written once, beside the terms; forms repeat it.
"""

import inspect
import re
from enum import StrEnum

_ENTRY = re.compile(r"    (\w+): (.*)")
_SHARE = re.compile(r",? (?:as a share, )?0 to 1\b")


def hints_of(kind: type[object]) -> dict[str, str]:
    """Give the "Attributes:" of a docstring by name.

    >>> class Level:
    ...     '''A level.
    ...
    ...     Attributes:
    ...         reach: The result to reach.
    ...     '''
    >>> hints_of(Level)
    {'reach': 'The result to reach.'}
    """
    found: dict[str, str] = {}
    _, _, section = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    last = ""
    for line in section.splitlines():
        if entry := _ENTRY.fullmatch(line):
            last = entry[1]
            found[last] = entry[2].strip()
        elif last and line.strip():
            found[last] += f" {line.strip()}"
    return found


def about(kind: object) -> str:
    """Give the first line of the docstring of a list of words to choose from, else nothing."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return (inspect.getdoc(kind) or "").partition("\n")[0]
    return ""


def words(name: str) -> str:
    """Turn the name of an entry into a label.

    >>> words("out_of")
    'Out of'
    """
    return name.replace("_", " ").capitalize()


def in_percent(hint: str) -> str:
    """Leave out of a hint that the number is a share of 1: it is typed in percent.

    >>> in_percent("The share of the weight earned there, 0 to 1.")
    'The share of the weight earned there.'
    """
    return _SHARE.sub("", hint)
