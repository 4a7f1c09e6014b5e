"""What a funding is: where the money of a pool comes from, and how much there is."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comanage.refusals import Fault


@dataclass(frozen=True, slots=True)
class Funded:
    """The most that can be earned in a period, and how that came about.

    Attributes:
        amount: Exact dollars.
        because: Why, as a sentence without its full stop.
    """

    amount: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class Funding:
    """A registered funding; Any, since each has terms of its own class.

    Attributes:
        title: Its name for people.
        terms: The class of its terms.
        faults: What is wrong with such terms.
        fund: The pool for one period.
        sentence: The terms in words.
    """

    title: str
    terms: type[Any]
    faults: Callable[[Any], list[Fault]]
    fund: Callable[[Any], Funded]
    sentence: Callable[[Any], str]

    @property
    def kind(self) -> str:
        """The word that names this funding in a terms file."""
        kind: str = self.terms.kind
        return kind
