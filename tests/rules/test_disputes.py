"""Disputes: every step there is, and what a claim would change, to the cent."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.disputes import (
    OVER,
    STEPS,
    AppealDays,
    DisputeState,
    DisputeStep,
    appeal_until,
    at_stake,
    claim_faults,
    lapsed,
    last_day,
    take,
    undisputed,
)
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact
from comanage.rules.settlement import settle
from comanage.rules.signoff import Part, Role
from tests.statements import samples

PERIOD = "2027-Q1"
TERMS, FIGURES = samples.TERMS, samples.FIGURES
SETTLED = settle(TERMS, FIGURES, PERIOD)
TURNOVER = next(figure for figure in FIGURES if figure.measure == "turnover")


def claim(value, figure=TURNOVER):
    return replace(figure, value=exact(value))


@pytest.mark.parametrize(("state", "step"), list(product(DisputeState, DisputeStep)))
def test_a_step_leads_where_the_table_says_or_does_not_exist(state, step):
    move = STEPS.get((state, step))
    if move is None:
        with pytest.raises(Conflict, match=f"Nobody can {step} a dispute that is {state}"):
            take(state, step, frozenset(Role))
    else:
        assert take(state, step, frozenset({move.role})) is move.leads_to


@pytest.mark.parametrize(("key", "role"), list(product(STEPS, Role)))
def test_only_the_role_of_the_table_may_take_a_step(key, role):
    if role is STEPS[key].role:
        assert take(*key, frozenset({role})) is STEPS[key].leads_to
    else:
        with pytest.raises(NotAllowed, match=r"Only an? "):
            take(*key, frozenset({role}))


@pytest.mark.parametrize("part", [Part.ENTERED, Part.VERIFIED])
def test_whoever_took_part_in_the_figure_does_not_decide_about_it(part):
    key = (DisputeState.APPEALED, DisputeStep.DECIDE)
    with pytest.raises(NotAllowed, match=f"Whoever {part} the figure does not decide"):
        take(*key, frozenset(Role), parts=frozenset({part}))


def test_what_is_over_takes_no_further_step():
    assert {state for state, _ in STEPS} & OVER == set()


def test_an_answer_stands_when_nobody_appeals_in_time():
    until = date(2027, 4, 24)
    assert not lapsed(DisputeState.ANSWERED, until, until)
    assert lapsed(DisputeState.ANSWERED, until, date(2027, 4, 25))
    assert not lapsed(DisputeState.ANSWERED, None, date(2037, 4, 25))
    assert not lapsed(DisputeState.APPEALED, until, date(2027, 4, 25))


def test_a_deadline_that_is_not_agreed_is_none():
    assert last_day(date(2027, 4, 14), None) is None
    assert last_day(date(2027, 4, 14), 0) == date(2027, 4, 14)


ANSWERED, TOLD = date(2027, 4, 14), date(2027, 4, 24)


@pytest.mark.parametrize(
    ("promised", "agreed", "until"),
    [
        pytest.param(None, [], None, id="nobody agreed on days, so nothing ends it"),
        pytest.param(TOLD, [], TOLD, id="the day that was told with the answer"),
        pytest.param(
            None, [AppealDays(10, date(2027, 6, 1))], date(2027, 6, 11),
            id="days agreed after the answer run from that day",
        ),
        pytest.param(
            None, [AppealDays(10, ANSWERED)], TOLD, id="days agreed on the day of the answer"
        ),
        pytest.param(
            None, [AppealDays(10, date(2027, 3, 1))], TOLD, id="never from a day before the answer"
        ),
        pytest.param(
            TOLD, [AppealDays(90, date(2027, 4, 20))], TOLD, id="what was told stands"
        ),
        pytest.param(
            None, [AppealDays(10, date(2027, 6, 1)), AppealDays(90, date(2027, 6, 5))],
            date(2027, 6, 11), id="the days agreed first count, so that what lapsed stays so",
        ),
    ],
)  # fmt: skip
def test_an_answer_waits_for_an_appeal_until(promised, agreed, until):
    assert appeal_until(ANSWERED, promised, agreed) == until


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        pytest.param(claim("27.5"), "", id="another value"),
        pytest.param(TURNOVER, "is the one that stands", id="the same value"),
        pytest.param(replace(TURNOVER, measure="nothing"), "no figure for this line", id="no line"),
        pytest.param(replace(TURNOVER, period="2027-Q2"), "no figure for this line", id="elsewhen"),
        pytest.param(replace(TURNOVER, value=None), "value", id="nothing at all"),
    ],
)
def test_a_claim_is_a_figure_of_the_settlement_that_differs(claimed, words):
    found = [str(fault) for fault in claim_faults(TERMS, FIGURES, claimed)]
    assert bool(found) == bool(words)
    assert all(words in fault for fault in found[:1])


def test_what_is_at_stake_is_what_the_real_settlement_would_pay():
    better = claim("20")
    again = settle(TERMS, [better if each is TURNOVER else each for each in FIGURES], PERIOD)
    stakes = at_stake(TERMS, FIGURES, SETTLED, [better])
    assert [(each.participant, each.settled, each.if_upheld) for each in stakes] == [
        (one.participant, one.earned, other.earned)
        for one, other in zip(SETTLED.payouts, again.payouts, strict=True)
    ]
    assert sum(each.at_stake for each in stakes) == again.earned - SETTLED.earned > 0


def test_without_a_dispute_everything_is_undisputed():
    assert undisputed(TERMS, FIGURES, SETTLED, []) == {
        payout.participant: payout.payable for payout in SETTLED.payouts
    }


def test_a_claim_for_more_holds_nothing_and_one_for_less_holds_the_difference():
    settled = {payout.participant: payout.payable for payout in SETTLED.payouts}
    assert undisputed(TERMS, FIGURES, SETTLED, [claim("20")]) == settled
    worse = claim("90")
    again = settle(TERMS, [worse if each is TURNOVER else each for each in FIGURES], PERIOD)
    assert undisputed(TERMS, FIGURES, SETTLED, [worse]) == {
        payout.participant: payout.payable for payout in again.payouts
    }
    assert sum(settled.values()) > sum(undisputed(TERMS, FIGURES, SETTLED, [worse]).values())


@given(st.lists(st.fractions(0, 100, max_denominator=10), min_size=1, max_size=3))
def test_what_is_undisputed_is_never_above_what_any_outcome_pays(values):
    claims = [
        Figure(TURNOVER.period, TURNOVER.participant, TURNOVER.measure, value)
        for value in map(Fraction, values)
    ]
    least = undisputed(TERMS, FIGURES, SETTLED, claims)
    for one in [*([each] for each in claims), claims, []]:
        for stake in at_stake(TERMS, FIGURES, SETTLED, one):
            assert 0 <= least[stake.participant] <= stake.if_upheld
