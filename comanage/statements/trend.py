"""Trend: how the key measure of each domain went over the settled periods, this one included.

A domain's key measure is the one that weighs most among those with three results or more,
the first in print order where several do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts.xmr import FEWEST, Xmr, target_of
from comanage.statements.course import Readings
from comanage.statements.measure_line import MeasureLine

Domains = Sequence[tuple[str, Sequence[MeasureLine]]]  # each by its name
MOST = 13  # periods shown, as many as firm limits take


@dataclass(frozen=True)
class Trend:
    """The key measure of a domain over its periods."""

    domain: str
    xmr: Xmr


def trends(
    domains: Domains,
    period: str,
    readings: Sequence[Readings],
    *,
    participant: str = "",
) -> tuple[Trend, ...]:
    """Find the key measure of each domain, with its results.

    Args:
        domains: The domains by their names, each with its measures as printed.
        period: The code of the period that is settled.
        readings: The results of the periods before.
        participant: Whose; empty for the service line.
    """
    before = {one.measure: one for one in readings if one.participant == participant}
    return tuple(
        Trend(name, max(found, key=lambda one: one[0])[1])
        for name, measures in domains
        if (found := [*_courses(measures, period, before)])
    )


def _courses(
    measures: Sequence[MeasureLine], period: str, before: dict[str, Readings]
) -> Iterator[tuple[Fraction, Xmr]]:
    """Give the measures with results enough, each with its weight by the contract."""
    for line in measures:
        value, known = line.scored.value, before.get(line.measure.code)
        if not line.paid or value is None or known is None:
            continue
        every = [*((one.period, one.value) for one in known.earlier), (period, value)][-MOST:]
        if len(every) >= FEWEST:
            names, values = zip(*every, strict=True)
            target = target_of(line.measure)
            yield line.agreed, Xmr(line.measure.name, line.measure.scale, names, values, target)
