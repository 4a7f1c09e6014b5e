"""Meaning: terms that cannot mean one thing are refused, each fault at its place in the document."""

from dataclasses import replace

import pytest

from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.gates import Gate, Modifier
from comanage.rules.meaning import faults
from comanage.rules.measure import Minimum, Status
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.method import Level, PartOf, Takes
from comanage.rules.methods.points import Award
from comanage.rules.methods.recorded import Recorded
from comanage.rules.methods.z_score import ZScore
from comanage.rules.missing import ForReason, Missing, MissingTerms
from comanage.rules.numbers import exact
from comanage.rules.pool import (
    Division,
    PoolRules,
)
from comanage.rules.terms import Example, Expected, Reweighted
from tests.rules.worked import LEVELS, TERMS, with_measure

PLACE = "domain quality, measure SCREENING"


def said(terms):
    return [str(fault) for fault in faults(terms)]


def measured(**changes):
    return said(with_measure(TERMS, "SCREENING", **changes))


def at_least(than="1", code="SCREENING", looks_at=Looks.VALUE, compares=Compares.AT_LEAST):
    return Condition(compares, exact(than), code, looks_at)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"missing": Missing.REALLOCATE_NAMED},
            f"{PLACE}, missing_terms, alternate: Name the alternate.",
        ),
        (
            {
                "missing": Missing.REALLOCATE_NAMED,
                "missing_terms": MissingTerms(alternate="OTHER"),
            },
            f"{PLACE}, missing_terms, alternate: The terms know no measure OTHER.",
        ),
        (
            {
                "missing": Missing.REALLOCATE_NAMED,
                "missing_terms": MissingTerms(alternate="SCREENING"),
            },
            f"{PLACE}, missing_terms, alternate: A measure cannot be its own alternate.",
        ),
        (
            {"missing": Missing.DEEM_AT_TARGET, "missing_terms": MissingTerms(level="goal")},
            (
                f"{PLACE}, missing_terms, level: None of its levels is named goal, which counts as"
                " reached."
            ),
        ),
        (
            {"missing_terms": MissingTerms(otherwise=Missing.DEFER)},
            (
                f"{PLACE}, missing_terms, otherwise: It must be one of: forfeit, redistribute_all,"
                " redistribute_domain."
            ),
        ),
        (
            {"missing_terms": MissingTerms(reported=exact("1.5"))},
            f"{PLACE}, missing_terms, reported: It must lie between 0% and 100%.",
        ),
        (
            {"missing_for": (ForReason("late", Missing.DEFER), ForReason("late", Missing.FORFEIT))},
            f"{PLACE}, missing_for: Two rules are for the reason late.",
        ),
        (
            {"missing": Missing.DEEM_AT_PRIOR, "method": Maintenance(exact("75"))},
            (
                f"{PLACE}, missing: Last year's result cannot be scored by a method that compares it"
                " with itself."
            ),
        ),
        (
            {"minimum": Minimum(exact("0"))},
            f"{PLACE}, minimum, cases: The least volume must be more than 0.",
        ),
        (
            {"minimum": Minimum(exact("25"), "OTHER")},
            f"{PLACE}, minimum, of: The terms know no measure OTHER.",
        ),
        (
            {"minimum": Minimum(exact("25"), "SCREENING")},
            f"{PLACE}, minimum, of: Leave it empty to count its own denominator.",
        ),
        ({"floor": exact("-1")}, f"{PLACE}, floor: It must not be negative."),
        (
            {"floor": exact("0.5"), "cap": exact("0.4")},
            f"{PLACE}, floor: The floor must not be more than the cap.",
        ),
        ({"method": Recorded()}, f"{PLACE}, method: What is only recorded cannot be paid on."),
        (
            {"method": Composite((PartOf("OTHER"),))},
            f"{PLACE}, method, parts: The terms know no measure OTHER.",
        ),
        (
            {"method": Composite((PartOf("SCREENING"),))},
            f"{PLACE}, method, parts: SCREENING is itself made of others, so it cannot be a part.",
        ),
        ({"balances": ("OTHER",)}, f"{PLACE}, balances: The terms know no measure OTHER."),
    ],
)
def test_what_a_measure_cannot_mean(changes, fault):
    assert fault in measured(**changes)


Z = ZScore(exact("80"), exact("5"), exact("-2"), exact("2"))
VALUES = Composite((PartOf("ON-TIME", takes=Takes.VALUE),))
FACTORS = Composite((PartOf("ON-TIME"),))


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        (Z, False),
        (replace(Z, levels=(Level("mean", exact("0"), exact("1")),)), True),
        (VALUES, False),
        (FACTORS, True),
        (replace(FACTORS, combines=Combines.WEIGHTED_SUM), False),
        (replace(VALUES, levels=LEVELS), True),
        (replace(VALUES, award=Award(exact("1"), exact("0"), exact("1"))), True),
    ],
)
def test_money_is_only_paid_by_what_is_a_share(method, shares):
    fault = f"{PLACE}, method: What it gives is no share from 0% to 100%: give it levels."
    assert (fault in measured(method=method)) is not shares
    unpaid = replace(TERMS, funding=None, allocation=None)
    assert said(with_measure(unpaid, "SCREENING", method=method)) == []


def test_an_alternate_has_no_weight_of_its_own():
    changed = with_measure(TERMS, "SCREENING", status=Status.ALTERNATE)
    assert said(changed) == [
        f"{PLACE}, weight: An alternate has weight 0% until it takes another's place."
    ]


@pytest.mark.parametrize(
    ("gate", "fault"),
    [
        (Gate("", at_least()), "gate : Give the gate a name."),
        (
            Gate("G", at_least(), exact("1")),
            "gate G, keeps: What a gate keeps must lie between 0% and less than 100%.",
        ),
        (
            Gate("G", at_least(code="OTHER")),
            "gate G, condition, code: The terms know no measure OTHER.",
        ),
        (
            Gate("G", at_least("101")),
            "gate G, condition, than: 101 is more than 100, the most a percent can be.",
        ),
        (
            Gate("G", at_least(code="", looks_at=Looks.TOTAL)),
            "gate G, condition, looks_at: Here a condition can look at: factor, value.",
        ),
        (
            Gate("G", at_least(looks_at=Looks.FACTOR, compares=Compares.BEATS_BASELINE)),
            "gate G, condition, compares: Only a measure's result has a baseline.",
        ),
        (
            Gate("G", at_least(), unless=at_least(code="OTHER")),
            "gate G, unless, code: The terms know no measure OTHER.",
        ),
    ],
)
def test_what_a_gate_of_a_measure_cannot_mean(gate, fault):
    assert f"{PLACE}, {fault}" in measured(gates=(gate,))


@pytest.mark.parametrize(
    ("modifier", "fault"),
    [
        (Modifier(" "), "modifier  : Give the modifier a name."),
        (Modifier("M", exact("-1")), "modifier M: A modifier must not be negative."),
        (Modifier("M", otherwise=exact("-1")), "modifier M: A modifier must not be negative."),
        (
            Modifier("M", least=exact("2"), most=exact("1")),
            "modifier M, most: The most must not be less than the least.",
        ),
        (Modifier("M", by="OTHER"), "modifier M, by: The terms know no measure OTHER."),
        (
            Modifier("M", when=at_least(code="OTHER")),
            "modifier M, when, code: The terms know no measure OTHER.",
        ),
    ],
)
def test_what_a_modifier_cannot_mean(modifier, fault):
    assert f"{PLACE}, {fault}" in measured(modifiers=(modifier,))


def test_a_domain_may_look_at_domains_and_the_pool_at_the_whole():
    of_domain = Gate("Quality", at_least("0.5", "quality", Looks.DOMAIN))
    domains = (TERMS.domains[0], replace(TERMS.domains[1], gates=(of_domain,)))
    of_pool = Gate("Score", at_least("0.5", "", Looks.TOTAL))
    assert said(replace(TERMS, domains=domains, pool=PoolRules(gates=(of_pool,)))) == []
    unknown = Gate("G", at_least("0.5", "other", Looks.DOMAIN))
    coded = Gate("H", at_least("0.5", "quality", Looks.TOTAL))
    assert said(replace(TERMS, pool=PoolRules(gates=(unknown, coded)))) == [
        "pool, gate G, condition, code: The terms know no domain other.",
        "pool, gate H, condition, code: Leave it empty: the score of the whole has no code.",
    ]


def test_a_participant_looks_at_its_own_results_and_at_its_score_where_it_has_one():
    own = Gate("Own", at_least("0.5", "", Looks.TOTAL))
    divided = Division(gates=(own,))
    assert said(replace(TERMS, allocation=OwnScore(), division=divided)) == []
    assert said(replace(TERMS, division=divided)) == [
        "division, gate Own, condition, looks_at: Here a condition can look at: value."
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"floor": exact("-1")}, "domain quality, floor: It must not be negative."),
        (
            {"floor": exact("1"), "cap": exact("0.5")},
            "domain quality, floor: The floor must not be more than the cap.",
        ),
        (
            {"fewest": 3},
            "domain quality, fewest: Give 0 to 2, the number of its paid measures.",
        ),
        (
            {"unscored": Missing.DEFER},
            "domain quality, unscored: It must be forfeit or redistribute_all.",
        ),
    ],
)
def test_what_a_domain_cannot_mean(changes, fault):
    domains = (replace(TERMS.domains[0], **changes), TERMS.domains[1])
    assert said(replace(TERMS, domains=domains)) == [fault]


def test_weights_must_add_up_in_every_period():
    swapped = (
        Reweighted("2027-Q2", "SCREENING", exact("0.2")),
        Reweighted("2027-Q2", "INFECTIONS", exact("0.4")),
    )
    assert said(replace(TERMS, reweighted=swapped)) == []
    assert said(replace(TERMS, reweighted=swapped[:1])) == [
        "period 2027-Q2, domain quality: The weights of its measures add up to 40%, not to 60%."
    ]
    strange = (Reweighted("2028", "OTHER", exact("0")),)
    assert said(replace(TERMS, reweighted=strange)) == [
        "reweighted 2028 OTHER: The terms know no period 2028.",
        "reweighted 2028 OTHER: The terms know no domain and no measure OTHER.",
    ]


def test_a_worked_example_of_another_period_or_without_a_result_is_a_fault():
    expects = (Expected("pool", "worked", "earned", exact("1")),)
    examples = (Example("one", "2030", (), expects), Example("two", "2027-Q1", (), ()))
    assert said(replace(TERMS, examples=examples)) == [
        "example one: The terms know no period 2030.",
        "example two: Say at least one result that it must come to.",
    ]


def test_all_faults_come_at_once():
    wrong = with_measure(TERMS, "SCREENING", floor=exact("-1"), minimum=Minimum(exact("0")))
    assert len(said(replace(wrong, out_of=exact("0"), fewest_domains=9))) == 4
