"""Safeguard 15: the exception or safe harbor that an agreement is built on is stated, and fits."""

from comanage.rules.compliance import LegalBasis
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.funding.shared_savings import SharedSavings
from comanage.rules.funding.withhold import Withhold
from comanage.rules.places import Place
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms

BASIS = Place("legal_basis", "legal_basis")


def check(terms: Terms) -> list[Finding]:
    """Look whether a basis is stated, and whether one of risk comes with a risk."""
    if terms.funding is None:
        return not_applicable("No money is paid by these terms.")
    basis = terms.legal_basis
    if basis is LegalBasis.UNSTATED:
        return [missing("The legal basis is not stated.", BASIS, asks=False)]
    if basis is LegalBasis.DOWNSIDE_RISK and not _bears_risk(terms):
        why = "The legal basis is meaningful downside risk, and nothing in the terms can be lost."
        return [missing(why, BASIS)]
    return in_place(f"Stated: {basis}.")


def _bears_risk(terms: Terms) -> bool:
    funding = terms.funding
    if isinstance(funding, SharedSavings):
        return funding.losses is not None
    if isinstance(funding, EpisodeBundle):
        return funding.loss_share > 0
    return isinstance(funding, Withhold)


LEGAL_BASIS = Safeguard(
    15,
    "legal-basis",
    "Legal basis",
    "411.357(aa)(1)–(3)",
    "The terms name the exception or safe harbor; one that rests on risk comes with a risk.",
    check,
)
