"""Conditions: what gates and modifiers may look at, and what they must state."""

from collections.abc import Iterable

from comanage.refusals import Fault
from comanage.rules import needs
from comanage.rules.conditions import Condition, Looks
from comanage.rules.gates import Gate, Modifier, Ruled
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.terms import Terms
from comanage.rules.units import outside

OF_MEASURE = frozenset({Looks.VALUE, Looks.FACTOR})
OF_DOMAIN = OF_MEASURE | {Looks.DOMAIN}
OF_POOL = frozenset(Looks)


def condition_faults(terms: Terms) -> list[Fault]:
    """List what is wrong with every gate, modifier and condition of the terms."""
    found: list[Fault] = []
    for domain in terms.domains:
        found += _ruled(terms, domain, f"domain {domain.code}", OF_DOMAIN)
        found += _bounds(domain.floor, domain.cap, f"domain {domain.code}")
        for measure in domain.measures:
            place = f"domain {domain.code}, measure {measure.code}"
            found += _ruled(terms, measure, place, OF_MEASURE)
    found += _ruled(terms, terms.pool, "pool", OF_POOL)
    own = {Looks.VALUE} | (OF_POOL if needs.scores_each(terms) else set())
    return found + _ruled(terms, terms.division, "division", frozenset(own))


def _bounds(floor: object, cap: object, place: str) -> list[Fault]:
    found = []
    for name, bound in (("floor", floor), ("cap", cap)):
        if bound is not None and bound < 0:  # type: ignore[operator]
            found.append(Fault(f"{place}, {name}", "It must not be negative."))
    if floor is not None and cap is not None and floor > cap:  # type: ignore[operator]
        found.append(Fault(f"{place}, floor", "The floor must not be more than the cap."))
    return found


def _ruled(terms: Terms, ruled: Ruled, place: str, looks: frozenset[Looks]) -> list[Fault]:
    found: list[Fault] = []
    for gate in ruled.gates:
        found += _gate(terms, gate, f"{place}, gate {gate.name}", looks)
    for modifier in ruled.modifiers:
        found += _modifier(terms, modifier, f"{place}, modifier {modifier.name}", looks)
    return found


def _gate(terms: Terms, gate: Gate, place: str, looks: frozenset[Looks]) -> Iterable[Fault]:
    if not gate.name.strip():
        yield Fault(place, "Give the gate a name.")
    if not ZERO <= gate.keeps < ONE:
        yield Fault(f"{place}, keeps", "What a gate keeps must lie between 0% and less than 100%.")
    yield from _condition(terms, gate.condition, f"{place}, condition", looks)
    if gate.unless is not None:
        yield from _condition(terms, gate.unless, f"{place}, unless", looks)


def _modifier(
    terms: Terms, modifier: Modifier, place: str, looks: frozenset[Looks]
) -> Iterable[Fault]:
    if not modifier.name.strip():
        yield Fault(place, "Give the modifier a name.")
    if modifier.times < 0 or modifier.otherwise < 0 or modifier.least < 0:
        yield Fault(place, "A modifier must not be negative.")
    if modifier.most is not None and modifier.most < modifier.least:
        yield Fault(f"{place}, most", "The most must not be less than the least.")
    if modifier.by and terms.measure(modifier.by) is None:
        yield Fault(f"{place}, by", f"The terms know no measure {modifier.by}.")
    if modifier.when is not None:
        yield from _condition(terms, modifier.when, f"{place}, when", looks)


def _condition(
    terms: Terms, condition: Condition, place: str, looks: frozenset[Looks]
) -> Iterable[Fault]:
    if condition.looks_at not in looks:
        allowed = ", ".join(sorted(looks))
        yield Fault(f"{place}, looks_at", f"Here a condition can look at: {allowed}.")
    yield from _known(terms, condition, place)
    if condition.by_baseline and condition.looks_at is not Looks.VALUE:
        yield Fault(f"{place}, compares", "Only a measure's result has a baseline.")


def _known(terms: Terms, condition: Condition, place: str) -> Iterable[Fault]:
    code, spot = condition.code, f"{place}, code"
    match condition.looks_at:
        case Looks.TOTAL:
            if code:
                yield Fault(spot, "Leave it empty: the score of the whole has no code.")
        case Looks.DOMAIN:
            if code not in {domain.code for domain in terms.domains}:
                yield Fault(spot, f"The terms know no domain {code}.")
        case _:
            measure = terms.measure(code)
            if measure is None:
                yield Fault(spot, f"The terms know no measure {code}.")
            elif condition.looks_at is Looks.VALUE and not condition.by_baseline:
                why = outside(measure.unit, condition.than)
                if why:
                    yield Fault(f"{place}, than", why)
