"""Certainty: how far a measured rate can be relied on, given how few cases it was counted in.

It explains and never pays. The level is read as the contract reads it: where a
result is rounded before it is compared, the fewest cases that come to the level
are counted with that rounding.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Level
from comanage.rules.nearest import fewest
from comanage.rules.stops import earned
from comanage.rules.uncertainty import (
    Interval,
    Luck,
    interval_sentence,
    luck,
    luck_sentence,
    wilson,
)
from comanage.rules.units import KINDS, Better


@dataclass(frozen=True, slots=True)
class Certainty:
    """What luck can have to do with one rate.

    Attributes:
        interval: The true rates that would fit what was counted.
        level: The name of the hardest level reached; empty where none was.
        luck: How often a group that is not good enough for that level reaches it all the same:
            one whose true rate is that of the level before it, or, for the easiest, one that
            falls short of it by a case. None where no level was reached or none can be missed.
    """

    interval: Interval
    level: str = ""
    luck: Luck | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in words, for people."""
        told = interval_sentence(self.interval)
        return (told,) if self.luck is None else (told, luck_sentence(self.luck))


def certainty(measure: Measure, figure: Figure) -> Certainty | None:
    """Say how far a rate can be relied on; None where it is no share of whole cases.

    Args:
        measure: The measure.
        figure: Its figure.
    """
    top, bottom = figure.numerator, figure.denominator
    if not KINDS[measure.unit].part or top is None or bottom is None:
        return None
    if top.denominator != 1 or bottom.denominator != 1 or not 0 <= top <= bottom != 0:
        return None
    interval = wilson(int(top), int(bottom))
    levels = method_of(measure.method).levels(measure.method)
    value = result(figure, measure)
    if value is None:
        return None
    name = earned(measure, figure, measure.scale.at_precision(value)).level
    at = next((place for place, level in enumerate(levels) if level.name == name), None)
    if at is None:
        return Certainty(interval)
    return Certainty(interval, name, _luck(measure, figure, (levels, at)))


def _luck(measure: Measure, figure: Figure, reached: tuple[tuple[Level, ...], int]) -> Luck | None:
    """Find the chance of a level reached, counted in the cases that come to it as it is scored.

    Args:
        measure: The measure.
        figure: Its figure, with counts.
        reached: The levels, easiest first, and the place of the one reached.
    """
    levels, at = reached
    names, scale = {level.name for level in levels[at:]}, measure.scale
    cases = int(figure.denominator or 0)
    higher = measure.better is Better.HIGHER

    def reaches(steps: int) -> bool:
        count = steps - 1 if higher else cases - steps + 1
        value = scale.at_precision(scale.quotient(Fraction(count), Fraction(cases)))
        return earned(measure, figure, value).level in names

    steps = fewest(reaches, cases + 1)
    if steps is None:
        return None
    count = steps - 1 if higher else cases - steps + 1
    whole = KINDS[measure.unit].times
    rate = levels[at - 1].reach / whole if at else None
    try:
        found = luck(Fraction(count, cases), cases, measure.better, true_rate=rate)
    except ValueError:
        return None  # every result reaches the level, or the level before it is as hard in so few
    return replace(found, level=levels[at].reach / whole)
