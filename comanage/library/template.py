"""An agreement template: the scorecard and the duties that an agreement of a service line may begin with.

Weights and levels are usual values to begin from. What the parties agree on takes
their place before anything is signed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.library.lines import Line
from comanage.library.measure import (
    TYPICAL_WORDS,
    LibraryMeasure,
    Usual,
    agreed,
)
from comanage.rules.gates import Gate
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.method import Agreed
from comanage.rules.methods.recorded import Recorded
from comanage.rules.missing import ForReason, Missing
from comanage.rules.numbers import ZERO
from comanage.rules.terms import Domain


@dataclass(frozen=True)
class Duty:
    """A piece of management work that the base fee usually pays for.

    Attributes:
        code: Its short name.
        name: Its name in print.
        delivered: What is there when it is done.
        most_hours: The most hours a month that are usually agreed, a typical value.
    """

    code: str
    name: str
    delivered: str
    most_hours: Fraction


@dataclass(frozen=True)
class Chosen:
    """A measure of the library in a template, with what differs from the library.

    Attributes:
        measure: Its code in the library.
        weight: Its share of the scorecard; 0 for what is only reported.
        method: Levels in place of those of the library, always typical values.
        reported: True to report it without paying on it.
        must_beat_baseline: True where a result that is not better than its baseline earns nothing.
        missing: What happens to its weight without a figure.
        missing_for: Other rules for single reasons of absence.
        gates: What must hold before it earns.
        balances: What watches over it here; none named: what the library names.
        evidence: A citation for this service line; empty for that of the library.
    """

    measure: str
    weight: Fraction = ZERO
    method: Agreed | None = None
    reported: bool = False
    must_beat_baseline: bool = False
    missing: Missing = Missing.FORFEIT
    missing_for: tuple[ForReason, ...] = ()
    gates: tuple[Gate, ...] = ()
    balances: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True)
class Part:
    """A domain of a template.

    Attributes:
        domain: Which.
        weight: Its share of the scorecard.
        measures: Its measures, in print order.
        gates: What must hold before it earns.
    """

    domain: Usual
    weight: Fraction
    measures: tuple[Chosen, ...]
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True)
class Template:
    """What an agreement of a service line may begin with.

    Attributes:
        code: Its short name, which commands and addresses use.
        name: Its name for people.
        line: The service line it is for.
        summary: What it pays for, in a sentence.
        parts: Its domains.
        duties: What the base fee usually pays for.
    """

    code: str
    name: str
    line: Line
    summary: str
    parts: tuple[Part, ...]
    duties: tuple[Duty, ...]

    def chosen(self) -> Iterator[tuple[Part, Chosen]]:
        """Go through every measure with its domain, in print order."""
        for part in self.parts:
            for chosen in part.measures:
                yield part, chosen


def domains_of(template: Template, library: Mapping[str, LibraryMeasure]) -> tuple[Domain, ...]:
    """Make the domains of a scorecard, with every measure as the template has it."""
    codes = frozenset(chosen.measure for _, chosen in template.chosen())
    return tuple(
        Domain(
            part.domain.value,
            part.domain.value.capitalize(),
            part.weight,
            tuple(_measure(chosen, library[chosen.measure], codes) for chosen in part.measures),
            gates=part.gates,
        )
        for part in template.parts
    )


def origin_of(chosen: Chosen, found: LibraryMeasure) -> str:
    """Say where the levels of a measure of a template come from."""
    if chosen.reported or found.levels is None:
        return ""
    return found.levels.origin_words if chosen.method is None else TYPICAL_WORDS


def _measure(chosen: Chosen, found: LibraryMeasure, codes: frozenset[str]) -> Measure:
    told = agreed(found, weight=chosen.weight, beside=codes)
    reported = chosen.reported or told.status is Status.REPORTING
    return replace(
        told,
        method=Recorded() if reported else chosen.method or told.method,
        status=Status.REPORTING if reported else told.status,
        minimum=None if reported else told.minimum,
        must_beat_baseline=chosen.must_beat_baseline,
        missing=chosen.missing,
        missing_for=chosen.missing_for,
        gates=chosen.gates,
        balances=chosen.balances or told.balances,
        evidence=chosen.evidence or told.evidence,
    )
