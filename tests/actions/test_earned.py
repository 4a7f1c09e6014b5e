"""What approved months earn: within the group's month, the fixed amount, the agreement's base fee."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comanage import clock
from comanage.actions.earned import steps_of
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.payable_base_fee import payable_base_fees
from comanage.records.scorecard import Scorecard
from comanage.rules.base_fee import Pays, Short
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.on_duty import earned, log, on_duty, through
from tests.makers import (
    NOW,
    make_duty,
    make_person,
    make_scorecard,
    make_termination,
    make_terms,
    move_on,
)


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


def test_each_physician_of_a_group_earns_once_and_within_the_groups_month(session):
    made = on_duty(session, most_a_month=600)
    log(session, made, 360)
    log(session, made, 240, who=made.cas)
    through(session, made)
    through(session, made, of=made.cas)
    assert earned(session) == [108_000, 72_000]


def test_a_fixed_amount_comes_when_the_hours_of_the_group_are_enough(session):
    made = on_duty(session, pays=Pays.MONTH, cents=500_000, fewest_a_month=600, short=Short.NOTHING)
    log(session, made, 360)
    log(session, made, 240, who=made.cas)
    through(session, made)
    assert earned(session) == [0]
    assert payable_base_fees(session, made.id) == []
    through(session, made, of=made.cas)
    assert earned(session) == [0, 500_000]


@pytest.mark.trust("D4")
def test_the_base_fee_of_the_agreement_is_never_passed(session):
    made = on_duty(session, base_fee_cents=40_000)
    log(session, made)
    log(session, made, who=made.cas)
    through(session, made)
    through(session, made, of=made.cas)
    assert earned(session) == [27_000, 13_000]


@pytest.mark.trust("D4")
def test_a_year_whose_terms_change_earns_each_month_by_its_own_version(session):
    """$480.00 a year to June and $120.00 from July on come to $300.00 in the year."""
    made = on_duty(session, base_fee_cents=48_000)
    amended = replace(make_terms(session, made.agreement), base_fee=Fraction(120))
    first = session.query(Scorecard).one()
    move_on(session, first, ScorecardState.SUPERSEDED, by=make_person(session))
    make_scorecard(session, made.agreement, number=2, signed=amended, effective_on=date(2027, 7, 1))
    log(session, made)
    log(session, made, who=made.cas)
    through(session, made)
    through(session, made, of=made.cas)
    assert earned(session) == [27_000, 3_000]


def test_a_required_duty_without_work_keeps_a_fixed_amount_back(session):
    made = on_duty(session, pays=Pays.MONTH, cents=500_000)
    make_duty(session, made.agreement, "REPORT", name="Write the report", required=True)
    log(session, made)
    through(session, made)
    assert earned(session) == [0]
    row = session.query(BaseFeeEarned).one()
    assert "Required and without approved work: Write the report. Nothing is earned." in [
        step.sentence for step in steps_of(row)
    ]


def test_hours_of_other_months_count_against_the_contract_year(session):
    made = on_duty(session, most_a_year=180)
    log(session, made, 120, day=date(2027, 3, 20))
    log(session, made, 60, day=date(2027, 3, 16), who=made.cas)
    through(session, made)
    made.terms = None
    through(session, made, of=made.cas)
    assert earned(session) == [36_000, 18_000]


def test_the_part_of_a_month_under_the_agreement_earns_its_part_of_a_fixed_amount(session):
    made = on_duty(session, pays=Pays.MONTH, cents=310_000)
    log(session, made)
    make_termination(session, made.agreement, last_day=date(2027, 3, 20))
    through(session, made)
    assert earned(session) == [200_000]
