"""A scorecard in which lint finds nothing: what tests of lint change, one thing at a time."""

from dataclasses import replace
from datetime import date

from comanage.rules.allocations.equal import Equal
from comanage.rules.compliance import ComplianceClass, LegalBasis
from comanage.rules.funding.fixed import Fixed
from comanage.rules.lint import lint
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.count import Count
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Level
from comanage.rules.methods.points import Points
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import exact
from comanage.rules.periods import quarters
from comanage.rules.pool import FmvCap
from comanage.rules.terms import Domain, Participant, Terms
from comanage.rules.units import Better, Unit

PAID = {"evidence": "A published guideline", "specification": "2027"}


def levels(*reaches):
    """Give three levels that earn 50%, 80% and 100%."""
    names = ("threshold", "target", "maximum")
    return tuple(
        Level(name, exact(reach), exact(earns))
        for name, reach, earns in zip(names, reaches, ("0.5", "0.8", "1"), strict=True)
    )


SCREENING = Measure(
    "SCREENING", "Screening", exact("0.25"), Unit.PERCENT, Better.HIGHER,
    Bands(levels("75", "85", "95")), 1, compliance=ComplianceClass.QUALITY, **PAID,
)  # fmt: skip
INFECTIONS = Measure(
    "SSI", "Surgical site infections", exact("0.25"), Unit.RATIO, Better.LOWER,
    Linear(levels("1.0", "0.8", "0.6")), 2, compliance=ComplianceClass.QUALITY, **PAID,
)  # fmt: skip
RECOMMEND = Measure(
    "RECOMMEND", "Patients who would recommend us", exact("0.2"), Unit.PERCENT, Better.HIGHER,
    Points(exact("70"), exact("84")), 1, compliance=ComplianceClass.EXPERIENCE, **PAID,
)  # fmt: skip
IMPLANT = Measure(
    "IMPLANT", "Implant cost per case", exact("0.2"), Unit.DOLLARS, Better.LOWER,
    Linear(levels("5400", "5100", "4900")), 0, compliance=ComplianceClass.COST,
    balances=("SSI",), **PAID,
)  # fmt: skip
MILESTONES = Measure(
    "MILESTONES", "Program milestones", exact("0.1"), Unit.COUNT, Better.HIGHER,
    Count(exact("5")), compliance=ComplianceClass.DEVELOPMENT, **PAID,
)  # fmt: skip
CASE_MIX = Measure(
    "CASE-MIX", "Case-mix index", exact("0"), Unit.INDEX, Better.HIGHER, Recorded(),
    status=Status.REPORTING, compliance=ComplianceClass.MONITORING,
)  # fmt: skip
CASES = replace(CASE_MIX, code="CASES", name="Cases treated", unit=Unit.COUNT,
                compliance=ComplianceClass.VOLUME)  # fmt: skip
SOUND = Terms(
    code="sound",
    title="A scorecard in which nothing is odd",
    periods=tuple(quarters(date(2027, 1, 1), date(2027, 12, 31))),
    domains=(
        Domain("quality", "Quality", exact("0.7"), (SCREENING, INFECTIONS, RECOMMEND)),
        Domain("finance", "Finance", exact("0.2"), (IMPLANT,)),
        Domain("development", "Development", exact("0.1"), (MILESTONES,)),
        Domain("monitoring", "Monitoring", exact("0"), (CASE_MIX, CASES)),
    ),
    participants=(Participant("north", "North Group"), Participant("east", "East Group")),
    legal_basis=LegalBasis.PERSONAL_SERVICES,
    base_fee=exact("120000"),
    funding=Fixed(exact("100000")),
    fmv_cap=FmvCap(exact("600000"), counts_base_fee=True),
    allocation=Equal(),
)


def with_domain(terms, code, **changes):
    """Give the terms with one domain changed."""
    domains = tuple(
        replace(domain, **changes) if domain.code == code else domain for domain in terms.domains
    )
    return replace(terms, domains=domains)


def keys(terms, figures=()):
    """Give the keys of all cautions."""
    return [caution.key for caution in lint(terms, figures).cautions]


def faults(terms, figures=()):
    """Give all faults in words."""
    return [str(fault) for fault in lint(terms, figures).faults]
