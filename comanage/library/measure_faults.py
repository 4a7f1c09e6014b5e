"""What is wrong with a measure of the library: empty entries, numbers without origin, levels that mean nothing."""

import re
from collections.abc import Iterator
from fractions import Fraction

from comanage.library.measure import Levels, LibraryMeasure, Origin, agreed
from comanage.refusals import Fault
from comanage.rules.compliance import BALANCED, NEVER_PAID, ComplianceClass
from comanage.rules.meaning import measure_faults
from comanage.rules.measure import Status

WORDS = (
    "code", "name", "numerator", "denominator", "specification", "version", "steward", "source",
)  # fmt: skip
_NUMBER = re.compile(r"M?[1-9][0-9]*")


def faults(found: LibraryMeasure) -> Iterator[Fault]:
    """List what is wrong with one measure; places are the names of its entries."""
    for name in WORDS:
        if not getattr(found, name).strip():
            yield Fault(name, "This entry is empty.")
    if not _NUMBER.fullmatch(found.number):
        yield Fault("number", "Write a number, or M and a number for what is only watched.")
    yield from _class_faults(found)
    yield from _number_faults(found)
    if found.method is not None:
        told = agreed(found, weight=Fraction(found.status is Status.CONTRACTUAL))
        yield from measure_faults(told)


def _class_faults(found: LibraryMeasure) -> Iterator[Fault]:
    """Say where what it rewards does not fit how it is paid and watched over."""
    kind, paid = found.compliance, found.status is not Status.REPORTING
    if kind is ComplianceClass.UNSTATED:
        yield Fault("compliance", "Say what it rewards.")
    if paid and kind in NEVER_PAID:
        yield Fault("status", f"A measure of the class {kind} is never paid on.")
    if kind in BALANCED and not found.balances:
        yield Fault("balances", "Name what watches over a measure that rewards lower cost.")
    if paid and found.levels is None:
        yield Fault("levels", "Say what earns, or make it reporting-only.")


def _number_faults(found: LibraryMeasure) -> Iterator[Fault]:
    """Say which numbers do not tell where they come from."""
    levels, least = found.levels, found.least_volume
    if levels is not None:
        yield from (fault.within("levels") for fault in _level_faults(levels))
    if least is not None:
        told = _origin_faults(least.origin, least.source)
        yield from (fault.within("least_volume") for fault in told)


def _level_faults(levels: Levels) -> Iterator[Fault]:
    yield from _origin_faults(levels.origin, levels.source)
    if (levels.origin is Origin.PUBLISHED) is (levels.year is None):
        yield Fault("year", "Published numbers have a year, and typical ones none.")
    if levels.method is None and not levels.words.strip():
        yield Fault("words", "Without numbers, say what the levels are taken from.")


def _origin_faults(origin: Origin, source: str) -> Iterator[Fault]:
    if (origin is Origin.PUBLISHED) is not bool(source.strip()):
        yield Fault("source", "A published number names its source, and a typical one has none.")
