"""By agreement: pools of nothing, of less than a dollar and of a loss; and scorecards without one.

The worked agreement scores 71.76 % (see worked.py); 60 % is for north, 40 % for east.
"""

from dataclasses import replace

import pytest

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.figures import Figure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.funding.pass_through import PassThrough
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Status
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.pool import Division, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.settlement import calculated
from comanage.rules.trace import ORDER
from comanage.rules.units import Unit
from tests.rules.settling import PERIOD, absent, fact, given, paid, results, settled, with_facts
from tests.rules.worked import FIGURES, TERMS, with_figure, with_measure

SEATS = Gate("Attendance", Condition(Compares.AT_LEAST, exact("75"), "SEATS"))
FACTS = with_facts(TERMS, fact("SEATS"), fact("HELD"), fact("HOURS", Unit.HOURS))
OWN = [replace(one, participant=who) for one in FIGURES for who in ("north", "east")]
ABSENT = [given("SEATS", "60", "east"), given("SEATS", "80", "north")]
HELD = [given("HELD", "1000", "east"), given("HELD", "1000", "north")]


def of_pool(dollars, *figures, **changes):
    """Calculate with a pool of any size, which no source of a pool would give."""
    terms = replace(FACTS, funding=Fixed(exact(dollars)), **changes)
    made = calculated(terms, (*FIGURES, *figures), PERIOD)
    assert faults(terms, made.steps) == []
    return made


@pytest.mark.parametrize(
    ("dollars", "lines", "by_score", "made_of"),
    [
        pytest.param("0.50", 9, "0.36", 2, id="half a dollar, by the score"),
        pytest.param("0", 0, "0", 2, id="nothing, by the score"),
        pytest.param("-0.50", 0, "-0.5", 1, id="a loss of half a dollar, all of it"),
    ],
)
def test_a_small_pool_is_scored_and_a_small_loss_is_owed_whole(dollars, lines, by_score, made_of):
    made = of_pool(dollars)
    assert len(made.amounts) == lines
    assert results(made)["pool", "worked", "by_score"] == exact(by_score)
    (step,) = [step for step in made.steps if step.result == "by_score"]
    assert len(step.uses) == made_of


@pytest.mark.parametrize(
    ("dollars", "maximum", "earned"),
    [
        pytest.param("0.50", "0.5", 36, id="half a dollar"),
        pytest.param("0", "0", 0, id="nothing"),
        pytest.param("-0.50", None, -50, id="a loss has no own scores"),
    ],
)
def test_own_scores_divide_what_there_is_to_earn_and_no_loss(dollars, maximum, earned):
    made = of_pool(dollars, *OWN, allocation=OwnScore())
    found = results(made).get(("pool", "worked", "maximum"))
    assert found == (None if maximum is None else exact(maximum))
    assert made.earned == earned


def test_of_a_pool_of_nothing_a_stated_slope_pays_nothing():
    made = of_pool("0", *OWN, *HELD, allocation=Exchange("HELD", exact("1")))
    assert results(made)["payout", "north", "earned"] == 0


@pytest.mark.parametrize("rules", [PoolRules(floor=exact("0.5")), PoolRules(cap=exact("2"))])
def test_no_floor_and_no_cap_changes_a_loss_of_half_a_dollar(rules):
    assert of_pool("-0.50", pool=rules).earned == -50


@pytest.mark.parametrize(
    ("dollars", "gated", "east"),
    [
        pytest.param("100", True, 0, id="of what was earned nothing"),
        pytest.param("0", True, 0, id="of nothing nothing"),
        pytest.param("-0.01", False, 0, id="of a cent that is owed"),
        pytest.param("-100", False, -4000, id="of what is owed its whole share"),
    ],
)
def test_a_participant_s_gate_takes_from_what_is_earned_and_never_from_what_is_owed(
    dollars, gated, east
):
    made = of_pool(dollars, *ABSENT, division=Division(gates=(SEATS,)))
    assert made.payout("east").earned == east
    assert (("payout", "east", "gate") in results(made)) is gated


def test_no_cap_and_no_modifier_of_a_participant_touches_a_loss():
    rules = Division(modifiers=(Modifier("Cut", exact("0.1")),), most=exact("1"))
    made = of_pool("-100", division=rules)
    assert {one.participant: one.recover for one in made.payouts} == {"north": 6000, "east": 4000}
    # of one cent that is owed, the whole cent
    assert sum(one.recover for one in of_pool("-0.01", division=rules).payouts) == 1
    # and of what one of them owes alone, all of it
    hours = (given("HOURS", "9", "north"), given("HOURS", "0", "east"))
    made = of_pool("-100", *hours, division=rules, allocation=AcceptedHours("HOURS"))
    assert {one.participant: one.recover for one in made.payouts} == {"north": 10000, "east": 0}


@pytest.mark.parametrize(
    "funding",
    [
        pytest.param(PassThrough(exact("0.45"), "BONUS"), id="dollars"),
        pytest.param(PassThrough(exact("0.45"), rate_of="RATE", base_of="BASE"), id="a rate"),
    ],
)
def test_where_a_figure_for_the_pool_is_missing_nothing_is_possible(funding):
    facts = (fact("BONUS"), fact("RATE", Unit.PERCENT), fact("BASE"))
    terms = replace(with_facts(TERMS, *facts), funding=funding)
    late = [Figure(PERIOD, "", code, absent="late") for code in ("BONUS", "RATE")]
    made = calculated(terms, (*FIGURES, *late, given("BASE", "1000")), PERIOD)
    assert (made.possible, made.earned, made.payouts) == (None, None, ())
    assert made.scorecard.total == exact("0.7176")


def test_a_scorecard_without_money_still_passes_or_fails_its_gates():
    gate = Gate("Score", Condition(Compares.AT_LEAST, exact("0.7"), looks_at=Looks.TOTAL))
    made = settled(pool=PoolRules(gates=(gate,)), funding=None, allocation=None)
    assert results(made)["scorecard", "worked", "gate"] == 1
    assert [ORDER[step.order] for step in made.steps if step.result == "gate"] == ["pool gate"]


def test_what_is_only_reported_is_never_deferred():
    terms = with_measure(
        TERMS, "SCREENING", missing=Missing.DEFER, status=Status.REPORTING, weight=exact("0")
    )
    terms = with_measure(terms, "INFECTIONS", weight=exact("0.6"))
    made = calculated(terms, with_figure(FIGURES, "SCREENING", absent("late")), PERIOD)
    assert ("pool", "worked", "deferred") not in results(made)
    assert sum(paid(made).values()) == made.earned
