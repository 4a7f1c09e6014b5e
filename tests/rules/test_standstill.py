"""Standstill: why a measure's own figure would earn no more."""

from dataclasses import replace

import pytest

from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.figures import Figure
from comanage.rules.gates import Modifier
from comanage.rules.measure import Minimum, Status
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.pool import Earning, PoolRules
from comanage.rules.routes import routes
from tests.rules.supposing import why_not
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure

PERIOD = "2027-Q1"


@pytest.mark.parametrize(
    ("terms", "figures", "measure", "sentence"),
    [
        pytest.param(
            TERMS, with_figure(FIGURES, "ON-TIME", Figure(PERIOD, "", "ON-TIME", absent="late")),
            "ON-TIME",
            "First cases on time: no result (late): its weight stays and earns nothing;"
            " $4,000.00 of $4,000.00 is not earned.",
            id="a missing figure says what its rule costs",
        ),
        pytest.param(
            with_measure(TERMS, "SCREENING", minimum=Minimum(exact("500")),
                         missing=Missing.REDISTRIBUTE_ALL),
            FIGURES, "SCREENING",
            "Screening: no result (too few cases): its weight goes to the measures that remain.",
            id="too few cases",
        ),
        pytest.param(
            with_measure(TERMS, "ON-TIME", cap=exact("0.5")), FIGURES, "ON-TIME",
            "First cases on time: a floor or a cap holds the measure.", id="a measure at its cap",
        ),
        pytest.param(
            replace(TERMS, domains=(replace(TERMS.domains[0], cap=exact("0.5")), TERMS.domains[1])),
            FIGURES, "SCREENING",
            "Screening: a floor or a cap holds its domain.", id="a domain at its cap",
        ),
        pytest.param(
            replace(TERMS, pool=PoolRules(most=exact("5000"))), FIGURES, "ON-TIME",
            "First cases on time: the pool is cut to the cap of $5,000.00, and not carried over.",
            id="a pool at its cap",
        ),
        pytest.param(
            replace(TERMS, earned=Earning.AS_FUNDED), FIGURES, "ON-TIME",
            "First cases on time: the pool is earned as it was funded, whatever the score.",
            id="a pool that no score divides",
        ),
        pytest.param(
            replace(TERMS, periods=(replace(TERMS.periods[0], advance=True),)), FIGURES, "ON-TIME",
            "First cases on time: an advance is paid in this period, whatever the score.",
            id="an advance",
        ),
        pytest.param(
            replace(TERMS, pool=PoolRules(modifiers=(Modifier("None", exact("0")),))), FIGURES,
            "ON-TIME",
            "First cases on time: what is applied after it leaves the dollars as they are.",
            id="a multiplier of nothing",
        ),
    ],
)  # fmt: skip
def test_a_measure_without_a_route_says_why(terms, figures, measure, sentence):
    assert why_not(routes(terms, figures, PERIOD), measure) == sentence


def test_an_alternate_without_weight_has_no_route():
    alternate = replace(SCREENING, code="ALT", weight=exact("0"), status=Status.ALTERNATE)
    quality = TERMS.domains[0]
    terms = replace(
        TERMS,
        domains=(replace(quality, measures=(*quality.measures, alternate)), *TERMS.domains[1:]),
    )
    figures = (*FIGURES, Figure(PERIOD, "", "ALT", exact("75")))
    assert why_not(routes(terms, figures, PERIOD), "ALT").endswith("no weight in this period.")


def test_where_each_earns_by_its_own_score_the_routes_are_its_own():
    terms = replace(TERMS, allocation=OwnScore())
    own = [replace(each, participant=who) for each in FIGURES for who in ("north", "east")]
    outlook = routes(terms, (*FIGURES, *own), PERIOD)
    assert outlook.routes[0].sentence == (
        "East Group, First cases on time: 85.0% or more instead of 79.9% reaches target: $600.00."
    )
    assert why_not(outlook, "ON-TIME") == (
        "First cases on time: each participant earns by its own score."
    )
