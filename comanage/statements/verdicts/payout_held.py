"""Payout held: what a group's statement says it is paid, held to what that statement carries.

Where the division goes by figures of the other groups, their place is taken by stand-ins, and the
payout cannot be calculated again whole. But each of its steps is carried: it follows from those
before it, the group's own figures are known, and nobody has more than the whole of what is divided.
What is left to the others' figures is the share, where the terms alone do not state it, and by how
much all payouts were cut to stay within a cap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from comanage.rules import retrace
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.numbers import ONE, ZERO, to_cents, written
from comanage.rules.payout import Payout
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Step
from comanage.statements.carried import Carried
from comanage.statements.words import signed

OWN = frozenset({"present", "gate", "modifier", "advanced"})  # by the group's own figures alone
AS_IT_COMES = frozenset({"capped", "recover"})  # steps that are there or not by others' figures too
SUMS = frozenset({"earned", "after_rules", "capped"})  # what a payout comes to on its way
CENT = Fraction(1, 100)
OTHERS = "It says what {} is paid, which is not whose statement it is."
OTHER_STEPS = "The steps to the payout are {}, not {}."
OTHER = "{}: {}, not {}"
NOT_FROM = "{}: {} does not follow from the steps before it."
NO_PAYOUT = "It does not say what {} is paid."
OTHER_PAYOUT = "The settlement says that {} is paid {}, which the steps beside it do not come to."
NO_STEP = "{}: it goes by step {}, which is not there."


def differences(held: Carried, again: Settlement) -> Iterator[str]:
    """Say where a group's payout does not follow from what its statement carries.

    Args:
        held: What it carries.
        again: The same settlement with stand-ins for the others' figures, as its reader knows it.
    """
    codes = {one.participant for one in (*held.settlement.payouts, *held.payouts)}
    for code in sorted(codes - {held.reader}):
        yield OTHERS.format(held.terms.called(code))
    was, now = _own(held.settlement), _own(again)
    yield from _steps(held, was, (now, again))
    settled = held.settlement.payout(held.reader)
    if settled is None:
        yield NO_PAYOUT.format(held.terms.called(held.reader))
    elif settled != _payout(was, settled):
        due = signed(settled.payable - settled.recover)
        yield OTHER_PAYOUT.format(held.terms.called(held.reader), due)


def _own(settlement: Settlement) -> list[Step]:
    return [step for step in settlement.steps if step.scope is Scope.PAYOUT]


def _steps(
    held: Carried, was: Sequence[Step], beside: tuple[list[Step], Settlement]
) -> Iterator[str]:
    """Hold each step to the payout to those before it, and to what the group's own figures give."""
    now, again = beside
    order, expected = _results(was), _results(now)
    if order != expected:
        yield OTHER_STEPS.format(", ".join(order) or "none", ", ".join(expected) or "none")
        return
    steps = {step.number: step for step in held.settlement.steps}
    stand_ins = {step.number: step for step in again.steps}
    by_result = {step.result: step for step in now}
    so_far: tuple[int, ...] = ()
    for step in was:
        lost = [number for number in step.uses if number not in steps]
        if lost:
            yield NO_STEP.format(_name(step), lost[0])
            return
        other = by_result.get(step.result)
        uses = [_about(steps[number]) for number in step.uses]
        elsewhere = other and not _alike(uses, [_about(stand_ins[number]) for number in other.uses])
        if elsewhere or (step.result == "capped" and step.uses != so_far):
            yield NOT_FROM.format(_name(step), written(step.value or ZERO))
        yield from _value(held.terms, step, other, [steps[number] for number in step.uses])
        so_far = (step.number,) if step.result in SUMS else so_far
    yield from retrace.faults(held.terms, _by_itself(held.settlement.steps))


def _value(terms: Terms, step: Step, other: Step | None, inputs: Sequence[Step]) -> Iterator[str]:
    """Hold the value of one step to what is known of it."""
    value = step.value or ZERO
    known = step.result in OWN or step.rule is Rule.METHOD
    if other is not None and (known or (step.result == "share" and _states_shares(terms))):
        if step.value != other.value:
            yield OTHER.format(_name(step), written(value), written(other.value or ZERO))
    elif step.result == "share":
        if not ZERO <= value <= ONE:
            yield OTHER.format(_name(step), written(value), "a share from 0 to 1")
    elif step.rule is Rule.SPLIT:
        whole, share = (one.value or ZERO for one in inputs)
        if abs(value - share * whole) >= CENT:
            yield NOT_FROM.format(_name(step), written(value))
    elif step.result == "capped" and not ZERO <= value <= (inputs[0].value or ZERO):
        yield NOT_FROM.format(_name(step), written(value))


def _states_shares(terms: Terms) -> bool:
    """Say whether the terms alone give a group's share: nobody else's figures or gates move it."""
    if terms.allocation is None:
        return True
    allocation = allocation_of(terms.allocation)
    of_maximum = allocation.divides is Divides.MAXIMUM and not allocation.needs(terms.allocation)
    return (allocation.stated or of_maximum) and not terms.division.redivides


def _by_itself(steps: Sequence[Step]) -> list[Step]:
    """Leave of a trace the steps of the payout as they follow, and all before them as they stand.

    How a sum is split goes by the remainders of all, so that is looked at by itself.
    """
    return [
        step
        if step.scope is Scope.PAYOUT and step.rule is not Rule.SPLIT
        else replace(step, rule=Rule.GIVEN, uses=(), scope=Scope.POOL)
        for step in steps
    ]


def _payout(steps: Sequence[Step], settled: Payout) -> Payout | None:
    """Put a payout together from its steps, with the words that it has."""
    told = {step.result: step.value for step in steps}
    if "payable" not in told:
        return None
    maximum = told.get("maximum")
    sums = [step.number for step in steps if step.result in SUMS]
    return Payout(
        participant=settled.participant,
        share=told.get("share") or ZERO,
        payable=to_cents(told["payable"] or ZERO),
        recover=to_cents(told.get("recover") or ZERO),
        advanced=to_cents(told.get("advanced") or ZERO),
        maximum=None if maximum is None else to_cents(maximum),
        because=settled.because,
        step=sums[-1] if sums else settled.step,
    )


def _results(steps: Sequence[Step]) -> list[str]:
    """Name what steps give, without those that are there or not by others' figures too."""
    return [step.result for step in steps if step.result not in AS_IT_COMES]


def _about(step: Step) -> tuple[str, Scope, str, str]:
    return (step.participant, step.scope, step.code, step.result)


def _alike(
    uses: Sequence[tuple[str, Scope, str, str]], others: Sequence[tuple[str, Scope, str, str]]
) -> bool:
    """Say whether two steps go by the same; where one was cut to a cap, that stands in its place."""
    without = [[one for one in each if one[3] not in SUMS] for each in (uses, others)]
    return without[0] == without[1] and len(uses) == len(others)


def _name(step: Step) -> str:
    return f"{step.code} {step.result}"
