"""Pattern: what of a figure is out of the ordinary for its measure.

Nothing here is wrong by itself; what is wrong is refused (see figure_faults.py). But most
errors of scorecards look like this: a column taken twice, a report run for the old
quarter, a numerator typed below its line. So such a figure is not submitted without a
note that says why, and whoever verifies or approves it reads the note.
"""

from collections.abc import Sequence
from fractions import Fraction

from comanage.rules.figures import Figure, result
from comanage.rules.measure import Measure
from comanage.rules.numbers import rounded, shown
from comanage.rules.special_cause import limits_of
from comanage.rules.terms import Terms
from comanage.rules.units import Unit
from comanage.rules.variation import LEAST_FIXED

MOST_CHANGE = Fraction(1, 2)  # of the result before
SAME = 3  # periods with one and the same result before it
ALIKE = frozenset({Unit.RATIO, Unit.PERCENT_OF_BASE, Unit.PER_100, Unit.PER_1000})
# of which numerator and denominator count the same thing; dollars and cases do not compare
PLACES = 3  # to which limits are shown where the terms round nothing


def carries_money(terms: Terms) -> frozenset[str]:
    """Name the measures that only carry an amount into the arithmetic of the money.

    What was paid before, and what counts against the cap of fair market value, add up from
    period to period: such an amount is no process, and its pattern says nothing.
    """
    paid = {terms.advances.paid} if terms.advances else set[str]()
    return frozenset(paid | set(terms.fmv_cap.counts if terms.fmv_cap else ()))


def departures(measure: Measure, figure: Figure, before: Sequence[Figure]) -> tuple[str, ...]:
    """Say in what a figure departs from the pattern of its measure; empty where in nothing.

    Args:
        measure: The measure.
        figure: The figure.
        before: The verified figures of the same measure and participant in earlier
            periods, oldest first.
    """
    now = _value(measure, figure)
    if now is None:
        return ()
    values = [value for value in (_value(measure, one) for one in before) if value is not None]
    found = (
        _outside(measure, now, values),
        _jump(measure, figure, now, values),
        _same(measure, now, values),
        _upside_down(measure, figure, before),
    )
    return tuple(sentence for sentence in found if sentence)


def _value(measure: Measure, figure: Figure) -> Fraction | None:
    value = result(figure, measure)
    return None if value is None else measure.scale.at_precision(value)


def _outside(measure: Measure, now: Fraction, values: Sequence[Fraction]) -> str:
    if len(values) < LEAST_FIXED:
        return ""
    limits = limits_of(values)
    if limits.lower <= now <= limits.upper:
        return ""
    places = PLACES if measure.precision is None else measure.precision + 2
    usual = [measure.scale.shown(rounded(edge, places)) for edge in (limits.lower, limits.upper)]
    return (
        f"{measure.scale.shown(now)} is outside what the {len(values)} periods before"
        f" make usual ({usual[0]} to {usual[1]})."
    )


def _jump(measure: Measure, figure: Figure, now: Fraction, values: Sequence[Fraction]) -> str:
    if not values or abs(now - values[-1]) <= abs(values[-1]) * MOST_CHANGE:
        return ""
    write = measure.scale.shown
    typed = f" (typed as {write(figure.value)})" if figure.value not in {None, now} else ""
    return (
        "It changed by more than half since the last verified result,"
        f" from {write(values[-1])} to {write(now)}{typed}."
    )


def _same(measure: Measure, now: Fraction, values: Sequence[Fraction]) -> str:
    if values[-SAME:] != [now] * SAME:
        return ""
    return f"It is {measure.scale.shown(now)}, as in each of the {SAME} periods before."


def _upside_down(measure: Measure, figure: Figure, before: Sequence[Figure]) -> str:
    """Ask about a numerator above its denominator, unless it stood above it the last time too."""
    if measure.scale.unit not in ALIKE or (before and _above(before[-1])):
        return ""
    return _above(figure)


def _above(figure: Figure) -> str:
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None or top <= bottom:
        return ""
    return f"The numerator {shown(top)} is above the denominator {shown(bottom)}."
