"""Scorecards made from the library, ready to be linted."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from comanage.library import collection
from comanage.library.measure import agreed
from comanage.rules.allocations.equal import Equal
from comanage.rules.compliance import LegalBasis
from comanage.rules.funding.fixed import Fixed
from comanage.rules.measure import Status
from comanage.rules.methods.recorded import Recorded
from comanage.rules.periods import quarters
from comanage.rules.pool import FmvCap
from comanage.rules.terms import Domain, Participant, Terms

BASICS = {
    "periods": tuple(quarters(date(2027, 1, 1), date(2027, 12, 31))),
    "participants": (Participant("north", "North Group"), Participant("east", "East Group")),
    "base_fee": Fraction(400_000),
    "funding": Fixed(Fraction(100_000)),
    "allocation": Equal(),
}
BESIDE = ("door-to-balloon", "prom-completion", "peer-review-timely", "clabsi")


def filled(template):
    """Make the terms of a template, once pool, groups and term are filled in."""
    return Terms("TEMPLATE", template.name, domains=collection.domains(template), **BASICS)


def by_counsel(terms):
    """Add what counsel and the valuator decide: the legal basis and the fair market value cap."""
    cap = FmvCap(Fraction(900_000), counts_base_fee=True)
    return replace(terms, legal_basis=LegalBasis.PERSONAL_SERVICES, fmv_cap=cap)


def alone(found):
    """Make terms in which a measure of the library stands beside others that nothing is odd about."""
    paid = found.status is Status.CONTRACTUAL
    others = [code for code in BESIDE if code != found.code][: 3 if paid else 4]
    codes = {*others, *found.balances, found.code, "case-mix-index"}
    measures = [
        agreed(collection.measure(code), weight=Fraction(1, 4), beside=codes) for code in others
    ]
    told = agreed(found, weight=Fraction(1, 4) if paid else Fraction(0), beside=codes)
    watching = [
        replace(agreed(collection.measure(code)), method=Recorded(), status=Status.REPORTING,
                balances=(), minimum=None)
        for code in sorted(codes - {*others, found.code})
    ]  # fmt: skip
    domains = (Domain("quality", "Quality", Fraction(1), (*measures, told, *watching)),)
    return by_counsel(Terms("ALONE", found.name, domains=domains, **BASICS))
