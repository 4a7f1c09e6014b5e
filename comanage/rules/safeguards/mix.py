"""Safeguard 13: money is not paid for lower cost alone, nor for satisfaction alone."""

from comanage.rules.compliance import ComplianceClass
from comanage.rules.figures import is_paid
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms

ALONE = {
    ComplianceClass.COST: "Only lower cost is paid on: add measures of quality.",
    ComplianceClass.EXPERIENCE: "Only experience is paid on: add measures of outcome or quality.",
}


def check(terms: Terms) -> list[Finding]:
    """Look at the classes of the measures that are paid on."""
    classes = {measure.compliance for _, measure in terms.measures() if is_paid(measure)}
    if not classes:
        return not_applicable("Nothing is paid on results.")
    if len(classes) == 1 and (why := ALONE.get(*classes)):
        return [missing(why)]
    if ComplianceClass.UNSTATED in classes and len(classes - {ComplianceClass.UNSTATED}) <= 1:
        return [missing("Not all paid measures state their compliance class.", asks=False)]
    return in_place(f"Paid on: {', '.join(sorted(classes))}.")


MIX = Safeguard(
    13,
    "mix",
    "Not cost alone, not satisfaction alone",
    "1001.952(d)(2)–(3)",
    "The paid measures are not all of the class cost, and not all of the class experience.",
    check,
)
