"""The axis of a measure: always better to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts.svg import Number
from comanage.rules.methods.method import Level
from comanage.rules.units import KINDS, Scale


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of values laid over a stretch of paper.

    Attributes:
        worse: The value at the left end.
        better: The value at the right end; smaller than worse where lower is better.
        left: The left end on paper.
        right: The right end on paper.
    """

    worse: Fraction
    better: Fraction
    left: Fraction
    right: Fraction

    def x(self, value: Fraction) -> Fraction:
        """Place a value on paper; one beyond an end stands at the end."""
        way = (value - self.worse) / (self.better - self.worse)
        return self.left + min(max(way, Fraction(0)), Fraction(1)) * (self.right - self.left)


def around(
    levels: Sequence[Level], value: Fraction | None, scale: Scale, room: tuple[Number, Number]
) -> Axis:
    """Lay an axis that shows every level and the result with some air, within the unit."""
    easiest, hardest = levels[0].reach, levels[-1].reach
    beyond = Fraction(0) if value is None else abs(value - hardest)
    span = abs(hardest - easiest) or beyond or abs(hardest) / 5 or Fraction(1)
    sign = 1 if scale.gain(Fraction(0), Fraction(1)) > 0 else -1
    ends = [sign * (easiest - sign * span * 2 / 5), sign * (hardest + sign * span * 3 / 10)]
    if value is not None:
        ends += [sign * value - span / 10, sign * value + span / 10]
    kind = KINDS[scale.unit]
    worse, better = (_inside(sign * end, kind.least, kind.most) for end in (min(ends), max(ends)))
    if worse == better:
        worse, better = worse - sign, better + sign
    return Axis(worse, better, Fraction(room[0]), Fraction(room[1]))


def _inside(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value
