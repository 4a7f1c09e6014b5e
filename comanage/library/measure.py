"""A measure of the library: what it measures, how it usually reads, and where each number is from.

A number is either published, with its file and year, or typical: usual in practice,
and from no published source. Nothing here says what a contract must hold.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.library.lines import Line
from comanage.rules.compliance import ComplianceClass, LegalBasis
from comanage.rules.measure import Measure, Minimum, Status
from comanage.rules.methods import method_of
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Agreed
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import ZERO
from comanage.rules.units import Better, Scale, Unit

TYPICAL_WORDS = "typical value, not from a published source"
NO_LEVELS = "no levels: it is only recorded"


class Usual(StrEnum):
    """The domain of a scorecard that a measure usually stands in."""

    QUALITY = "quality"
    EFFICIENCY = "efficiency"
    DEVELOPMENT = "development"
    FINANCE = "finance"
    ALIGNMENT = "alignment"
    MONITORING = "monitoring"


class Origin(StrEnum):
    """Where numbers come from."""

    PUBLISHED = "published"  # in a file that anyone can get, named with its year
    TYPICAL = "typical"  # usual in practice, from no published source


@dataclass(frozen=True)
class Levels:
    """The results that usually earn, with their origin.

    Attributes:
        origin: Where the numbers come from.
        source: The published file; empty for typical values.
        year: The year that the file is for.
        method: The method with its numbers; None where no number is of general use.
        words: What the levels are usually taken from, or what else to know about them.
    """

    origin: Origin
    source: str = ""
    year: int | None = None
    method: Agreed | None = None
    words: str = ""

    @property
    def origin_words(self) -> str:
        """Say where the numbers come from, as it is shown beside them."""
        return _origin_words(self.origin, self.source)


@dataclass(frozen=True)
class LeastVolume:
    """The least volume at which a result is usually counted.

    Attributes:
        cases: How many.
        counted: Of what.
        origin: Where the number comes from.
        source: The rule or file that states it; empty for a typical value.
        by_denominator: True where a figure's own denominator is that volume.
    """

    cases: Fraction
    counted: str
    origin: Origin
    source: str = ""
    by_denominator: bool = True

    @property
    def origin_words(self) -> str:
        """Say where the number comes from, as it is shown beside it."""
        return _origin_words(self.origin, self.source)


@dataclass(frozen=True)
class LibraryMeasure:
    """A measure as the library holds it.

    Attributes:
        code: Its short name.
        number: Its number in the list of the library, which related measures share; M and a
            number for what is only watched.
        name: Its name for people.
        domain: The domain it usually stands in.
        better: Which way it improves.
        unit: What its results count in.
        precision: Places that a result is usually rounded to.
        numerator: What is counted, in words.
        denominator: What it is divided by, in words.
        lines: The service lines it is for; none named: every one.
        status: Whether it is usually paid on.
        only_under: Legal bases without which it is not paid on; none named: any.
        conditions: What paying on it needs besides, in words.
        compliance: What it rewards, as the rules on physician payments see it.
        levels: The results that usually earn; None for what is only recorded.
        specification: The key of its specification: the quality programme's number or the
            measure's own name.
        version: The year or version of the specification.
        also: Other names of the same measure.
        steward: Who keeps the specification.
        source: Where figures come from.
        evidence: A citation that supports paying on it; empty where the parties must name theirs.
        lag_days: Days after a period until figures are usually complete.
        least_volume: The least volume at which it counts.
        balances: Measures that watch over it.
        alert: The change from the base year at which a watched measure is looked into.
        topped_out: True where nearly everyone is at the best there can be.
        retired: Since when the specification is kept no more, and why it stands here.
        notes: What else to know.
    """

    code: str
    number: str
    name: str
    domain: Usual
    better: Better
    unit: Unit
    precision: int
    numerator: str
    denominator: str
    compliance: ComplianceClass
    specification: str
    version: str
    steward: str
    source: str
    lines: tuple[Line, ...] = ()
    status: Status = Status.CONTRACTUAL
    only_under: tuple[LegalBasis, ...] = ()
    conditions: str = ""
    levels: Levels | None = None
    also: tuple[str, ...] = ()
    evidence: str = ""
    lag_days: int | None = None
    least_volume: LeastVolume | None = None
    balances: tuple[str, ...] = ()
    alert: Fraction | None = None
    topped_out: bool = False
    retired: str = ""
    notes: tuple[str, ...] = ()

    @property
    def scale(self) -> Scale:
        """How its results read."""
        return Scale(self.unit, self.better, self.precision)

    @property
    def direction(self) -> str:
        """Say which way is better; of what is only watched, neither is."""
        return f"{self.better} is better" if self.alert is None else "a shift either way counts"

    @property
    def definition(self) -> str:
        """Numerator and denominator in one phrase, as a scorecard holds it."""
        joined = "of" if self.unit is Unit.COUNT else "over"
        return f"{self.numerator}, {joined} {self.denominator}"

    @property
    def method(self) -> Agreed | None:
        """The method with its usual numbers; None where the parties must fill the numbers."""
        if self.levels is not None:
            return self.levels.method
        return Recorded()

    def fits(self, line: Line | None) -> bool:
        """Say whether it is for a service line; None is every one."""
        return line is None or not self.lines or line in self.lines

    def levels_in_words(self) -> str:
        """Put the usual levels in words, without their origin."""
        if self.levels is None:
            return NO_LEVELS
        method = self.levels.method
        return self.levels.words.rstrip(".") if method is None else _sentence(method, self.scale)


def agreed(
    found: LibraryMeasure, *, weight: Fraction = ZERO, beside: Collection[str] = ()
) -> Measure:
    """Make the measure of a scorecard that a measure of the library begins as.

    Args:
        found: The measure of the library.
        weight: What it weighs.
        beside: The codes of the scorecard's other measures; of what watches over it, those are named.
    """
    least = found.least_volume
    counted = least is not None and least.by_denominator and found.levels is not None
    return Measure(
        code=found.code,
        name=found.name,
        weight=weight,
        unit=found.unit,
        better=found.better,
        method=found.method or Linear(()),
        precision=found.precision,
        status=found.status,
        minimum=Minimum(least.cases) if least is not None and counted else None,
        compliance=found.compliance,
        balances=tuple(code for code in found.balances if code in beside),
        definition=found.definition,
        source=found.source,
        specification=f"{found.specification}, {found.version}",
        evidence=found.evidence,
    )


def _origin_words(origin: Origin, source: str) -> str:
    return TYPICAL_WORDS if origin is Origin.TYPICAL else f"published: {source}"


def _sentence(method: Agreed, scale: Scale) -> str:
    return method_of(method).sentence(method, scale)
