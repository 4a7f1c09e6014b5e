"""Division: shares, gates of participants, part of a period, limits, and what was paid before.

The worked agreement earns $7,176.00: 60 % for north, 40 % for east (see worked.py).
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.blend import Blend
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.numbers import exact
from comanage.rules.periods import Prorates
from comanage.rules.pool import Advances, Division, FmvCap, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.units import Unit
from tests.rules.settling import PERIOD, fact, given, paid, results, settled, with_facts
from tests.rules.worked import FIGURES, TERMS

FACTS = with_facts(TERMS, fact("HOURS", Unit.HOURS), fact("SEATS", Unit.PERCENT), fact("PAID"))
SEATS = Gate("Attendance", Condition(Compares.AT_LEAST, exact("75"), "SEATS"))
HALF_SEATS = replace(SEATS, keeps=exact("0.5"))
ATTENDED = (given("SEATS", "80", "north"), given("SEATS", "60", "east"))
LATE = replace(TERMS.participants[1], joins=date(2027, 2, 15))  # 45 of 90 days


@pytest.mark.parametrize(
    ("division", "north", "east"),
    [
        pytest.param(Division(), 430560, 287040, id="nobody has a gate"),
        pytest.param(Division(gates=(SEATS,)), 430560, 0, id="a closed gate: the share stays"),
        pytest.param(Division(gates=(HALF_SEATS,)), 430560, 143520, id="a gate that keeps half"),
        pytest.param(
            Division(gates=(SEATS,), redivides=True), 717600, 0, id="or goes to the others"
        ),
        pytest.param(
            Division(gates=(HALF_SEATS,), redivides=True), 574080, 143520, id="who take all of theirs"
        ),
        pytest.param(
            Division(modifiers=(Modifier("Cut", exact("0.5")),)), 215280, 143520, id="a modifier"
        ),
        pytest.param(Division(most=exact("3000")), 300000, 287040, id="a cap: the rest stays"),
        pytest.param(Division(least=exact("1000")), 430560, 287040, id="a floor below both"),
        pytest.param(
            Division(gates=(SEATS,), least=exact("1000")), 430560, 0,
            id="a floor never lifts what a gate closed",
        ),
    ],
)  # fmt: skip
def test_what_each_participant_gets(division, north, east):
    attended = ATTENDED if division.gates else ()
    found = settled(*attended, terms=FACTS, division=division)
    assert paid(found) == {"north": north, "east": east}
    assert faults(FACTS, found.steps) == []


@pytest.mark.trust("D4")
def test_a_floor_of_one_is_never_paid_beyond_the_caps_over_all():
    rules = PoolRules(most=exact("6000"))
    found = settled(pool=rules, division=Division(least=exact("3500")))
    assert sum(paid(found).values()) == 600000
    assert paid(found) == {"north": 304225, "east": 295775}  # 3,600 and 3,500 cut in proportion


@pytest.mark.parametrize(
    ("division", "north", "east"),
    [
        pytest.param(Division(), 430560, 287040, id="counts like the others"),
        pytest.param(Division(part_period=Prorates.DAYS), 430560, 143520, id="by days"),
        pytest.param(Division(part_period=Prorates.MONTHS), 430560, 191360, id="by months"),
        pytest.param(
            Division(part_period=Prorates.DAYS, redivides=True), 574080, 143520, id="redivided"
        ),
    ],
)
def test_one_who_joins_in_the_period_shares_for_the_part_of_it(division, north, east):
    found = settled(participants=(TERMS.participants[0], LATE), division=division)
    assert paid(found) == {"north": north, "east": east}


@pytest.mark.parametrize(
    ("leaves", "east"), [(date(2027, 3, 30), 0), (date(2027, 3, 31), 287040), (None, 287040)]
)
def test_one_who_must_stay_to_the_end_gets_nothing_before(leaves, east):
    gone = replace(TERMS.participants[1], leaves=leaves)
    rules = Division(must_stay=True)
    found = settled(participants=(TERMS.participants[0], gone), division=rules)
    assert paid(found) == {"north": 430560, "east": east}


def test_hours_are_each_participants_own_figures():
    hours = (given("HOURS", "30", "north"), given("HOURS", "10", "east"))
    found = settled(*hours, terms=FACTS, allocation=AcceptedHours("HOURS"))
    assert paid(found) == {"north": 538200, "east": 179400}


def test_where_nobody_has_hours_everything_stays_with_the_hospital():
    none = (given("HOURS", "0", "north"), given("HOURS", "0", "east"))
    found = settled(*none, terms=FACTS, allocation=AcceptedHours("HOURS"))
    assert paid(found) == {"north": 0, "east": 0}
    assert found.earned == 717600


def own(participant, screening, infections, on_time):
    """A participant's own rows: a screening rate, infections and starts on time."""
    values = {"SCREENING": screening, "INFECTIONS": infections, "ON-TIME": on_time}
    return [Figure(PERIOD, participant, code, exact(value)) for code, value in values.items()]


# north scores 100 %; east .4 x .5 + 0 + .4 x .8 = 52 %
OWN = (*own("north", "95", "0", "95"), *own("east", "75", "1", "85"))


@pytest.mark.parametrize(
    ("allocation", "rules", "north", "east"),
    [
        pytest.param(OwnScore(), PoolRules(), 500000, 260000, id="own scores alone"),
        pytest.param(
            Blend(exact("0.5")), PoolRules(), 429400, 309400, id="half of each by the line"
        ),
        pytest.param(
            OwnScore(), PoolRules(modifiers=(Modifier("Cut", exact("0.5")),)), 250000, 130000,
            id="a modifier acts on the maximum",
        ),
        pytest.param(
            OwnScore(), PoolRules(most=exact("3800")), 250000, 130000,
            id="a cap acts on the sum, in proportion",
        ),
        pytest.param(
            Exchange("PAID", exact("1.5")), PoolRules(), 150000, 156000, id="a stated slope"
        ),
        pytest.param(
            Exchange("PAID"), PoolRules(), 351765, 365835, id="a slope that spends what was earned"
        ),
    ],
)  # fmt: skip
def test_divisions_by_own_scores(allocation, rules, north, east):
    dollars = (given("PAID", "1000", "north"), given("PAID", "2000", "east"))
    idle = [given(code, "1", who) for code in ("HOURS", "SEATS") for who in ("north", "east")]
    found = settled(*OWN, *dollars, *idle, terms=FACTS, allocation=allocation, pool=rules)
    assert paid(found) == {"north": north, "east": east}
    assert [one.participant for one in found.scorecards] == ["", "east", "north"]
    assert faults(FACTS, found.steps) == []
    printed = sum(one.earned for one in found.amounts if not one.measure)
    assert printed + sum(change.cents for change in found.changes) == found.earned


def test_what_own_scores_do_not_earn_stays_with_the_hospital():
    found = settled(*OWN, allocation=OwnScore())
    assert (found.possible, found.earned, found.unearned) == (1000000, 760000, 240000)
    assert [payout.maximum for payout in found.payouts] == [500000, 500000]


@pytest.mark.trust("D4")
def test_a_fair_market_value_cap_cuts_the_sum_of_own_scores():
    found = settled(*OWN, allocation=OwnScore(), fmv_cap=FmvCap(exact("1520")))
    assert paid(found) == {"north": 100000, "east": 52000}


ADVANCES = Advances("PAID", exact("0.6"))


@pytest.mark.parametrize(
    ("north", "payable", "recover"),
    [("4000", 30560, 0), ("4305.60", 0, 0), ("5000", 0, 69440), ("0", 430560, 0)],
)
def test_what_was_paid_before_is_taken_off_and_the_rest_is_owed_back(north, payable, recover):
    before = (given("PAID", north, "north"), given("PAID", "0", "east"))
    payout = settled(*before, terms=FACTS, advances=ADVANCES).payout("north")
    assert (payout.payable, payout.recover, payout.earned) == (payable, recover, 430560)


def test_an_advance_is_paid_whatever_the_score_and_needs_no_figures():
    first = replace(TERMS.periods[0], advance=True)
    terms = replace(FACTS, periods=(first, TERMS.periods[1]), advances=ADVANCES)
    gate = Gate("Score", Condition(Compares.AT_LEAST, exact("1"), looks_at=Looks.TOTAL))
    found = settled(terms=terms, pool=PoolRules(gates=(gate,)))
    assert (found.possible, found.earned) == (250000, 150000)  # a quarter of it, and 60 % of that
    assert paid(found) == {"north": 90000, "east": 60000}
    assert found.amounts == ()


def test_results_of_a_division_name_every_step_of_it():
    before = (given("PAID", "5000", "north"), given("PAID", "0", "east"))
    rules = Division(gates=(SEATS,), most=exact("4000"), part_period=Prorates.DAYS)
    late = (TERMS.participants[0], LATE)
    found = results(
        settled(
            *ATTENDED, *before, terms=FACTS, division=rules, participants=late, advances=ADVANCES
        )
    )
    named = {result for scope, code, result in found if (scope, code) == ("payout", "north")}
    assert named == {
        "gate", "share", "earned", "after_rules", "advanced", "payable", "recover",
    }  # fmt: skip
    assert found["payout", "east", "present"] == exact("0.5")
    assert found["payout", "east", "gate"] == 0


@examples(
    st.lists(st.integers(0, 500), min_size=2, max_size=2),
    st.sampled_from([None, Prorates.DAYS, Prorates.MONTHS]),
    st.booleans(),
)
def test_nobody_is_paid_from_what_stays_with_the_hospital(hours, part_period, redivides):
    figures = [
        given("HOURS", str(each), who) for each, who in zip(hours, ("north", "east"), strict=True)
    ]
    rules = Division(gates=(SEATS,), part_period=part_period, redivides=redivides)
    late = (TERMS.participants[0], LATE)
    found = settled(
        *figures, *ATTENDED, terms=FACTS,
        allocation=AcceptedHours("HOURS"), division=rules, participants=late,
    )  # fmt: skip
    assert sum(paid(found).values()) <= found.earned
    assert min(paid(found).values()) >= 0
    assert settled(allocation=Equal()).earned == sum(paid(settled(allocation=Equal())).values())
    assert len(FIGURES) == 3


def test_who_was_not_there_in_the_period_shares_in_nothing():
    later = replace(TERMS.participants[1], joins=date(2027, 4, 1))
    rules = Division(least=exact("100"))
    found = settled(participants=(TERMS.participants[0], later), division=rules)
    assert paid(found) == {"north": 430560, "east": 0}


def test_a_stated_slope_goes_through_the_gates_and_the_part_of_the_period_of_the_pool():
    shut = Gate("Score", Condition(Compares.AT_LEAST, exact("1"), looks_at=Looks.TOTAL))
    halved = PoolRules(gates=(replace(shut, keeps=exact("0.5")),))
    dollars = (given("PAID", "1000", "north"), given("PAID", "2000", "east"))
    idle = [given(code, "1", who) for code in ("HOURS", "SEATS") for who in ("north", "east")]
    found = settled(
        *OWN, *dollars, *idle, terms=FACTS, pool=halved, allocation=Exchange("PAID", exact("1.5"))
    )
    assert paid(found) == {"north": 75000, "east": 78000}
    assert found.earned == 153000


def test_gates_of_participants_may_look_at_what_nothing_else_looks_at():
    dollars = (given("PAID", "1000", "north"), given("PAID", "2000", "east"))
    idle = [given("HOURS", "1", who) for who in ("north", "east")]
    found = settled(
        *OWN, *dollars, *idle, *ATTENDED, terms=FACTS, allocation=OwnScore(),
        division=Division(gates=(SEATS,)),
    )  # fmt: skip
    assert paid(found) == {"north": 500000, "east": 0}


def test_a_modifier_for_what_is_full_asks_the_score_of_the_service_line():
    double = Modifier("Half", exact("0.5"), only_full=True)
    found = settled(*OWN, allocation=OwnScore(), pool=PoolRules(modifiers=(double,)))
    assert paid(found) == {"north": 500000, "east": 260000}
