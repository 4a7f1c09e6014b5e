"""Scorecard: minimum volume, missing figures, baselines, gates of measures and domains.

The worked agreement (worked.py): SCREENING 40 %, INFECTIONS 20 % in quality, ON-TIME 40 %.
"""

from dataclasses import replace

import pytest

from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Minimum, Status
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.improvement import Improvement, Measured, Target
from comanage.rules.methods.method import PartOf, Takes
from comanage.rules.methods.z_score import ZScore
from comanage.rules.missing import ForReason, Missing, MissingTerms
from comanage.rules.numbers import exact
from comanage.rules.retrace import faults
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain, Reweighted
from tests.rules.settling import PERIOD, fact, results, with_facts
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure


def absent(reason, baseline=None):
    prior = None if baseline is None else exact(baseline)
    return Figure(PERIOD, "", "SCREENING", baseline=prior, absent=reason)


def scored(terms, figures=FIGURES, code="SCREENING"):
    """Settle, and give one measure's line; the trace must come out again."""
    settled = settle(terms, figures, PERIOD)
    assert faults(terms, settled.steps) == []
    lines = [line for domain in settled.scorecard.domains for line in domain.measures]
    return next(line for line in lines if line.code == code), settled


@pytest.mark.parametrize(
    ("rule", "details", "figure", "factor", "weight"),
    [
        pytest.param(
            Missing.FORFEIT, {}, absent("too few cases"), None, "0.4", id="forfeited"
        ),
        pytest.param(
            Missing.REDISTRIBUTE_DOMAIN, {}, absent("too few cases"), None, "0", id="moved"
        ),
        pytest.param(
            Missing.DEEM_AT_TARGET, {}, absent("too few cases"), "0.8", "0.4",
            id="deemed at the target",
        ),
        pytest.param(
            Missing.DEEM_AT_TARGET, {"level": "threshold"}, absent("late"), "0.5", "0.4",
            id="deemed at another level",
        ),
        pytest.param(
            Missing.DEEM_AT_PRIOR, {}, absent("late", "90"), "0.9", "0.4",
            id="last year's result by this year's levels",
        ),
        pytest.param(
            Missing.DEEM_AT_PRIOR, {}, absent("late"), None, "0.4", id="forfeited without one"
        ),
        pytest.param(
            Missing.DEEM_AT_PRIOR, {"otherwise": Missing.REDISTRIBUTE_ALL}, absent("late"), None,
            "0", id="or by the other rule",
        ),
        pytest.param(Missing.DEFER, {}, absent("late"), None, "0.4", id="waits"),
        pytest.param(
            Missing.PAY_FOR_REPORTING, {"reported": exact("0.25")}, absent("too few cases"),
            "0.25", "0.4", id="paid for reporting",
        ),
        pytest.param(
            Missing.PAY_FOR_REPORTING, {}, absent("not submitted"), None, "0.4",
            id="not without reporting",
        ),
        pytest.param(Missing.SCORE_WORST, {}, absent("late"), "0", "0.4", id="scored worst"),
    ],
)  # fmt: skip
def test_what_a_missing_figure_comes_to(rule, details, figure, factor, weight):
    terms = with_measure(TERMS, "SCREENING", missing=rule, missing_terms=MissingTerms(**details))
    line, _ = scored(terms, with_figure(FIGURES, "SCREENING", figure))
    assert line.factor == (None if factor is None else exact(factor))
    assert line.weight == exact(weight)


def test_not_submitted_scores_worst_while_too_few_cases_is_left_out():
    terms = with_measure(
        TERMS,
        "SCREENING",
        missing=Missing.REDISTRIBUTE_ALL,
        missing_for=(ForReason("not submitted", Missing.SCORE_WORST),),
    )
    for reason, factor, weight in (("too few cases", None, "0"), ("not submitted", 0, "0.4")):
        line, _ = scored(terms, with_figure(FIGURES, "SCREENING", absent(reason)))
        assert (line.factor, line.weight) == (factor, exact(weight))


def test_the_worst_z_score_is_that_of_the_worse_side():
    z = ZScore(mean=exact("80"), deviation=exact("5"), least=exact("-2"), most=exact("3"))
    unpaid = replace(TERMS, funding=None, allocation=None)
    terms = with_measure(unpaid, "SCREENING", method=z, missing=Missing.SCORE_WORST)
    line, _ = scored(terms, with_figure(FIGURES, "SCREENING", absent("not submitted")))
    assert line.factor == -2


def test_what_waits_for_a_result_is_counted_as_deferred():
    terms = with_measure(TERMS, "SCREENING", missing=Missing.DEFER)
    _, settled = scored(terms, with_figure(FIGURES, "SCREENING", absent("late")))
    assert results(settled)["pool", "worked", "deferred"] == 4000
    assert settled.earned == 400000


def test_the_weight_of_a_missing_measure_goes_to_the_alternate_that_the_contract_names():
    alternate = replace(SCREENING, code="ALT", weight=exact("0"), status=Status.ALTERNATE)
    domains = (
        TERMS.domains[0],
        replace(TERMS.domains[1], measures=(*TERMS.domains[1].measures, alternate)),
    )
    terms = with_measure(
        replace(TERMS, domains=domains),
        "SCREENING",
        missing=Missing.REALLOCATE_NAMED,
        missing_terms=MissingTerms(alternate="ALT"),
    )
    ninety = Figure(PERIOD, "", "ALT", exact("90"))
    gone = with_figure(FIGURES, "SCREENING", absent("source withdrawn"))
    line, settled = scored(terms, (*gone, ninety), "ALT")
    assert (line.weight, line.factor) == (exact("0.4"), exact("0.9"))
    assert settled.earned == 360000 + 200000 + 200000
    kept, settled = scored(terms, (*FIGURES, ninety), "ALT")
    assert (kept.weight, settled.earned) == (0, 717600)


@pytest.mark.parametrize(
    ("cases", "factor"),
    [("486", "0.794"), ("487", None), ("1", "0.794")],
)
def test_a_result_of_fewer_cases_than_agreed_is_missing(cases, factor):
    line, _ = scored(with_measure(TERMS, "SCREENING", minimum=Minimum(exact(cases))))
    assert line.factor == (None if factor is None else exact(factor))
    assert line.absent == ("" if factor else "too few cases")
    assert line.value == exact("84.8")


@pytest.mark.parametrize(("discharges", "counts"), [("25", True), ("24", False), (None, False)])
def test_another_measure_may_count_the_cases(discharges, counts):
    terms = with_measure(
        with_facts(TERMS, fact("CASES")), "SCREENING", minimum=Minimum(exact("25"), "CASES")
    )
    more = () if discharges is None else (Figure(PERIOD, "", "CASES", exact(discharges)),)
    line, _ = scored(terms, (*FIGURES, *more))
    assert (line.factor is not None) is counts


@pytest.mark.parametrize(
    ("baseline", "factor"), [("84.7", "0.794"), ("84.8", "0"), ("84.84", "0"), ("90", "0")]
)
def test_a_result_must_beat_its_baseline_at_the_same_precision(baseline, factor):
    terms = with_measure(TERMS, "SCREENING", must_beat_baseline=True, floor=exact("0.3"))
    given = replace(FIGURES[0], baseline=exact(baseline))
    line, settled = scored(terms, with_figure(FIGURES, "SCREENING", given))
    assert line.factor == exact(factor)  # and no floor lifts what stood still
    assert results(settled)["measure", "SCREENING", "beats_baseline"] == (factor != "0")


SHUT = Gate("Harm", Condition(Compares.AT_LEAST, exact("1"), "INFECTIONS"))
OPEN = Gate("Harm", Condition(Compares.AT_MOST, exact("0"), "INFECTIONS"))
BY_FACTOR = Gate("Harm", Condition(Compares.MORE_THAN, exact("0.9"), "ON-TIME", Looks.FACTOR))
HALF = Modifier("Half", exact("0.5"))


@pytest.mark.parametrize(
    ("changes", "factor"),
    [
        pytest.param({"gates": (OPEN,)}, "0.794", id="an open gate"),
        pytest.param({"gates": (SHUT,)}, "0", id="a closed gate"),
        pytest.param({"gates": (BY_FACTOR,)}, "0", id="a gate on another measure's factor"),
        pytest.param({"gates": (SHUT,), "floor": exact("0.5")}, "0", id="no floor lifts it"),
        pytest.param({"modifiers": (HALF,)}, "0.397", id="a modifier"),
        pytest.param({"modifiers": (HALF,), "floor": exact("0.5")}, "0.5", id="then a floor"),
        pytest.param({"cap": exact("0.7")}, "0.7", id="a cap"),
        pytest.param(
            {"modifiers": (Modifier("Double", exact("2")),)}, "1.588", id="above all of it"
        ),
        pytest.param(
            {"modifiers": (Modifier("Double", exact("2")),), "cap": exact("1")}, "1",
            id="unless it is capped",
        ),
    ],
)  # fmt: skip
def test_modifier_gate_floor_and_cap_of_a_measure_act_in_this_order(changes, factor):
    line, _ = scored(with_measure(TERMS, "SCREENING", **changes))
    assert line.factor == exact(factor)


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


def test_a_composite_is_made_of_factors_results_and_ways_of_others():
    parts = (
        PartOf("SCREENING", takes=Takes.WAY, start=exact("80"), end=exact("90")),
        PartOf("ON-TIME", takes=Takes.VALUE),
        PartOf("INFECTIONS"),
        PartOf("SCREENING-2", takes=Takes.EXCESS, start_from="LIMIT", weight_from="SHARE"),
    )
    made = replace(
        SCREENING, code="MADE", weight=exact("0"), status=Status.REPORTING, precision=None,
        unit=fact("X").unit, method=Composite(parts, Combines.WEIGHTED_SUM),
    )  # fmt: skip
    second = replace(
        SCREENING, code="SCREENING-2", weight=exact("0"), status=Status.REPORTING,
        better=TERMS.domains[0].measures[1].better,
        method=TERMS.domains[0].measures[1].method,
    )  # fmt: skip
    terms = with_facts(TERMS, fact("LIMIT"), replace(fact("SHARE"), unit=SCREENING.unit))
    terms = replace(
        terms, domains=(*terms.domains, Domain("made", "Made", exact("0"), (made, second)))
    )
    values = {"LIMIT": "80", "SHARE": "50", "SCREENING-2": "83"}
    more = [Figure(PERIOD, "", code, exact(value)) for code, value in values.items()]
    line, _ = scored(terms, (*FIGURES, *more), "MADE")
    assert line.value == exact("0.48") + exact("79.9") + 1 + 3 * exact("0.5")


def test_improvement_is_measured_from_the_baseline_at_the_same_precision():
    method = Improvement(Measured.GAP, Target(exact("90")))
    terms = with_measure(TERMS, "SCREENING", method=method)
    given = replace(FIGURES[0], baseline=exact("80"))
    line, settled = scored(terms, with_figure(FIGURES, "SCREENING", given))
    assert line.factor == exact("0.48")
    assert results(settled)["measure", "SCREENING", "improved"] == exact("0.48")
