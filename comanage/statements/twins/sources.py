"""Sources as formulas: how much the pool of a period is (step 0), from the figures that it goes by.

A source says itself how its pool follows (rules/funding); here each of its numbers has a line of
its own, with the numbers of the contract in cells of theirs. A figure that is missing leaves no
pool: the settlement is refused then, and the workbook says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comanage.rules.funding import funding_of
from comanage.rules.funding.entries import Most
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.funding.shared_savings import SharedSavings
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope
from comanage.statements.twins.book import At, Book, below, beside
from comanage.statements.twins.conditions import share as as_share
from comanage.statements.twins.formula import (
    EMPTY,
    ZERO,
    Formula,
    every,
    least,
    number,
    present,
    where,
    words,
)
from comanage.statements.twins.inputs import Inputs
from comanage.statements.twins.known import Known

DETAIL, EXACT = 1, 3  # columns of a line
MISSING = "A figure that the pool goes by is missing: nothing can be settled."
BY_CONTRACT = "by the contract"


@dataclass(frozen=True, slots=True)
class Funds:
    """What a source gives: the pool in exact dollars, whether it is a loss, and what is missing.

    Attributes:
        amount: The pool, for the periods that are settled; negative where a loss is owed.
        missing: A text where a figure is missing; empty otherwise.
    """

    amount: Formula
    missing: Formula


class Source:
    """The lines of a source, one below the other, with the figures that it goes by."""

    def __init__(
        self,
        book: Book,
        at: At,
        about: tuple[Terms, str],
        read: tuple[Inputs, Known],
        *,
        periods: int,
    ) -> None:
        """Begin at a row.

        Args:
            book: The workbook.
            at: Where the first line stands.
            about: The terms, and whose pool it is.
            read: The figures, and what the settlement says.
            periods: How many performance periods the pool is for.
        """
        self.book, self.at, self.periods = book, at, number(periods)
        (self.terms, self.whose), (self.inputs, self.known) = about, read

    def line(
        self, text: str, made: Formula, style: str, detail: str = "", *, result: str = ""
    ) -> Formula:
        """Write a number on the way to the pool.

        Args:
            text: What it is.
            made: How it is calculated.
            style: How it is shown.
            detail: What is said beside it.
            result: Its name among the results of the settlement (see trace.RESULTS).
        """
        self.book.text(self.at, text)
        self.book.text(beside(self.at, DETAIL), detail)
        place = beside(self.at, EXACT)
        about = (self.whose, Scope.POOL, self.terms.code)
        settled = self.known.value(*about, result) if result else None
        cell = self.book.put(place, made, style, settled=settled, what=text)
        self.book.name(f"Source_{text}_{self.whose}".rstrip("_"), place)
        self.at = below(self.at, 1)
        return cell

    def agreed(self, text: str, amount: Fraction, style: str = "share") -> Formula:
        """Write a number of the contract."""
        self.book.text(self.at, text)
        self.book.text(beside(self.at, DETAIL), BY_CONTRACT)
        cell = self.book.number(beside(self.at, EXACT), amount, style)
        self.at = below(self.at, 1)
        return cell

    def figure(self, text: str, code: str, style: str = "dollars") -> Formula:
        """Write the result of a measure, a percentage as a share of 1; nothing where it is missing."""
        measure, value = self.terms.measure(code), self.inputs.of(self.whose, code).value
        if measure is None or value.text == EMPTY.text:
            return self.line(text, ZERO, style, code)
        made = where(present(value), as_share(measure.scale, value), ZERO)
        named = code if measure.name == code else f"{code}: {measure.name}"
        return self.line(text, made, style, named)

    def capped(self, shared: Formula, most: Most | None) -> Formula:
        """Cut what is shared to the most there is, for all periods together."""
        if most is None:
            return shared
        return least(
            shared, self.agreed("Most for a period", most.dollars, "dollars") * self.periods
        )


Kinds = Mapping[str, Callable[[Any, Source], Formula]]  # Any: each has terms of its own class


def write(source: Source, kinds: Kinds) -> Funds:
    """Write the lines of a source; give the pool.

    Args:
        source: Where the lines stand.
        kinds: How each kind of source is written.
    """
    funding = source.terms.funding
    if funding is None:
        return Funds(ZERO, EMPTY)
    needs = funding_of(funding).needs(funding)
    there = every([present(source.inputs.of(source.whose, code).value) for code in needs])
    amount = kinds[funding.kind](funding, source)
    return Funds(where(there, amount, ZERO), where(there, EMPTY, words(MISSING)))


def may_owe(terms: Terms) -> bool:
    """Say whether the source may come to a loss that is owed."""
    funding = terms.funding
    if isinstance(funding, EpisodeBundle):
        return bool(funding.loss_share)
    return isinstance(funding, SharedSavings) and funding.losses is not None
