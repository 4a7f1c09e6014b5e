"""What oversight says of a safeguard: one word, who decides it, and the record that shows it.

The words say what is on file, never whether the law is kept: that is for the parties
and their counsel. Nothing here reads a clock or a database; facts.py is what is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.reference import Reference

NO_TERMS = "No terms are drafted yet."


class Word(StrEnum):
    """How a safeguard stands, the worst first."""

    BLOCKED = "blocked"  # what is on file stops payments, or must
    MISSING = "missing"
    DECLARED = "declared"  # a person said so on a date, with a document
    IN_PLACE = "in place"
    NOT_APPLICABLE = "does not apply"


class Decider(StrEnum):
    """What decides how a safeguard stands."""

    TERMS = "computed from the terms"
    RECORDS = "computed from the records"
    BOTH = "computed from the terms and the records"
    ALSO_DECLARED = "computed from the terms, and declared by a person"
    DECLARATION = "declared by a person"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a safeguard comes to at one place.

    Attributes:
        word: How it stands.
        sentence: What is on file, or what is missing and what to do.
        record: The record that shows it, as people find it; empty where there is none.
        at: The same, for whoever opens it.
    """

    word: Word
    sentence: str
    record: str = ""
    at: Reference | None = None


@dataclass(frozen=True, slots=True)
class Overseen:
    """A safeguard that oversight watches by the records, or by what a person declares.

    Attributes:
        number: Its number in the list of safeguards, 1 to 28.
        title: Its name for people.
        source: Where the rule comes from; a citation alone, since the manual says what was not seen of it.
        decider: What decides it.
        sentence: What is looked for.
        check: What is found, at least one ruling.
    """

    number: int
    title: str
    source: str
    decider: Decider
    sentence: str
    check: Callable[[Facts], Sequence[Ruling]]


def in_place(sentence: str, record: str = "", at: Reference | None = None) -> list[Ruling]:
    """Say that a safeguard is on file, with the record that shows it."""
    return [Ruling(Word.IN_PLACE, sentence, record, at)]


def missing(sentence: str, record: str = "", at: Reference | None = None) -> list[Ruling]:
    """Say what is not on file, and what to do; with the record that falls short, if there is one."""
    return [Ruling(Word.MISSING, sentence, record, at)]


def blocked(sentence: str, record: str = "", at: Reference | None = None) -> list[Ruling]:
    """Say what stops payments, or must, with the record that shows it."""
    return [Ruling(Word.BLOCKED, sentence, record, at)]


def not_applicable(sentence: str) -> list[Ruling]:
    """Say why a safeguard does not apply."""
    return [Ruling(Word.NOT_APPLICABLE, sentence)]


def ended(words: str) -> str:
    """End what a person typed like a sentence, so that another one can follow it.

    >>> ended("All levels stay"), ended("All levels stay. ")
    ('All levels stay.', 'All levels stay.')
    """
    typed = words.strip()
    return typed if typed.endswith((".", "!", "?")) else f"{typed}."


def worst(rulings: Sequence[Ruling]) -> Word:
    """Sum rulings up: the worst word is that of the whole.

    >>> worst([*in_place("A document is on file."), *missing("No signature is.")]).value
    'missing'
    """
    found = {ruling.word for ruling in rulings}
    return next(word for word in Word if word in found)
