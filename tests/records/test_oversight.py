"""Declarations, limits and legal holds: what they may not be, and that they stay as they are."""

import pytest

from comanage.database import reading, transaction
from comanage.records import declaration as declarations
from comanage.records import legal_hold, outlook_switch, oversight_limit
from comanage.records.oversight_limit import Limit
from tests.makers import (
    make_agreement,
    make_declaration,
    make_hold,
    make_limit,
    make_outlook_switch,
)
from tests.records.refused import inserting, refusal, refused, replacing, rows

DECLARATIONS = {
    # what is refused with: what another declaration would be
    "declaration_is_of_a_safeguard_that_is_declared": {"safeguard": 6},
    "declaration_says_what_is_declared": {"statement": ""},
    "declaration_rests_on_a_document": {"reference": ""},
    "declaration_expires_after_it_is_made": {"expires_on": "declared_on"},
}
LIMITS = {
    "oversight_limit_counts_from_one": {"amount": 0},
    "oversight_limit_says_why": {"reason": ""},
}
NEVER = {
    "declaration_never_changed": "UPDATE declaration SET statement = 'Another.'",
    "declaration_never_deleted": "DELETE FROM declaration",
    "oversight_limit_never_changed": "UPDATE oversight_limit SET amount = 400",
    "oversight_limit_never_deleted": "DELETE FROM oversight_limit",
    "outlook_switch_never_changed": "UPDATE outlook_switch SET shown = TRUE",
    "outlook_switch_never_deleted": "DELETE FROM outlook_switch",
    "legal_hold_never_changed": "UPDATE legal_hold SET reason = 'Another.'",
    "legal_hold_never_deleted": "DELETE FROM legal_hold",
}


@pytest.fixture
def watched(engine):
    """An agreement with a declaration, a limit and a hold, and another without."""
    del engine
    with transaction() as session:
        agreement, other = make_agreement(session), make_agreement(session)
        agreement.other = other
        agreement.declaration = make_declaration(session, agreement)
        agreement.limit = make_limit(session, agreement)
        agreement.hold = make_hold(session, agreement)
        agreement.switch = make_outlook_switch(session, agreement)
        make_outlook_switch(session, agreement, shown=True)
    return agreement


@pytest.mark.parametrize(("name", "changes"), DECLARATIONS.items(), ids=DECLARATIONS)
def test_a_declaration_that_cannot_be_is_refused(engine, watched, name, changes):
    made = {
        column: watched.declaration.declared_on if value == "declared_on" else value
        for column, value in changes.items()
    }
    assert refusal(engine, inserting(watched.declaration, **({"id": 9} | made))) == name


@pytest.mark.parametrize(("name", "changes"), LIMITS.items(), ids=LIMITS)
def test_a_limit_that_cannot_be_is_refused(engine, watched, name, changes):
    assert refusal(engine, inserting(watched.limit, **({"id": 9} | changes))) == name


def test_a_limit_of_nothing_we_know_is_refused(engine, watched):
    del watched
    statement = (
        "INSERT INTO oversight_limit (id, agreement_id, limited, amount, reason, set_by_id, set_at)"
        " SELECT 9, agreement_id, 'anything', amount, reason, set_by_id, set_at FROM oversight_limit"
    )
    assert refusal(engine, statement) == "oversight_limit_is_known"


def test_a_hold_says_why(engine, watched):
    assert refusal(engine, inserting(watched.hold, id=9, reason="")) == "legal_hold_says_why"


def test_what_is_earned_by_more_is_turned_off_before_it_is_turned_on_each_with_why(engine, watched):
    assert refusal(engine, inserting(watched.switch, id=9, reason="")) == (
        "outlook_switch_says_why"
    )
    with refused("outlook_switch_turns_what_stands") as session:
        make_outlook_switch(session, watched, shown=True)
    with refused("outlook_switch_turns_what_stands") as session:
        make_outlook_switch(session, watched.other, shown=True)
    with transaction() as session:
        make_outlook_switch(session, watched)
        on = make_outlook_switch(session, watched, shown=True)
        make_outlook_switch(session, watched.other)
    with reading() as session:
        assert outlook_switch.last_of(session, watched.id).id == on.id
        assert not outlook_switch.last_of(session, watched.other.id).shown


def test_a_hold_is_lifted_once_and_in_its_own_agreement(engine, watched):
    del engine
    with refused("legal_hold_lifts_one_of_its_own") as session:
        make_hold(session, watched.other, "Wrong one", lifts=watched.hold)
    with transaction() as session:
        lifted = make_hold(session, watched, "The matter is closed", lifts=watched.hold)
    with refused("legal_hold_lifted_once") as session:
        make_hold(session, watched, "Again", lifts=watched.hold)
    with refused("legal_hold_lifts_one_of_its_own") as session:
        make_hold(session, watched, "Lifting what lifts", lifts=lifted)


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_oversight_rests_on_stays(engine, watched, name, statement):
    del watched
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(
    "table", ["declaration", "oversight_limit", "legal_hold", "outlook_switch"]
)
def test_nothing_is_written_over(engine, watched, table):
    before = rows(engine, table)
    record = {
        "declaration": watched.declaration,
        "oversight_limit": watched.limit,
        "legal_hold": watched.hold,
        "outlook_switch": watched.switch,
    }[table]
    assert refusal(engine, replacing(record)) == f"{table}_key"
    assert rows(engine, table) == before != []


def test_look_ups_give_what_stands(watched):
    with transaction() as session:
        second = make_hold(session, watched, "Matter 13")
        make_hold(session, watched, "Closed", lifts=watched.hold)
        make_limit(session, watched, amount=60)
        make_declaration(session, watched, safeguard=2)
    with reading() as session:
        assert [each.id for each in legal_hold.standing(session, watched.id)] == [second.id]
        assert oversight_limit.in_force(session, watched.id)[Limit.DAYS_TO_SETTLE].amount == 60
        found = declarations.of_agreement(session, watched.id)
        assert [each.safeguard for each in found] == [23, 2]
        assert declarations.of_agreement(session, watched.other.id) == []
        assert oversight_limit.in_force(session, watched.other.id) == {}
        assert legal_hold.standing(session, watched.other.id) == []
