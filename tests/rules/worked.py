"""A small agreement to test rules with: two domains, three measures, two groups, $10,000.00."""

from dataclasses import replace
from datetime import date

from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.figures import Figure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.measure import Measure
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Level
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.terms import Domain, Participant, Terms
from comanage.rules.units import Better, Unit

LEVELS = (
    Level("threshold", exact("75"), exact("0.5")),
    Level("target", exact("85"), exact("0.8")),
    Level("maximum", exact("95"), exact("1")),
)
SCREENING = Measure(
    "SCREENING", "Screening", exact("0.4"), Unit.PERCENT, Better.HIGHER, Linear(LEVELS), 1
)
INFECTIONS = Measure(
    "INFECTIONS", "Infections", exact("0.2"), Unit.COUNT, Better.LOWER, Binary(exact("0"))
)
ON_TIME = Measure(
    "ON-TIME", "First cases on time", exact("0.4"), Unit.PERCENT, Better.HIGHER, Bands(LEVELS), 1
)
TERMS = Terms(
    code="worked",
    title="A worked scorecard",
    periods=(
        Period("2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        Period("2027-Q2", date(2027, 4, 1), date(2027, 6, 30)),
    ),
    domains=(
        Domain("quality", "Quality", exact("0.6"), (SCREENING, INFECTIONS)),
        Domain("efficiency", "Efficiency", exact("0.4"), (ON_TIME,)),
    ),
    participants=(Participant("north", "North Group"), Participant("east", "East Group")),
    base_fee=exact("120000"),
    funding=Fixed(exact("10000")),
    allocation=FixedShares((Share("north", exact("0.6")), Share("east", exact("0.4")))),
)
FIGURES = (
    Figure("2027-Q1", "", "SCREENING", numerator=exact("412"), denominator=exact("486")),
    Figure("2027-Q1", "", "INFECTIONS", exact("0")),
    Figure("2027-Q1", "", "ON-TIME", exact("79.9")),
)


def with_measure(terms, code, **changes):
    """Give the terms with one measure changed."""
    domains = tuple(
        replace(
            domain,
            measures=tuple(
                replace(measure, **changes) if measure.code == code else measure
                for measure in domain.measures
            ),
        )
        for domain in terms.domains
    )
    return replace(terms, domains=domains)


def with_figure(figures, code, figure):
    """Give the figures with that of one measure exchanged."""
    return tuple(figure if one.measure == code else one for one in figures)
