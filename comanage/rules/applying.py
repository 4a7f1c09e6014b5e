"""Applying: modifiers, gates, floor and cap to one score or amount, with a step for each.

The same three steps, in the same order, act on a measure (5 to 7), on a domain
(10), on the pool (12 to 14, where the gate comes first) and on a participant.
"""

from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.conditions import View
from comanage.rules.gates import Applied, Gate, Modifier, bounded, modified, passed
from comanage.rules.numbers import ONE, ZERO, percent, shown
from comanage.rules.trace import Rule, Scope, Trace

About = tuple[str, Scope, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the terms apply to one thing; floor and cap as shares of 1."""

    modifiers: tuple[Modifier, ...] = ()
    gates: tuple[Gate, ...] = ()
    floor: Fraction | None = None
    cap: Fraction | None = None

    @property
    def empty(self) -> bool:
        """Say whether nothing is applied."""
        return not self.modifiers and not self.gates and self.floor is self.cap is None


@dataclass(frozen=True, slots=True)
class Applying:
    """What rules are applied to.

    Attributes:
        about: The participant, the scope and the code.
        orders: The places of modifier, gate and bounds in the fixed order.
        result: The name of what comes out.
        share: The share that was earned before, by which "only what earned all" is judged.
        closed: True where no floor may lift it, whatever its gates say.
        clause: Where the contract says so.
    """

    about: About
    orders: tuple[int, int, int]
    result: str
    share: Fraction
    clause: str = ""
    closed: bool = False


def apply(
    rules: Rules, scored: tuple[Fraction, int], to: tuple[Applying, View], trace: Trace
) -> tuple[Fraction, str, int]:
    """Apply the rules to a score.

    Args:
        rules: What is applied; floor and cap in the unit of the score.
        scored: The score, and the number of its step.
        to: What it is the score of, and the numbers that conditions may look at.
        trace: Where the steps are noted.

    Returns:
        The result, what happened in words, and the number of its step.
    """
    (score, step), (what, view) = scored, to
    times = modified(rules.modifiers, view, what.share)
    kept = passed(rules.gates, view)
    uses = [step]
    if rules.modifiers:
        uses.append(note_applied((what.orders[0], "modifier"), what.about, times, trace))
    if rules.gates:
        uses.append(note_applied((what.orders[1], "gate"), what.about, kept, trace))
    product, closed = score * times.times * kept.times, kept.closed or what.closed
    result = bounded(product, rules.floor, rules.cap, closed=closed)
    words = bound_words((rules.floor, rules.cap), (product, result), closed=closed)
    step = trace.note(
        what.orders[2],
        what.about,
        (what.result, result),
        words or "after modifiers and gates",
        uses=uses,
        clause=what.clause,
        by=(Rule.BOUNDED, bounds(None if closed else rules.floor, rules.cap)),
    )
    said = "; ".join(each for each in (times.because, kept.because, words) if each)
    return result, said, step


def note_applied(place: tuple[int, str], about: About, applied: Applied, trace: Trace) -> int:
    """Note what modifiers or gates came to, at their place in the fixed order."""
    order, name = place
    return trace.note(
        order,
        about,
        (name, applied.times),
        applied.because,
        clause=applied.clause,
        by=(Rule.DECIDED, ()),
    )


def bounds(floor: Fraction | None, cap: Fraction | None) -> tuple[Fraction, ...]:
    """Write a floor and a cap as constants of a step: for each whether it is stated, then which."""
    stated = [(ZERO, ZERO) if each is None else (ONE, each) for each in (floor, cap)]
    return (*stated[0], *stated[1])


def bound_words(
    limits: tuple[Fraction | None, Fraction | None],
    amounts: tuple[Fraction, Fraction],
    *,
    closed: bool,
) -> str:
    """Say what a floor or a cap did; empty where neither is stated.

    Args:
        limits: The floor and the cap.
        amounts: The amount before them and after.
        closed: Whether a gate had closed.
    """
    (floor, cap), (before, after) = limits, amounts
    if after > before:
        return f"raised to the floor of {percent(floor or ZERO)}"
    if after < before:
        return f"cut to the cap of {percent(cap or ZERO)}"
    if floor is not None and closed:
        return "the floor does not lift what a gate closed"
    return "" if floor is cap is None else f"{shown(after)} lies within floor and cap"
