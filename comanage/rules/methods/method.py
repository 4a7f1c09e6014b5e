"""What a method is: a way to turn one measured result into a share of its weight.

A method is one file that gives the terms agreed for a measure as frozen values,
says what is wrong with them, earns a share from a reading, and puts the terms
in words. Forms, help and statements are drawn from these, so that a new method
changes no page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Generic, Protocol, TypeVar

from comanage.refusals import Fault
from comanage.rules.numbers import ZERO
from comanage.rules.units import Scale

Terms = TypeVar("Terms")
AS_WORST = "scored as the worst result"


class Agreed(Protocol):
    """Terms of one kind: the frozen values that a method, a funding or an allocation goes by."""

    kind: ClassVar[str]


class Edge(StrEnum):
    """Whether a result exactly on a level has reached it."""

    AT = "at or beyond"  # meeting the level exactly is enough
    BEYOND = "beyond only"  # the level itself earns nothing


@dataclass(frozen=True, slots=True)
class Level:
    """A named result to reach, and the share of the weight it earns.

    Attributes:
        name: As the contract calls it: threshold, target, maximum.
        reach: The result to reach, in the measure's unit where the method says no other.
        earns: The share of the measure's weight earned there, 0 to 1.
    """

    name: str
    reach: Fraction
    earns: Fraction


class Takes(StrEnum):
    """Which number a composite takes of a part."""

    FACTOR = "factor"  # the share that the part's own method gave it
    VALUE = "value"  # its result
    WAY = "way"  # how far it has come from a start to an end: 0 at the start, 1 at the end
    EXCESS = "excess"  # how far it lies on the worse side of a reference; 0 on the better side


@dataclass(frozen=True)
class PartOf:
    """A measure that another is made of.

    Attributes:
        measure: Its code.
        weight: What it weighs.
        takes: Which number is taken of it.
        start: Where the way begins, or the reference of an excess.
        end: Where the way ends.
        start_from: The measure whose result is the start instead; empty for the one stated.
        weight_from: A measure whose result the weight is multiplied with: weights from data.
        times_from: A second such measure.
    """

    measure: str
    weight: Fraction = Fraction(1)
    takes: Takes = Takes.FACTOR
    start: Fraction = Fraction(0)
    end: Fraction = Fraction(1)
    start_from: str = ""
    weight_from: str = ""
    times_from: str = ""

    def codes(self) -> list[str]:
        """List every measure that it reads."""
        named = (self.measure, self.start_from, self.weight_from, self.times_from)
        return [code for code in named if code]


@dataclass(frozen=True, slots=True)
class PartReading:
    """What a part comes to: its number and its weight; None where one is missing."""

    number: Fraction | None
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One result to be scored, at its stated precision.

    Attributes:
        value: The result, in the measure's unit.
        scale: How results of this measure read.
        baseline: The result of the baseline period, where there is one.
    """

    value: Fraction
    scale: Scale
    baseline: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What a reading earned.

    Attributes:
        share: The share of the measure's weight, 0 to 1.
        because: Why, as a phrase that follows the measure's name.
        level: The name of the hardest level reached; empty below the easiest.
        points: Intermediate results by name (see trace.RESULTS); None is absent.
    """

    share: Fraction
    because: str
    level: str = ""
    points: tuple[tuple[str, Fraction | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Method(Generic[Terms]):
    """A registered method.

    Attributes:
        title: Its name for people.
        terms: The class of its terms.
        faults: What is wrong with such terms; the place is a field's name.
        earn: The share a reading earns.
        sentence: The terms in words, as the statement prints them.
        levels: The levels to mark on a chart and to list on a statement, easiest first; none
            where what is to be reached is not a result in the measure's unit.
        example: Terms to start from in an empty form.
        compares: Whether a result is compared with that of a baseline period.
        parts: The measures that a result is made of, instead of a figure of its own.
        combine: The result made of those parts; None where too few of them have one.
        scores: False where a result is kept for what goes by it, and earns nothing.
        is_share: Whether what it gives is a share from 0 to 1, which money can be paid by.
        needs_baseline: True where a result cannot be scored without that of a baseline period.
        baseline_fault: Why a reading's baseline cannot be compared with; empty where it can.
        worst: What the worst result earns, for a measure that counts as one when not reported.
    """

    title: str
    terms: type[Terms]
    faults: Callable[[Terms, Scale], list[Fault]]
    earn: Callable[[Terms, Reading], Earned]
    sentence: Callable[[Terms, Scale], str]
    levels: Callable[[Terms], tuple[Level, ...]]
    example: Terms
    compares: Callable[[Terms], bool] = lambda _: False
    parts: Callable[[Terms], tuple[PartOf, ...]] = lambda _: ()
    combine: Callable[[Terms, tuple[PartReading, ...]], Fraction | None] = lambda _, __: None
    scores: bool = True
    is_share: Callable[[Terms], bool] = lambda _: True
    needs_baseline: bool = False
    baseline_fault: Callable[[Terms, Reading], str] = lambda _, __: ""
    worst: Callable[[Terms, Scale], Earned] = lambda _, __: Earned(ZERO, AS_WORST)


def reaches(reading: Reading, level: Fraction, edge: Edge) -> bool:
    """Say whether a reading has reached a level."""
    gain = reading.scale.gain(level, reading.value)
    return gain > 0 or (gain == 0 and edge is Edge.AT)
