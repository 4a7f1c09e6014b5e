"""Examples: the worked examples of a contract, calculated and held against what it prints."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules import figure_faults, meaning
from comanage.rules.figures import Figure
from comanage.rules.numbers import (
    CENTS,
    PRINTED_PLACES,
    dollars,
    money,
    printed,
    rounded,
    to_cents,
)
from comanage.rules.settlement import calculated
from comanage.rules.terms import Example, Expected, Terms
from comanage.rules.trace import RESULT_OF, Scope, Step

ABSENT = "no result"
Key = tuple[str, str, str, str]


def faults(terms: Terms) -> list[Fault]:
    """List every result of every example that comes out differently.

    Terms that do not mean one thing give those faults instead, if they have examples at all.
    """
    if not terms.examples:
        return []
    found = meaning.faults(terms)
    if found:
        return found
    return [
        fault.within(f"example {example.name}")
        for example in terms.examples
        for fault in _example(terms, example)
    ]


def figures(terms: Terms) -> list[Figure]:
    """List the figures of all examples, each of the period of its example."""
    return [figure for example in terms.examples for figure in _figures(example)]


def _example(terms: Terms, example: Example) -> list[Fault]:
    given = _figures(example)
    placed = [(f"figure of {figure.measure}", figure) for figure in given]
    found = figure_faults.faults(terms, placed)
    found += figure_faults.missing(terms, given, example.period)
    found += [fault for one in example.expects for fault in _unknown(one)]
    if found:
        return found
    steps = calculated(terms, given, example.period).steps
    results: dict[Key, Step] = {
        (step.participant, step.scope, step.code, step.result): step for step in steps
    }
    return [fault for one in example.expects for fault in _differs(one, results)]


def _figures(example: Example) -> list[Figure]:
    return [
        Figure(
            example.period, given.participant, given.measure, given.value,
            given.numerator, given.denominator, given.baseline, given.absent,
        )
        for given in example.figures
    ]  # fmt: skip


def _unknown(expected: Expected) -> Iterable[Fault]:
    """Say which words of an expected result are none."""
    result = RESULT_OF.get(expected.result)
    if expected.scope not in list(Scope):
        listed = ", ".join(Scope)
        yield Fault(_named(expected), f"{expected.scope} is no scope: give one of {listed}.")
    elif result is None or expected.scope not in result.scopes:
        yield Fault(_named(expected), f"No {expected.scope} has a result {expected.result}.")


def _differs(expected: Expected, results: Mapping[Key, Step]) -> Iterable[Fault]:
    key = (_whose(expected), expected.scope, expected.code, expected.result)
    step, is_money = results.get(key), RESULT_OF[expected.result].money
    wanted = _shown(expected.value, is_money=is_money)
    if step is None:
        yield Fault(
            _named(expected), f"The contract expects {wanted}, and there is no such result."
        )
    elif not _same(step.value, expected.value, is_money=is_money):
        came = _shown(step.value, is_money=is_money)
        yield Fault(_named(expected), f"The contract expects {wanted}, and {came} comes out.")


def _same(value: Fraction | None, expected: Fraction | None, *, is_money: bool) -> bool:
    """Compare dollars to the cent, and other values exactly or as files print them."""
    if value is None or expected is None:
        return value is expected
    printed_value = dollars(to_cents(value)) if is_money else rounded(value, PRINTED_PLACES)
    return expected in {value, printed_value}


def _shown(value: Fraction | None, *, is_money: bool) -> str:
    if value is None:
        return ABSENT
    if is_money and (value * CENTS).denominator == 1:
        return money(to_cents(value))
    return f"${printed(value)}" if is_money else printed(value)


def _whose(expected: Expected) -> str:
    """Give the participant; a payout has one in any case, which is its code."""
    own = expected.code if expected.scope == Scope.PAYOUT else ""
    return expected.participant or own


def _named(expected: Expected) -> str:
    participant = expected.participant
    whose = f" of {participant}" if participant not in {"", expected.code} else ""
    return f"{expected.scope} {expected.code}{whose}, {expected.result}"
