"""What an allocation is: a basis on which earned money is divided among participants.

Volume, referrals, revenue and margin are no bases: there is no file for them,
and terms that name one are refused with the rule's source (see forbidden.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from comanage.refusals import Fault


class Divides(StrEnum):
    """What is divided."""

    EARNED = "what was earned"  # the parts add up to it
    MAXIMUM = "the maximum"  # each earns of its own part by its own score; the rest stays


@dataclass(frozen=True, slots=True)
class Party:
    """A participant as a division sees it.

    Attributes:
        code: Its code.
        facts: Its own results by the code of the measure; a percentage as a share of 1.
        score: The score of its own scorecard, where the division needs one.
    """

    code: str
    facts: Mapping[str, Fraction | None] = field(default_factory=dict)
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """A registered allocation; Any, since each has terms of its own class.

    Attributes:
        title: Its name for people.
        terms: The class of its terms.
        faults: What is wrong with such terms, given the participants' names by their codes.
        weights: What each participant weighs in the division, in the order given; none
            negative. A participant's share is its weight over the sum of all.
        because: Why a participant weighs what it does, as a phrase.
        sentence: The terms in words, given the same.
        needs: The codes of the measures that each participant needs a figure of.
        scores: True where each participant's own scorecard is scored.
        stated: True where the terms alone say how it is divided.
        divides: What is divided.
        amounts: Exact dollars for each participant, where the terms name a rate instead of
            dividing a sum; None where they divide.
        own: The share of a payout that goes by the participant's own score, where the
            maximum is divided; the rest goes by the score of the service line.
    """

    title: str
    terms: type[Any]
    faults: Callable[[Any, Mapping[str, str]], list[Fault]]
    weights: Callable[[Any, Sequence[Party]], list[Fraction]]
    because: Callable[[Any, Party], str]
    sentence: Callable[[Any, Mapping[str, str]], str]
    needs: Callable[[Any], tuple[str, ...]] = lambda _: ()
    scores: bool = False
    stated: bool = False
    divides: Divides = Divides.EARNED
    amounts: Callable[[Any, Sequence[Party]], list[Fraction] | None] = lambda _terms, _parties: None
    own: Callable[[Any], Fraction] = lambda _: Fraction(1)

    @property
    def kind(self) -> str:
        """The word that names this allocation in a terms file."""
        kind: str = self.terms.kind
        return kind
