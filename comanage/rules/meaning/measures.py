"""Measures: what must hold of one measure, by itself and beside the others of the scorecard."""

from collections.abc import Iterable

from comanage.refusals import Fault
from comanage.rules.figures import is_made
from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.missing import FALLBACKS, Missing
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.terms import Terms

MOST_PLACES = 12
UNKNOWN = "The terms know no measure {}."


def measure_faults(measure: Measure) -> list[Fault]:
    """List what is wrong with one measure by itself; places are the names of its fields."""
    found = [
        Fault(place, f"Give the measure a {place}.")
        for place in ("code", "name")
        if not getattr(measure, place).strip()
    ]
    if measure.precision is not None and not 0 <= measure.precision <= MOST_PLACES:
        found.append(Fault("precision", f"Give 0 to {MOST_PLACES} places."))
    found += _weight_faults(measure)
    found += _bound_faults(measure)
    found += _missing_faults(measure)
    method = method_of(measure.method)
    if measure.status is not Status.REPORTING and not method.scores:
        found.append(Fault("method", "What is only recorded cannot be paid on."))
    return found + [
        fault.within("method") for fault in method.faults(measure.method, measure.scale)
    ]


def linked_faults(terms: Terms, measure: Measure) -> list[Fault]:
    """List what a measure names that the scorecard does not have, or that cannot be meant."""
    found = list(_part_faults(terms, measure))
    minimum = measure.minimum
    if minimum is not None:
        if minimum.of and terms.measure(minimum.of) is None:
            found.append(Fault("minimum, of", UNKNOWN.format(minimum.of)))
        if minimum.of == measure.code:
            found.append(Fault("minimum, of", "Leave it empty to count its own denominator."))
        if minimum.cases <= 0:
            found.append(Fault("minimum, cases", "The least volume must be more than 0."))
    if Missing.REALLOCATE_NAMED in _rules(measure):
        found += _alternate_faults(terms, measure)
    found += [
        Fault("balances", UNKNOWN.format(code))
        for code in measure.balances
        if terms.measure(code) is None
    ]
    return found


def _weight_faults(measure: Measure) -> list[Fault]:
    if not ZERO <= measure.weight <= ONE:
        return [Fault("weight", "The weight must lie between 0% and 100%.")]
    if measure.status is Status.REPORTING and measure.weight != 0:
        return [Fault("weight", "A reporting-only measure has weight 0%.")]
    if measure.status is Status.ALTERNATE and measure.weight != 0:
        return [Fault("weight", "An alternate has weight 0% until it takes another's place.")]
    if measure.status is Status.CONTRACTUAL and measure.weight == 0:
        return [Fault("weight", "Give a weight, or make the measure reporting-only.")]
    return []


def _bound_faults(measure: Measure) -> list[Fault]:
    floor, cap = measure.floor, measure.cap
    found = [
        Fault(place, "It must not be negative.")
        for place, bound in (("floor", floor), ("cap", cap))
        if bound is not None and bound < 0
    ]
    if floor is not None and cap is not None and floor > cap:
        found.append(Fault("floor", "The floor must not be more than the cap."))
    return found


def _missing_faults(measure: Measure) -> list[Fault]:
    details, rules = measure.missing_terms, _rules(measure)
    found = []
    if details.otherwise not in FALLBACKS:
        words = ", ".join(sorted(FALLBACKS))
        found.append(Fault("missing_terms, otherwise", f"It must be one of: {words}."))
    if not ZERO <= details.reported <= ONE:
        found.append(Fault("missing_terms, reported", "It must lie between 0% and 100%."))
    if Missing.DEEM_AT_PRIOR in rules and method_of(measure.method).needs_baseline:
        why = "Last year's result cannot be scored by a method that compares it with itself."
        found.append(Fault("missing", why))
    if Missing.PAY_FOR_REPORTING in rules and is_made(measure):
        found.append(Fault("missing", "What is made of other measures is not itself reported."))
    if Missing.DEEM_AT_TARGET in rules:
        levels = [level.name for level in method_of(measure.method).levels(measure.method)]
        if details.level not in levels:
            named = f"None of its levels is named {details.level}"
            found.append(Fault("missing_terms, level", f"{named}, which counts as reached."))
    reasons = [each.reason for each in measure.missing_for]
    found += [
        Fault("missing_for", f"Two rules are for the reason {reason}.")
        for reason in dict.fromkeys(reasons)
        if reasons.count(reason) > 1
    ]
    return found


def _rules(measure: Measure) -> set[Missing]:
    return {measure.missing, *(each.rule for each in measure.missing_for)}


def _alternate_faults(terms: Terms, measure: Measure) -> list[Fault]:
    place, code = "missing_terms, alternate", measure.missing_terms.alternate
    alternate = terms.measure(code)
    if alternate is None:
        return [Fault(place, UNKNOWN.format(code) if code else "Name the alternate.")]
    if alternate is measure:
        return [Fault(place, "A measure cannot be its own alternate.")]
    if alternate.status is Status.REPORTING:
        return [Fault(place, f"{code} is reporting-only and cannot take a weight.")]
    return []


def _part_faults(terms: Terms, measure: Measure) -> Iterable[Fault]:
    place = "method, parts"
    for part in method_of(measure.method).parts(measure.method):
        for code in part.codes():
            other = terms.measure(code)
            if other is None:
                yield Fault(place, UNKNOWN.format(code))
            elif is_made(other):
                yield Fault(place, f"{code} is itself made of others, so it cannot be a part.")
