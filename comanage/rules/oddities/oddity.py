"""What an oddity is: something that terms can mean, but that is seldom meant.

Each oddity looks at a scorecard and gives cautions, each with its place and a
key that an answer names. A few also find what can never be meant: those are
faults.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comanage.refusals import Fault
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import Place
from comanage.rules.terms import Answer


@dataclass(frozen=True, slots=True)
class Caution:
    """Something odd, and the written answer to it, if there is one.

    Attributes:
        key: What an answer names: the rule, and what it is about, such as
            "dominance:quality/SSI".
        place: Where to look, as faults say it.
        sentence: What is odd, and what to do, in plain words.
        answer: Why it is meant so, by whom and when; None while nobody has answered.
    """

    key: str
    place: str
    sentence: str
    answer: Answer | None = None

    def __str__(self) -> str:
        """Put the place before the sentence."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd, as a rule finds it."""

    place: Place
    sentence: str


Found = Iterable[Odd | Fault]


@dataclass(frozen=True, slots=True)
class Oddity:
    """A registered rule.

    Attributes:
        name: The word that begins the keys of its cautions.
        look: What it finds.
    """

    name: str
    look: Callable[[Subject], Found]


def caution(rule: str, odd: Odd, answers: dict[str, Answer]) -> Caution:
    """Make a caution of what a rule found odd, with its answer."""
    key = f"{rule}:{odd.place.key}" if odd.place.key else rule
    return Caution(key, odd.place.words, odd.sentence, answers.get(key))
