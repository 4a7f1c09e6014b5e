"""Units: what a figure counts in, which values it can have, and which way is better.

A figure outside its unit (a percentage of 840, a negative count) is refused
before it is scored, since most wrong payments begin as 0.84 typed for 84.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import HUNDRED, ONE, ZERO, Rounding, rounded, shown


class Unit(StrEnum):
    """What a figure counts in."""

    PERCENT = "percent"  # part of a whole, 0 to 100
    PERCENT_OF_BASE = "percent of base"  # of a budget or a plan; may pass 100
    FRACTION = "fraction"  # part of a whole, 0 to 1
    RATIO = "ratio"  # observed over expected
    PER_100 = "per 100"
    PER_1000 = "per 1,000"
    DOLLARS = "dollars"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    COUNT = "count"
    POINTS = "points"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a unit behaves.

    Attributes:
        before: Printed before the number.
        after: Printed after the number.
        times: What a quotient of numerator and denominator is multiplied by.
        least: The smallest possible figure, if there is one.
        most: The largest possible figure, if there is one.
        part: True where the numerator is a part of the denominator.
        whole: True where only whole numbers make sense.
    """

    before: str = ""
    after: str = ""
    times: Fraction = ONE
    least: Fraction | None = ZERO
    most: Fraction | None = None
    part: bool = False
    whole: bool = False


KINDS = {
    Unit.PERCENT: Kind(after="%", times=HUNDRED, most=HUNDRED, part=True),
    Unit.PERCENT_OF_BASE: Kind(after="%", times=HUNDRED),
    Unit.FRACTION: Kind(most=ONE, part=True),
    Unit.RATIO: Kind(),
    Unit.PER_100: Kind(after=" per 100", times=HUNDRED),
    Unit.PER_1000: Kind(after=" per 1,000", times=Fraction(1000)),
    Unit.DOLLARS: Kind(before="$", least=None),
    Unit.MINUTES: Kind(after=" min"),
    Unit.HOURS: Kind(after=" h"),
    Unit.DAYS: Kind(after=" days"),
    Unit.COUNT: Kind(whole=True),
    Unit.POINTS: Kind(after=" points", least=None),
    Unit.INDEX: Kind(least=None),
}


class Better(StrEnum):
    """Which way a measure improves."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Scale:
    """How the results of a measure read.

    Attributes:
        unit: What they count in.
        better: Which way is better.
        precision: Places after the point that a result is rounded to before it
            is compared with anything; None to compare it as given.
    """

    unit: Unit
    better: Better
    precision: int | None = None

    def at_precision(self, value: Fraction) -> Fraction:
        """Round a result, half up, to the precision that the terms state."""
        if self.precision is None:
            return value
        return rounded(value, self.precision, Rounding.HALF_UP)

    def shown(self, value: Fraction) -> str:
        """Write a result with its unit, to the precision that the terms state.

        >>> Scale(Unit.PERCENT, Better.HIGHER, 1).shown(Fraction(842, 10))
        '84.2%'
        """
        kind = KINDS[self.unit]
        places = self.precision
        if places is not None and rounded(value, places) != value:
            places = None
        text = shown(abs(value), places)
        return f"{'-' if value < 0 else ''}{kind.before}{text}{kind.after}"

    def quotient(self, numerator: Fraction, denominator: Fraction) -> Fraction:
        """Divide, and bring to the unit: 179 of 211 is 84.83... percent."""
        return numerator * KINDS[self.unit].times / denominator

    def share(self, value: Fraction) -> Fraction:
        """Read a result as a plain multiplier: 150 percent is 1.5, a ratio is itself."""
        return value / HUNDRED if KINDS[self.unit].after == "%" else value

    def gain(self, start: Fraction, end: Fraction) -> Fraction:
        """Measure how much better the end is than the start; negative where it is worse."""
        return end - start if self.better is Better.HIGHER else start - end

    def or_better(self) -> str:
        """Put "or more" / "or less" in words."""
        return "or more" if self.better is Better.HIGHER else "or less"


def outside(unit: Unit, value: Fraction) -> str:
    """Say why a value cannot be in a unit; empty when it can.

    >>> outside(Unit.PERCENT, Fraction(840))
    '840 is more than 100, the most a percent can be.'
    """
    kind = KINDS[unit]
    if kind.least is not None and value < kind.least:
        return f"{shown(value)} is less than {shown(kind.least)}, the least a {unit} can be."
    if kind.most is not None and value > kind.most:
        return f"{shown(value)} is more than {shown(kind.most)}, the most a {unit} can be."
    if kind.whole and value.denominator != 1:
        return f"{shown(value)} is not a whole number, as a {unit} must be."
    return ""
