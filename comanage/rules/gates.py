"""Gates, modifiers, floors and caps: what is applied to something earned, always in this order.

A modifier multiplies, a gate keeps a share (often nothing) where its condition
fails, a floor lifts and a cap cuts. A floor never lifts what a gate closed, and
a cap comes last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from comanage.rules.conditions import Condition, View, holds, outcome
from comanage.rules.numbers import ONE, ZERO, percent, shown


@dataclass(frozen=True)
class Gate:
    """What must hold before money is earned.

    Attributes:
        name: As the contract calls it.
        condition: What must hold.
        keeps: The share that is kept where it does not hold: 0 closes, 0.5 halves.
        unless: A waiver: where this holds, the gate is not applied.
        clause: Where the contract says so.
    """

    name: str
    condition: Condition
    keeps: Fraction = ZERO
    unless: Condition | None = None
    clause: str = ""


@dataclass(frozen=True)
class Modifier:
    """A multiplier of what was earned.

    Attributes:
        name: As the contract calls it.
        times: What is multiplied by; with `by`, what that result is multiplied with first.
        by: The measure whose result multiplies; empty for a fixed multiplier.
        least: The least that is multiplied by.
        most: The most that is multiplied by.
        otherwise: What is multiplied by where that measure has no result.
        when: Applied only where this holds.
        only_full: Applied only to what earned all of its weight.
        clause: Where the contract says so.
    """

    name: str
    times: Fraction = ONE
    by: str = ""
    least: Fraction = ZERO
    most: Fraction | None = None
    otherwise: Fraction = ONE
    when: Condition | None = None
    only_full: bool = False
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What gates or modifiers came to: one number to multiply with, why, and whether one closed."""

    times: Fraction
    because: str
    closed: bool = False
    clause: str = ""


class Ruled(Protocol):
    """Whatever has gates and modifiers: a measure, a domain, a pool, a division."""

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What must hold before it earns."""

    @property
    def modifiers(self) -> tuple[Modifier, ...]:
        """What it is multiplied by."""


def looked_at(ruled: Ruled) -> set[str]:
    """Collect the codes that the gates and modifiers of something look at."""
    found = {modifier.by for modifier in ruled.modifiers}
    for condition in conditions(ruled):
        found.add(condition.code)
    return found - {""}


def conditions(ruled: Ruled) -> list[Condition]:
    """List every condition of the gates and modifiers of something."""
    stated = [gate.condition for gate in ruled.gates]
    stated += [gate.unless for gate in ruled.gates if gate.unless is not None]
    return stated + [each.when for each in ruled.modifiers if each.when is not None]


def passed(gates: Sequence[Gate], view: View) -> Applied:
    """Multiply the shares that each gate keeps; 1 where all are open."""
    kept, reasons, closed = ONE, [], False
    for gate in gates:
        if gate.unless is not None and holds(gate.unless, view):
            reasons.append(f"{gate.name} is waived: {outcome(gate.unless, view)}")
            continue
        words = outcome(gate.condition, view)
        if holds(gate.condition, view):
            reasons.append(f"{gate.name} is open: {words}")
            continue
        kept *= gate.keeps
        closed = True
        loss = f"keeps {percent(gate.keeps)}" if gate.keeps else "earns nothing"
        reasons.append(f"{gate.name} {loss}: {words}")
    return Applied(kept, "; ".join(reasons), closed, _clauses(gates))


def modified(modifiers: Sequence[Modifier], view: View, factor: Fraction) -> Applied:
    """Multiply the modifiers that apply to something that earned a factor; 1 where none does."""
    times, reasons = ONE, []
    for modifier in modifiers:
        if modifier.only_full and factor < ONE:
            reasons.append(f"{modifier.name} is only for what earned all of its weight")
        elif modifier.when is not None and not holds(modifier.when, view):
            reasons.append(f"{modifier.name} does not apply: {outcome(modifier.when, view)}")
        else:
            by, why = _multiplier(modifier, view)
            times *= by
            reasons.append(f"{modifier.name} × {shown(by)}{why}")
    return Applied(times, "; ".join(reasons), clause=_clauses(modifiers))


def bounded(
    amount: Fraction, floor: Fraction | None, cap: Fraction | None, *, closed: bool
) -> Fraction:
    """Lift to a floor, unless a gate closed, then cut to a cap.

    >>> bounded(Fraction(1, 10), Fraction(1, 5), None, closed=False)
    Fraction(1, 5)
    >>> bounded(Fraction(0), Fraction(1, 5), None, closed=True)
    Fraction(0, 1)
    """
    if floor is not None and not closed:
        amount = max(amount, floor)
    return amount if cap is None else min(amount, cap)


def _multiplier(modifier: Modifier, view: View) -> tuple[Fraction, str]:
    if not modifier.by:
        return modifier.times, ""
    looked = view.measures.get(modifier.by)
    if looked is None or looked.value is None:
        return modifier.otherwise, f", since {looked.name if looked else modifier.by} has no result"
    by = max(looked.scale.share(looked.value) * modifier.times, modifier.least)
    if modifier.most is not None:
        by = min(by, modifier.most)
    return by, f" by {looked.name}, {looked.scale.shown(looked.value)}"


def _clauses(rules: Sequence[Gate] | Sequence[Modifier]) -> str:
    return "; ".join(dict.fromkeys(rule.clause for rule in rules if rule.clause))
