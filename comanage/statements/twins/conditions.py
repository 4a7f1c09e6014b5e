"""Conditions, gates and modifiers as formulas: what is applied to something earned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.gates import Gate, Modifier
from comanage.rules.numbers import HUNDRED, rounded
from comanage.rules.units import KINDS, Better, Scale
from comanage.statements.twins.formula import (
    EMPTY,
    NO,
    ONE,
    YES,
    Formula,
    absent,
    compared,
    every,
    least,
    most,
    number,
    opposite,
    product,
    some,
    where,
)
from comanage.statements.twins.roundings import ALIKE, alike

SIGNS = {
    Compares.AT_LEAST: ">=",
    Compares.MORE_THAN: ">",
    Compares.AT_MOST: "<=",
    Compares.LESS_THAN: "<",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A measure as conditions see it: the cells of its result, its baseline and its factor."""

    scale: Scale
    value: Formula
    baseline: Formula
    factor: Formula = EMPTY


@dataclass(frozen=True, slots=True)
class View:
    """The cells that conditions may look at."""

    measures: Mapping[str, Seen] = field(default_factory=dict)
    domains: Mapping[str, Formula] = field(default_factory=dict)
    total: Formula = EMPTY


def gain(scale: Scale, start: Formula, end: Formula) -> Formula:
    """Measure how much better the end is than the start."""
    return end - start if scale.better is Better.HIGHER else start - end


def reaches(
    scale: Scale, value: Formula, level: Fraction | Formula, *, edge: bool = True
) -> Formula:
    """Ask whether a value has reached a level; at the edge only where that is enough."""
    sign = ">" if scale.better is Better.HIGHER else "<"
    other = number(level) if isinstance(level, Fraction) else level
    return compared(value, f"{sign}=" if edge else sign, other)


def share(scale: Scale, value: Formula) -> Formula:
    """Read a result as a plain multiplier."""
    return value / number(HUNDRED) if KINDS[scale.unit].after == "%" else value


def holds(condition: Condition, view: View) -> Formula:
    """Ask whether a condition holds."""
    missing = YES if condition.missing is Unknown.HOLDS else NO
    looked = view.measures.get(condition.code)
    match condition.looks_at:
        case Looks.TOTAL:
            cell = view.total
        case Looks.DOMAIN:
            cell = view.domains.get(condition.code, EMPTY)
        case Looks.FACTOR:
            cell = looked.factor if looked else EMPTY
        case _:
            cell = looked.value if looked else EMPTY
    if cell.text == EMPTY.text:
        return missing
    if condition.by_baseline and looked is not None:
        nothing = some([absent(cell), absent(looked.value), absent(looked.baseline)])
        edge = condition.compares is Compares.HOLDS_BASELINE
        return where(
            nothing, missing, reaches(looked.scale, looked.value, looked.baseline, edge=edge)
        )
    than = condition.than
    if condition.looks_at is not Looks.VALUE:
        looked_at, than = alike(cell), rounded(than, ALIKE)
    else:
        looked_at = cell
    decided = compared(looked_at, SIGNS[condition.compares], number(than))
    return where(absent(cell), missing, decided)


def passed(gates: Sequence[Gate], view: View) -> Formula:
    """Multiply the shares that each gate keeps."""
    return product([where(_open(gate, view), ONE, number(gate.keeps)) for gate in gates])


def closed(gates: Sequence[Gate], view: View) -> Formula:
    """Ask whether a gate closed, so that no floor lifts."""
    return opposite(every([_open(gate, view) for gate in gates]))


def modified(modifiers: Sequence[Modifier], view: View, factor: Formula) -> Formula:
    """Multiply the modifiers that apply to what earned a factor."""
    found = []
    for modifier in modifiers:
        applies = []
        if modifier.only_full:
            applies.append(compared(alike(factor), ">=", ONE))
        if modifier.when is not None:
            applies.append(holds(modifier.when, view))
        found.append(where(every(applies), _multiplier(modifier, view), ONE))
    return product(found)


def bounded(
    amount: Formula, limits: tuple[Formula | None, Formula | None], shut: Formula
) -> Formula:
    """Lift to a floor, unless a gate closed, then cut to a cap."""
    floor, cap = limits
    if floor is not None:
        amount = where(shut, amount, most(amount, floor))
    return amount if cap is None else least(amount, cap)


def _open(gate: Gate, view: View) -> Formula:
    condition = holds(gate.condition, view)
    return condition if gate.unless is None else some([holds(gate.unless, view), condition])


def _multiplier(modifier: Modifier, view: View) -> Formula:
    if not modifier.by:
        return number(modifier.times)
    looked = view.measures.get(modifier.by)
    if looked is None:
        return number(modifier.otherwise)
    by = most(share(looked.scale, looked.value) * number(modifier.times), number(modifier.least))
    if modifier.most is not None:
        by = least(by, number(modifier.most))
    return where(absent(looked.value), number(modifier.otherwise), by)
