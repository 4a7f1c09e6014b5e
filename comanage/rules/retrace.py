"""Retrace: a settlement calculated again from the steps of its own trace.

Nothing but the trace and the terms is needed: each step names its inputs, its
constants and its rule, so a reader with a pocket calculator can do the same. What
a figure, a condition or a rule for missing figures decided is taken as it
stands; all else must come out to the same cent.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from operator import mul

from comanage.rules.gates import bounded
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import ONE, ZERO, dollars, split_signed, to_cents
from comanage.rules.printed import possible_cents
from comanage.rules.terms import Terms
from comanage.rules.trace import RESULT_OF, Rule, Scope, Step

LEAVES = frozenset({Rule.GIVEN, Rule.DECIDED, Rule.REWEIGHTED, Rule.METHOD})
METHOD_ORDER, PRECISION_ORDER = 4, 1  # places in trace.ORDER


def faults(terms: Terms, steps: Sequence[Step]) -> list[str]:
    """List every step that does not come out again, each with both numbers."""
    by_number = {step.number: step for step in steps}
    amounts: dict[int, Fraction] = {}
    found = []
    for step in steps:
        again = _again(terms, step, by_number, amounts)
        if again is not None and again != step.value:
            found.append(f"Step {step.number} ({step.code} {step.result}): {again}, {step.value}")
    return found + _split_faults(steps, by_number)


def _again(
    terms: Terms, step: Step, steps: dict[int, Step], amounts: dict[int, Fraction]
) -> Fraction | None:
    """Calculate the value of a step again; None for what is taken as it stands."""
    if step.value is None or step.rule is Rule.SPLIT:
        return None
    inputs = [steps[number] for number in step.uses]
    if step.rule in LEAVES:
        exact = _by_terms(terms, step, inputs)
        amounts[step.number] = _exact(step)
    elif step.rule in AMOUNTS:
        so_far = amounts.get(inputs[0].number, _exact(inputs[0]))
        after = AMOUNTS[step.rule](so_far, inputs[1:], step.constants)
        amounts[step.number] = after
        if step.rule is not Rule.AMOUNT:  # printed as the difference of the rounded amounts
            return dollars(to_cents(after) - to_cents(so_far))
        exact = after
    else:
        exact = RULES[step.rule](inputs, step.constants)
        amounts[step.number] = exact
    if exact is None:
        return None
    return dollars(to_cents(exact)) if RESULT_OF[step.result].money else exact


def _by_terms(terms: Terms, step: Step, inputs: Sequence[Step]) -> Fraction | None:
    """Round a result again, and score it again by its method, where the terms alone do so."""
    measure = terms.measure(step.code) if step.scope is Scope.MEASURE else None
    if measure is None:
        return None
    if step.result == "value" and step.order == PRECISION_ORDER:
        return measure.scale.at_precision(_exact(step))
    if step.order == METHOD_ORDER and step.result in {"factor", "scored"}:
        return _scored_again(measure, inputs)
    return None


def _scored_again(measure: Measure, inputs: Sequence[Step]) -> Fraction | None:
    read = {step.result: step.value for step in inputs}
    value = read.get("value")
    if value is None:
        return None
    reading = Reading(value, measure.scale, read.get("baseline"))
    return method_of(measure.method).earn(measure.method, reading).share


def _split_faults(steps: Sequence[Step], by_number: dict[int, Step]) -> list[str]:
    """Divide every whole again among its parts by largest remainder."""
    groups: dict[tuple[int, str, Scope], list[Step]] = {}
    for step in steps:
        if step.rule is Rule.SPLIT:
            groups.setdefault((step.uses[0], step.result, step.scope), []).append(step)
    found = []
    for (whole, *_), parts in groups.items():
        again = _divided(to_cents(by_number[whole].value or ZERO), parts, by_number)
        found += [
            f"Step {part.number} ({part.code} {part.result}): {one}, {part.value}"
            for part, one in zip(parts, again, strict=False)
            if dollars(one) != part.value
        ]
    return found


def _divided(cents: int, parts: Sequence[Step], steps: dict[int, Step]) -> list[int]:
    """Divide a whole among its parts; a possible amount in the light of what was earned."""
    weights = [steps[part.uses[1]].value or ZERO for part in parts]
    if parts[0].scope is Scope.PAYOUT:
        weights.append(ONE - sum(weights, ZERO))  # what stays with the hospital
    if min(weights) < 0 or not any(weights):
        return [0] * len(weights)
    if parts[0].result != "possible":
        return split_signed(cents, weights)
    earned = [_earned_beside(part, steps) for part in parts]
    weighted = [steps[each.uses[1]].value or ZERO for each in earned]
    got = [to_cents(each.value or ZERO) for each in earned]
    return possible_cents(cents, list(zip(weights, weighted, strict=True)), got)


def _earned_beside(part: Step, steps: dict[int, Step]) -> Step:
    """Find what was earned on the line of a possible amount."""
    about = (part.participant, part.scope, part.code, "earned", Rule.SPLIT)
    return next(
        each
        for each in steps.values()
        if (each.participant, each.scope, each.code, each.result, each.rule) == about
    )


def _exact(step: Step) -> Fraction:
    number = step.exact if step.exact is not None else step.value
    return ZERO if number is None else number


def _product(numbers: Iterable[Fraction]) -> Fraction:
    return reduce(mul, numbers, ONE)


def _values(inputs: Iterable[Step]) -> list[Fraction]:
    return [step.value or ZERO for step in inputs]


def _bounds(constants: Sequence[Fraction], amount: Fraction) -> Fraction:
    has_floor, floor, has_cap, cap = constants
    return bounded(amount, floor if has_floor else None, cap if has_cap else None, closed=False)


def _blend(inputs: Sequence[Step], constants: Sequence[Fraction]) -> Fraction:
    whole, *scores = _values(inputs)
    return whole * sum((score * by for score, by in zip(scores, constants, strict=True)), ZERO)


Made = Callable[[Sequence[Step], Sequence[Fraction]], Fraction]
RULES: dict[Rule, Made] = {
    Rule.PRODUCT: lambda inputs, numbers: _product([*map(_exact, inputs), *numbers]),
    Rule.SUM: lambda inputs, numbers: sum([*map(_exact, inputs), *numbers], ZERO),
    Rule.ADDED: lambda inputs, _: sum(_values(inputs), ZERO),
    Rule.DIFFERENCE: lambda inputs, _: _values(inputs)[0] - sum(_values(inputs)[1:], ZERO),
    Rule.QUOTIENT: lambda inputs, _: _values(inputs)[0] / _values(inputs)[1],
    Rule.BOUNDED: lambda inputs, numbers: _bounds(numbers, _product(_values(inputs))),
    Rule.BLENDED: _blend,
    Rule.DUE: lambda inputs, _: max(_due(inputs), ZERO),
    Rule.OWED: lambda inputs, _: -_due(inputs),
}
AMOUNTS: dict[Rule, Callable[[Fraction, Sequence[Step], Sequence[Fraction]], Fraction]] = {
    Rule.SCALED: lambda so_far, inputs, numbers: so_far * _product([*_values(inputs), *numbers]),
    Rule.LIMITED: lambda so_far, _, numbers: _bounds(numbers, so_far),
    Rule.AMOUNT: lambda so_far, _, __: so_far,
}


def _due(inputs: Sequence[Step]) -> Fraction:
    return _values(inputs)[0] - sum(_values(inputs)[1:], ZERO)
