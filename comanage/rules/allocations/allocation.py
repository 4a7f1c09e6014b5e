"""What an allocation is: a basis on which earned money is divided among participants.

Volume, referrals, revenue and margin are no bases: there is no file for them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comanage.refusals import Fault


@dataclass(frozen=True, slots=True)
class Allocation:
    """A registered allocation; Any, since each has terms of its own class.

    Attributes:
        title: Its name for people.
        terms: The class of its terms.
        faults: What is wrong with such terms, given the participants' codes.
        shares: Each participant's share of what was earned, in the order of the
            codes given; together they are 1.
        because: Why a participant has its share, as a phrase.
        sentence: The terms in words.
    """

    title: str
    terms: type[Any]
    faults: Callable[[Any, Sequence[str]], list[Fault]]
    shares: Callable[[Any, Sequence[str]], list[Fraction]]
    because: Callable[[Any, str], str]
    sentence: Callable[[Any], str]

    @property
    def kind(self) -> str:
        """The word that names this allocation in a terms file."""
        kind: str = self.terms.kind
        return kind
