"""An agreement to write statements of: five domains, every method, two groups of unequal shares."""

from datetime import UTC, date, datetime
from fractions import Fraction

from comanage.rules import canonical
from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.figures import Figure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Level
from comanage.rules.methods.points import Points
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.settlement import settle
from comanage.rules.signoff import SettlementState
from comanage.rules.terms import Domain, Participant, Terms
from comanage.rules.units import Better, Unit
from comanage.statements.carried import carried
from comanage.statements.contents import contents
from comanage.statements.facts import Facts, Signature
from comanage.statements.makers import makers

Q1 = Period("2027-Q1", date(2027, 1, 1), date(2027, 3, 31))
ENTERED = datetime(2027, 4, 9, 14, 2, tzinfo=UTC)
VERIFIED = datetime(2027, 4, 12, 9, 41, tzinfo=UTC)
APPROVED = datetime(2027, 4, 20, 16, 2, tzinfo=UTC)
SALT = "5a" * 32
MADE_BY = "other makers"  # where nothing is laid out
HIGHER, LOWER = Better.HIGHER, Better.LOWER


def levels(*reaches):
    """Threshold, target and maximum at 50%, 80% and 100%."""
    names = ("threshold", "target", "maximum")
    earns = (Fraction(1, 2), Fraction(4, 5), Fraction(1))
    return tuple(
        Level(name, exact(reach), share)
        for name, reach, share in zip(names, reaches, earns, strict=True)
    )


def measure(code, name, weight, unit, better, method, **rest):
    """Shorten what a table of measures repeats."""
    return Measure(code, name, exact(weight), unit, better, method, **rest)


PERCENT, MINUTES = Unit.PERCENT, Unit.MINUTES
DOMAINS = (
    Domain("quality", "Quality", exact("0.40"), (
        measure("ssi", "Surgical site infections after joint replacement", "0.15", PERCENT, LOWER,
                Bands(levels("1.5", "1.0", "0.6")), precision=2, clause="4.2(a)"),
        measure("readmit", "All-cause readmissions within 30 days", "0.15", PERCENT, LOWER,
                Linear(levels("5", "4", "3")), precision=1, clause="4.2(b)"),
        measure("abx", "Antibiotic within one hour of incision", "0.10", PERCENT, HIGHER,
                Points(threshold=exact("90"), benchmark=exact("98")), precision=1),
    )),
    Domain("efficiency", "Efficiency", exact("0.25"), (
        measure("fcots", "First cases that start on time", "0.10", PERCENT, HIGHER,
                Bands(levels("75", "82", "88")), precision=1),
        measure("turnover", "Turnover time between cases", "0.15", MINUTES, LOWER,
                Linear(levels("32", "28", "24")), precision=1),
    )),
    Domain("development", "Development", exact("0.10"), (
        measure("protocols", "Care protocols in use", "0.10", Unit.COUNT, HIGHER,
                Binary(exact("4"))),
    )),
    Domain("finance", "Finance", exact("0.15"), (
        measure("implant", "Implant cost per case against budget", "0.15",
                Unit.PERCENT_OF_BASE, LOWER, Bands(levels("102", "100", "97")), precision=1),
    )),
    Domain("alignment", "Alignment", exact("0.10"), (
        measure("satisfaction", "Patients who would recommend us", "0.05", PERCENT, HIGHER,
                Bands(levels("70", "75", "80")), missing=Missing.FORFEIT),
        measure("meetings", "Committee meetings attended", "0.05", PERCENT, HIGHER,
                Linear(levels("60", "75", "90")), missing=Missing.REDISTRIBUTE_ALL),
        measure("casemix", "Case mix index", "0", Unit.INDEX, HIGHER,
                Binary(exact("1.8")), status=Status.REPORTING),
    )),
)  # fmt: skip
GRANITE = Participant("GRANITE", "Granite Fork Bone & Joint")
COPPER = Participant("COPPER", "Copper Lantern Surgeons")
TERMS = Terms(
    code="ORTHO", title="Orthopedic co-management", periods=(Q1,), domains=DOMAINS,
    participants=(GRANITE, COPPER), base_fee=exact("300000"), funding=Fixed(exact("400000")),
    allocation=FixedShares((Share("COPPER", exact("0.375")), Share("GRANITE", exact("0.625")))),
)  # fmt: skip


def counted(code, numerator, denominator, baseline=None):
    """Give a figure by its counts."""
    return Figure(
        "2027-Q1", "", code, numerator=Fraction(numerator), denominator=Fraction(denominator),
        baseline=None if baseline is None else exact(baseline),
    )  # fmt: skip


def valued(code, value):
    """Give a figure by its value."""
    return Figure("2027-Q1", "", code, value=exact(value))


def absent(code, reason):
    """Give the reason why there is no figure."""
    return Figure("2027-Q1", "", code, absent=reason)


FIGURES = (
    counted("ssi", 4, 486),
    counted("readmit", 16, 451),
    counted("abx", 462, 486, "92.4"),
    counted("fcots", 179, 211),
    valued("turnover", "27.4"),
    valued("protocols", "5"),
    valued("implant", "99.2"),
    absent("satisfaction", "too few cases"),
    absent("meetings", "not available yet"),
    valued("casemix", "1.92"),
)
SIGNATURES = (
    Signature("Entered 10 figures", "Ada Marsh", "service-line administrator", ENTERED),
    Signature("Verified 10 figures", "Ben Okafor", "verifier", VERIFIED),
    Signature("Approved the settlement", "Carla Ruiz", "approver", APPROVED),
)


def named(terms, settlement):
    """Give the facts that name terms and a settlement: the code, and what each is kept under."""
    return {
        "agreement": terms.code,
        "scorecard_hash": canonical.digest(canonical.text(terms)),
        "document_hash": canonical.digest(canonical.text(settlement)),
    }


def facts(state=SettlementState.APPROVED, **changed):
    """Give what surrounds the settlement."""
    told = {
        **named(TERMS, settle(TERMS, FIGURES, "2027-Q1")),
        "organization": "Larkspur Ridge Medical Center",
        "title": "Orthopedic co-management",
        "service_line": "Orthopedics",
        "scorecard": 2,
        "number": 1,
        "state": state,
        "issued_at": APPROVED,
        "signatures": SIGNATURES if state is SettlementState.APPROVED else SIGNATURES[:2],
        "ask": "Ask Ada Marsh, service-line administrator.",
    }
    return Facts(**{**told, **changed})


def held(terms=TERMS, figures=FIGURES, group="GRANITE", **changed):
    """Gather what a statement carries."""
    settlement = settle(terms, figures, "2027-Q1")
    whole = (settlement, figures, settlement.payouts)
    told = facts(**named(terms, settlement) | changed)
    return carried(told, terms, whole, salt=SALT, made_by=makers(), reader=group)


def statement(terms=TERMS, figures=FIGURES, group="GRANITE", **changed):
    """Put together a statement."""
    return contents(terms, settle(terms, figures, "2027-Q1"), group, facts(**changed))
