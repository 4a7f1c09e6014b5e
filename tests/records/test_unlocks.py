"""Unlocks and duties handed over: by two people, once, and what was approved stands."""

from datetime import date, timedelta

import pytest

from comanage.database import transaction
from comanage.records import delegation as delegations
from comanage.records.delegation import Delegation
from comanage.records.period_unlock import PeriodUnlock
from comanage.rules.signoff import FigureState, Role
from tests.makers import (
    NOW,
    approve,
    finalize,
    make_figure,
    make_person,
    make_role,
    make_service_line,
    make_settlement,
    stored,
)
from tests.records.refused import gives_no_way, inserting, refusal, refused, run

UNLOCKS = {
    "period_unlock_says_why": {"reason": ""},
    "period_unlock_period_of_its_agreement": {"agreement_id": "other"},
    "period_unlock_one_a_settlement": {},
    "period_unlock_begins_undecided": {"confirmed_by_id": 2, "confirmed_at": NOW},
    "period_unlock_of_what_locked_it": {"period_id": "open"},
}
DECISIONS = {
    "period_unlock_by_two_people": "confirmed_by_id = asked_by_id, confirmed_at = asked_at",
    "period_unlock_names_who_confirmed_it": "confirmed_by_id = {second}",
    "period_unlock_names_who_refused_it": "refused_by_id = {second}",
    "period_unlock_confirmed_or_refused": "confirmed_by_id = {second}, confirmed_at = asked_at,"
                                          " refused_by_id = {second}, refused_at = asked_at",
    "period_unlock_never_changed": "reason = 'Another'",
}  # fmt: skip
DELEGATIONS = {
    "delegation_to_someone_else": {"taker_id": "giver"},
    "delegation_runs_forward": {"ends": date(2027, 4, 1)},
    "delegation_says_why": {"reason": ""},
    "delegation_of_a_duty_that_can_be_handed_over": {"role": Role.SYSTEM},
    "delegation_names_who_ended_it": {"ended_on": date(2027, 4, 20)},
}
STARTS, ENDS = date(2027, 4, 14), date(2027, 4, 24)
CONFIRM = "UPDATE period_unlock SET confirmed_by_id = :who, confirmed_at = asked_at"
OPEN = "UPDATE performance_period SET state = 'open' WHERE code = '2027-Q1' AND state = 'locked'"


@pytest.fixture
def asked(settled):
    """The settled agreement, whose locked quarter someone asked to open."""
    with transaction() as session:
        settled.asker, settled.second_person = make_person(session), make_person(session)
        settled.unlock = stored(session, unlock(settled))
    return settled


def unlock(settled):
    return PeriodUnlock(
        agreement_id=settled.agreement.id, period_id=settled.period.id,
        settlement_id=settled.settlement.id, reason="A late report.",
        asked_by_id=settled.asker.id, asked_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), UNLOCKS.items(), ids=UNLOCKS)
def test_an_unlock_that_cannot_be_is_refused(engine, asked, name, changes):
    if name != "period_unlock_one_a_settlement":
        run(engine, "UPDATE period_unlock SET refused_by_id = 1, refused_at = asked_at")
    known = {"other": asked.other.id, "open": asked.open_period.id}
    changes = {column: known.get(value, value) for column, value in changes.items()}
    statement = inserting(asked.unlock, id=999, **changes)
    sqlite = engine.dialect.name == "sqlite" and name.endswith("of_its_agreement")
    assert refusal(engine, statement) == ("reference_exists" if sqlite else name)


@pytest.mark.parametrize(("name", "changes"), DECISIONS.items(), ids=DECISIONS)
def test_a_decision_that_cannot_be_is_refused(engine, asked, name, changes):
    changes = changes.format(second=asked.second_person.id)
    assert refusal(engine, f"UPDATE period_unlock SET {changes}") == name  # noqa: S608


def test_a_decision_stays(engine, asked):
    assert run(engine, CONFIRM, who=asked.second_person.id) == 1
    assert refusal(engine, CONFIRM, who=asked.second_person.id) == "period_unlock_never_changed"
    assert refusal(engine, "DELETE FROM period_unlock") == "period_unlock_never_deleted"


def test_a_locked_period_opens_once_its_unlock_is_confirmed_and_no_sooner(engine, asked):
    assert refusal(engine, OPEN) == "performance_period_locked_stays"
    run(engine, CONFIRM, who=asked.second_person.id)
    assert run(engine, OPEN) == 1


def test_a_refused_unlock_opens_nothing(engine, asked):
    run(engine, "UPDATE period_unlock SET refused_by_id = 1, refused_at = asked_at")
    assert refusal(engine, OPEN) == "performance_period_locked_stays"


def test_a_confirmed_unlock_changes_nothing_else_of_the_period(engine, asked):
    run(engine, CONFIRM, who=asked.second_person.id)
    statement = (
        "UPDATE performance_period SET state = 'open', starts = '2026-12-31' WHERE state = 'locked'"
    )
    assert refusal(engine, statement) == "performance_period_locked_stays"


def test_a_locked_figure_stays_in_the_opened_period_and_may_be_replaced(engine, asked):
    run(engine, CONFIRM, who=asked.second_person.id)
    run(engine, OPEN)
    statement = "UPDATE figure SET note = '' WHERE state = 'locked'"
    assert refusal(engine, statement) == "figure_locked_stays"
    with transaction() as session:
        make_figure(session, asked.agreement, "90", replaces=session.merge(asked.figure))


def test_an_unlock_serves_once(engine, asked):
    """What is approved after it locks the period again, for another unlock to open."""
    run(engine, CONFIRM, who=asked.second_person.id)
    run(engine, OPEN)
    with transaction() as session:
        again = make_settlement(session, asked.agreement, replaces=session.merge(asked.settlement))
        finalize(session, again, asked.asker)
        approve(session, again, asked.approver)
    run(engine, "UPDATE performance_period SET state = 'locked' WHERE code = '2027-Q1'")
    assert refusal(engine, OPEN) == "performance_period_locked_stays"


def test_who_approved_before_may_not_correct_afterwards(engine, asked):
    run(engine, CONFIRM, who=asked.second_person.id)
    run(engine, OPEN)
    with refused("figure_not_entered_by_a_signer") as session:
        make_figure(
            session, asked.agreement, "90", replaces=session.merge(asked.figure),
            entered_by=asked.approver, state=FigureState.DRAFT,
        )  # fmt: skip


@pytest.fixture
def handed(settled):
    """An approver's duty, handed to a colleague for ten days."""
    with transaction() as session:
        settled.line = make_service_line(session)
        settled.giver, settled.taker = make_person(session), make_person(session)
        settled.role = make_role(session, settled.giver, Role.APPROVER)
        settled.delegation = stored(session, delegation(settled))
    return settled


def delegation(settled, **given):
    made = {
        "giver_id": settled.giver.id, "taker_id": settled.taker.id, "role": Role.APPROVER,
        "starts": STARTS, "ends": ENDS, "reason": "On leave.", "agreed_by_id": settled.giver.id,
        "agreed_at": NOW,
    }  # fmt: skip
    return Delegation(**made | given)


@pytest.mark.parametrize(("name", "changes"), DELEGATIONS.items(), ids=DELEGATIONS)
def test_a_delegation_that_cannot_be_is_refused(engine, handed, name, changes):
    changes = {
        column: handed.giver.id if value == "giver" else value for column, value in changes.items()
    }
    assert refusal(engine, inserting(handed.delegation, id=999, **changes)) == name


def test_a_delegation_stays_as_it_was_agreed_and_ends_once(engine, handed):
    assert (
        refusal(engine, "UPDATE delegation SET ends = '2028-01-01'") == "delegation_never_changed"
    )
    assert refusal(engine, "DELETE FROM delegation") == "delegation_never_deleted"
    end = "UPDATE delegation SET ended_by_id = giver_id, ended_on = starts"
    assert run(engine, end) == 1
    assert refusal(engine, end) == "delegation_never_changed"


@pytest.mark.parametrize("table", ["period_unlock", "delegation"])
def test_no_row_gives_way_to_another_or_to_emptying(engine, asked, handed, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (STARTS - timedelta(1), False), (STARTS, True), (ENDS, True), (ENDS + timedelta(1), False),
    ],
)  # fmt: skip
def test_a_duty_is_done_for_another_from_the_first_to_the_last_day(session, handed, day, counts):
    found = delegations.to_person(session, handed.taker.id, day)
    assert [each.giver_id for each in found] == ([handed.giver.id] if counts else [])
    assert delegations.to_person(session, handed.giver.id, day) == []


def test_a_duty_ends_with_the_givers_role_and_with_the_givers_account(session, handed):
    session.merge(handed.giver).active = False
    session.flush()
    assert delegations.to_person(session, handed.taker.id, STARTS) == []
    session.merge(handed.giver).active = True
    session.flush()
    assert delegations.to_person(session, handed.taker.id, STARTS) != []
    session.delete(session.merge(handed.role))
    session.flush()
    assert delegations.to_person(session, handed.taker.id, STARTS) == []


def test_a_duty_reaches_no_further_than_the_givers_role(session, handed):
    session.delete(session.merge(handed.role))
    make_role(session, session.merge(handed.giver), Role.APPROVER, service_line=handed.line)
    session.flush()
    assert delegations.to_person(session, handed.taker.id, STARTS) == []
    stored(session, delegation(handed, service_line_id=handed.line.id))
    found = delegations.to_person(session, handed.taker.id, STARTS)
    assert [each.service_line_id for each in found] == [handed.line.id]


def test_a_duty_that_was_ended_counts_no_longer_but_what_was_done_still_does(session, handed):
    found = session.merge(handed.delegation)
    found.ended_by_id, found.ended_on = handed.giver.id, STARTS + timedelta(2)
    session.flush()
    assert delegations.to_person(session, handed.taker.id, STARTS) == []
    (ever,) = delegations.ever(session)
    assert (ever.giver, ever.starts, ever.ends) == (
        handed.giver.id, STARTS, STARTS + timedelta(2)
    )  # fmt: skip
    assert delegations.of_person(session, handed.taker.id) == [found]
