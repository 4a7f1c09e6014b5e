"""Worked cases to suppose other figures in: their terms and figures as the files give them."""

from functools import cache
from pathlib import Path

from comanage.cli.settle import read_terms
from comanage.cli.whatif import figures_of
from comanage.rules.whatif import About

CASES = Path(__file__).parents[1] / "cases"
SOME = (
    "i1_linear", "i2_bands", "i3_redistribute_all", "i4_gate", "i5_blend", "i5_own_score",
    "i8_fmv_cap", "i10_precision_1", "p4_closed_gate", "p6_points", "p8_full_pay_first",
)  # fmt: skip
DIVIDED = (About.PAYOUT, About.KEPT)


@cache
def case(name):
    """Give the terms of a worked case, its figures, and the last period that it scores."""
    terms = read_terms(CASES / name / "terms.json")
    figures = tuple(figures_of(terms, CASES / name / "figures.csv"))
    scored = [each.code for each in terms.periods if not each.advance]
    return terms, figures, max(set(scored) & {figure.period for figure in figures})


def column(comparison, which, *about, inside=None):
    """Add up a column of a comparison: before, after or difference of some kinds of line."""
    return sum(
        getattr(line, which).cents or 0
        for line in comparison.lines
        if line.about in about and not line.participant and (inside is None or line.code in inside)
    )


def assert_columns_add_up(terms, comparison):
    """Hold every column of dollars to its total."""
    for which in ("before", "after", "difference"):
        for domain in terms.domains:
            parts = {measure.code for measure in domain.measures}
            summed = column(comparison, which, About.MEASURE, inside=parts)
            summed += column(comparison, which, About.DOMAIN_CHANGE, inside={domain.code})
            assert summed == column(comparison, which, About.DOMAIN, inside={domain.code})
        score = column(comparison, which, About.SCORE)
        if by_domain(comparison, which):
            assert column(comparison, which, About.DOMAIN) == score
        earned = column(comparison, which, About.EARNED)
        assert score + column(comparison, which, About.POOL_CHANGE) == earned
        assert column(comparison, which, *DIVIDED) == earned


def by_domain(comparison, which):
    """Say whether domains have dollars: not where a pool is earned as it was funded."""
    return any(
        getattr(line, which).cents is not None
        for line in comparison.lines
        if line.about is About.DOMAIN
    )


def route_of(outlook, measure):
    """Find the route of a measure; None where there is none."""
    return next((route for route in outlook.routes if route.measure == measure), None)


def why_not(outlook, measure):
    """Give the sentence of a measure without a route."""
    (found,) = [other.sentence for other in outlook.others if other.measure == measure]
    return found
