"""Safeguard 7: nothing is paid by the volume or value of referrals."""

from collections.abc import Iterator

from comanage.rules.compliance import NEVER_PAID, PAID_AT_RISK, VALUE_BASES, ComplianceClass
from comanage.rules.figures import is_paid
from comanage.rules.funding import funding_of
from comanage.rules.funding.savings_share import SavingsShare
from comanage.rules.gates import conditions
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.places import Place, of_measure, ruled
from comanage.rules.safeguards.safeguard import Finding, Safeguard, forbidden, in_place, missing
from comanage.rules.terms import Terms

PAYS = "pay may not vary with the volume or value of referrals, nor with a margin"
BY_PATIENTS = NEVER_PAID - {ComplianceClass.MONITORING}
VALUE_OF_REFERRALS = BY_PATIENTS - {ComplianceClass.VOLUME}


def check(terms: Terms) -> list[Finding]:
    """Look at whatever money follows: measures, their parts, multipliers, gates and the pool."""
    found = [*_paid(terms), *_parts(terms), *_multipliers(terms), *_gates(terms), *_pool(terms)]
    return found or in_place("No money follows a measure of volume, referrals, revenue or margin.")


def _paid(terms: Terms) -> Iterator[Finding]:
    for domain, measure in terms.measures():
        kind, place = measure.compliance, of_measure(domain, measure)
        if not is_paid(measure):
            continue
        if kind in NEVER_PAID:
            why = f"{measure.name} is of the class {kind} and is never paid on"
            yield forbidden(f"{why}: make it reporting-only.", place)
        elif kind in PAID_AT_RISK and terms.legal_basis not in VALUE_BASES:
            why = f"{measure.name} is of the class {kind}, which is paid on only under a"
            yield forbidden(f"{why} value-based legal basis: make it reporting-only.", place)


def _parts(terms: Terms) -> Iterator[Finding]:
    for domain, measure in terms.measures():
        parts = method_of(measure.method).parts(measure.method) if is_paid(measure) else ()
        for part in parts:
            other = terms.measure(part.measure)
            if other is not None and other.compliance in NEVER_PAID:
                why = f"{measure.name} is made of {other.name}, of the class {other.compliance}"
                yield forbidden(f"{why}: {PAYS}.", of_measure(domain, measure))


def _multipliers(terms: Terms) -> Iterator[Finding]:
    for place, thing in ruled(terms):
        for modifier in thing.modifiers:
            measure = terms.measure(modifier.by)
            if measure is not None and measure.compliance in BY_PATIENTS:
                why = f"{modifier.name} multiplies by {measure.name}, of the class"
                where = place.within(f"modifier {modifier.name}")
                yield forbidden(f"{why} {measure.compliance}: {PAYS}.", where)


def _gates(terms: Terms) -> Iterator[Finding]:
    for place, thing in ruled(terms):
        for condition in conditions(thing):
            measure = terms.measure(condition.code)
            if measure is not None and measure.compliance in BY_PATIENTS:
                yield _gate(measure, place)


def _gate(measure: Measure, place: Place) -> Finding:
    why = f"Money is earned or not by {measure.name}, of the class {measure.compliance}:"
    advice = "say why its purpose is quality, not volume."
    return missing(f"{why} {advice}", place.within(measure.code))


def _pool(terms: Terms) -> Iterator[Finding]:
    if terms.funding is None or terms.legal_basis in VALUE_BASES:
        return
    kinds = BY_PATIENTS
    if isinstance(terms.funding, SavingsShare):
        kinds = VALUE_OF_REFERRALS  # its cases are held at the base year's
    for code in funding_of(terms.funding).needs(terms.funding):
        measure = terms.measure(code)
        if measure is not None and measure.compliance in kinds:
            why = f"The pool goes by {measure.name}, of the class {measure.compliance}"
            yield forbidden(f"{why}: {PAYS}.", Place("funding", f"funding/{code}"))


VOLUME = Safeguard(
    7,
    "volume",
    "Not by volume or value of referrals",
    "Stark, AKS and CMP",
    "No measure, multiplier or pool that pays is of the class volume, referrals, market share,"
    " revenue, margin or payer mix; leakage only under a value-based legal basis.",
    check,
)
