"""Hours that wait: to be entered, attested and approved; told to whom it concerns alone."""

from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import hours
from comanage.records.person import Person
from comanage.rules.base_fee import LONGEST_DEADLINE
from comanage.rules.reminding import Kind
from comanage.rules.signoff import Role
from tests.actions.on_duty import approve, attest, log, on_duty, physician, send_back, worked
from tests.actions.reminded import at, kinds, told
from tests.makers import (
    NOW,
    make_base_fee,
    make_delegation,
    make_duty,
    make_group,
    make_participant,
    make_person,
    make_role,
    make_termination,
)

TITLE = "Orthopedic co-management"
STILL = "work since {} can still be entered"
ENTER, ATTEST, APPROVE = Kind.WORK_TO_ENTER, Kind.MONTH_TO_ATTEST, Kind.MONTH_TO_APPROVE


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


def without(session, actor, role):
    """Take a role away."""
    person = session.get_one(Person, actor.person_id)
    for held in [each for each in person.roles if each.role is role]:
        session.delete(held)
    session.flush()


# --- to enter ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2027, 4, 22), None, id="eight days before the last one"),
        pytest.param(
            date(2027, 4, 23),
            "work since 24 Mar 2027 can still be entered; last day 30 Apr 2027, in 7 days",
            id="seven days before it",
        ),
        pytest.param(
            date(2027, 4, 30),
            "work since 31 Mar 2027 can still be entered; last day 30 Apr 2027, today",
            id="on it",
        ),
        pytest.param(date(2027, 5, 1), None, id="the day after"),
    ],
)
def test_a_physician_is_told_in_the_last_days_to_enter_a_month(session, made, day, words):
    expected = [f"{TITLE}, March 2027: {words}"] if words else []
    assert told(session, made.bo, day) == expected
    assert kinds(session, made.leader, day) == [ENTER] * len(expected)


@pytest.mark.parametrize("who", ["administrator", "approver", "verifier", "compliance"])
def test_who_logs_no_hours_is_told_of_no_day_to_enter(session, made, who):
    assert told(session, getattr(made, who), date(2027, 4, 23)) == []


def test_a_month_that_is_attested_is_taken_to_be_complete(session, made):
    log(session, made)
    day = date(2027, 4, 23)
    assert kinds(session, made.ann, day) == [ENTER, ATTEST]
    attest(session, made)
    assert kinds(session, made.ann, day) == []
    send_back(session, made, made.administrator)
    assert kinds(session, made.ann, day) == [ENTER, ATTEST]


@pytest.mark.parametrize(
    ("deadline", "day", "last"),
    [
        pytest.param(0, date(2027, 3, 24), "31 Mar 2027, in 7 days", id="on the day worked"),
        pytest.param(0, date(2027, 3, 31), "31 Mar 2027, today", id="on the last day of the month"),
        pytest.param(
            LONGEST_DEADLINE, date(2028, 3, 31), "31 Mar 2028, today", id="a year and a day"
        ),
    ],
)
def test_the_days_of_the_terms_count(session, deadline, day, last):
    made = on_duty(session, deadline=deadline)
    (line,) = [each for each in told(session, made.ann, day) if "March 2027" in each]
    assert line.endswith(f"last day {last}")


def test_without_terms_there_is_no_day_to_enter(session, made):
    group = make_group(session, "SLATE")
    make_participant(session, made.agreement, group)
    new = physician(session, group, "Dr. Dee Fox")
    assert kinds(session, made.ann, date(2027, 4, 23)) == [ENTER]
    assert told(session, new, date(2027, 4, 23)) == []


def test_where_no_duty_holds_nothing_can_be_entered(session, made):
    for duty in (made.duty, made.rounds):
        make_duty(
            session, made.agreement, replaces=duty, starts=date(2027, 3, 1), ends=date(2027, 3, 24)
        )
    assert kinds(session, made.ann, date(2027, 4, 23)) == [ENTER]
    assert told(session, made.ann, date(2027, 4, 24)) == []


def test_an_agreement_that_ended_within_a_month_closes_it_sooner(session, made):
    make_termination(session, made.agreement, last_day=date(2027, 3, 10))
    assert told(session, made.ann, date(2027, 4, 1)) == []
    assert told(session, made.ann, date(2027, 4, 2)) == [
        f"{TITLE}, March 2027: {STILL.format('3 Mar 2027')}; last day 9 Apr 2027, in 7 days"
    ]
    assert told(session, made.ann, date(2027, 4, 23)) == []


# --- to attest --------------------------------------------------------------------------------


def test_a_month_waits_for_its_physician_from_the_first_day_after_it(session, made):
    with at(date(2027, 3, 31)):
        log(session, made)
    assert ATTEST not in kinds(session, made.ann, date(2027, 3, 31))
    assert told(session, made.ann, date(2027, 4, 1)) == [
        f"{TITLE}, March 2027: your hours, not attested; since 1 Apr 2027, today"
    ]
    assert told(session, made.ann, date(2027, 4, 13)) == [
        f"{TITLE}, March 2027: your hours, not attested; since 1 Apr 2027, 12 days"
    ]


@pytest.mark.parametrize("who", ["cas", "bo", "leader", "administrator", "approver", "compliance"])
def test_nobody_is_told_of_the_hours_of_another_before_they_are_signed(session, made, who):
    log(session, made)
    assert told(session, getattr(made, who)) == []


def test_a_month_sent_back_waits_from_that_day(session, made):
    log(session, made)
    attest(session, made)
    assert told(session, made.ann) == []
    send_back(session, made, made.administrator, reason="Which meeting?")
    (line,) = told(session, made.ann, date(2027, 4, 15))
    assert line == (
        f"{TITLE}, March 2027: your hours, sent back and not attested again;"
        " since 14 Apr 2027, 1 day"
    )
    assert "Which meeting" not in line


def test_hours_that_were_all_taken_back_wait_for_nothing(session, made):
    entry = log(session, made)
    hours.correct(session, made.ann, entry.id, worked(made, 0), reason="It was cancelled")
    assert told(session, made.ann) == []


def test_who_left_the_group_is_told_nothing_of_its_months(session, made):
    log(session, made)
    assert kinds(session, made.ann) == [ATTEST]
    without(session, made.ann, Role.PHYSICIAN)
    make_role(
        session, session.get_one(Person, made.ann.person_id), Role.PHYSICIAN, group=made.groups[1]
    )
    assert told(session, made.ann) == []


# --- to approve -------------------------------------------------------------------------------


def test_each_level_is_told_when_it_is_its_turn(session, made):
    log(session, made)
    attest(session, made)
    assert kinds(session, made.approver) == []
    (line,) = told(session, made.administrator, date(2027, 4, 16))
    assert line == (
        f"{TITLE}, March 2027: hours of Dr. Ann Ito for Physicians of GRANITE,"
        " level 1 of 2 not decided; since 14 Apr 2027, 2 days"
    )
    with clock.fixed(datetime(2027, 4, 15, 8, tzinfo=UTC)):
        approve(session, made, made.administrator)
    assert kinds(session, made.administrator) == []
    (line,) = told(session, made.approver, date(2027, 4, 16))
    assert line.endswith("level 2 of 2 not decided; since 15 Apr 2027, 1 day")
    approve(session, made, made.approver)
    assert kinds(session, made.approver) == []


@pytest.mark.parametrize("who", ["verifier", "compliance", "leader", "ann", "cas", "bo"])
def test_who_does_not_decide_is_told_of_no_month_to_approve(session, made, who):
    log(session, made)
    attest(session, made)
    assert told(session, getattr(made, who)) == []


def test_whoever_may_decide_no_more_or_on_own_hours_is_told_nothing(session, made):
    log(session, made)
    attest(session, made)
    make_role(session, session.get_one(Person, made.ann.person_id), Role.ADMINISTRATOR)
    assert kinds(session, made.ann) == []
    without(session, made.administrator, Role.ADMINISTRATOR)
    assert told(session, made.administrator) == []


def test_the_one_to_whom_a_duty_was_handed_over_is_told_too(session, made):
    log(session, made)
    attest(session, made)
    other = make_person(session, "Dora Lane")
    make_role(session, other, Role.VERIFIER)
    make_delegation(session, made.administrator, other, Role.ADMINISTRATOR, days=3)
    taker = type(made.ann)(other.id, other.name)
    assert kinds(session, taker, date(2027, 4, 17)) == [APPROVE]
    assert kinds(session, taker, date(2027, 4, 18)) == []


def test_a_change_of_the_terms_counts_from_its_own_months(session, made):
    make_base_fee(
        session, made.agreement, made.own, number=2, starts=date(2027, 4, 1), deadline=5,
        entered_on=date(2027, 3, 1), reason="Sooner.",
    )  # fmt: skip
    assert told(session, made.ann, date(2027, 4, 30)) == [
        f"{TITLE}, March 2027: {STILL.format('31 Mar 2027')}; last day 30 Apr 2027, today",
        f"{TITLE}, April 2027: {STILL.format('25 Apr 2027')}; last day 5 May 2027, in 5 days",
    ]
