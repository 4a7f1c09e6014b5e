"""Compliance classes: what a measure rewards, as the rules on physician payments see it.

A class says nothing about whether a measure is good; it says which safeguards
apply to paying on it, and whether it may be paid on at all.
"""

from enum import StrEnum


class ComplianceClass(StrEnum):
    """What a measure rewards."""

    UNSTATED = "unstated"
    QUALITY = "quality"  # outcomes, safety, adherence to evidence
    EXPERIENCE = "experience"  # of patients or of staff
    EFFICIENCY = "efficiency"  # time, throughput of a process, length of stay
    COST = "cost"  # supplies, cost per case, expense against a budget
    DEVELOPMENT = "development"  # programme milestones, education, accreditation
    CITIZENSHIP = "citizenship"  # committees, peer review, documentation in time
    MONITORING = "monitoring"  # watched so that nobody is steered away; never paid
    VOLUME = "volume"
    REFERRALS = "referrals"
    MARKET_SHARE = "market share"
    LEAKAGE = "leakage"
    REVENUE = "revenue"
    MARGIN = "margin"
    PAYER_MIX = "payer mix"


class LegalBasis(StrEnum):
    """The exception or safe harbor that an agreement is built on."""

    UNSTATED = "unstated"
    PERSONAL_SERVICES = "personal services"
    FAIR_MARKET_VALUE = "fair market value"
    VALUE_BASED = "value-based arrangement"
    DOWNSIDE_RISK = "meaningful downside risk"
    FULL_RISK = "full financial risk"
    SHARED_SAVINGS_WAIVER = "shared savings programme waiver"


NEVER_PAID = frozenset(  # by volume or value of referrals, or a share of net profit
    {
        ComplianceClass.MONITORING,
        ComplianceClass.VOLUME,
        ComplianceClass.REFERRALS,
        ComplianceClass.MARKET_SHARE,
        ComplianceClass.REVENUE,
        ComplianceClass.MARGIN,
        ComplianceClass.PAYER_MIX,
    }
)
PAID_AT_RISK = frozenset({ComplianceClass.LEAKAGE})  # only under a value-based legal basis
VALUE_BASES = frozenset(
    {
        LegalBasis.VALUE_BASED,
        LegalBasis.DOWNSIDE_RISK,
        LegalBasis.FULL_RISK,
        LegalBasis.SHARED_SAVINGS_WAIVER,
    }
)
BALANCED = frozenset({ComplianceClass.COST})  # needs a balancing quality measure or a floor
