"""Scoring: minimum volume, missing figures, baselines, and what applies to one measure.

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
from comanage.rules.settlement import calculated
from comanage.rules.terms import Domain
from comanage.rules.trace import ORDER
from tests.rules.settling import PERIOD, absent, fact, results, scored, with_facts
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure


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
            Missing.PAY_FOR_REPORTING, {}, absent("too few cases"), "1", "0.4",
            id="paid in full where no share is stated",
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


@pytest.mark.parametrize(
    ("rule", "reason", "stands"),
    [
        (Missing.PAY_FOR_REPORTING, "too few cases", Missing.PAY_FOR_REPORTING),
        (Missing.PAY_FOR_REPORTING, "not submitted", Missing.FORFEIT),
        (Missing.DEEM_AT_PRIOR, "late", Missing.FORFEIT),
        (Missing.DEFER, "late", Missing.DEFER),
    ],
)
def test_a_rule_that_cannot_be_kept_is_told_as_what_holds_instead(rule, reason, stands):
    terms = with_measure(TERMS, "SCREENING", missing=rule)
    line, _ = scored(terms, with_figure(FIGURES, "SCREENING", absent(reason)))
    assert line.rule is stands


def test_a_modifier_also_acts_on_what_is_deemed():
    terms = with_measure(TERMS, "SCREENING", missing=Missing.DEEM_AT_TARGET, modifiers=(HALF,))
    line, _ = scored(terms, with_figure(FIGURES, "SCREENING", absent("late")))
    assert line.factor == exact("0.4")


@pytest.mark.parametrize(
    ("value", "baseline", "words"),
    [
        ("79.9", "85", "79.9% against a baseline of 85.0%"),
        ("0", "0", "0.0% against a baseline of 0.0%"),
    ],
)
def test_the_reason_for_nothing_names_the_baseline_that_was_not_beaten(value, baseline, words):
    terms = with_measure(TERMS, "ON-TIME", must_beat_baseline=True)
    read = Figure(PERIOD, "", "ON-TIME", exact(value), baseline=exact(baseline))
    line, _ = scored(terms, with_figure(FIGURES, "ON-TIME", read), "ON-TIME")
    assert line.because == f"{words}: not better than its baseline, so nothing is earned"


def test_the_reason_for_a_factor_names_what_was_applied_to_it():
    line, _ = scored(with_measure(TERMS, "SCREENING", modifiers=(HALF,)))
    assert line.because.endswith("which earn 50% and 80%; Half × 0.5")


def test_what_was_not_reported_at_all_is_not_paid_for_reporting():
    terms = with_measure(TERMS, "SCREENING", missing=Missing.PAY_FOR_REPORTING)
    reported, _ = scored(terms, with_figure(FIGURES, "SCREENING", absent("too few cases")))
    none = calculated(terms, FIGURES[1:], PERIOD).scorecard.domains[0].measures[0]
    assert (reported.factor, none.factor, none.absent) == (1, None, "not reported")
    assert none.rule is Missing.FORFEIT


@pytest.mark.parametrize(
    ("missing", "order"),
    [
        (Missing.FORFEIT, "minimum volume and missing figures"),
        (Missing.DEEM_AT_TARGET, "minimum volume and missing figures"),
        (None, "method"),
    ],
)
def test_a_factor_has_its_place_in_the_fixed_order(missing, order):
    late = with_figure(FIGURES, "SCREENING", absent("late")) if missing else FIGURES
    terms = with_measure(TERMS, "SCREENING", missing=missing or Missing.FORFEIT)
    _, settled = scored(terms, late)
    found = [step for step in settled.steps if (step.code, step.result) == ("SCREENING", "factor")]
    assert [ORDER[step.order] for step in found] == [order]
