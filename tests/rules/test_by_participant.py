"""By participant: a scorecard and a pool for each, paid by itself or divided by an exchange."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.refusals import Faulty
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.figures import Figure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.funding.withhold import Withhold
from comanage.rules.gates import Gate
from comanage.rules.numbers import exact
from comanage.rules.periods import Prorates
from comanage.rules.pool import Division, FmvCap, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.settlement import calculated, settle
from comanage.rules.terms import Settles
from comanage.rules.trace import ORDER, Rule, Scope
from tests.rules.settling import PERIOD, fact, paid, results, with_facts
from tests.rules.worked import FIGURES, TERMS

# Both score 71.76 %; 2 % is withheld of $1,000,000.00 and of $500,000.00.
EACH = replace(
    with_facts(TERMS, fact("BASE"), fact("PAID")),
    settles=Settles.PARTICIPANT,
    funding=Withhold(exact("0.02"), "BASE"),
    allocation=None,
)
BASES = {"north": "1000000", "east": "500000"}
ROWS = (
    *(replace(one, participant=who) for one in FIGURES for who in BASES),
    *(Figure(PERIOD, who, "BASE", exact(base)) for who, base in BASES.items()),
)


def settled(*more, terms=EACH, **changes):
    found = settle(replace(terms, **changes), (*ROWS, *more), PERIOD)
    assert faults(terms, found.steps) == []
    return found


def test_each_earns_of_its_own_pool():
    found = settled()
    assert paid(found) == {"east": 717600, "north": 1435200}
    assert (found.possible, found.earned) == (3000000, 2152800)
    assert results(found)["north", "pool", "worked", "possible"] == 20000
    assert results(found)["east", "scorecard", "worked", "total"] == exact("0.7176")


@pytest.mark.parametrize(
    ("changes", "north"),
    [
        ({"pool": PoolRules(cap=exact("0.5"))}, 1000000),
        ({"fmv_cap": FmvCap(exact("5000"))}, 500000),
        ({"division": Division(most=exact("1000"))}, 100000),
        (
            {
                "division": Division(part_period=Prorates.DAYS),
                "participants": (
                    replace(TERMS.participants[0], joins=date(2027, 2, 15)),
                    TERMS.participants[1],
                ),
            },
            717600,
        ),
    ],
)
def test_the_rules_of_pool_and_participant_act_on_each(changes, north):
    assert paid(settled(**changes))["north"] == north


def test_an_exchange_divides_the_sum_of_all_pools_by_dollars_times_score():
    found = settled(allocation=Exchange("BASE"))
    assert paid(found) == {"east": 1000000, "north": 2000000}
    assert found.earned == found.possible == 3000000
    (whole,) = [step for step in found.steps if (step.participant, step.scope) == ("", Scope.POOL)]
    assert (whole.value, ORDER[whole.order]) == (30000, "pool rounded to the cent")


def test_an_exchange_of_a_stated_slope_pays_by_it():
    # 20,000 x 1.2 x .7176 and half of it; nothing is cut, since less than all is spent
    found = settled(allocation=Exchange("BASE", exact("0.024")))
    assert paid(found) == {"east": 861120, "north": 1722240}


def test_without_money_a_scorecard_still_passes_or_fails_its_gates():
    gate = Gate(
        "Cutoff",
        Condition(Compares.AT_MOST, exact("0.7"), looks_at=Looks.TOTAL, missing=Unknown.HOLDS),
    )
    unpaid = replace(EACH, funding=None, pool=PoolRules(gates=(gate,)))
    found = settle(unpaid, ROWS, PERIOD)
    assert results(found)["north", "scorecard", "worked", "gate"] == 0
    assert found.possible is None


def test_whoever_is_not_named_must_not_report_unless_the_programme_is_open():
    stranger = Figure(PERIOD, "west", "BASE", exact("1"))
    with pytest.raises(Faulty) as refused:
        settle(EACH, (*ROWS, stranger), PERIOD)
    assert "The terms know no participant west." in str(refused.value.faults[0])
    opened = replace(EACH, open_to_any=True)
    assert paid(settle(opened, (*ROWS, stranger), PERIOD))["west"] == 0


def test_in_an_open_programme_whoever_sends_no_dollars_has_no_pool():
    opened = replace(EACH, open_to_any=True, participants=())
    only = [row for row in ROWS if (row.participant, row.measure) != ("east", "BASE")]
    found = settle(opened, only, PERIOD)
    assert paid(found) == {"north": 1435200}
    assert [one.participant for one in found.scorecards] == ["east", "north"]


def test_an_agreement_asks_for_the_dollars_of_each():
    only = [row for row in ROWS if (row.participant, row.measure) != ("east", "BASE")]
    with pytest.raises(Faulty) as refused:
        settle(EACH, only, PERIOD)
    assert str(refused.value.faults[0]) == (
        "measure BASE: Base of East Group is needed to divide or to limit the money of 2027-Q1."
    )


SHUT = Gate("Base", Condition(Compares.AT_LEAST, exact("600000"), "BASE"))


@pytest.mark.parametrize(
    ("dollars", "gated", "east"),
    [
        pytest.param("100", True, 0, id="of what was earned nothing"),
        pytest.param("0", True, 0, id="of nothing nothing"),
        pytest.param("-0.01", False, -1, id="of a cent that is owed the cent"),
        pytest.param("-100", False, -10000, id="of what is owed all"),
    ],
)
def test_a_gate_takes_from_what_each_earned_and_never_from_what_each_owes(dollars, gated, east):
    terms = replace(EACH, funding=Fixed(exact(dollars)), division=Division(gates=(SHUT,)))
    found = calculated(terms, ROWS, PERIOD)
    assert found.payout("east").earned == east
    assert (("payout", "east", "gate") in results(found)) is gated
    assert faults(terms, found.steps) == []


@pytest.mark.parametrize(
    ("dollars", "rule", "north", "east"),
    [
        pytest.param("0.25", Rule.METHOD, 7, 4, id="half a dollar, by the rate that is stated"),
        pytest.param("0", Rule.METHOD, 0, 0, id="nothing, by the rate that is stated"),
        pytest.param("-0.25", Rule.SPLIT, -33, -17, id="a loss of half a dollar is divided"),
    ],
)
def test_a_stated_slope_pays_of_what_there_is_and_divides_a_loss(dollars, rule, north, east):
    terms = replace(
        EACH, funding=Fixed(exact(dollars)), allocation=Exchange("BASE", exact("0.0000001"))
    )
    found = calculated(terms, ROWS, PERIOD)
    assert {one.participant: one.earned for one in found.payouts} == {"north": north, "east": east}
    earned = [step for step in found.steps if (step.scope, step.result) == ("payout", "earned")]
    assert {step.rule for step in earned} == {rule}
