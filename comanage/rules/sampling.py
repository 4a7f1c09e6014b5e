"""Sampling: which of the claimed cases are looked up, and what the answers say of the claim.

The list of cases never enters the program. Whoever keeps it numbers its rows from 1; the
sample is a set of row numbers. It follows from a seed that the program makes and keeps, so
that anyone can draw it again: turn 0, 1, 2 ... gives the SHA-256 of "seed:turn", read as one
large number; its remainder when divided by the number of cases, plus 1, is the row. A row
that was drawn already is passed over.
"""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from comanage.rules.numbers import percent
from comanage.rules.uncertainty import Interval, interval_sentence, wilson

MOST_CASES = 1_000_000
MOST_DRAWN = 1_000


@dataclass(frozen=True, slots=True)
class Answers:
    """What the sampled cases turned out to be.

    Attributes:
        confirmed: Those that the source shows as claimed.
        refused: Those that it does not.
        unclear: Those of which it says nothing; for the share they count as not confirmed.
    """

    confirmed: int
    refused: int
    unclear: int = 0

    @property
    def size(self) -> int:
        """How many were looked up."""
        return self.confirmed + self.refused + self.unclear

    @property
    def share(self) -> Fraction:
        """The part that was confirmed."""
        return Fraction(self.confirmed, self.size)

    @property
    def interval(self) -> Interval:
        """The shares of all claimed cases that would fit what was found."""
        return wilson(self.confirmed, self.size)

    def falls_short(self, least: Fraction | None) -> bool:
        """Say whether the share is below the one agreed; never where none is agreed."""
        return least is not None and self.share < least

    def sentence(self, least: Fraction | None) -> str:
        """Say what was found, how far it can be relied on, and what follows from it.

        >>> print(Answers(18, 2).sentence(Fraction(9, 10)))
        18 of 20 sampled cases were confirmed, 2 refused. 18 of 20 is 90.0%; true rates from \
69.8% to 97.3% would fit it (95% interval). At least 90.0% was agreed.
        """
        others = "".join(
            f", {count} {word}"
            for count, word in ((self.refused, "refused"), (self.unclear, "unclear"))
            if count
        )
        return (
            f"{self.confirmed} of {self.size} sampled cases were confirmed{others}."
            f" {interval_sentence(self.interval)} {self._consequence(least)}"
        )

    def _consequence(self, least: Fraction | None) -> str:
        if least is None:
            return "No consequence is agreed."
        if self.falls_short(least):
            return f"That is below the {percent(least, 1)} agreed, so the claim is sent back."
        return f"At least {percent(least, 1)} was agreed."


def draw(cases: int, size: int, seed: str) -> tuple[int, ...]:
    """Draw row numbers, in the order of the list; the same seed always draws the same.

    Args:
        cases: How many cases are claimed; their rows are numbered from 1.
        size: How many are drawn.
        seed: What the draw follows from.

    Raises:
        ValueError: There are no such cases to draw; the message is a sentence.

    >>> draw(40, 5, "larkspur")
    (3, 21, 24, 29, 35)
    """
    if not 1 <= cases <= MOST_CASES:
        raise ValueError(f"Give the number of claimed cases, from 1 to {MOST_CASES:,}.")
    if not 1 <= size <= min(cases, MOST_DRAWN):
        raise ValueError(f"Draw from 1 to {min(cases, MOST_DRAWN):,} of them.")
    drawn: set[int] = set()
    turn = 0
    while len(drawn) < size:
        drawn.add(_row(cases, seed, turn))
        turn += 1
    return tuple(sorted(drawn))


def _row(cases: int, seed: str, turn: int) -> int:
    return int(sha256(f"{seed}:{turn}".encode()).hexdigest(), 16) % cases + 1
