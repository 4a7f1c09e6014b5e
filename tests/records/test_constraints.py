"""Constraints: what a row may not be, refused by the database itself, and said in words."""

import pytest
from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, literal_column

from comanage.database import transaction
from comanage.records.base import Base
from comanage.records.constraints import sentence_for, uniques
from comanage.records.guards import expected
from comanage.records.measure import Measure
from comanage.records.sentences import SENTENCES
from comanage.records.sentences.shared import NAMES_SOMETHING_GONE
from comanage.records.sign_in import Invitation, Purpose, RefusedTries, SignIn
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.makers import (
    NOW,
    make_figure,
    make_installation,
    make_role,
    make_settlement,
    stored,
    walk,
)
from tests.records.refused import inserting, refusal, refused, tried

BY_UPDATE = {
    # what is refused with:                     the SQL that tries it
    "installation_is_one":                      "INSERT INTO installation (id, name, is_demo, created_at)"
                                                " SELECT 2, name, is_demo, created_at FROM installation",
    "service_line_has_a_code":                  "UPDATE service_line SET code = ''",
    "service_line_has_a_name":                  "UPDATE service_line SET name = ''",
    "service_line_once_per_code":               "UPDATE service_line SET code = 'ORTHO'",
    "physician_group_has_a_code":               "UPDATE physician_group SET code = ''",
    "physician_group_has_a_name":               "UPDATE physician_group SET name = ''",
    "physician_group_once_per_code":            "UPDATE physician_group SET code = 'G'",
    "person_email_in_lower_case":               "UPDATE person SET email = 'Ana@x.example'",
    "person_has_a_name":                        "UPDATE person SET name = ''",
    "person_once_per_email":                    "UPDATE person SET email = 'a@x.example'",
    "role_held_role_is_known":                  "INSERT INTO role_held (person_id, role, given_at)"
                                                " SELECT person_id, 'owner', given_at FROM role_held",
    "role_held_names_a_group_for_physicians_only":
                                                "INSERT INTO role_held (person_id, role, given_at)"
                                                " SELECT person_id, 'physician', given_at FROM role_held",
    "invitation_purpose_is_known":              "UPDATE invitation SET purpose = 'other'",
    "invitation_names_who_chooses_a_password":  "UPDATE invitation SET person_id = 1",
    "invitation_expires_after_it_is_made":      "UPDATE invitation SET expires_at = made_at",
    "invitation_once_per_token_hash":           "INSERT INTO invitation SELECT id + 1, token_hash,"
                                                " purpose, person_id, made_at, expires_at, used_at"
                                                " FROM invitation",
    "refused_tries_count_from_one":             "UPDATE refused_tries SET count = 0",
    "sign_in_once_per_token_hash":              "INSERT INTO sign_in SELECT id + 1, token_hash,"
                                                " person_id, begun_at, last_seen_at, ended_at, confirmed_at"
                                                " FROM sign_in",
    "agreement_has_a_code":                     "UPDATE agreement SET code = '' WHERE id = 2",
    "agreement_has_a_title":                    "UPDATE agreement SET title = ''",
    "agreement_once_per_code":                  "INSERT INTO agreement (id, code, title, service_line_id,"
                                                " starts, ends, base_fee_cents, verifier_may_approve,"
                                                " created_at, created_by_id, revision) SELECT 9, code, title,"
                                                " service_line_id, starts, ends, base_fee_cents,"
                                                " verifier_may_approve, created_at, created_by_id, 1 FROM agreement",
    "agreement_runs_forward":                   "UPDATE agreement SET ends = '2026-12-31'"
                                                " WHERE id = 2",
    "agreement_base_fee_not_below_zero":        "UPDATE agreement SET base_fee_cents = -1"
                                                " WHERE id = 2",
    "participant_has_a_code": "INSERT INTO participant (agreement_id, group_id, code) VALUES (1, 999, '')",
    "participant_leaves_after_it_joins":        "UPDATE participant SET joined = '2027-02-01',"
                                                " left_on = '2027-01-31'",
    "participant_code_once_an_agreement": "INSERT INTO participant (agreement_id, group_id, code)"
        " SELECT agreement_id, 999, code FROM participant",
    "participant_group_once_an_agreement": "INSERT INTO participant (agreement_id, group_id, code)"
        " SELECT agreement_id, group_id, 'new' FROM participant",
    "performance_period_has_a_code":            "UPDATE performance_period SET code = ''"
                                                " WHERE agreement_id = 2",
    "performance_period_code_once_an_agreement": "UPDATE performance_period SET code = 'Q'"
                                                " WHERE agreement_id = 2",
    "performance_period_runs_forward":          "UPDATE performance_period SET ends = '2026-12-31'"
                                                " WHERE agreement_id = 2",
    "performance_period_state_is_known":        "UPDATE performance_period SET state = 'shut'"
                                                " WHERE agreement_id = 2",
    "measure_has_a_code": "INSERT INTO measure (agreement_id, code) VALUES (1, '')",
    "measure_code_once_an_agreement": "INSERT INTO measure (agreement_id, code)"
        " SELECT agreement_id, code FROM measure",
}  # fmt: skip
SIGNED = literal_column("'signed'")  # no state of anything
ODD = literal_column("'odd'")  # no state of a scorecard
SCORECARDS = {
    # what is refused with: what a third version of the scorecard would be
    "scorecard_number_once_an_agreement": {"number": 1},
    "scorecard_numbers_count_from_one": {"number": 0},
    "scorecard_state_is_known": {"state": ODD},
}
FIGURES = {
    # what is refused with: what a figure for another measure would be
    "figure_has_a_value_or_a_reason": {"value": None},
    "figure_absent_has_no_value": {"absent": "The registry is late."},
    "figure_absent_says_why": {"value": None, "absent": ""},
    "figure_numerator_goes_with_denominator": {"numerator": 3},
    "figure_denominator_above_zero": {"numerator": 3, "denominator": 0},
    "figure_state_is_known": {"state": SIGNED, "submitted_at": NOW},
    "figure_period_of_its_agreement": {"period_id": "elsewhere"},
    "figure_measure_of_its_agreement": {"measure_id": "elsewhere"},
    "figure_participant_of_its_agreement": {"participant_id": "elsewhere"},
    "figure_one_original": {"measure_id": "screening"},
    "figure_replaced_once": {"measure_id": "screening", "replaces_id": "corrected"},
}
FIGURE_STEPS = {
    # what is refused with: the state it is tried in, and the SQL that tries it
    "figure_submitted_says_when": ("draft", "state = 'submitted'"),
    "figure_returned_says_why": ("submitted", "state = 'returned', return_reason = ''"),
    "figure_verified_names_its_verifier": ("submitted", "state = 'verified'"),
    "figure_not_verified_by_its_enterer": (
        "submitted",
        "state = 'verified', verified_by_id = entered_by_id, verified_at = entered_at",
    ),
}
SETTLEMENTS = {
    # what is refused with: what a second settlement would be
    "settlement_number_once_a_period": {"number": 1},
    "settlement_numbers_count_from_one": {"number": 0},
    "settlement_rounds_count_from_one": {"round": 0},
    "settlement_owes_only_a_loss": {"earned_cents": -1},
    "settlement_period_of_its_agreement": {"period_id": "elsewhere"},
    "settlement_scorecard_of_its_agreement": {"scorecard_id": "elsewhere"},
}
PAYOUTS = {
    # what is refused with: what the other group's payout would be
    "payout_record_not_below_zero": {"payable_cents": -1},
    "payout_record_owed_back_not_below_zero": {"payable_cents": 0, "recover_cents": -1},
    "payout_record_paid_or_owed_back": {"payable_cents": 1, "recover_cents": 1},
    "payout_record_left_says_why": {"left_because": "Too small."},
}
SETTLEMENT_STEPS = {
    # what is refused with: the SQL that tries it
    "settlement_state_is_known": "state = 'signed' WHERE state = 'approved'",
    "settlement_final_names_who_made_it_final": "state = 'final' WHERE state = 'preliminary'",
    "settlement_approved_names_its_approver": "state = 'approved' WHERE state = 'final'",
    "settlement_released_names_its_releaser": "released_at = calculated_at"
                                              " WHERE state = 'approved'",
}  # fmt: skip
ELSEWHERE = 10_000


@pytest.fixture
def peopled(engine, settled):
    """The settled agreement, and a row of everything that a person signs in with."""
    del engine
    with transaction() as session:
        make_installation(session)
        make_role(session, settled.enterer, Role.ADMINISTRATOR)
        token = {"token_hash": "0" * 64}
        stored(session, SignIn(person_id=1, begun_at=NOW, last_seen_at=NOW, **token))
        until = NOW.replace(year=2028)
        purpose = Purpose.FIRST_ADMINISTRATOR
        stored(session, Invitation(purpose=purpose, made_at=NOW, expires_at=until, **token))
        stored(session, RefusedTries(key_hash="0" * 64, count=1, last_at=NOW))
    return settled


@pytest.mark.parametrize(("name", "statement"), BY_UPDATE.items(), ids=BY_UPDATE)
def test_a_row_that_cannot_be_is_refused(engine, peopled, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), SCORECARDS.items(), ids=SCORECARDS)
def test_a_scorecard_that_cannot_be_is_refused(engine, settled, name, changes):
    third = {"id": 999, "number": 3, "state": "draft"}
    assert refusal(engine, inserting(settled.scorecard, **third | changes)) == name


def test_an_agreement_has_one_draft(engine, settled):
    draft = {"state": "draft", "locked_at": None, "locked_by_id": None}
    with engine.begin() as connection:
        connection.execute(inserting(settled.scorecard, id=998, number=3, **draft))
    another = inserting(settled.scorecard, id=999, number=4, **draft)
    assert refusal(engine, another) == "scorecard_one_draft_an_agreement"


@pytest.mark.parametrize(("name", "changes"), FIGURES.items(), ids=FIGURES)
def test_a_figure_that_cannot_be_is_refused(engine, settled, name, changes):
    with transaction() as session:
        corrected = make_figure(
            session, settled.agreement, period="2027-Q2", replaces=settled.open_figure
        )
        education = session.query(Measure).filter_by(code="education").one()
    known = {
        "enterer": settled.enterer.id,
        "screening": settled.open_figure.measure_id,
        "corrected": corrected.replaces_id,
        "elsewhere": ELSEWHERE,
    }
    changes = {column: known.get(value, value) for column, value in changes.items()}
    other = {"id": 999, "measure_id": education.id}
    statement = inserting(settled.open_figure, **other | changes)
    assert refusal(engine, statement) == as_named(engine, name)


@pytest.mark.parametrize(("name", "tried"), FIGURE_STEPS.items(), ids=FIGURE_STEPS)
def test_a_step_of_a_figure_says_who_took_it_and_when(engine, settled, name, tried):
    state, changes = tried
    with transaction() as session:
        walked = {"draft": [], "submitted": [FigureState.SUBMITTED]}[state]
        for step in walked:
            walk(session, session.merge(settled.open_figure), step)
    statement = f"UPDATE figure SET {changes} WHERE id = {settled.open_figure.id}"  # noqa: S608
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), SETTLEMENTS.items(), ids=SETTLEMENTS)
def test_a_settlement_that_cannot_be_is_refused(engine, settled, name, changes):
    changes = {
        column: ELSEWHERE if value == "elsewhere" else value for column, value in changes.items()
    }
    second = {"id": 999, "number": 2, "state": "preliminary"}
    unapproved = {"approved_by_id": None, "approved_at": None}
    statement = inserting(settled.settlement, **second | unapproved | changes)
    assert refusal(engine, statement) == as_named(engine, name)


@pytest.mark.parametrize(("name", "changes"), SETTLEMENT_STEPS.items(), ids=SETTLEMENT_STEPS)
def test_a_step_of_a_settlement_names_who_took_it(engine, settled, name, changes):
    with transaction() as session:
        make_settlement(session, settled.agreement, period="2027-Q2")
        make_settlement(session, settled.agreement, period="2027-Q3", state=SettlementState.FINAL)
    assert refusal(engine, f"UPDATE settlement SET {changes}") == name  # noqa: S608


@pytest.mark.parametrize(("name", "changes"), PAYOUTS.items(), ids=PAYOUTS)
def test_a_payout_that_cannot_be_is_refused(engine, settled, name, changes):
    other = {"id": 999, "participant_id": settled.second.id}
    assert refusal(engine, inserting(settled.payout, **other | changes)) == name


def test_a_document_is_named_by_its_hash(engine, settled):
    with transaction() as session:
        document = session.merge(settled.statement).document
        statement = inserting(document, sha256="short", content=b"")
    assert refusal(engine, statement) == "document_named_by_its_sha256"


def test_a_person_holds_a_role_once(peopled):
    with refused("role_held_once") as session:
        make_role(session, peopled.enterer, Role.ADMINISTRATOR)


def test_what_names_something_that_is_not_there_is_refused_in_words(engine, peopled):
    statement = f"UPDATE agreement SET service_line_id = {ELSEWHERE} WHERE id = 2"  # noqa: S608
    assert refusal(engine, statement) == as_named(engine, "agreement_service_line_id_exists")
    gone = "DELETE FROM person WHERE id = (SELECT min(created_by_id) FROM agreement)"
    assert sentence_for(refusal(engine, gone)) == NAMES_SOMETHING_GONE


def test_what_is_there_twice_by_its_id_is_refused_in_words(engine, settled):
    statement = inserting(settled.verifier, email="b@x.example")
    assert refusal(engine, statement) == "person_key"


def test_every_rule_has_its_sentence_and_every_sentence_its_rule():
    rules = {rule.name for rule in ruled() if not isinstance(rule, PrimaryKeyConstraint)}
    keys = {rule.name for rule in ruled() if isinstance(rule, ForeignKeyConstraint)}
    triggers = {trigger.name for kind in ("sqlite", "postgresql") for trigger in expected(kind)}
    assert [name for name in rules if not sentence_for(name)] == []
    assert SENTENCES.keys() - rules - triggers == set()
    assert all(sentence_for(name) == NAMES_SOMETHING_GONE for name in keys)


def test_no_two_rules_of_a_table_forbid_the_same_columns_twice():
    """SQLite tells which rule was broken by its columns alone."""
    for table in Base.metadata.sorted_tables:
        over = [tuple(rule.columns.keys()) for rule in uniques(table) if rule.columns]
        assert len(over) == len(set(over)), table.name


def test_every_rule_is_tried_here_or_beside():
    rules = {
        rule.name
        for rule in ruled()
        if not isinstance(rule, PrimaryKeyConstraint)
        and not (isinstance(rule, ForeignKeyConstraint) and rule.name.endswith("_exists"))
        and not rule.name.endswith("_of_one_agreement")  # what foreign keys point to
    }
    assert sorted(rules - tried()) == []


def ruled():
    """List every constraint and every unique index of the records."""
    for table in Base.metadata.sorted_tables:
        yield from table.constraints
        yield from (index for index in table.indexes if index.unique)


def as_named(engine, name):
    """Give the name a database refuses with; SQLite does not say which foreign key it was."""
    keys = {rule.name for rule in ruled() if isinstance(rule, ForeignKeyConstraint)}
    return "reference_exists" if engine.dialect.name == "sqlite" and name in keys else name
