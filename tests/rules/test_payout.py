"""Payout: what is owed, what is paid in advance, and results of too few cases, for each participant."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.conditions import Compares, Condition
from comanage.rules.figures import Figure
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Minimum
from comanage.rules.numbers import ZERO, exact
from comanage.rules.pool import Advances, Division, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.units import Unit
from tests.rules.settling import PERIOD, fact, given, paid, settled, with_facts
from tests.rules.worked import TERMS

FACTS = with_facts(TERMS, fact("HOURS", Unit.HOURS), fact("SEATS", Unit.PERCENT), fact("PAID"))
SEATS = Gate("Attendance", Condition(Compares.AT_LEAST, exact("75"), "SEATS"))
HALF_SEATS = replace(SEATS, keeps=exact("0.5"))
ATTENDED = (given("SEATS", "80", "north"), given("SEATS", "60", "east"))
LATE = replace(TERMS.participants[1], joins=date(2027, 2, 15))  # 45 of 90 days


ADVANCES = Advances("PAID", exact("0.6"))
LOSS = EpisodeBundle(exact("1000"), "COUNT", "COST", exact("1"), loss_share=exact("1"))
COUNTED = (*FACTS.domains[-1].measures, fact("COUNT", Unit.COUNT), fact("COST"))
BUNDLED = replace(
    FACTS, domains=(*FACTS.domains[:-1], replace(FACTS.domains[-1], measures=COUNTED))
)
LOST = (given("COUNT", "10"), given("COST", "20000"))  # $10,000.00 more than the target


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"division": Division(gates=(SEATS,))}, id="a gate that failed"),
        pytest.param({"division": Division(least=exact("9000"))}, id="a floor"),
        pytest.param({"division": Division(most=exact("1"))}, id="a cap"),
        pytest.param({"division": Division(modifiers=(Modifier("Cut", ZERO),))}, id="a modifier"),
        pytest.param({"pool": PoolRules(most=exact("1"))}, id="a cap of the pool"),
    ],
)
def test_a_loss_is_divided_as_it_is_whatever_acts_on_what_is_earned(changes):
    attended = ATTENDED if "division" in changes and changes["division"].gates else ()
    found = settled(*LOST, *attended, terms=BUNDLED, funding=LOSS, **changes)
    assert (found.earned, found.possible) == (-1000000, -1000000)
    assert [(one.payable, one.recover) for one in found.payouts] == [(0, 400000), (0, 600000)]
    assert faults(BUNDLED, found.steps) == []


def test_who_left_owes_its_part_of_a_loss_all_the_same():
    gone = replace(TERMS.participants[1], leaves=date(2027, 2, 1))
    found = settled(
        *LOST, terms=BUNDLED, funding=LOSS, division=Division(must_stay=True),
        participants=(TERMS.participants[0], gone),
    )  # fmt: skip
    assert found.payout("east").recover == 400000


def test_no_loss_is_billed_in_advance():
    first = replace(TERMS.periods[0], advance=True)
    terms = replace(BUNDLED, periods=(first, TERMS.periods[1]), advances=ADVANCES, funding=LOSS)
    found = settled(*LOST, terms=terms)
    assert (found.possible, found.earned) == (0, 0)


def test_of_an_advance_only_the_most_of_a_participant_is_asked():
    first = replace(TERMS.periods[0], advance=True)
    terms = replace(FACTS, periods=(first, TERMS.periods[1]), advances=ADVANCES)
    rules = Division(gates=(SEATS,), least=exact("900"), most=exact("700"))
    found = settled(terms=terms, division=replace(rules, least=None))
    assert paid(found) == {"north": 70000, "east": 60000}
    found = settled(terms=terms, division=replace(rules, most=None))
    assert paid(found) == {"north": 90000, "east": 60000}


def test_a_participant_s_own_result_of_too_few_cases_is_missing_to_its_gates():
    seats = replace(FACTS.measure("SEATS"), minimum=Minimum(exact("25")))
    domains = (*FACTS.domains[:-1], replace(FACTS.domains[-1], measures=(
        *(each for each in FACTS.domains[-1].measures if each.code != "SEATS"), seats,
    )))  # fmt: skip
    rows = [
        Figure(PERIOD, who, "SEATS", numerator=exact(cases), denominator=exact(cases))
        for who, cases in (("north", "24"), ("east", "25"))
    ]
    found = settled(*rows, terms=replace(FACTS, domains=domains), division=Division(gates=(SEATS,)))
    assert paid(found) == {"north": 0, "east": 287040}
