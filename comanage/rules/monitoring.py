"""Monitoring: measures that are never paid, and when one of them asks for a look.

Whoever is paid for one thing may let go of another. Monitors watch what the agreement
does not pay: volume, case mix, transfers, access. A monitor that shifts raises an alert,
which somebody answers before the period is paid; it says nothing about money.
"""

from collections.abc import Sequence
from fractions import Fraction

from comanage.rules import needs
from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure, Status
from comanage.rules.numbers import ZERO, percent, rounded
from comanage.rules.pattern import PLACES
from comanage.rules.special_cause import Cause
from comanage.rules.terms import Terms
from comanage.rules.variation import control_chart, point_sentence

LEAST = 6  # earlier results that trial limits rest on: a look is asked early, a note is not


def monitors(terms: Terms) -> frozenset[str]:
    """Collect the measures that are only reported, and that no money goes by."""
    money = {*needs.of_line(terms), *needs.of_parties(terms)}
    return frozenset(
        measure.code
        for _, measure in terms.measures()
        if measure.status is Status.REPORTING and measure.code not in money
    )


def shifts(
    measure: Measure, figure: Figure, before: Sequence[Figure], *, most: Fraction | None = None
) -> tuple[str, ...]:
    """Say in what a monitor has shifted; empty where in nothing.

    Args:
        measure: The measure.
        figure: Its newest figure.
        before: The verified figures of earlier periods, oldest first.
        most: How far it may move from its baseline, as a share of it; None where none is agreed.
    """
    now = _value(measure, figure)
    if now is None:
        return ()
    values = [value for value in (_value(measure, one) for one in before) if value is not None]
    periods = [one.period for one in before if _value(measure, one) is not None]
    found = (
        _cause(measure, [*values, now], [*periods, figure.period]),
        _away(measure, now, figure.baseline, most=most),
    )
    return tuple(sentence for sentence in found if sentence)


def _value(measure: Measure, figure: Figure) -> Fraction | None:
    value = result(figure, measure)
    return None if value is None else measure.scale.at_precision(value)


def _cause(measure: Measure, values: Sequence[Fraction], periods: Sequence[str]) -> str:
    """Name the special cause of the last result, once there are enough results to tell."""
    if len(values) <= LEAST:
        return ""
    latest = control_chart(values, None).latest
    last = latest.points[-1]
    if last.cause is Cause.COMMON:
        return ""
    places = PLACES if measure.precision is None else measure.precision + 2

    def write(value: Fraction) -> str:
        return measure.scale.shown(rounded(value, places))

    return point_sentence(last, latest.limits, write=write, names=periods)


def _away(
    measure: Measure, now: Fraction, baseline: Fraction | None, *, most: Fraction | None
) -> str:
    if most is None or baseline is None or baseline == ZERO:
        return ""
    moved = abs(now - baseline) / abs(baseline)
    if moved <= most:
        return ""
    write = measure.scale.shown
    return (
        f"{write(now)} is {percent(moved, 1)} away from its baseline of {write(baseline)};"
        f" {percent(most, 1)} is agreed."
    )
