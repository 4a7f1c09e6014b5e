"""Triggers: what may never happen to a row does not, by whatever way, on either database."""

import pytest

from comanage.records import trigger_text
from comanage.records.constraints import sentence_for
from comanage.records.figure import Figure
from comanage.records.guards import expected
from comanage.records.participant import of_agreement
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import SettlementFigure
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, SettlementState
from tests.makers import make_figure, make_payout, make_settlement, make_statement
from tests.records.paying import lifted
from tests.records.refused import (
    gives_no_way,
    inserting,
    refusal,
    refused,
    replacing,
    run,
    stored_by,
    tried,
    without_help,
)

NEVER = {
    # what is refused with:              the SQL that tries it
    "audit_entry_never_changed":         "UPDATE audit_entry SET reason = 'another'",
    "audit_entry_never_deleted":         "DELETE FROM audit_entry",
    "document_never_changed":            "UPDATE document SET name = 'another.pdf'",
    "document_never_deleted":            "DELETE FROM document",
    "statement_never_changed":           "UPDATE statement SET participant_id = 2",
    "statement_never_deleted":           "DELETE FROM statement",
    "payout_record_never_changed":       "UPDATE payout_record SET payable_cents = 1",
    "payout_record_never_deleted":       "DELETE FROM payout_record",
    "settlement_figure_never_changed":   "UPDATE settlement_figure SET figure_id = 2",
    "settlement_figure_never_deleted":   "DELETE FROM settlement_figure",
    "settlement_never_deleted":          "DELETE FROM settlement",
    "settlement_never_changed":          "UPDATE settlement SET document = '[]'",
    "settlement_approval_stays":         "UPDATE settlement SET approved_by_id = 1",
    "figure_never_deleted":              "DELETE FROM figure WHERE state = 'draft'",
    "figure_never_changed":              "UPDATE figure SET value = '92' WHERE state = 'draft'",
    "figure_locked_stays":               "UPDATE figure SET note = '' WHERE state = 'locked'",
    "scorecard_locked_never_changed":    "UPDATE scorecard SET terms = '{}' WHERE number = 2",
    "scorecard_locked_stays":            "UPDATE scorecard SET state = 'draft' WHERE number = 2",
    "scorecard_locked_never_deleted":    "DELETE FROM scorecard WHERE number = 1",
    "performance_period_locked_stays":   "UPDATE performance_period SET state = 'open'",
    "performance_period_locked_never_deleted":
        "DELETE FROM performance_period WHERE state = 'locked'",
}  # fmt: skip
TABLES = ("audit_entry", "document", "statement", "payout_record", "settlement_figure",
          "settlement", "figure", "scorecard", "performance_period")  # fmt: skip


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
@pytest.mark.trust("D10", "E3")
def test_what_is_on_record_stays(engine, settled, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("column", [c.name for c in Figure.__table__.columns if c.name not in {
    "state", "submitted_at", "verified_by_id", "verified_for_id", "verified_at", "return_reason",
    "revision", "out_of_pattern",
}])  # fmt: skip
def test_no_column_of_a_figure_as_entered_changes(engine, settled, column):
    kind = str(Figure.__table__.columns[column].type)
    other = {"INTEGER": "999", "DATETIME": "'2027-01-01 00:00:00'", "DATE": "'2027-01-01'"}.get(
        kind, "'7'"
    )
    statement = f"UPDATE figure SET {column} = {other} WHERE state = 'draft'"  # noqa: S608
    assert refusal(engine, statement) == "figure_never_changed"


@pytest.mark.trust("E3")
def test_a_figure_comes_too_late_for_a_locked_period(settled):
    with refused("figure_in_an_open_period") as session:
        make_figure(session, settled.agreement, measure="education", period="2027-Q1")


def test_a_correction_is_for_what_it_corrects(settled):
    with refused("figure_replaces_its_own_kind") as session:
        make_figure(
            session,
            settled.agreement,
            measure="education",
            period="2027-Q2",
            replaces=settled.open_figure,
        )


def test_a_settlement_begins_preliminary(engine, settled):
    later = {"id": 999, "number": 2, "state": SettlementState.FINAL}
    unapproved = {"approved_by_id": None, "approved_at": None}
    statement = replacing(settled.settlement, **later, **unapproved)
    assert refusal(engine, statement) == "settlement_begins_preliminary"


def test_who_entered_a_figure_may_not_approve_its_settlement(settled):
    with refused("signature_not_by_an_enterer") as session:
        approved(session, settled, by=settled.enterer)


def test_who_entered_a_replaced_figure_may_not_approve_its_correction(settled):
    with refused("signature_not_by_an_enterer") as session:
        first = make_figure(
            session, settled.agreement, "80", measure="education", period="2027-Q2",
            entered_by=settled.approver,
        )  # fmt: skip
        approved(session, settled, by=settled.approver, measure="education", replaces=first)


def test_who_verified_a_figure_may_not_approve_its_settlement(settled):
    with refused("signature_not_by_a_verifier") as session:
        approved(session, settled, by=settled.verifier)


def test_a_small_hospital_may_let_its_verifier_approve(engine, session, settled):
    session.rollback()
    lifted(engine, "agreement_stays_as_agreed", "agreement")
    run(engine, "UPDATE agreement SET verifier_may_approve = true")
    settlement = approved(session, settled, by=settled.verifier)
    assert settlement.approved_by_id == settled.verifier.id


def test_approval_takes_verified_figures(settled):
    with refused("settlement_approved_on_verified_figures") as session:
        make_settlement(
            session,
            settled.agreement,
            period="2027-Q2",
            figures=[settled.open_figure],
            state=SettlementState.APPROVED,
        )


def test_a_settlement_uses_figures_of_its_own_agreement(settled):
    with refused("settlement_figure_of_its_agreement") as session:
        elsewhere = make_figure(session, settled.other, state=FigureState.VERIFIED)
        make_settlement(session, settled.agreement, period="2027-Q2", figures=[elsewhere])


def test_a_settlement_takes_no_more_figures_once_it_is_final(settled):
    with refused("settlement_figure_while_preliminary") as session:
        session.add(
            SettlementFigure(settlement_id=settled.settlement.id, figure_id=settled.open_figure.id)
        )


def test_nothing_is_payable_before_approval(settled):
    with refused("payout_record_after_approval") as session:
        final = make_settlement(
            session, settled.agreement, period="2027-Q2", state=SettlementState.FINAL
        )
        make_payout(session, final, settled.participant)


def test_no_statement_is_issued_before_approval(settled):
    with refused("statement_after_approval") as session:
        final = make_settlement(
            session, settled.agreement, period="2027-Q2", state=SettlementState.FINAL
        )
        make_statement(session, final, settled.participant)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (make_payout, "payout_record_of_its_agreement"),
        (make_statement, "statement_of_its_agreement"),
    ],
)
def test_nothing_is_paid_or_told_to_a_participant_of_another_agreement(settled, make, name):
    with refused(name) as session:
        stranger = of_agreement(session, settled.other.id)[0]
        make(session, settled.settlement, stranger)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.trust("D10")
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, settled, table):
    """The ways around UPDATE and DELETE: INSERT OR REPLACE of SQLite, TRUNCATE of PostgreSQL."""
    gives_no_way(engine, table)


@pytest.mark.parametrize(
    ("name", "record", "changes"),
    [
        ("figure_one_original", "open_figure", {}),
        ("settlement_number_once_a_period", "settlement", {"state": SettlementState.PRELIMINARY}),
        ("payout_record_once_a_participant", "payout", {}),
        ("statement_once_a_participant", "statement", {}),
        ("scorecard_number_once_an_agreement", "old_scorecard", {"state": ScorecardState.DRAFT}),
        ("performance_period_code_once_an_agreement", "open_period", {}),
    ],
)
@pytest.mark.trust("D10")
def test_rows_do_not_give_way_to_one_like_them(engine, settled, name, record, changes):
    if record == "settlement":  # an approver is named once it is approved
        changes = changes | {"approved_by_id": None, "approved_at": None}
    statement = replacing(getattr(settled, record), id=999, **changes)
    assert without_help(engine, statement) == name


@pytest.mark.trust("D10")
def test_the_statement_of_an_agreement_is_issued_once_and_does_not_give_way(engine, settled):
    name, whole = "statement_once_of_the_whole", {"participant_id": None}
    stored_by(engine, inserting(settled.statement, id=998, **whole))
    assert refusal(engine, inserting(settled.statement, id=999, **whole)) == name
    assert without_help(engine, replacing(settled.statement, id=999, **whole)) == name


def test_a_figure_is_corrected_once(engine, session, settled):
    correction = make_figure(
        session, settled.agreement, period="2027-Q2", replaces=settled.open_figure
    )
    session.commit()
    again = replacing(correction, id=999)
    assert without_help(engine, again) == "figure_replaced_once"


def test_a_settlement_is_replaced_once(engine, session, settled):
    later = make_settlement(session, settled.agreement, replaces=settled.settlement)
    session.commit()
    again = replacing(later, id=999, number=9)
    assert without_help(engine, again) == "settlement_replaced_once"


def test_a_draft_may_still_be_edited_deleted_and_moved_on(engine, session, settled):
    draft = {"state": "draft", "locked_at": None, "locked_by_id": None}
    with engine.begin() as connection:
        connection.execute(inserting(settled.scorecard, id=998, number=3, **draft))
    assert run(engine, "UPDATE scorecard SET terms = '{}' WHERE number = 3") == 1
    assert run(engine, "DELETE FROM scorecard WHERE number = 3") == 1
    assert run(engine, "UPDATE scorecard SET state = 'superseded' WHERE number = 2") == 1
    assert session.get(Scorecard, settled.scorecard.id).state is ScorecardState.SUPERSEDED


@pytest.mark.trust("G6")
def test_a_trigger_that_went_away_or_was_weakened_is_named(engine):
    with engine.connect() as connection:
        assert trigger_text.missing(connection) == []
    if engine.dialect.name == "postgresql":
        run(engine, "ALTER TABLE figure DISABLE TRIGGER figure_never_deleted")
        run(engine, "CREATE OR REPLACE FUNCTION figure_locked_stays() RETURNS trigger"
                    " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")  # fmt: skip
    else:
        run(engine, "DROP TRIGGER figure_never_deleted")
        run(engine, "DROP TRIGGER figure_locked_stays")
        run(engine, "CREATE TRIGGER figure_locked_stays BEFORE UPDATE ON figure"
                    " BEGIN SELECT 1; END")  # fmt: skip
    with engine.connect() as connection:
        missing = trigger_text.missing(connection)
    assert missing == ["figure_never_deleted", "figure_locked_stays"]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_trigger_has_its_sentence_and_a_name_short_enough(dialect):
    for trigger in expected(dialect):
        assert sentence_for(trigger.says or trigger.name)
        assert len(trigger.name) <= 63


def test_every_trigger_of_both_databases_is_tried_here_or_beside():
    both = {trigger.name for trigger in set(expected("sqlite")) & set(expected("postgresql"))}
    assert sorted(both - tried()) == []


def approved(session, settled, *, by, measure="elective", replaces=None):
    """Approve a settlement of the open quarter, from one more figure that was entered for it."""
    figure = make_figure(
        session,
        settled.agreement,
        measure=measure,
        period="2027-Q2",
        state=FigureState.VERIFIED,
        entered_by=settled.enterer,
        verified_by=settled.verifier,
        replaces=replaces,
    )
    return make_settlement(
        session,
        settled.agreement,
        period="2027-Q2",
        figures=[figure],
        state=SettlementState.APPROVED,
        approved_by=by,
    )
