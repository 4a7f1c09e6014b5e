"""Barriers: what closed gates keep from earning, and what opens them."""

from dataclasses import replace

import pytest

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate
from comanage.rules.measure import Status
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Level
from comanage.rules.numbers import ONE, exact
from comanage.rules.pool import PoolRules
from comanage.rules.routes import routes
from comanage.rules.units import Better, Unit
from tests.rules.supposing import route_of, why_not
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure

PERIOD = "2027-Q1"
WITHOUT_INFECTION = Gate("Quality first", Condition(Compares.LESS_THAN, exact("1"), "INFECTIONS"))
ILL = with_figure(FIGURES, "INFECTIONS", Figure(PERIOD, "", "INFECTIONS", exact("2")))


def gated(gate, *, at):
    """Put a gate on efficiency, on its measure, or on the pool."""
    if at == "pool":
        return replace(TERMS, pool=PoolRules(gates=(gate,)))
    if at == "measure":
        return with_measure(TERMS, "ON-TIME", gates=(gate,))
    return replace(TERMS, domains=(TERMS.domains[0], replace(TERMS.domains[1], gates=(gate,))))


@pytest.mark.parametrize("at", ["measure", "domain", "pool"])
def test_a_closed_gate_says_what_opens_it_and_what_that_earns(at):
    outlook = routes(gated(WITHOUT_INFECTION, at=at), ILL, PERIOD)
    (closed,) = outlook.closed
    held = {"measure": "First cases on time", "domain": "Efficiency", "pool": "the pool"}[at]
    assert closed.sentence == (
        f"Quality first keeps {held} from earning: Infections, 2, is not less than 1;"
        " 0 instead of 2 opens it."
    )
    route = route_of(outlook, "INFECTIONS")
    assert (route.reaches, route.opens) == ("target", ("Quality first",))
    assert "reaches target and opens Quality first: " in route.sentence
    assert closed.sentence.startswith(why_not(outlook, "ON-TIME").split(": ", 1)[1][:-1])


def test_a_gate_on_a_measure_that_is_not_paid_has_a_route_of_its_own():
    monitor = replace(
        SCREENING, code="FALLS", name="Falls", weight=exact("0"), status=Status.REPORTING,
        better=Better.LOWER, unit=Unit.PER_1000, method=Linear((Level("x", exact("3"), ONE),)),
    )  # fmt: skip
    gate = Gate("Falls", Condition(Compares.AT_MOST, exact("3"), "FALLS"), keeps=exact("0.5"))
    quality = TERMS.domains[0]
    domains = (replace(quality, measures=(*quality.measures, monitor)), *TERMS.domains[1:])
    terms = replace(TERMS, domains=domains, pool=PoolRules(gates=(gate,)))
    falls = Figure(PERIOD, "", "FALLS", numerator=exact("17"), denominator=exact("4100"))
    outlook = routes(terms, (*FIGURES, falls), PERIOD)
    assert outlook.routes[0].sentence == (
        "Falls: 5 fewer cases (12 of 4,100 instead of 17) open Falls: $3,588.00."
    )
    assert outlook.closed[0].sentence == (
        "Falls leaves the pool 50% of what it earned: Falls, 4.1 per 1,000, is not at most"
        " 3.0 per 1,000; 5 fewer cases (12 of 4,100 instead of 17) open it."
    )


@pytest.mark.parametrize(
    ("condition", "figures", "tail"),
    [
        pytest.param(
            Condition(Compares.AT_LEAST, exact("0.6"), "SCREENING", Looks.FACTOR),
            with_figure(FIGURES, "SCREENING", Figure(PERIOD, "", "SCREENING", exact("75"))),
            "; 78.4% or more instead of 75.0% opens it.",
            id="a factor is reached by the result that earns it",
        ),
        pytest.param(
            Condition(Compares.AT_MOST, exact("0.6"), "SCREENING", Looks.FACTOR),
            FIGURES,
            "; 32 fewer cases (380 of 486 instead of 412) open it.",
            id="a factor that must be low is reached by a worse result",
        ),
        pytest.param(
            Condition(Compares.AT_LEAST, exact("0.9"), "quality", Looks.DOMAIN),
            FIGURES,
            "is not at least 90%.",
            id="the score of a domain is nobody's single figure",
        ),
        pytest.param(
            Condition(Compares.HOLDS_BASELINE, code="SCREENING"),
            with_figure(
                FIGURES, "SCREENING", Figure(PERIOD, "", "SCREENING", exact("80"), baseline=exact("81"))
            ),
            "; 81.0% or more instead of 80.0% opens it.",
            id="a baseline is held by meeting it",
        ),
        pytest.param(
            Condition(Compares.AT_LEAST, exact("80"), "SCREENING"),
            with_figure(FIGURES, "SCREENING", Figure(PERIOD, "", "SCREENING", absent="late")),
            "has no result, which fails the condition.",
            id="a missing result opens nothing",
        ),
    ],
)  # fmt: skip
def test_what_a_gates_condition_takes(condition, figures, tail):
    outlook = routes(gated(Gate("Quality first", condition), at="domain"), figures, PERIOD)
    assert outlook.closed[0].sentence.endswith(tail)


def test_a_gate_that_is_waived_or_open_is_no_barrier():
    waived = replace(WITHOUT_INFECTION, unless=Condition(Compares.AT_LEAST, ONE, "INFECTIONS"))
    assert routes(gated(waived, at="pool"), ILL, PERIOD).closed == ()
    unknown = Condition(Compares.AT_MOST, ONE, "INFECTIONS", missing=Unknown.HOLDS)
    assert routes(gated(Gate("Open", unknown), at="pool"), FIGURES, PERIOD).closed == ()


def test_a_gate_that_a_single_step_does_not_open_leaves_both_without_dollars():
    both = (
        WITHOUT_INFECTION,
        Gate("On time", Condition(Compares.AT_LEAST, exact("80"), "ON-TIME")),
    )
    outlook = routes(replace(TERMS, pool=PoolRules(gates=both)), ILL, PERIOD)
    assert outlook.routes == ()
    assert len(outlook.closed) == 2
    assert "; On time keeps the pool from earning" in why_not(outlook, "SCREENING")


def test_an_advance_is_paid_before_any_gate_is_known():
    terms = gated(WITHOUT_INFECTION, at="pool")
    advance = replace(terms, periods=(replace(terms.periods[0], advance=True),))
    assert routes(advance, ILL, PERIOD).closed == ()
