"""A draft that was withdrawn: when it may be, and what the database adds to it afterwards, which is nothing."""

from datetime import date

import pytest
from sqlalchemy import insert, literal_column

from comanage.database import transaction
from comanage.records.agreement import Agreement, by_code
from comanage.records.base import Base
from comanage.records.guards.agreements import LEADS_TO_MONEY
from comanage.records.participant import of_agreement
from comanage.rules.scorecard_steps import ScorecardState
from tests.makers import (
    NOW,
    make_agreement,
    make_agreement_document,
    make_base_fee,
    make_duty,
    make_entry,
    make_person,
    make_scorecard,
    make_signed,
)
from tests.records.refused import gives_no_way, inserting, refusal, replacing, run, without_help

WITHDRAWS = (
    "UPDATE agreement SET withdrawn_at = '2026-12-01 09:00:00+00:00', withdrawn_by_id = created_by_id,"
    " withdrawal_reason = 'The groups said no.' WHERE id = :id"
)
REFUSED = {
    # what is refused with: the table to which a row is added
    "participant_not_of_one_withdrawn": "participant",
    "performance_period_not_of_one_withdrawn": "performance_period",
    "measure_not_of_one_withdrawn": "measure",
    "scorecard_not_of_one_withdrawn": "scorecard",
    "figure_not_of_one_withdrawn": "figure",
    "settlement_not_of_one_withdrawn": "settlement",
    "duty_not_of_one_withdrawn": "duty",
    "base_fee_terms_not_of_one_withdrawn": "base_fee_terms",
    "time_entry_not_of_one_withdrawn": "time_entry",
    "month_attestation_not_of_one_withdrawn": "month_attestation",
    "base_fee_earned_not_of_one_withdrawn": "base_fee_earned",
    "agreement_renewal_not_of_one_withdrawn": "agreement_renewal",
    "payment_release_not_of_one_withdrawn": "payment_release",
    "payment_not_of_one_withdrawn": "payment",
}


@pytest.fixture
def drafted(engine):
    """A draft agreement with the draft of its scorecard."""
    del engine
    with transaction() as session:
        made = make_agreement(session, "ORTHO-2027")
        make_scorecard(session, made, state=ScorecardState.DRAFT)
    return made


@pytest.fixture
def withdrawn(engine, drafted):
    """The same, withdrawn."""
    assert run(engine, WITHDRAWS, id=drafted.id) == 1
    with transaction() as session:
        return session.get_one(Agreement, drafted.id)


def test_the_tables_that_are_closed_are_those_that_lead_to_money():
    assert [*REFUSED.values()] == [*LEADS_TO_MONEY]


@pytest.mark.parametrize(("name", "table"), REFUSED.items(), ids=REFUSED)
def test_nothing_that_leads_to_money_is_added_to_one_withdrawn(engine, withdrawn, name, table):
    columns = Base.metadata.tables[table].columns
    row = {column.name: literal_column("NULL") for column in columns if column.name != "id"}
    statement = insert(Base.metadata.tables[table]).values(row | {"agreement_id": withdrawn.id})
    assert refusal(engine, statement) in triggers_of(table)
    assert name in triggers_of(table)


def triggers_of(table):
    """Give the guards that may say no to a row of nothing, this one among them."""
    from comanage.records.guards import expected  # noqa: PLC0415 - for this alone

    return {each.says or each.name for each in expected("sqlite") if each.table == table}


def test_the_scorecard_of_one_withdrawn_takes_no_step(engine, withdrawn):
    for change in ("state = 'linted'", "terms = '{}'", "revision = revision + 1"):
        statement = f"UPDATE scorecard SET {change} WHERE agreement_id = {withdrawn.id}"  # noqa: S608
        assert refusal(engine, statement) == "scorecard_stays_with_one_withdrawn"


@pytest.mark.parametrize(
    "change",
    ["withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawal_reason = ''", "title = 'Other'",
     "withdrawal_reason = 'Another reason'", "code = 'OTHER'"],
)  # fmt: skip
def test_one_that_was_withdrawn_stays_so(engine, withdrawn, change):
    assert refusal(engine, f"UPDATE agreement SET {change}") == "agreement_withdrawn_stays"  # noqa: S608


def test_no_agreement_is_deleted_emptied_or_written_over(engine, withdrawn):
    assert refusal(engine, "DELETE FROM agreement") == "agreement_never_deleted"
    also = ("agreement_begins_as_a_draft",)
    gives_no_way(engine, "agreement", *also)
    with transaction() as session:
        again = make_agreement(session, withdrawn.code)
    over = replacing(again, id=999)
    assert without_help(engine, over) == "agreement_once_per_code"


def test_what_is_locked_signed_by_all_or_worked_under_is_not_withdrawn(engine):
    with transaction() as session:
        locked, signed, worked = (make_agreement(session) for _ in range(3))
        make_scorecard(session, locked)
        make_signed(session, signed)
        group = of_agreement(session, worked.id)[0]
        make_base_fee(session, worked, group)
        duty, physician = make_duty(session, worked), make_person(session)
        entry = make_entry(session, duty, group, physician)
    # The locked one was signed by every party as well.
    assert refusal(engine, WITHDRAWS, id=locked.id) in {
        "agreement_withdrawn_before_it_is_locked", "agreement_withdrawn_before_all_have_signed",
    }  # fmt: skip
    assert refusal(engine, WITHDRAWS, id=signed.id) == "agreement_withdrawn_before_all_have_signed"
    assert refusal(engine, WITHDRAWS, id=worked.id) == "agreement_withdrawn_without_work_under_it"
    with transaction() as session:
        make_entry(
            session, duty, group, physician, minutes=0, replaces_id=entry.id, reason="Not done."
        )
    assert run(engine, WITHDRAWS, id=worked.id) == 1


def test_a_locked_version_alone_keeps_an_agreement_from_being_withdrawn(engine, drafted):
    with transaction() as session:
        made = make_agreement(session)
        make_scorecard(session, made)
        paper = make_agreement_document(session, made)  # signed by nobody, in the place of none
        assert paper.signers == 0
        for each in session.query(type(paper)).filter_by(agreement_id=made.id, replaces_id=None):
            if each.signers:
                make_agreement_document(session, made, each.kind, replaces=each)
    assert refusal(engine, WITHDRAWS, id=made.id) == "agreement_withdrawn_before_it_is_locked"


def test_one_that_a_party_has_not_signed_may_be_withdrawn(engine, drafted):
    with transaction() as session:
        make_agreement_document(session, drafted, signed_by=[(None, date(2026, 12, 10))])
    assert run(engine, WITHDRAWS, id=drafted.id) == 1


@pytest.mark.parametrize(
    "left_out", ["withdrawn_by_id = NULL", "withdrawal_reason = ''", "withdrawn_at = NULL"]
)
def test_a_withdrawal_says_who_and_why(engine, drafted, left_out):
    column = left_out.partition(" ")[0]
    given = {
        "withdrawn_at": f"withdrawn_at = '{NOW.isoformat(' ')}'",
        "withdrawn_by_id": "withdrawn_by_id = created_by_id",
        "withdrawal_reason": "withdrawal_reason = 'No.'",
    } | {column: left_out}
    statement = f"UPDATE agreement SET {', '.join(given.values())}"  # noqa: S608
    assert refusal(engine, statement) == "agreement_withdrawn_says_who_and_why"


def test_its_code_is_free_and_one_agreement_may_take_its_place(engine, session, withdrawn):
    with transaction() as making:
        other = make_agreement(making, withdrawn.code)
        assert by_code(making, withdrawn.code).id == other.id
    new = {"id": 900, "code": "ORTHO-27", "replaces_id": withdrawn.id}
    run_statement(engine, inserting(other, **new))
    assert refusal(engine, inserting(other, **new | {"id": 901, "code": "X"})) == (
        "agreement_replaced_once"
    )
    standing = inserting(other, **new | {"id": 901, "code": "X", "replaces_id": other.id})
    assert refusal(engine, standing) == "agreement_takes_the_place_of_one_withdrawn"
    moved = "UPDATE agreement SET replaces_id = NULL WHERE id = 900"
    assert refusal(engine, moved) == "agreement_takes_a_place_from_the_first"
    begun = inserting(withdrawn, id=902, code="Y")
    assert refusal(engine, begun) == "agreement_begins_as_a_draft"


def run_statement(engine, statement):
    with engine.begin() as connection:
        connection.execute(statement)
