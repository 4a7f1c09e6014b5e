"""Safeguard 11: improvement is rewarded, not standing still."""

from comanage.rules.figures import is_paid
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms


def check(terms: Terms) -> list[Finding]:
    """Look whether any paid measure asks for more than its baseline."""
    paid = [measure for _, measure in terms.measures() if is_paid(measure)]
    if not paid:
        return not_applicable("Nothing is paid on results.")
    asking = [measure.name for measure in paid if _rewards_improvement(measure)]
    if asking:
        return in_place(f"More than the baseline is asked for by: {', '.join(asking)}.")
    if all(isinstance(measure.method, Maintenance) for measure in paid):
        return [missing("Only holding what was reached is paid: no measure rewards improvement.")]
    why = "No measure looks at a baseline: whether its levels lie beyond it is not in the terms."
    return [missing(why, asks=False)]


def _rewards_improvement(measure: Measure) -> bool:
    compares = method_of(measure.method).compares(measure.method)
    return measure.must_beat_baseline or (compares and not isinstance(measure.method, Maintenance))


IMPROVEMENT = Safeguard(
    11,
    "improvement",
    "Improvement rewarded, benchmarks re-assessed",
    "AO 12-22; 1001.952(d)(2)",
    "A paid measure looks at its baseline: it must be beaten, or improvement itself earns.",
    check,
)
