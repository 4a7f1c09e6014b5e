"""Composite: a measure made of others: the best, the worst, a mean, a sum, or all or none of them.

Each part gives one number: its factor, its result, the way it has come from a
start to an end, or what it exceeds a reference by. Weights may be agreed or come
from data (the cases behind each part). The combined number is the factor itself,
or is turned into points, or is scored by levels.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, level_faults, share_at, terms_in_words
from comanage.rules.methods.method import (
    Earned,
    Edge,
    Level,
    Method,
    PartOf,
    PartReading,
    Reading,
    Takes,
)
from comanage.rules.methods.points import Award, award_faults, awarded
from comanage.rules.numbers import ONE, ZERO, percent, shown
from comanage.rules.units import Scale


class Combines(StrEnum):
    """How the numbers of the parts become one."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    MEAN = "mean"  # of the parts that have a number, each counting the same
    WEIGHTED_MEAN = "weighted mean"  # of the parts that have a number, by their weights
    WEIGHTED_SUM = "weighted sum"  # each number times its weight, added up
    ALL_OR_NONE = "all or none"  # 1 where every part earned all of its weight, else 0


@dataclass(frozen=True)
class Composite:
    """The parts, how they combine, and what the combined number earns.

    Attributes:
        parts: The measures it is made of.
        combines: How their numbers become one.
        needs_all: True where the composite has no result unless every part has one.
        fewest: The fewest parts that must have a number, where not all are needed.
        award: Turns the combined number into points; none: it is taken as it is.
        out_of: The points that earn the whole weight.
        levels: Levels for the combined number, easiest first; empty: it is the factor itself.
        between: What a combined number between two levels earns.
    """

    kind: ClassVar[str] = "composite"
    parts: tuple[PartOf, ...]
    combines: Combines = Combines.MEAN
    needs_all: bool = True
    fewest: int = 1
    award: Award | None = None
    out_of: Fraction = ONE
    levels: tuple[Level, ...] = ()
    between: Between = Between.STRAIGHT


def combined(terms: Composite, parts: tuple[PartReading, ...]) -> Fraction | None:
    """Combine the numbers of the parts; None where too few have one.

    A part whose weight is missing, or comes out negative, is left out like one without a number.

    Args:
        terms: The composite.
        parts: One reading for each part, in the order of the terms.
    """
    present = [
        part
        for part in parts
        if part.number is not None and part.weight is not None and part.weight >= 0
    ]
    needed = len(terms.parts) if terms.needs_all else terms.fewest
    if len(present) < needed:
        return None
    numbers = [part.number or ZERO for part in present]
    weights = [part.weight or ZERO for part in present]
    match terms.combines:
        case Combines.HIGHEST:
            return max(numbers, default=None)
        case Combines.LOWEST:
            return min(numbers, default=None)
        case Combines.ALL_OR_NONE:
            return Fraction(all(number >= 1 for number in numbers)) if numbers else None
        case Combines.MEAN:
            weights = [ONE] * len(numbers)
    summed = sum((each * weight for each, weight in zip(numbers, weights, strict=True)), ZERO)
    if terms.combines is Combines.WEIGHTED_SUM:
        return summed
    whole = sum(weights, ZERO)
    return summed / whole if whole else None


def earn(terms: Composite, reading: Reading) -> Earned:
    """Earn by the combined number, which is the value of the reading."""
    number = reading.value
    if terms.levels:
        return share_at(terms.levels, reading, Edge.AT, between=terms.between)
    words = f"{_parts_in_words(terms)} is {shown(number)}"
    if terms.award is None:
        return Earned(number, words)
    points = awarded(terms.award, number)
    because = f"{words}, which gives {shown(points)} of {shown(terms.out_of)} points"
    return Earned(points / terms.out_of, because, points=(("score", points),))


def faults(terms: Composite, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = [] if terms.parts else [Fault("parts", "Name at least one part.")]
    names = [part.measure for part in terms.parts]
    found += [
        Fault("parts", f"{name} is a part twice.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    found += [
        Fault("parts", f"Start and end of {part.measure} must differ.")
        for part in terms.parts
        if part.takes is Takes.WAY and not part.start_from and part.start == part.end
    ]
    if any(part.weight < 0 for part in terms.parts):
        found.append(Fault("parts", "The weight of a part must not be negative."))
    if not 0 <= terms.fewest <= len(terms.parts):
        found.append(Fault("fewest", f"Give 0 to {len(terms.parts)} parts."))
    if terms.out_of <= 0:
        found.append(Fault("out_of", "Points must be out of more than 0."))
    if terms.award is not None:
        found += award_faults("award", terms.award, terms.out_of)
        if terms.levels:
            found.append(Fault("levels", "Give an award or levels, not both."))
    return found + (level_faults(terms.levels, scale) if terms.levels else [])


def is_share(terms: Composite) -> bool:
    """Say whether it gives a share from 0 to 1: by points, by levels, or as one of such shares."""
    if terms.award is not None or terms.levels:
        return True
    summed = terms.combines is Combines.WEIGHTED_SUM
    return not summed and all(part.takes is Takes.FACTOR for part in terms.parts)


def sentence(terms: Composite, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = _parts_in_words(terms)
    if terms.levels:
        return f"{words}: {terms_in_words(terms.levels, scale, Edge.AT, between=terms.between)}"
    if terms.award is not None:
        return f"{words}, turned into 0 to {shown(terms.award.most)} points"
    return f"{words} is the share earned"


def _parts_in_words(terms: Composite) -> str:
    named = ", ".join(
        f"{part.measure} ({percent(part.weight)})" if part.weight != ONE else part.measure
        for part in terms.parts
    )
    return f"{terms.combines.value} of {named}"


COMPOSITE = Method(
    title="Made of other measures",
    terms=Composite,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda terms: terms.levels,
    example=Composite((PartOf("FIRST"), PartOf("SECOND"))),
    parts=lambda terms: terms.parts,
    combine=combined,
    is_share=is_share,
)
