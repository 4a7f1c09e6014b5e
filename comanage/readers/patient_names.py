"""Patient names: how the name of a person is written, and how sure one can be that it is one.

No program knows every name. A word that reports use, such as "Safety" or "Medicare", makes two
words with capitals no name; a given name that is frequent makes them one. The lists are files
beside this one.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__)
WORD = r"[A-Z][A-Za-z'-]+"
SMALL = r"(?:(?:de|la|del|van|von|der|den|di|da|dos|bin|al|el|St\.?) ){0,2}"
NAME = (
    rf"(?:{WORD}(?:, ?| )(?:[A-Z]\.? ?){{0,2}}{SMALL}{WORD}"  # John Q. Smith; Smith, John
    rf"|(?:[A-Z]\. ?){{1,2}}{WORD}|{WORD}, [A-Z]\b\.?)"  # J. Smith; Smith, J.
)
MISTER = rf"(?:Mr|Mrs|Ms|Miss)\b\.? (?:[A-Z]\. )?{WORD}"
CREDENTIAL = re.compile(
    rf"(?: {WORD})?[, ]{{1,2}}"
    r"(?:M\.?D|D\.?O|RN|NP|PA|PharmD|Ph\.?D|MBA|FACS|CRNA|C[EFMNOQ]O|Esq)\b"
)
DOCTOR = re.compile(r"\b(?:Drs?|Doctors?|Prof|Nurse)\.? (?:[A-Z]\. )?\Z")
_WHOLE = re.compile(NAME)
_PARTS = re.compile(r"[A-Za-z][A-Za-z'-]+")


def is_name(text: str) -> bool:
    """Say whether a text is a name of a person, as far as that can be told of a name alone.

    >>> is_name("Jones, Mary"), is_name("Press Ganey")
    (True, False)
    """
    return _WHOLE.fullmatch(text) is not None and may_be_name(text)


def may_be_name(words: str) -> bool:
    """Say whether none of some words is one that reports use."""
    return not any(word in _words() for word in _parts(words))


def is_sure(words: str) -> bool:
    """Say whether one of some words is a given name, and none is one that reports use."""
    return may_be_name(words) and any(word in _given_names() for word in _parts(words))


def is_plain(words: str) -> bool:
    """Say whether words without capitals are a name: the first is a given name, or the second is.

    >>> is_plain("mary jones"), is_plain("jones, mary"), is_plain("was mary")
    (True, True, False)
    """
    first, *others = _parts(words)
    if first in _given_alone():
        return True
    return first not in _words() and any(word in _given_alone() for word in others)


def is_of_reports(word: str) -> bool:
    """Say whether reports use a word behind "patient", as in "patient safety"."""
    return word.casefold() in _of_reports()


def _parts(name: str) -> Iterator[str]:
    return (word.casefold() for word in _PARTS.findall(name))


@cache
def _given_names() -> frozenset[str]:
    return _listed("given_names.txt")


@cache
def _given_alone() -> frozenset[str]:
    return _given_names() - _words()


@cache
def _words() -> frozenset[str]:
    return _listed("words_of_every_day.txt") | _of_reports()


@cache
def _of_reports() -> frozenset[str]:
    return _listed("words_of_reports.txt")


def _listed(name: str) -> frozenset[str]:
    lines = HERE.with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
