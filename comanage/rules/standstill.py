"""Standstill: why no change of a measure's own figure would earn more."""

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.barriers import Barrier
from comanage.rules.methods import method_of
from comanage.rules.numbers import money
from comanage.rules.pool import Earning
from comanage.rules.stops import Stop
from comanage.rules.supposed import Subject, Supposed
from comanage.rules.trace import Scope

ADVANCE = "an advance is paid in this period, whatever the score"
MADE = "it is made of {}: change those"
NO_WEIGHT = "it has no weight in this period"
AT_BEST = "it already earns all that it can"
AS_FUNDED = "the pool is earned as it was funded, whatever the score"
BY_OWN_SCORES = "each participant earns by its own score"
HELD = "what is applied after it leaves the dollars as they are"
BOUNDS, FMV = 14, 16  # places in trace.ORDER


def whatever_the_figure(now: Supposed, one: Subject) -> str:
    """Say why nothing can be asked of a measure's figure; empty where it can."""
    when, line = now.terms.period(now.period), one.scored
    if when is not None and when.advance:
        return ADVANCE
    parts = method_of(one.measure.method).parts(one.measure.method)
    if parts:
        return MADE.format(", ".join(part.measure for part in parts))
    if line.absent:
        return f"{line.because}{_cost(now, one)}"
    if line.factor is None:
        return line.because
    return "" if line.weight else NO_WEIGHT


def whatever_it_reaches(now: Supposed, one: Subject, stops: list[Stop], *, can_be: bool) -> str:
    """Say why reaching more would earn nothing, or why it cannot be reached.

    Args:
        now: The period as it stands.
        one: The measure.
        stops: What it has not come to.
        can_be: Whether a change of its figure would come to any of them.
    """
    if not stops:
        return AT_BEST
    if not can_be:
        return f"no figure with the same denominator comes to {stops[0].name}"
    return _held_by(now, one)


def _held_by(now: Supposed, one: Subject) -> str:
    """Say what keeps a better factor from becoming dollars."""
    shut = [each for each in now.barriers if _acts_on(each, one)]
    if shut:
        return "; ".join(each.because for each in shut)
    terms = now.terms
    if terms.funding is not None and terms.earned is Earning.AS_FUNDED:
        return AS_FUNDED
    divides = None if terms.allocation is None else allocation_of(terms.allocation).divides
    if divides is Divides.MAXIMUM and not one.participant:
        return BY_OWN_SCORES
    measure, domain = one.measure, one.domain
    for limited, name in ((measure, "the measure"), (domain, "its domain")):
        if limited.floor is not None or limited.cap is not None:
            return f"a floor or a cap holds {name}"
    capped = [each for each in now.settlement.changes if each.order in {BOUNDS, FMV}]
    return f"the pool is {capped[-1].because}" if capped and not capped[-1].domain else HELD


def _acts_on(barrier: Barrier, one: Subject) -> bool:
    if barrier.scope is Scope.POOL:
        return barrier.participant in {"", one.participant}
    codes = {Scope.MEASURE: one.measure.code, Scope.DOMAIN: one.domain.code}
    return (barrier.participant, barrier.code) == (one.participant, codes[barrier.scope])


def _cost(now: Supposed, one: Subject) -> str:
    """Say what a missing figure costs in print; empty where its dollars are not printed."""
    if one.participant:
        return ""
    amount = now.settlement.amount(one.domain.code, one.measure.code)
    if amount is None or amount.possible <= amount.earned:
        return ""
    lost = money(amount.possible - amount.earned)
    return f"; {lost} of {money(amount.possible)} is not earned"
