"""What a safeguard is: a rule on payments to physicians, and whether terms alone keep to it.

A safeguard says what stands in the terms, never whether the law is kept: that is
for the parties and their counsel. Each finding is about one place, so that
whatever is missing can be mended there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from comanage.rules.places import WHOLE, Place
from comanage.rules.terms import Terms


class Stands(StrEnum):
    """Where a safeguard stands in the terms."""

    IN_PLACE = "in place"
    MISSING = "missing"
    NOT_APPLICABLE = "does not apply"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a safeguard comes to at one place.

    Attributes:
        stands: Where it stands.
        sentence: What the terms say, or lack.
        place: Where.
        asks: True where lint asks for an answer to what is missing; otherwise it is only shown.
        forbidden: True where terms that lack it are never locked.
    """

    stands: Stands
    sentence: str
    place: Place = WHOLE
    asks: bool = True
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A registered safeguard.

    Attributes:
        number: Its number in the list of safeguards.
        name: The word that begins the keys of its cautions.
        title: Its name for people.
        source: Where the rule comes from; a citation alone, since the manual says what was not seen of it.
        sentence: What is looked for in the terms.
        check: What is found, at least one finding.
    """

    number: int
    name: str
    title: str
    source: str
    sentence: str
    check: Callable[[Terms], list[Finding]]


def in_place(sentence: str) -> list[Finding]:
    """Say that a safeguard stands in the terms."""
    return [Finding(Stands.IN_PLACE, sentence)]


def not_applicable(sentence: str) -> list[Finding]:
    """Say why a safeguard does not apply to the terms."""
    return [Finding(Stands.NOT_APPLICABLE, sentence)]


def missing(sentence: str, place: Place = WHOLE, *, asks: bool = True) -> Finding:
    """Say what is missing, and where."""
    return Finding(Stands.MISSING, sentence, place, asks=asks)


def forbidden(sentence: str, place: Place) -> Finding:
    """Say what can never be locked, and where."""
    return Finding(Stands.MISSING, sentence, place, forbidden=True)


def stands(found: list[Finding]) -> Stands:
    """Sum findings up: one that is missing is enough for the whole to be missing.

    >>> stands(in_place("A cap holds.")).value
    'in place'
    """
    every = {finding.stands for finding in found}
    return next(each for each in (Stands.MISSING, Stands.IN_PLACE, Stands.NOT_APPLICABLE)
                if each in every)  # fmt: skip
