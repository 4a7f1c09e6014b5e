"""Payments, requests and recoveries: what the database refuses, by whatever way."""

from datetime import date

import pytest
from sqlalchemy import literal_column, text
from sqlalchemy.exc import IntegrityError

from comanage.database import transaction
from comanage.records.agreement import Agreement
from comanage.records.constraints import name_of
from comanage.records.payment import Payment
from comanage.records.settlement import Settlement
from comanage.rules.payments import Kind
from comanage.rules.signoff import SettlementState
from tests.makers import make_payout, make_settlement, stored
from tests.records.paying import back, capped, lifted, line, owing
from tests.records.refused import gives_no_way, inserting, refusal, rows, stored_by, write

NEVER = {
    # what is refused with:               the SQL that tries it
    "payment_release_never_changed":      "UPDATE payment_release SET cents = 1",
    "payment_release_never_deleted":      "DELETE FROM payment_release",
    "payment_never_changed":              "UPDATE payment SET amount_cents = amount_cents + 1",
    "payment_never_deleted":              "DELETE FROM payment",
    "recovery_never_changed":             "UPDATE recovery SET cents = 1",
    "recovery_never_deleted":             "DELETE FROM recovery",
    "payment_return_never_changed":       "UPDATE payment_return SET reason = 'Another'",
    "payment_return_never_deleted":       "DELETE FROM payment_return",
    "payment_request_never_changed":      "UPDATE payment_request SET cents = 1",
    "payment_request_never_deleted":      "DELETE FROM payment_request",
    "payment_request_line_never_changed": "UPDATE payment_request_line SET cents = 1",
    "payment_request_line_never_deleted": "DELETE FROM payment_request_line",
    "vendor_number_never_changed":        "UPDATE vendor_number SET number = 'V-2'",
    "vendor_number_never_deleted":        "DELETE FROM vendor_number",
    "given_key_never_changed":            "UPDATE given_key SET object_id = 2",
    "given_key_never_deleted":            "DELETE FROM given_key",
}  # fmt: skip
TABLES = ("payment_release", "payment", "recovery", "payment_return", "payment_request",
          "payment_request_line", "vendor_number", "given_key")  # fmt: skip
PAYMENTS = {
    # what is refused with:    what another line for the first group would be
    "payment_once_a_period_participant_and_kind": {},
    "payment_kind_goes_with_its_sign": {"sequence": 2, "amount_cents": -5},
    "payment_correction_names_the_old_line": {"kind": "correction", "amount_cents": -5},
    "payment_names_what_it_pays": {"kind": "recovery", "amount_cents": -5, "settlement_id": None},
    "payment_sequences_count_from_one": {"kind": "recovery", "amount_cents": -5, "sequence": 0},
    "payment_period_runs_forward": {"kind": "recovery", "amount_cents": -5, "ends": date(2026, 1, 1)},
    "payment_kind_is_known": {"kind": literal_column("'gift'"), "amount_cents": -5},
    "payment_begins_payable": {"state": "paid", "kind": "recovery", "amount_cents": -5},
    "payment_after_its_release": {"settlement_id": "unreleased", "amount_cents": 5, "period": "2027-Q3",
                                  "starts": date(2027, 7, 1), "ends": date(2027, 9, 30)},
    "payment_of_the_period_of_its_settlement": {"period": "2028-Q1", "starts": date(2028, 1, 1),
                                                "ends": date(2028, 3, 31)},
    "payment_not_above_what_was_approved": {"sequence": 2, "amount_cents": 1},
    "payment_reverses_its_opposite": {"kind": "reversal", "amount_cents": -1, "reverses_id": 1},
    "payment_corrects_what_was_reversed": {"kind": "correction", "amount_cents": -1,
                                           "corrects_id": 1},
    "payment_release_of_its_agreement": {"kind": "base fee", "settlement_id": None,
                                         "release_id": 99, "sequence": 2, "amount_cents": 5,
                                         "base_fee_earned_id": 1},
}  # fmt: skip
MOVES = {
    # what is refused with:    the SQL that tries it on the payment that is payable
    "payment_state_is_known": "state = 'promised', request_id = 1",
    "payment_steps_in_order": "state = 'paid', request_id = 1",
    "payment_stays_as_recorded": "paid_reference = 'Check 1'",
    "payment_requested_in_a_request": "state = 'requested', request_id = 1",
}
REQUESTED = {
    # the same of the payment that is requested
    "payment_requested_names_its_request": "request_id = NULL, state = 'paid', paid_on = starts,"
                                           " paid_reference = 'C', paid_by_id = 1",
    "payment_paid_says_when_and_by_which_reference": "state = 'paid'",
    "payment_paid_has_a_reference": "state = 'paid', paid_on = '2027-04-14', paid_by_id = 1,"
                                    " paid_reference = ''",
    "payment_paid_after_its_request": "state = 'paid', paid_on = '2027-04-12', paid_by_id = 1,"
                                      " paid_reference = 'Check 1'",
    "payment_returned_with_a_reason": "state = 'payable', request_id = NULL",
}  # fmt: skip


@pytest.mark.trust("D10")
@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_was_released_stays(engine, paying, name, statement):
    with transaction() as session:
        owing(paying, session)
    assert refusal(engine, statement) == name


@pytest.mark.trust("D10")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_gives_way_to_another_or_to_emptying(engine, paying, table):
    with transaction() as session:
        owing(paying, session)
    gives_no_way(
        engine, table, "payment_begins_payable", "payment_request_line_of_what_is_payable",
        "payment_return_of_its_request", "recovery_not_above_the_debt",
        "payment_not_above_what_was_approved", "payment_corrects_what_was_reversed",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), PAYMENTS.items(), ids=PAYMENTS)
def test_a_payment_that_cannot_be_is_refused(engine, paying, name, changes):
    if changes.get("settlement_id") == "unreleased":
        changes = changes | {"settlement_id": None, "release_id": paying.act.id}
        with transaction() as session:
            other = make_settlement(
                session, paying.agreement, period="2027-Q3", state=SettlementState.APPROVED
            )
            make_payout(session, other, paying.participant)
            changes["settlement_id"] = other.id
    plain = {"id": 999, "state": "payable", "request_id": None, "amount_cents": 4_000_000}
    if name == "payment_once_a_period_participant_and_kind":
        with transaction() as session:
            back(paying, session)
            reversing = {"kind": Kind.REVERSAL, "amount_cents": -4_000_000, "reverses_id": 1}
            made = session.get_one(Settlement, paying.settlement.id)
            stored(session, line(paying.act, made, paying.participant, **reversing))
    if changes.get("kind") == "base fee":
        lifted(engine, "payment_base_fee_of_approved_work")
    if name == "payment_period_runs_forward":  # of no settlement's period either
        lifted(engine, "payment_of_the_period_of_its_settlement")
    statement = inserting(paying.first, **plain | changes)
    expected = {name}
    if name.endswith("of_its_agreement") and engine.dialect.name == "sqlite":
        expected = {"reference_exists"}
    assert refusal(engine, statement) in expected


def test_a_base_fee_names_the_work_that_it_pays_and_no_other_payment_does(engine, paying):
    lifted(engine, "payment_base_fee_of_approved_work")
    plain = {"id": 999, "state": "payable", "request_id": None, "settlement_id": None}
    statement = inserting(paying.first, **plain, kind="base fee", sequence=7)
    assert refusal(engine, statement) == "payment_base_fee_names_its_work"


def test_no_base_fee_is_paid_without_approved_work(engine, paying):
    plain = {"id": 999, "state": "payable", "request_id": None, "settlement_id": None}
    statement = inserting(paying.first, **plain, kind="base fee", sequence=7)
    assert refusal(engine, statement) == "payment_base_fee_of_approved_work"


def test_a_payment_is_of_something(engine, paying):
    lifted(engine, "payment_base_fee_of_approved_work")
    plain = {"id": 999, "state": "payable", "request_id": None, "settlement_id": None}
    none = {"kind": "base fee", "amount_cents": 0, "sequence": 7, "base_fee_earned_id": 1}
    statement = inserting(paying.first, **plain, **none)
    assert refusal(engine, statement) == "payment_of_something"


def test_a_payment_goes_to_a_group_of_its_agreement(engine, paying):
    lifted(engine, "payment_base_fee_of_approved_work")
    plain = {"id": 999, "state": "payable", "request_id": None, "kind": "base fee"}
    none = {"settlement_id": None, "participant_id": 99, "base_fee_earned_id": 1}
    statement = inserting(paying.first, **plain, **none)
    name = "payment_participant_of_its_agreement"
    expected = "reference_exists" if engine.dialect.name == "sqlite" else name
    assert refusal(engine, statement) == expected


@pytest.mark.parametrize(("name", "changes"), MOVES.items(), ids=MOVES)
def test_a_payable_payment_moves_step_by_step(engine, paying, name, changes):
    assert refusal(engine, f"UPDATE payment SET {changes} WHERE id = 2") == name  # noqa: S608


@pytest.mark.parametrize(("name", "changes"), REQUESTED.items(), ids=REQUESTED)
def test_a_requested_payment_says_what_became_of_it(engine, paying, name, changes):
    assert refusal(engine, f"UPDATE payment SET {changes} WHERE id = 1") == name  # noqa: S608


@pytest.mark.trust("E5")
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_payment_is_paid_on_a_day_that_its_request_is_of_somewhere(engine, paying, zone):
    del paying  # asked for on 14 April 2027 at 9:30 UTC, which is the 13th, 12 hours behind
    paid = (
        "UPDATE payment SET state = 'paid', paid_on = '2027-04-{}', paid_by_id = 1,"
        " paid_reference = 'Check 1' WHERE state = 'requested'"
    )
    with pytest.raises(IntegrityError) as why:
        write(engine, text(paid.format(12)), zone)
    assert name_of(why.value) == "payment_paid_after_its_request"
    write(engine, text(paid.format(13)), zone)


def test_a_debt_is_not_paid(engine, paying):
    with transaction() as session:
        debt = owing(paying, session).debt_id
    statement = f"UPDATE payment SET state = 'requested', request_id = 1 WHERE id = {debt}"  # noqa: S608
    assert refusal(engine, statement) == "payment_requested_in_a_request"
    begun = {"id": 999, "kind": "recovery", "amount_cents": -5, "state": "requested"}
    assert refusal(engine, inserting(paying.first, **begun)) == "payment_begins_payable"
    lifted(engine, "payment_requested_in_a_request")
    assert refusal(engine, statement) == "payment_debt_is_not_paid"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("payment_release_once_a_settlement", {}),
        ("payment_release_has_a_printed_name", {"settlement_id": None, "printed_name": ""}),
    ],
)
def test_a_release_that_cannot_be_is_refused(engine, paying, name, changes):
    assert refusal(engine, inserting(paying.act, id=999, **changes)) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [("payment_reversed_once", "reversal"), ("payment_corrected_once", "correction")],
)
def test_a_line_is_reversed_and_corrected_once(engine, paying, name, kind):
    with transaction() as session:
        owing(paying, session)
        made = session.get_one(Settlement, paying.settlement.id)
        anew = line(paying.act, made, paying.participant, kind=Kind.CORRECTION, corrects_id=1,
                    amount_cents=100)  # fmt: skip
        stored(session, anew)
        first = session.query(Payment).filter_by(kind=kind).one()
        statement = inserting(first, id=999, sequence=2)
    assert refusal(engine, statement) == name


COMMITTED = 24_000_000  # the base fee of the contract year, of which nothing is released
RELEASED = 8_000_000


@pytest.mark.trust("D4")
@pytest.mark.parametrize(
    ("name", "cap"),
    [
        ("payment_within_the_year_cap", {"year_cap_cents": COMMITTED + RELEASED}),
        ("payment_within_the_whole_cap", {"lifetime_cap_cents": COMMITTED + RELEASED}),
        ("payment_within_the_fair_market_value", {"high_cents": COMMITTED + RELEASED}),
    ],
)
def test_no_payment_passes_a_cap_over_base_fee_and_incentive_together(engine, paying, name, cap):
    plain = {"id": 999, "state": "payable", "request_id": None, "sequence": 2}
    lifted(engine, "payment_not_above_what_was_approved")
    statement = inserting(paying.first, **plain, amount_cents=1)
    with transaction() as session:
        capped(session, paying.agreement, **cap)
        assert session.get_one(Agreement, paying.agreement.id).base_fee_cents == COMMITTED
    assert refusal(engine, statement) == name
    with transaction() as session:  # with a cent more it fits
        capped(
            session, paying.agreement, number=2, **{each: cents + 1 for each, cents in cap.items()}
        )
    before = len(rows(engine, "payment"))
    stored_by(engine, statement)
    assert len(rows(engine, "payment")) == before + 1
