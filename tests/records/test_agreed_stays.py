"""What was agreed stays: an agreement and its periods, a demo, and the roles that are held."""

import pytest

from comanage.database import transaction
from comanage.records.agreement import Agreement
from comanage.records.performance_period import PerformancePeriod, by_code
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_figure,
    make_installation,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.records.refused import gives_no_way, refusal, replacing, rows, run, without_help

AGREED = (
    "code = 'ANOTHER'", "service_line_id = :line",
    "verifier_may_approve = NOT verifier_may_approve", "id = 99",
)  # fmt: skip
PERIOD = ("code = 'ANOTHER'", "starts = '2027-04-02'", "ends = '2027-06-29'", "id = 99",
          "agreement_id = agreement_id + 1")  # fmt: skip

pytestmark = pytest.mark.trust("D10", "E3")


@pytest.fixture
def made(engine):
    """A draft agreement with its periods."""
    del engine
    with transaction() as session:
        found = make_agreement(session)
        found.line = make_service_line(session).id
        found.period = by_code(session, found.id, "2027-Q2")
        make_agreement(session, "NEXT")
    return found


def changing(made, table, change):
    """Write a change of one row, and what it needs to be told."""
    row = made.id if table == "agreement" else made.period.id
    given = {"line": made.line} if ":line" in change else {}
    return f"UPDATE {table} SET {change} WHERE id = {row}", given  # noqa: S608


def superseded(made):
    with transaction() as session:
        make_scorecard(session, made, state=ScorecardState.SUPERSEDED)


def drafted(made):
    with transaction() as session:
        make_scorecard(session, made, state=ScorecardState.DRAFT)


@pytest.mark.parametrize("change", AGREED)
def test_what_was_agreed_with_a_locked_scorecard_stays(engine, made, change):
    superseded(made)
    statement, given = changing(made, "agreement", change)
    assert refusal(engine, statement, **given) == "agreement_stays_as_agreed"


@pytest.mark.parametrize("change", AGREED[:-1])
def test_a_draft_agreement_changes(engine, made, change):
    drafted(made)
    statement, given = changing(made, "agreement", change)
    assert run(engine, statement, **given) == 1


def test_what_needs_no_amendment_changes_after_the_lock_too(engine, made):
    superseded(made)
    statement, _ = changing(made, "agreement", "title = 'Another', sponsor = 'Another'")
    assert run(engine, statement) == 1


@pytest.mark.parametrize("change", PERIOD)
def test_the_days_and_the_code_of_an_agreed_period_stay(engine, made, change):
    superseded(made)
    statement, given = changing(made, "performance_period", change)
    assert refusal(engine, statement, **given) == "performance_period_stays_as_agreed"
    gone = f"DELETE FROM performance_period WHERE id = {made.period.id}"  # noqa: S608
    assert refusal(engine, gone) == "performance_period_agreed_never_deleted"


@pytest.mark.parametrize("change", PERIOD[:3])
def test_the_days_and_the_code_of_a_drafted_period_change(engine, made, change):
    drafted(made)
    statement, given = changing(made, "performance_period", change)
    assert run(engine, statement, **given) == 1
    gone = f"DELETE FROM performance_period WHERE id = {made.period.id}"  # noqa: S608
    assert run(engine, gone) == 1


def test_a_period_of_which_a_figure_is_on_record_stays(engine, made):
    with transaction() as session:
        make_figure(session, made, period="2027-Q2")
    statement, _ = changing(made, "performance_period", PERIOD[0])
    assert refusal(engine, statement) == "performance_period_stays_as_agreed"
    with transaction() as session:
        other = by_code(session, made.id, "2027-Q3")
    assert run(engine, f"UPDATE performance_period SET code = 'Q' WHERE id = {other.id}") == 1  # noqa: S608


def test_neither_gives_way_to_one_like_it(engine, made):
    superseded(made)
    before = rows(engine, "agreement"), rows(engine, "performance_period")
    with transaction() as session:
        agreement = session.get_one(Agreement, made.id)
        period = session.get_one(PerformancePeriod, made.period.id)
    ways = (
        (replacing(agreement, code="X", base_fee_cents=1), {"agreement_key"}),
        (replacing(agreement, id=99, base_fee_cents=1), {"agreement_once_per_code"}),
        (replacing(period, code="X"), {"performance_period_key"}),
        (replacing(period, id=99), {"performance_period_code_once_an_agreement"}),
    )
    for statement, names in ways:
        assert without_help(engine, statement) in names
    if engine.dialect.name == "postgresql":
        assert refusal(engine, "TRUNCATE agreement CASCADE").endswith("_never_emptied")
    assert (rows(engine, "agreement"), rows(engine, "performance_period")) == before


@pytest.mark.parametrize("is_demo", [False, True])
def test_a_demo_stays_a_demo_and_real_data_stay_real(engine, is_demo):
    with transaction() as session:
        make_installation(session, is_demo=is_demo)
    for change in ("is_demo = NOT is_demo", "created_at = '2020-01-01 00:00:00'"):
        statement = f"UPDATE installation SET {change}"  # noqa: S608
        assert refusal(engine, statement) == "installation_stays_what_it_is"
    assert refusal(engine, "DELETE FROM installation") == "installation_never_deleted"
    gives_no_way(engine, "installation")
    assert run(engine, "UPDATE installation SET name = 'Riverbend Medical'") == 1


def test_a_role_that_is_held_is_ended_and_never_rewritten(engine, settled):
    with transaction() as session:
        held = make_role(session, settled.enterer, Role.ADMINISTRATOR)
        other = make_role(session, settled.verifier, Role.VERIFIER)
    for change in ("role = 'approver'", "person_id = 1", "service_line_id = 1", "given_at = NULL",
                   "given_by_id = 1"):  # fmt: skip
        statement = f"UPDATE role_held SET {change}"  # noqa: S608
        assert refusal(engine, statement) == "role_held_never_changed"
    gives_no_way(engine, "role_held")
    if engine.dialect.name == "sqlite":
        assert without_help(engine, replacing(held, id=99)) == "role_held_once"
        assert without_help(engine, replacing(held, role="approver")) == "role_held_key"
    assert run(engine, "DELETE FROM role_held WHERE id = :id", id=other.id) == 1
