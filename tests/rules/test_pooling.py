"""Pooling: gates, modifiers, floor, caps, part of a period and the cap of fair market value.

The worked agreement scores 71.76 % of a pool of $10,000.00 (see worked.py).
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.numbers import exact, to_cents
from comanage.rules.periods import Prorates
from comanage.rules.pool import Advances, Division, FmvCap, InForce, PoolRules, Timing
from comanage.rules.retrace import faults
from comanage.rules.settlement import calculated, settle
from tests.rules.settling import PERIOD, fact, given, paid, results, settled, with_facts
from tests.rules.worked import FIGURES, TERMS

SHUT = Gate("Score gate", Condition(Compares.AT_LEAST, exact("0.8"), looks_at=Looks.TOTAL))
OPEN = Gate("Score gate", Condition(Compares.AT_LEAST, exact("0.7"), looks_at=Looks.TOTAL))
HALF = Gate("Score gate", SHUT.condition, exact("0.5"))
DOUBLE = Modifier("Bonus", exact("2"))


@pytest.mark.parametrize(
    ("rules", "earned", "changes"),
    [
        pytest.param(PoolRules(), 717600, [], id="nothing is applied"),
        pytest.param(PoolRules(gates=(OPEN,)), 717600, [], id="an open gate"),
        pytest.param(PoolRules(gates=(SHUT,)), 0, [(12, -717600)], id="a closed gate"),
        pytest.param(PoolRules(gates=(HALF,)), 358800, [(12, -358800)], id="a gate that halves"),
        pytest.param(
            PoolRules(modifiers=(Modifier("Cut", exact("0.9")),)), 645840, [(13, -71760)],
            id="a modifier",
        ),
        pytest.param(
            PoolRules(modifiers=(DOUBLE,)), 1000000, [(13, 717600), (14, -435200)],
            id="never more than the pool unless the terms say so",
        ),
        pytest.param(
            PoolRules(modifiers=(DOUBLE,), cap=exact("1.2")), 1200000,
            [(13, 717600), (14, -235200)], id="unless they do",
        ),
        pytest.param(PoolRules(cap=exact("0.5")), 500000, [(14, -217600)], id="a cap by share"),
        pytest.param(PoolRules(most=exact("6000")), 600000, [(14, -117600)], id="a cap in dollars"),
        pytest.param(
            PoolRules(cap=exact("0.5"), most=exact("6000")), 500000, [(14, -217600)],
            id="the lower of two caps",
        ),
        pytest.param(PoolRules(floor=exact("0.8")), 800000, [(14, 82400)], id="a floor by share"),
        pytest.param(PoolRules(least=exact("7500")), 750000, [(14, 32400)], id="one in dollars"),
        pytest.param(
            PoolRules(floor=exact("0.8"), least=exact("7500")), 800000, [(14, 82400)],
            id="the higher of two floors",
        ),
        pytest.param(
            PoolRules(gates=(HALF,), floor=exact("0.8")), 358800, [(12, -358800)],
            id="a floor never lifts what a gate closed",
        ),
        pytest.param(
            PoolRules(gates=(HALF,), modifiers=(DOUBLE,)), 717600,
            [(12, -358800), (13, 358800)], id="gate and modifier are lines of their own",
        ),
    ],
)  # fmt: skip
def test_what_is_applied_to_the_sum(rules, earned, changes):
    found = settled(pool=rules)
    assert found.earned == earned
    assert [(change.order, change.cents) for change in found.changes] == changes
    assert sum(paid(found).values()) == earned
    assert faults(TERMS, found.steps) == []


@pytest.mark.parametrize(
    ("by", "starts", "ends", "earned"),
    [
        (Prorates.DAYS, date(2027, 2, 1), None, 470427),  # 59 of 90 days
        (Prorates.MONTHS, date(2027, 2, 28), None, 478400),  # 2 of 3 months
        (Prorates.DAYS, date(2020, 1, 1), date(2027, 1, 1), 7973),  # 1 of 90 days
        (Prorates.DAYS, date(2020, 1, 1), None, 717600),
    ],
)
def test_only_the_part_of_the_period_that_is_in_force_is_paid(by, starts, ends, earned):
    found = settled(in_force=InForce(starts, ends, by))
    assert found.earned == earned
    assert sum(change.cents for change in found.changes) == earned - 717600


CAPPED = with_facts(TERMS, fact("BASE"), fact("PAID"), fact("NONE"))


@pytest.mark.parametrize(
    ("cap", "earned"),
    [
        pytest.param(FmvCap(exact("500000")), 717600, id="far below it"),
        pytest.param(FmvCap(exact("7000")), 700000, id="the incentive alone is above it"),
        pytest.param(FmvCap(exact("7000"), ("BASE",)), 400000, id="the base fee counts"),
        pytest.param(
            FmvCap(exact("7000"), ("BASE", "PAID")), 300000, id="and what was paid before"
        ),
        pytest.param(FmvCap(exact("120000"), counts_base_fee=True), 0, id="the fee of the terms"),
        pytest.param(FmvCap(exact("2000"), ("BASE",)), 0, id="never below nothing"),
        pytest.param(FmvCap(exact("7000"), ("NONE",)), 700000, id="nothing that counts was paid"),
    ],
)
def test_nothing_is_paid_above_fair_market_value(cap, earned):
    before = (given("BASE", "3000"), given("PAID", "1000"), given("NONE", "0"))
    found = settled(*before, terms=CAPPED, fmv_cap=cap)
    assert found.earned == earned
    assert sum(paid(found).values()) == earned


def test_a_yearly_cap_shrinks_with_the_period_only_where_the_terms_say_so():
    half = InForce(date(2027, 2, 15))  # 45 of 90 days
    caps = [FmvCap(exact("3000"), prorated=prorated) for prorated in (False, True)]
    assert [settled(in_force=half, fmv_cap=cap).earned for cap in caps] == [300000, 150000]


def test_a_scorecard_that_is_not_scored_earns_nothing_whatever_floor_there_is():
    found = settled(fewest_domains=2, pool=PoolRules(floor=exact("0.5")))
    assert found.earned == 717600
    terms = with_facts(TERMS)
    found = settled(terms=terms, fewest_domains=2)
    assert found.scorecard.unscored == ""


@examples(
    st.fractions(min_value=0, max_value=2),
    st.fractions(min_value=0, max_value=3),
    st.fractions(min_value=0, max_value=20000),
)
def test_no_modifier_lifts_what_is_paid_above_a_cap(times, cap, most):
    rules = PoolRules(modifiers=(Modifier("Any", times),), cap=cap, most=most)
    found = settled(pool=rules)
    assert found.earned <= to_cents(min(cap * 10000, most))
    assert found.earned + found.unearned == found.possible


def test_the_year_to_date_is_prorated_by_the_time_that_it_covers():
    late = InForce(date(2027, 4, 1))  # 91 of the 181 days of two quarters
    terms = replace(
        CAPPED, timing=Timing.TO_DATE, in_force=late, advances=Advances("PAID", exact("1"))
    )
    second = [replace(one, period="2027-Q2") for one in FIGURES]
    facts = [replace(given(code, "0"), period="2027-Q2") for code in ("BASE",)]
    before = [replace(given("PAID", "0", who), period="2027-Q2") for who in ("north", "east")]
    found = settle(terms, (*second, *facts, *before), "2027-Q2")
    assert found.possible == 2000000
    assert found.earned == to_cents(exact("0.7176") * 20000 * exact("91/181"))


def test_conditions_see_no_score_where_too_few_domains_are_scored():
    absent = [
        Figure(PERIOD, "", code, absent="too few cases") for code in ("SCREENING", "INFECTIONS")
    ]
    holds = Condition(Compares.AT_MOST, exact("0.1"), looks_at=Looks.TOTAL, missing=Unknown.HOLDS)
    fails = replace(holds, missing=Unknown.FAILS)
    for condition, share in ((holds, 1), (fails, 0)):
        rules = PoolRules(gates=(Gate("Low", condition),), floor=exact("0.5"))
        domains = (replace(TERMS.domains[0], fewest=1), TERMS.domains[1])
        terms = replace(TERMS, domains=domains, fewest_domains=2, pool=rules)
        found = settle(terms, (*absent, FIGURES[2]), PERIOD)
        assert results(found)["pool", "worked", "gate"] == share
        assert found.earned == 0


@pytest.mark.parametrize(
    ("timing", "possible"), [(Timing.EACH_PERIOD, 1000000), (Timing.TO_DATE, 2000000)]
)
def test_a_second_quarter_counts_the_first_only_where_the_year_to_date_is_settled(timing, possible):
    second = [replace(figure, period="2027-Q2") for figure in FIGURES]
    assert calculated(replace(TERMS, timing=timing), second, "2027-Q2").possible == possible


@pytest.mark.parametrize(
    ("screening", "on_time", "earned"),
    [
        pytest.param("95", "95", 1100000, id="a full one"),
        pytest.param("95", "84", 800000, id="and no other"),
    ],
)
def test_a_modifier_of_the_pool_may_be_only_for_a_full_score(screening, on_time, earned):
    rules = PoolRules(modifiers=(Modifier("Bonus", exact("1.1"), only_full=True),), cap=exact("2"))
    values = {"SCREENING": screening, "ON-TIME": on_time, "INFECTIONS": "0"}
    figures = [Figure(PERIOD, "", code, exact(value)) for code, value in values.items()]
    assert settle(replace(TERMS, pool=rules), figures, PERIOD).earned == earned


def test_a_cap_over_all_shrinks_with_the_part_of_the_period_that_is_in_force():
    half = InForce(date(2027, 2, 15))  # 45 of 90 days
    rules = PoolRules(most=exact("6000"))
    found = settled(in_force=half, pool=rules, division=Division(least=exact("2000")))
    assert sum(paid(found).values()) == 300000
