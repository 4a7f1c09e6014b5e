"""Compared: each measure of a settlement beside what it was in an earlier one, for whoever approves."""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.statements.measure_line import MeasureLine
from comanage.statements.sheet import Sheet


@dataclass(frozen=True)
class MeasureChange:
    """One measure, then and now.

    Attributes:
        was: Its line in the earlier settlement; None where it was not measured then.
        now: Its line in the later one; None where it is not measured any more.
    """

    was: MeasureLine | None
    now: MeasureLine | None

    @property
    def line(self) -> MeasureLine:
        """The later line, or the earlier one of a measure that is gone."""
        found = self.now or self.was
        if found is None:
            raise ValueError("A measure stands in one of two settlements at least.")
        return found

    @property
    def moved(self) -> bool:
        """Whether it reached another level, or has a result on one side alone."""
        if self.was is None or self.now is None:
            return True
        return self.was.level != self.now.level

    @property
    def cents(self) -> int:
        """How many cents more it earned than before."""
        then = self.was.earned if self.was else 0
        return (self.now.earned if self.now else 0) - then


def compared(was: Sheet, now: Sheet) -> Sequence[MeasureChange]:
    """Lay the measures of two settlements side by side.

    They stand in the order of the later one; what is measured no more comes last.
    """
    earlier = {line.measure.code: line for line in was.measures}
    beside = [MeasureChange(earlier.pop(line.measure.code, None), line) for line in now.measures]
    return [*beside, *(MeasureChange(line, None) for line in earlier.values())]
