"""Gates: one that shuts everything, one that cannot move, and one that opens on nothing known."""

from collections.abc import Iterator
from fractions import Fraction

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.gates import Gate, Ruled
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import POOL, Place, ruled
from comanage.rules.terms import Terms
from comanage.rules.units import KINDS

Range = tuple[Fraction | None, Fraction | None]  # the least and the most; None: no end


def _gates(terms: Terms) -> Iterator[tuple[Place, Gate]]:
    for place, thing in ruled(terms):
        for gate in thing.gates:
            yield place.within(f"gate {gate.name}"), gate


def _shutting(subject: Subject) -> Found:
    whole = {domain.code for domain in subject.terms.domains if domain.weight == ONE}
    for place, gate in _gates(subject.terms):
        of_all = place.key.startswith(f"{POOL.key}/") or place.key.partition("/gate ")[0] in whole
        if of_all and not gate.keeps:
            why = f"Where {gate.name} fails, nothing at all is earned, whatever the score."
            yield Odd(place, why)


def _stuck(subject: Subject) -> Found:
    for place, gate in _gates(subject.terms):
        waived = gate.unless is not None and _always(subject.terms, gate.unless)
        if waived or _always(subject.terms, gate.condition):
            yield Odd(place, f"{gate.name} can never close: every result passes it.")
        elif _never(subject.terms, gate.condition):
            keeps = percent(gate.keeps) if gate.keeps else "nothing"
            yield Odd(
                place, f"{gate.name} can never open: no result passes it, and {keeps} is kept."
            )


def _unknown(subject: Subject) -> Found:
    for place, gate in _gates(subject.terms):
        if gate.condition.missing is Unknown.HOLDS:
            why = f"{gate.name} is open while its figure is missing: what is not reported passes."
            yield Odd(place, why)


def _always(terms: Terms, condition: Condition) -> bool:
    """Say whether every result there can be meets a condition."""
    least, most = _range(terms, condition)
    than = condition.than
    match condition.compares:
        case Compares.AT_LEAST:
            return least is not None and than <= least
        case Compares.MORE_THAN:
            return least is not None and than < least
        case Compares.AT_MOST:
            return most is not None and than >= most
        case Compares.LESS_THAN:
            return most is not None and than > most
        case _:
            return False


def _never(terms: Terms, condition: Condition) -> bool:
    """Say whether no result there can be meets a condition."""
    least, most = _range(terms, condition)
    than = condition.than
    match condition.compares:
        case Compares.AT_LEAST:
            return most is not None and than > most
        case Compares.MORE_THAN:
            return most is not None and than >= most
        case Compares.AT_MOST:
            return least is not None and than < least
        case Compares.LESS_THAN:
            return least is not None and than <= least
        case _:
            return False


def _range(terms: Terms, condition: Condition) -> Range:
    """Give the range of the number that a condition looks at."""
    if condition.looks_at is Looks.VALUE:
        measure = terms.measure(condition.code)
        if measure is None:
            return None, None
        kind = KINDS[measure.unit]
        return kind.least, kind.most
    within = [each for _, each in terms.measures()]
    if condition.looks_at is Looks.FACTOR:
        within = [each for each in within if each.code == condition.code]
        raised = any(_unbounded(each) for each in within)
    else:
        multiplied: list[Ruled] = [*within, *terms.domains]
        raised = any(_unbounded(each) for each in within) or any(
            each.modifiers for each in multiplied
        )
    return (None, None) if raised else (ZERO, ONE)


def _unbounded(measure: Measure) -> bool:
    """Say whether a method can give less than nothing or more than all."""
    return not method_of(measure.method).is_share(measure.method)


SHUTS = Oddity("shuts", _shutting)
STUCK = Oddity("stuck", _stuck)
UNKNOWN = Oddity("unknown", _unknown)
