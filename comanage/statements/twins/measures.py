"""Measures as formulas: from a result to the factor it earns (steps 1 to 7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.method import PartOf, Takes
from comanage.rules.missing import SCORING, Missing
from comanage.rules.reading import NO_FIGURE, TOO_FEW, TOO_FEW_PARTS, UNREPORTED
from comanage.statements.twins.book import At, Book, below, beside, block
from comanage.statements.twins.conditions import Seen, gain, reaches, share
from comanage.statements.twins.formula import (
    EMPTY,
    NO,
    ONE,
    YES,
    ZERO,
    Formula,
    absent,
    compared,
    every,
    most,
    number,
    over,
    present,
    product,
    some,
    summed,
    where,
    words,
)
from comanage.statements.twins.inputs import Given, Inputs
from comanage.statements.twins.methods import Result, earned
from comanage.statements.twins.roundings import rounded

Parts = Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class Read:
    """A measure's cells on the way: its result, why there is none, and its rule."""

    value: Formula
    why: Formula
    rule: Formula
    scored: Formula
    seen: Seen


def why_absent(measure: Measure, given: Given, inputs: Inputs, whose: str) -> Formula:
    """Say why a result does not count; empty where it does."""
    reason = where(absent(given.reason), words(NO_FIGURE), given.reason)
    return where(absent(given.value), reason, _too_few(measure, given, inputs, whose))


def _too_few(measure: Measure, given: Given, inputs: Inputs, whose: str) -> Formula:
    minimum = measure.minimum
    if minimum is None:
        return EMPTY
    volume = inputs.of(whose, minimum.of).value if minimum.of else given.denominator
    if volume.text == EMPTY.text:
        return words(TOO_FEW)
    enough = compared(volume, ">=", number(minimum.cases))
    return where(absent(volume), words(TOO_FEW), where(enough, EMPTY, words(TOO_FEW)))


def counted(value: Formula, why: Formula) -> Formula:
    """Give a result where it counts."""
    return where(absent(why), value, EMPTY)


def rule_for(measure: Measure, why: Formula, baseline: Formula) -> Formula:
    """Name the rule that holds without a result; its fallback where the first cannot be kept."""
    named = _rule(measure, measure.missing, why, baseline)
    for each in reversed(measure.missing_for):
        other = _rule(measure, each.rule, why, baseline)
        named = where(compared(why, "=", words(each.reason)), other, named)
    return where(absent(why), EMPTY, named)


def _rule(measure: Measure, rule: Missing, why: Formula, baseline: Formula) -> Formula:
    if rule is Missing.DEEM_AT_PRIOR:
        return where(absent(baseline), words(measure.missing_terms.otherwise), words(rule))
    if rule is Missing.PAY_FOR_REPORTING:
        unreported = some([compared(why, "=", words(each)) for each in sorted(UNREPORTED)])
        return where(unreported, words(Missing.FORFEIT), words(rule))
    return words(rule)


def by_method(measure: Measure, result: Result, why: Formula, rule: Formula) -> Formula:
    """Give what the method, or the rule for a missing figure, scores; empty without a factor."""
    scored = where(beaten(measure, result), earned(measure.method, result), ZERO)
    rules = {measure.missing, *(each.rule for each in measure.missing_for)}
    instead: Formula = EMPTY
    for each in sorted(rules & SCORING):
        instead = where(compared(rule, "=", words(each)), _instead(measure, each, result), instead)
    return where(absent(why), scored, instead)


def beaten(measure: Measure, result: Result) -> Formula:
    """Ask whether a result is better than its baseline, where it must be."""
    if not measure.must_beat_baseline:
        return YES
    better = reaches(measure.scale, result.value, result.baseline, edge=False)
    return every([present(result.baseline), better])


def _instead(measure: Measure, rule: Missing, result: Result) -> Formula:
    method, details = method_of(measure.method), measure.missing_terms
    match rule:
        case Missing.DEEM_AT_TARGET:
            levels = method.levels(measure.method)
            return number(next(each.earns for each in levels if each.name == details.level))
        case Missing.DEEM_AT_PRIOR:
            return earned(measure.method, Result(result.baseline, EMPTY, result.scale))
        case Missing.PAY_FOR_REPORTING:
            return number(details.reported)
        case _:
            return number(method.worst(measure.method, measure.scale).share)


PART_HEADS = ("Part of", "Measure", "Number", "Weight", "Counts", "Number × weight", "Weight")


def composed(book: Book, at: At, measure: Measure, parts: Parts) -> tuple[Formula, Formula]:
    """Write the parts of a composite, one a row; give its result and why there is none."""
    terms = measure.method
    if not isinstance(terms, Composite):
        raise TypeError(f"{measure.code} is not made of others.")
    rows = [
        _part(book, below(at, row), (measure.code, part), parts)
        for row, part in enumerate(terms.parts)
    ]
    numbers, times, weights = (
        block(beside(at, 4 + place), [row[place] for row in rows]) for place in range(3)
    )
    count = over("COUNT", lambda found: float(len(found)), numbers)
    needed = number(max(len(terms.parts) if terms.needs_all else terms.fewest, 0))
    match terms.combines:
        case Combines.HIGHEST:
            made = over("MAX", lambda found: max(found, default=0.0), numbers)
        case Combines.LOWEST:
            made = over("MIN", lambda found: min(found, default=0.0), numbers)
        case Combines.ALL_OR_NONE:
            lowest = over("MIN", lambda found: min(found, default=0.0), numbers)
            made = where(compared(lowest, ">=", ONE), ONE, ZERO)
        case Combines.MEAN:
            made = summed(numbers) / count
        case Combines.WEIGHTED_SUM:
            made = summed(times)
        case _:
            made = summed(times) / summed(weights)
    value = made if measure.precision is None else rounded(made, measure.precision)
    nothing = [compared(count, "<", needed)]
    if terms.combines is Combines.WEIGHTED_MEAN:
        nothing.append(compared(summed(weights), "=", ZERO))
    elif terms.combines is not Combines.WEIGHTED_SUM:
        nothing.append(compared(count, "=", ZERO))
    return where(some(nothing), EMPTY, value), words(TOO_FEW_PARTS)


def _part(
    book: Book, at: At, named: tuple[str, PartOf], parts: Parts
) -> tuple[Formula, Formula, Formula]:
    code, part = named
    book.row(at, (code, part.measure))
    amount = book.put(beside(at, 2), _number(part, parts), what=f"{code}, {part.measure}")
    weight = book.put(beside(at, 3), _weight(part, parts), what=f"{code}, weight of {part.measure}")
    there = every([present(amount), present(weight)])
    if part.weight_from or part.times_from:
        there = every([there, compared(weight, ">=", ZERO)])
    shown = book.put(beside(at, 4), where(there, amount, EMPTY))
    times = book.put(beside(at, 5), where(present(shown), amount * weight, ZERO))
    weighs = book.put(beside(at, 6), where(present(shown), weight, ZERO))
    return shown, times, weighs


def _weight(part: PartOf, parts: Parts) -> Formula:
    named = [parts[code] for code in (part.weight_from, part.times_from) if code]
    nothing = some([absent(each.value) for each in named])
    by = [share(each.scale, each.value) for each in named]
    return where(nothing, EMPTY, product([number(part.weight), *by]))


def _number(part: PartOf, parts: Parts) -> Formula:
    one = parts[part.measure]
    if part.takes is Takes.FACTOR:
        return where(absent(one.factor), EMPTY, one.factor)
    if part.takes is Takes.VALUE:
        return where(absent(one.value), EMPTY, one.value)
    start = parts[part.start_from].value if part.start_from else number(part.start)
    nothing = some([absent(one.value), absent(start) if part.start_from else NO])
    if part.takes is Takes.EXCESS:
        return where(nothing, EMPTY, most(gain(one.scale, one.value, start), ZERO))
    span = number(part.end) - start
    reached = where(compared(one.value, ">=", start), ONE, ZERO)
    way = where(compared(span, "=", ZERO), reached, (one.value - start) / span)
    return where(nothing, EMPTY, way)
