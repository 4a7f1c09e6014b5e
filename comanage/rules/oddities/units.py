"""Units: a fraction written where a percent is meant, and the other way about."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.conditions import Condition, Looks
from comanage.rules.funding.savings_share import SavingsShare
from comanage.rules.gates import conditions
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.improvement import Improvement, Measured
from comanage.rules.methods.method import Level
from comanage.rules.numbers import ONE, ZERO, percent, shown
from comanage.rules.oddities.levels import of_results
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import ruled
from comanage.rules.terms import Terms
from comanage.rules.units import KINDS, Unit

LARGEST_RATIO = Fraction(20)  # observed over expected lies near 1
LEAST_SHARE = Fraction(5)  # a percent at and below 1 beside levels above this is a share


def _mixed(subject: Subject) -> Found:
    for place, measure in subject.sound():
        if why := _levels(measure) or _improvement(measure) or _figures(subject, measure):
            yield Odd(place, why)
    for place, thing in ruled(subject.terms):
        for condition in conditions(thing):
            if why := _condition(subject.terms, condition):
                yield Odd(place.within(condition.code), why)
    yield from _savings(subject.terms)


def _levels(measure: Measure) -> str:
    reaches = [level.reach for level in of_results(measure)]
    if not any(reaches):
        return ""
    listed = _listed(reaches)
    if _in_percent(measure.unit) and all(reach <= ONE for reach in reaches):
        return (
            f"The levels of {measure.name} are {listed} percent: {percent(max(reaches))} is meant?"
        )
    if measure.unit is Unit.RATIO and all(reach > LARGEST_RATIO for reach in reaches):
        return f"The levels of {measure.name} are ratios of {listed}: is the unit percent?"
    return ""


def _improvement(measure: Measure) -> str:
    agreed = measure.method
    if not isinstance(agreed, Improvement) or agreed.measured is not Measured.CHANGE:
        return ""
    large = [level.reach for level in agreed.levels if level.reach > ONE]
    if not large:
        return ""
    told = percent(large[0])
    return f"{measure.name} must change by {told}: levels of a change are parts of 1 (0.05 for 5%)."


def _figures(subject: Subject, measure: Measure) -> str:
    """Compare the results that are known with the levels."""
    reaches = [level.reach for level in of_results(measure)]
    if not _in_percent(measure.unit) or not reaches or min(reaches) < LEAST_SHARE:
        return ""
    given = [
        number
        for figure in subject.figures
        if figure.measure == measure.code
        for number in (figure.value, figure.baseline)
        if number is not None and ZERO < number <= ONE
    ]
    if not given:
        return ""
    found = f"A figure of {shown(given[0])} percent stands beside levels of {_listed(reaches)}"
    return f"{found}: {percent(given[0])} is meant?"


def _condition(terms: Terms, condition: Condition) -> str:
    measure = terms.measure(condition.code)
    if condition.looks_at is not Looks.VALUE or condition.by_baseline or measure is None:
        return ""
    reaches = [level.reach for level in of_results_or_none(measure)]
    small = ZERO < condition.than <= ONE
    if _in_percent(measure.unit) and small and (not reaches or min(reaches) >= LEAST_SHARE):
        than = shown(condition.than)
        return (
            f"{measure.name} is compared with {than} percent: {percent(condition.than)} is meant?"
        )
    return ""


def of_results_or_none(measure: Measure) -> Sequence[Level]:
    """Give the levels of a measure, or none where its terms are not sound."""
    method = method_of(measure.method)
    return () if method.faults(measure.method, measure.scale) else of_results(measure)


def _savings(terms: Terms) -> Iterable[Fault]:
    """Say where a base rate cannot be one, since the measure's percent reads as a share."""
    if not isinstance(terms.funding, SavingsShare):
        return
    for item in terms.funding.items:
        measure = terms.measure(item.rate_of)
        if measure is not None and KINDS[measure.unit].most is not None and item.base_rate > ONE:
            why = f"{measure.name} counts as a share of 1, so its base rate cannot be"
            told = f"{shown(item.base_rate)}: write {shown(item.base_rate / 100)}"
            yield Fault("funding, items", f"{why} {told} for {shown(item.base_rate)}%.")


def _in_percent(unit: Unit) -> bool:
    return unit in {Unit.PERCENT, Unit.PERCENT_OF_BASE}


def _listed(reaches: Sequence[Fraction]) -> str:
    return ", ".join(shown(reach) for reach in reaches)


UNITS = Oddity("units", _mixed)
