"""Payout: what each participant is paid, in advance or in the end, and what each owes.

The worked agreement earns $7,176.00: 60 % for north, 40 % for east (see worked.py).
"""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.conditions import Compares, Condition
from comanage.rules.figures import Figure
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Minimum
from comanage.rules.numbers import ZERO, exact
from comanage.rules.pool import Advances, Division, FmvCap, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.units import Unit
from tests.rules.settling import PERIOD, fact, given, paid, results, settled, with_facts
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


def own(participant, screening, infections, on_time):
    """A participant's own rows: a screening rate, infections and starts on time."""
    values = {"SCREENING": screening, "INFECTIONS": infections, "ON-TIME": on_time}
    return [Figure(PERIOD, participant, code, exact(value)) for code, value in values.items()]


# north scores 100 %; east .4 x .5 + 0 + .4 x .8 = 52 %
OWN = (*own("north", "95", "0", "95"), *own("east", "75", "1", "85"))
FULL = Modifier("Bonus", exact("2"), only_full=True)


@pytest.mark.parametrize(
    ("allocation", "north", "east"),
    [
        pytest.param(Equal(), 717600, 717600, id="without own scores for everyone"),
        pytest.param(OwnScore(), 1000000, 260000, id="with them for a full own score"),
    ],
)
def test_a_modifier_of_a_participant_may_be_only_for_a_full_score(allocation, north, east):
    figures = OWN if allocation.kind == "own score" else ()
    rules, division = PoolRules(cap=exact("2")), Division(modifiers=(FULL,))
    found = settled(*figures, allocation=allocation, pool=rules, division=division)
    assert paid(found) == {"north": north, "east": east}


def test_an_own_score_of_nothing_earns_nothing():
    none = own("east", "70", "1", "70")
    found = settled(*OWN[:3], *none, allocation=OwnScore())
    assert paid(found) == {"north": 500000, "east": 0}


def test_a_gate_keeps_its_share_of_what_a_stated_slope_pays():
    dollars = (given("PAID", "1000", "north"), given("PAID", "2000", "east"))
    found = settled(
        *OWN, *dollars, *ATTENDED, given("HOURS", "1", "north"), given("HOURS", "1", "east"),
        terms=FACTS, allocation=Exchange("PAID", exact("1.5")),
        division=Division(gates=(HALF_SEATS,)),
    )  # fmt: skip
    assert paid(found) == {"north": 150000, "east": 78000}


@pytest.mark.trust("D4")
def test_payouts_that_come_to_a_cap_exactly_are_not_cut():
    at_cap = settled(pool=PoolRules(most=exact("6000")), division=Division(least=exact("1")))
    assert sum(paid(at_cap).values()) == 600000
    assert ("payout", "north", "capped") not in results(at_cap)


@pytest.mark.trust("D4")
def test_not_a_cent_is_paid_beyond_a_cap_of_less_than_one():
    found = settled(
        fmv_cap=FmvCap(exact("0.001")), division=Division(least=exact("0.01")),
        participants=TERMS.participants[:1], allocation=Equal(),
    )  # fmt: skip
    assert paid(found) == {"north": 0}


@pytest.mark.parametrize(
    ("before", "lines"),
    [
        pytest.param("4305.59", {"payable"}, id="a cent is left to pay"),
        pytest.param("4305.60", {"payable"}, id="all was paid"),
        pytest.param("4305.61", {"payable", "recover"}, id="a cent is owed back"),
    ],
)
def test_what_is_owed_back_is_a_line_only_where_something_is(before, lines):
    facts = (given("PAID", before, "north"), given("PAID", "0", "east"))
    found = results(settled(*facts, terms=FACTS, advances=ADVANCES))
    named = {name for scope, code, name in found if (scope, code) == ("payout", "north")}
    assert named & {"payable", "recover"} == lines


def test_only_who_takes_over_what_others_lost_is_told_so():
    words = "; with its part of what others could not take"
    whole = settled(division=Division(redivides=True))
    assert not whole.payout("north").because.endswith(words)
    found = settled(*ATTENDED, terms=FACTS, division=Division(gates=(HALF_SEATS,), redivides=True))
    assert [one.because.endswith(words) for one in found.payouts] == [False, True]
