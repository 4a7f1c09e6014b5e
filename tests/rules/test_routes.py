"""Routes: what it would take, in whole cases and real dollars, and why some measures have none."""

import re
from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.method import Level, PartOf
from comanage.rules.numbers import exact, money
from comanage.rules.outlook import Outlook, Route
from comanage.rules.routes import routes
from comanage.rules.settlement import settle
from comanage.rules.stops import ahead, earned
from comanage.rules.terms import Settles
from comanage.rules.units import Better, Unit
from comanage.rules.whatif import changed
from tests.rules.supposing import SOME, case, route_of, why_not
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure

PERIOD = "2027-Q1"
READMISSIONS = Bands(
    (
        Level("threshold", exact("5"), exact("0.55")),
        Level("target", exact("3.5"), exact("1")),
    )
)
TEN_OF_205 = Figure(PERIOD, "", "ON-TIME", numerator=exact("10"), denominator=exact("205"))
READMITTED = with_measure(
    TERMS, "ON-TIME",
    name="Readmissions within 30 days", better=Better.LOWER, method=READMISSIONS,
)  # fmt: skip
FALLEN = with_figure(FIGURES, "ON-TIME", TEN_OF_205)


def test_fewer_readmissions_reach_the_target_in_whole_cases_with_its_dollars():
    route = route_of(routes(READMITTED, FALLEN, PERIOD), "ON-TIME")
    assert route.sentence == (
        "Readmissions within 30 days: 3 fewer cases (7 of 205 instead of 10)"
        " reach target (3.5% or less): $1,800.00."
    )
    assert (route.cases, route.cents, route.takes) == (-3, 180000, exact("3.5"))
    assert route.figure == replace(TEN_OF_205, numerator=exact("7"))


def test_routes_stand_by_their_dollars_and_the_rest_says_why():
    assert routes(TERMS, FIGURES, PERIOD).sentences == (
        "First cases on time: 85.0% or more instead of 79.9% reaches target: $1,200.00.",
        (
            "Screening: 1 more case (413 of 486 instead of 412) reaches target (85.0% or more):"
            " $24.00."
        ),
        "Infections: it already earns all that it can.",
    )


def test_a_route_reads_back_from_canonical_text():
    outlook = routes(TERMS, FIGURES, PERIOD)
    assert canonical.read(Outlook, canonical.text(outlook)) == (outlook, [])


def test_where_a_floor_holds_the_next_level_the_one_after_it_is_the_route():
    terms = with_measure(TERMS, "ON-TIME", floor=exact("0.8"))
    figures = with_figure(FIGURES, "ON-TIME", Figure(PERIOD, "", "ON-TIME", exact("70")))
    assert route_of(routes(terms, figures, PERIOD), "ON-TIME").sentence == (
        "First cases on time: 95.0% or more instead of 70.0% reaches maximum: $800.00."
    )


def test_a_baseline_to_be_beaten_names_the_level_that_it_leads_to():
    terms = with_measure(TERMS, "ON-TIME", must_beat_baseline=True)
    held = Figure(PERIOD, "", "ON-TIME", exact("88"), baseline=exact("88"))
    assert route_of(routes(terms, with_figure(FIGURES, "ON-TIME", held), PERIOD), "ON-TIME").sentence == (
        "First cases on time: 88.1% or more instead of 88.0% reaches target: $3,200.00."
    )  # fmt: skip


def test_the_parts_of_a_composite_have_the_routes_that_it_has_not():
    parts = tuple(
        replace(
            SCREENING, code=code, name=f"Part {code}", weight=exact("0"), status=Status.REPORTING
        )
        for code in ("A", "B")
    )
    whole = Composite((PartOf("A"), PartOf("B")), Combines.MEAN)
    made = Measure("BOTH", "Both", exact("0.4"), Unit.INDEX, Better.HIGHER, whole)
    efficiency = replace(TERMS.domains[1], measures=(made, *parts))
    terms = replace(TERMS, domains=(TERMS.domains[0], efficiency))
    figures = (*FIGURES[:2], *(Figure(PERIOD, "", code, exact("85")) for code in ("A", "B")))
    outlook = routes(terms, figures, PERIOD)
    assert why_not(outlook, "BOTH") == "Both: it is made of A, B: change those."
    assert route_of(outlook, "A").sentence == (
        "Part A: 95.0% or more instead of 85.0% reaches maximum: $400.00."
    )


def test_without_money_a_route_says_what_the_score_rises_by():
    terms = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)
    figures = [replace(each, participant=who) for each in FIGURES for who in ("north", "east")]
    outlook = routes(terms, figures, PERIOD)
    assert outlook.routes[0].sentence == (
        "East Group, First cases on time: 85.0% or more instead of 79.9% reaches target:"
        " 12% of the score."
    )
    assert len(outlook.routes) == 4


@pytest.mark.parametrize("name", SOME)
def test_the_dollars_of_a_route_are_those_of_settling_again(name):
    terms, figures, period = case(name)
    outlook = routes(terms, figures, period)
    before = settle(terms, figures, period).earned
    for route in outlook.routes:
        again = settle(terms, changed(figures, [route.figure]), period)
        assert again.earned - before == route.cents > 0
    assert [route.cents for route in outlook.routes] == sorted(
        (route.cents for route in outlook.routes), reverse=True
    )


@pytest.mark.parametrize("name", [*SOME])
def test_no_route_gives_a_price_of_a_case(name):
    named = {field.name for field in fields(Route)}
    assert not {word for word in named if "per" in word or "price" in word}
    terms, figures, period = case(name)
    for route in routes(terms, figures, period).routes:
        if terms.measure(route.measure).unit is not Unit.DOLLARS:
            assert re.findall(r"-?\$[\d,.]*\d", route.sentence) == [money(route.cents)]


@given(
    st.integers(1, 300).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_))),
    st.sampled_from(Better),
    st.sampled_from([Bands, Linear]),
    st.sampled_from([None, 0, 1]),
)
def test_a_route_reaches_its_level_when_settled_and_one_case_less_does_not(
    counts, better, kind, precision
):
    reaches = ["60", "80", "90"] if better is Better.HIGHER else ["40", "20", "10"]
    levels = tuple(
        Level(f"level {at}", exact(reach), Fraction(at, 3)) for at, reach in enumerate(reaches, 1)
    )
    terms = with_measure(TERMS, "ON-TIME", better=better, method=kind(levels), precision=precision)
    top, bottom = map(Fraction, counts)
    figure = Figure(PERIOD, "", "ON-TIME", numerator=top, denominator=bottom)
    figures = with_figure(FIGURES, "ON-TIME", figure)
    route = route_of(routes(terms, figures, PERIOD), "ON-TIME")
    if route is None:
        assert ahead(terms.measure("ON-TIME"), figure) == []
        return
    aim = next(level.earns for level in levels if level.name == route.reaches)
    one_less = replace(
        route.figure, numerator=route.figure.numerator - (1 if route.cases > 0 else -1)
    )
    assert factor(terms, figures, route.figure) >= aim > factor(terms, figures, one_less)


def factor(terms, figures, figure):
    """Settle with one figure changed, and give the factor of its measure."""
    settled = settle(terms, changed(figures, [figure]), PERIOD)
    (line,) = settled.scorecard.domains[1].measures
    measure = terms.measure(figure.measure)
    assert line.factor == earned(measure, figure, line.value).share
    return line.factor


def test_a_measure_with_points_is_told_in_points():
    (route,) = routes(*case("p6_points")).routes
    assert (route.reaches, route.cents) == ("6 of 10 points", 1000000)
