"""A statement of 24 measures in four domains, with a contract year, trends and three groups."""

from dataclasses import replace
from fractions import Fraction

from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.numbers import exact
from comanage.rules.terms import Domain, Participant, Terms
from comanage.statements.carried import Carried
from tests.statements import courses, samples

NAMES = {
    "Quality": (
        "Surgical site infections after joint replacement",
        "All-cause readmissions within 30 days",
        "Antibiotic within one hour of incision",
        "Returns to the operating room within 30 days",
        "Falls with injury on the orthopedic unit",
        "Transfusions after elective joint replacement",
    ),
    "Efficiency": (
        "First cases that start on time",
        "Turnover time between cases",
        "Cases cancelled on the day of surgery",
        "Length of stay after hip fracture",
        "Block time used",
        "Discharges home before noon",
    ),
    "Finance": (
        "Implant cost per case against budget",
        "Supply cost per case against budget",
        "Implants bought under contract",
        "Overtime hours against budget",
        "Claims denied for documentation",
        "Days in accounts receivable",
    ),
    "Experience": (
        "Patients who would recommend us",
        "Nurses explained things clearly",
        "Pain was well controlled",
        "Staff who would work here again",
        "Complaints answered within seven days",
        "Committee meetings attended",
    ),
}
GROUPS = (*samples.TERMS.participants, Participant("QUARTZ", "Quartz Valley Hand Surgery"))
SHARES = (
    Share("COPPER", exact("0.25")),
    Share("GRANITE", exact("0.55")),
    Share("QUARTZ", exact("0.2")),
)
LIKE = ("ssi", "readmit", "abx", "fcots", "turnover", "implant")  # of the sample, one a measure


def held(names: dict[str, tuple[str, ...]] = NAMES) -> Carried:
    """Gather what the statement of one of the groups carries."""
    terms, figures = _agreed(names)
    course = replace(courses.COURSE, readings=courses.readings(_results(terms)))
    return samples.held(terms, figures, course=course)


def _agreed(names: dict[str, tuple[str, ...]]) -> tuple[Terms, tuple]:
    """Give the terms, and a figure for each measure."""
    count = sum(map(len, names.values()))
    known = {one.code: one for domain in samples.DOMAINS for one in domain.measures}
    reported = {one.measure: one for one in samples.FIGURES}
    domains, figures = [], []
    for name, measures in names.items():
        rows = []
        for at, (like, called) in enumerate(zip(LIKE, measures, strict=True)):
            code = f"{name.lower()}-{at}"
            rows.append(replace(known[like], code=code, name=called, weight=Fraction(1, count)))
            figures.append(replace(reported[like], measure=code))
        domains.append(Domain(name.lower(), name, Fraction(len(rows), count), tuple(rows)))
    terms = replace(
        samples.TERMS,
        domains=tuple(domains), participants=GROUPS, allocation=FixedShares(SHARES),
    )  # fmt: skip
    return terms, tuple(figures)


def _results(terms: Terms) -> dict[str, str]:
    """Give results of earlier periods for the first measure of each domain."""
    return {domain.measures[0].code: courses.RESULTS["ssi"] for domain in terms.domains}
