"""Scorecard: what applies to a domain, how many must be scored, and how it adds up.

The worked agreement (worked.py): SCREENING 40 %, INFECTIONS 20 % in quality, ON-TIME 40 %.
"""

from dataclasses import replace

import pytest

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Status
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.retrace import faults
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain, Reweighted
from tests.rules.settling import PERIOD, absent, results, scored
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure

SHUT = Gate("Harm", Condition(Compares.AT_LEAST, exact("1"), "INFECTIONS"))
OPEN = Gate("Harm", Condition(Compares.AT_MOST, exact("0"), "INFECTIONS"))
BY_FACTOR = Gate("Harm", Condition(Compares.MORE_THAN, exact("0.9"), "ON-TIME", Looks.FACTOR))
HALF = Modifier("Half", exact("0.5"))


def domain_with(**changes):
    return replace(TERMS, domains=(replace(TERMS.domains[0], **changes), TERMS.domains[1]))


@pytest.mark.parametrize(
    ("changes", "quality", "line"),
    [
        pytest.param({"gates": (SHUT,)}, 0, -517600, id="a closed gate"),
        pytest.param({"modifiers": (HALF,)}, 258800, -258800, id="a modifier"),
        pytest.param({"cap": exact("0.5")}, 300000, -217600, id="a cap on its weight"),
        pytest.param({"floor": exact("0.9")}, 540000, 22400, id="a floor on its weight"),
        pytest.param({"gates": (SHUT,), "floor": exact("0.9")}, 0, -517600, id="gate before floor"),
        pytest.param({"gates": (OPEN,)}, 517600, 0, id="an open gate"),
        pytest.param(
            {"modifiers": (replace(HALF, only_full=True),)},
            517600,
            0,
            id="not for what is not full",
        ),
    ],
)
def test_a_domain_s_own_rules_are_a_line_of_the_domain(changes, quality, line):
    terms = domain_with(**changes)
    settled = settle(terms, FIGURES, PERIOD)
    assert settled.amount("quality").earned == quality
    measures = [one.earned for one in settled.amounts if one.domain == "quality" and one.measure]
    assert sum(measures) == 517600
    assert [change.cents for change in settled.changes] == ([line] if line else [])
    assert settled.earned == quality + 200000
    assert faults(terms, settled.steps) == []


def test_a_domain_s_gate_may_look_at_what_another_domain_earned_before_its_own_rules():
    gate = Gate("Quality first", Condition(
        Compares.AT_LEAST, exact("0.86"), "quality", Looks.DOMAIN
    ))  # fmt: skip
    quality = replace(TERMS.domains[0], cap=exact("0.1"))
    terms = replace(TERMS, domains=(quality, replace(TERMS.domains[1], gates=(gate,))))
    # quality earned .5176 of .6, which is 86.27 %, before its cap
    assert settle(terms, FIGURES, PERIOD).amount("efficiency").earned == 200000


@pytest.mark.parametrize(
    ("unscored", "weights", "earned"),
    [
        (Missing.REDISTRIBUTE_ALL, ["0", "0", "1"], 500000),
        (Missing.FORFEIT, ["0.4", "0.2", "0.4"], 200000),
    ],
)
def test_a_domain_of_too_few_scored_measures_is_not_scored_at_all(unscored, weights, earned):
    terms = domain_with(fewest=2, unscored=unscored)
    line, settled = scored(terms, with_figure(FIGURES, "SCREENING", absent("too few cases")))
    found = [one.weight for domain in settled.scorecard.domains for one in domain.measures]
    assert found == [exact(weight) for weight in weights]
    assert settled.earned == earned
    assert settled.scorecard.domains[0].measures[1].factor is None
    assert not settled.scorecard.domains[0].scored
    assert line.absent == "too few cases"


def test_with_too_few_domains_the_whole_is_not_scored():
    terms = replace(domain_with(fewest=2), fewest_domains=2)
    _, settled = scored(terms, with_figure(FIGURES, "SCREENING", absent("too few cases")))
    assert settled.scorecard.unscored == "1 domains were scored, fewer than 2: nothing is earned"
    assert results(settled)["scorecard", "worked", "total"] is None
    assert settled.earned == 0


def test_scores_are_also_written_on_the_scale_of_the_terms():
    found = results(settle(replace(TERMS, out_of=exact("100")), FIGURES, PERIOD))
    assert found["scorecard", "worked", "score"] == exact("71.76")
    assert found["domain", "quality", "points"] == exact("51.76")
    assert found["domain", "quality", "score"] == exact("51.76") / exact("0.6")


def test_weights_may_differ_in_a_period():
    swapped = (
        Reweighted(PERIOD, "SCREENING", exact("0.2")),
        Reweighted(PERIOD, "INFECTIONS", exact("0.4")),
    )
    _, settled = scored(replace(TERMS, reweighted=swapped))
    assert settled.earned == to_cents_of("0.2 * 0.794 + 0.4 + 0.4 * 0.5")


def to_cents_of(sum_of_products):
    parts = [part.split(" * ") for part in sum_of_products.split(" + ")]
    shares = [exact(part[0]) * (exact(part[1]) if len(part) > 1 else 1) for part in parts]
    return sum(shares) * 1000000


def test_a_floor_lifts_no_domain_that_is_not_scored():
    terms = domain_with(fewest=2, unscored=Missing.FORFEIT, floor=exact("0.25"))
    _, settled = scored(terms, with_figure(FIGURES, "SCREENING", absent("too few cases")))
    assert settled.amount("quality").earned == 0


def test_the_weight_of_a_domain_that_is_not_scored_goes_to_domains_as_wholes():
    third = replace(SCREENING, code="THIRD", weight=exact("0.2"))
    fourth = replace(third, code="FOURTH", missing=Missing.REDISTRIBUTE_DOMAIN)
    domains = (
        replace(TERMS.domains[0], weight=exact("0.2"), fewest=1, measures=(third,)),
        replace(TERMS.domains[1], weight=exact("0.4"), measures=(
            replace(SCREENING, code="A", weight=exact("0.2")), fourth,
        )),
        Domain("last", "Last", exact("0.4"), (replace(SCREENING, code="B", weight=exact("0.4")),)),
    )  # fmt: skip
    figures = [
        Figure(PERIOD, "", "THIRD", absent="late"),
        Figure(PERIOD, "", "FOURTH", absent="late"),
        Figure(PERIOD, "", "A", exact("95")),
        Figure(PERIOD, "", "B", exact("95")),
    ]
    settled = settle(replace(TERMS, domains=domains), figures, PERIOD)
    # both domains keep 40 %, though one of them has but one measure left
    assert [domain.weight for domain in settled.scorecard.domains] == [
        0,
        exact("0.5"),
        exact("0.5"),
    ]


LATE = [absent("late"), Figure(PERIOD, "", "INFECTIONS", absent="late")]
REPORTED = replace(SCREENING, code="REPORTED", weight=exact("0"), status=Status.REPORTING)


@pytest.mark.parametrize(
    ("missing", "counts"),
    [
        pytest.param(0, True, id="all of its measures have a result"),
        pytest.param(1, True, id="one of them has"),
        pytest.param(2, False, id="only what is reported and never paid has"),
    ],
)
def test_a_domain_is_scored_where_a_measure_that_is_paid_is(missing, counts):
    terms = domain_with(measures=(*TERMS.domains[0].measures, REPORTED))
    figures = (*LATE[:missing], *FIGURES[missing:], Figure(PERIOD, "", "REPORTED", exact("90")))
    _, settled = scored(terms, figures)
    assert settled.scorecard.domains[0].scored is counts
    needed = settle(replace(terms, fewest_domains=2), figures, PERIOD)
    assert (needed.scorecard.unscored == "") is counts


@pytest.mark.parametrize(
    ("missing", "earned"), [pytest.param(Unknown.HOLDS, 200000), pytest.param(Unknown.FAILS, 0)]
)
def test_a_domain_that_is_not_scored_has_no_number_that_a_gate_could_look_at(missing, earned):
    gate = Gate("Quality first", Condition(
        Compares.AT_LEAST, exact("0.5"), "quality", Looks.DOMAIN, missing
    ))  # fmt: skip
    quality = replace(TERMS.domains[0], fewest=2, unscored=Missing.FORFEIT)
    terms = replace(TERMS, domains=(quality, replace(TERMS.domains[1], gates=(gate,))))
    settled = settle(terms, with_figure(FIGURES, "SCREENING", absent("late")), PERIOD)
    assert settled.amount("efficiency").earned == earned


def test_a_modifier_of_what_is_full_acts_on_a_full_domain():
    full = replace(HALF, only_full=True)
    best = with_figure(FIGURES, "SCREENING", Figure(PERIOD, "", "SCREENING", exact("95")))
    assert settle(domain_with(modifiers=(full,)), best, PERIOD).amount("quality").earned == 300000


def test_a_domain_that_is_not_scored_has_no_points_on_the_scale_of_the_terms():
    terms = replace(domain_with(fewest=2, unscored=Missing.FORFEIT), out_of=exact("100"))
    _, settled = scored(terms, with_figure(FIGURES, "SCREENING", absent("late")))
    found = results(settled)
    assert (found["domain", "quality", "points"], found["domain", "quality", "score"]) == (
        None,
    ) * 2
    assert found["domain", "efficiency", "points"] == 20
