"""Safeguard 10: who is treated is watched, so that nobody is steered away or picked out."""

from comanage.rules.compliance import BALANCED, ComplianceClass
from comanage.rules.figures import is_paid
from comanage.rules.funding.savings_share import SavingsShare
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms

WATCHED = frozenset({ComplianceClass.MONITORING, ComplianceClass.PAYER_MIX})


def check(terms: Terms) -> list[Finding]:
    """Look for a reporting-only measure of who is treated, where lower cost is paid on."""
    if not _pays_for_cost(terms):
        return not_applicable("Nothing is paid for lower cost.")
    monitors = [
        measure.name
        for _, measure in terms.measures()
        if not is_paid(measure) and measure.compliance in WATCHED
    ]
    if monitors:
        return in_place(f"Watched and never paid on: {', '.join(monitors)}.")
    why = "Lower cost is paid on, and no measure of the class monitoring watches who is treated"
    return [missing(f"{why} (case mix, payer mix, age, transfers): say where that is watched.")]


def _pays_for_cost(terms: Terms) -> bool:
    return isinstance(terms.funding, SavingsShare) or any(
        is_paid(measure) and measure.compliance in BALANCED for _, measure in terms.measures()
    )


STEERING = Safeguard(
    10,
    "steering",
    "No steering and no picking of patients",
    "AO 12-22, final rules",
    "Where lower cost is paid on, reporting-only measures watch case mix, payer mix, age or"
    " transfers.",
    check,
)
