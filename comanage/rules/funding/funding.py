"""What a funding is: where the money of a pool comes from, and how much there is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comanage.refusals import Fault


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a period beside its scores.

    Attributes:
        values: The result of each measure that the funding needs, by its code, at its
            precision; a percentage as a share of 1. None where there is no result.
        periods: How many performance periods the pool is for: more than one where a
            settlement covers the contract year to date.
    """

    values: Mapping[str, Fraction | None]
    periods: int = 1

    def known(self, code: str) -> Fraction:
        """Give a value that was made sure of before."""
        value = self.values[code]
        if value is None:
            raise LookupError(f"{code} has no result.")
        return value


@dataclass(frozen=True, slots=True)
class Found:
    """A number on the way to the pool: its name (see trace.RESULTS), and why."""

    result: str
    value: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class Funded:
    """The most that can be earned in a period, and how that came about.

    Attributes:
        amount: Exact dollars; negative where a loss is owed.
        because: Why, as a sentence without its full stop.
        found: The numbers on the way, in the order they were reached.
    """

    amount: Fraction
    because: str
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Funding:
    """A registered funding; Any, since each has terms of its own class.

    Attributes:
        title: Its name for people.
        terms: The class of its terms.
        faults: What is wrong with such terms.
        fund: The pool for one period.
        sentence: The terms in words.
        needs: The codes of the measures whose results it goes by.
        takes: The codes of those that it takes into account where there is a result.
    """

    title: str
    terms: type[Any]
    faults: Callable[[Any], list[Fault]]
    fund: Callable[[Any, Facts], Funded]
    sentence: Callable[[Any], str]
    needs: Callable[[Any], tuple[str, ...]] = lambda _: ()
    takes: Callable[[Any], tuple[str, ...]] = lambda _: ()

    @property
    def kind(self) -> str:
        """The word that names this funding in a terms file."""
        kind: str = self.terms.kind
        return kind
