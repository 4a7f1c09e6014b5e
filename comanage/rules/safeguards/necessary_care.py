"""Safeguard 8: no money is earned by withholding care that is medically necessary."""

from collections.abc import Iterator

from comanage.rules.compliance import BALANCED, ComplianceClass
from comanage.rules.conditions import Condition, Looks
from comanage.rules.figures import is_paid
from comanage.rules.gates import Ruled
from comanage.rules.measure import Measure
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.places import of_measure
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Domain, Terms

QUALITY = frozenset({ComplianceClass.QUALITY, ComplianceClass.EXPERIENCE})
LACKS = (
    "{} rewards lower cost, and nothing watches over care: name a quality measure that balances"
    " it, gate it by quality, or score it best inside a range."
)


def check(terms: Terms) -> list[Finding]:
    """Look at what watches over each measure that rewards lower cost."""
    costs = [
        (domain, measure)
        for domain, measure in terms.measures()
        if is_paid(measure) and measure.compliance in BALANCED
    ]
    if not costs:
        return not_applicable("No paid measure is of the class cost.")
    found = [
        missing(_why(terms, measure), of_measure(domain, measure))
        for domain, measure in costs
        if not _watched(terms, domain, measure)
    ]
    return found or in_place("Quality watches over each measure that rewards lower cost.")


def _why(terms: Terms, measure: Measure) -> str:
    others = [terms.measure(code) for code in measure.balances]
    named = [other.name for other in others if other is not None]
    if named:
        why = f"{measure.name} is balanced by {', '.join(named)}, which is of neither class"
        return f"{why}, quality or experience."
    return LACKS.format(measure.name)


def _watched(terms: Terms, domain: Domain, measure: Measure) -> bool:
    if isinstance(measure.method, TargetBand):
        return True  # too little earns less, as too much does
    if any(_is_quality(terms.measure(code)) for code in measure.balances):
        return True
    above: tuple[Ruled, ...] = (measure, domain, terms.pool)
    return any(_by_quality(terms, condition) for condition in _gates(above))


def _gates(above: tuple[Ruled, ...]) -> Iterator[Condition]:
    for thing in above:
        for gate in thing.gates:
            yield gate.condition


def _by_quality(terms: Terms, condition: Condition) -> bool:
    if condition.looks_at is Looks.DOMAIN:
        of_domain = [each for each in terms.domains if each.code == condition.code]
        measures = [measure for each in of_domain for measure in each.measures if is_paid(measure)]
        return bool(measures) and all(_is_quality(measure) for measure in measures)
    return _is_quality(terms.measure(condition.code))


def _is_quality(measure: Measure | None) -> bool:
    return measure is not None and measure.compliance in QUALITY


NECESSARY_CARE = Safeguard(
    8,
    "balance",
    "Medically necessary care",
    "CMP 1128A(b); 422.208",
    "Each paid measure of the class cost has a balancing measure of quality or experience, a gate"
    " by quality, or earns less below a range.",
    check,
)
