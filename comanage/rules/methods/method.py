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
from comanage.rules.units import Scale

Terms = TypeVar("Terms")


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
        reach: The result to reach, in the measure's unit.
        earns: The share of the measure's weight earned there, 0 to 1.
    """

    name: str
    reach: Fraction
    earns: Fraction


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
        levels: The levels to mark on a chart and to list on a statement, easiest first.
        example: Terms to start from in an empty form.
        compares: Whether a result is compared with that of a baseline period.
    """

    title: str
    terms: type[Terms]
    faults: Callable[[Terms, Scale], list[Fault]]
    earn: Callable[[Terms, Reading], Earned]
    sentence: Callable[[Terms, Scale], str]
    levels: Callable[[Terms], tuple[Level, ...]]
    example: Terms
    compares: Callable[[Terms], bool] = lambda _: False


def reaches(reading: Reading, level: Fraction, edge: Edge) -> bool:
    """Say whether a reading has reached a level."""
    gain = reading.scale.gain(level, reading.value)
    return gain > 0 or (gain == 0 and edge is Edge.AT)
