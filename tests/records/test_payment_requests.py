"""Requests, recoveries, returns and keys: what the database refuses, by whatever way."""

import pytest

from comanage.database import transaction
from comanage.records.payment import PaymentReturn
from comanage.records.payment_request import PaymentRequest
from comanage.records.recovery import Recovery
from tests.makers import NOW, stored
from tests.records.paying import lifted, owing
from tests.records.refused import inserting, refusal, stored_by

RECOVERIES = {
    "recovery_of_something": {"cents": 0},
    "recovery_set_off_or_repaid": {"reference": "Wire 7"},
    "recovery_repaid_has_a_reference": {"against_id": None, "reference": "", "number": 1},
    "recovery_not_above_the_debt": {
        "cents": 4_000_000,
        "against_id": None,
        "reference": "Wire",
        "number": 1,
    },
    "recovery_repaid_counts_from_one": {"against_id": None, "reference": "Wire"},
    "recovery_against_what_is_payable": {"against_id": 2},
}


@pytest.mark.parametrize(("name", "changes"), RECOVERIES.items(), ids=RECOVERIES)
def test_nothing_is_set_off_that_is_not_owed_or_not_payable(engine, paying, name, changes):
    with transaction() as session:
        made = owing(paying, session)
    assert refusal(engine, inserting(made, id=999, **changes)) == name


REPAID = {"against_id": None, "reference": "Wire 7"}
REVERSALS = {
    # what is refused with: what differs from the row that takes the repayment back
    "recovery_of_something": {
        "cents": 0,
        "reverses_id": None,
        "reason": None,
        "number": 1,
        "reference": "Another",
    },
    "recovery_reversal_says_why": {"reason": ""},
    "recovery_reversed_once": {},
}
NOT_REPAID = {
    "more than was recorded": {"cents": -201},
    "less than was recorded": {"cents": -199},
    "another reference": {"reference": "Wire 8"},
    "of another debt": {"debt_id": 2},
    "what was set off": {"reverses_id": 1, "cents": -100},
    "a reversal": {"reverses_id": 3, "cents": 200},
}  # fmt: skip


def repaying(paying, session):
    """Let the group of a debt repay 200 cents of it, and give its row and the one against it."""
    owed = owing(paying, session)
    given = {"debt_id": owed.debt_id, "on": owed.on, "by_id": 1, **REPAID}
    paid = stored(session, Recovery(cents=200, number=1, **given))
    return paid, Recovery(cents=-200, reverses_id=paid.id, reason="Of another group.", **given)


@pytest.mark.trust("D9")
@pytest.mark.parametrize(("name", "changes"), REVERSALS.items(), ids=REVERSALS)
def test_a_repayment_is_taken_back_once_and_says_why(engine, paying, name, changes):
    with transaction() as session:
        _, reversal = repaying(paying, session)
        if name == "recovery_reversed_once":
            stored(session, reversal)
    assert refusal(engine, inserting(reversal, **{"id": 999} | changes)) == name


@pytest.mark.trust("D9")
@pytest.mark.parametrize("changes", NOT_REPAID.values(), ids=NOT_REPAID)
def test_nothing_is_taken_back_but_what_was_repaid_of_that_debt(engine, paying, changes):
    with transaction() as session:
        _, reversal = repaying(paying, session)
        if changes.get("reverses_id") == 3:
            stored(session, reversal)
    if changes.get("debt_id"):
        lifted(engine, "recovery_not_above_the_debt", "recovery")
    statement = inserting(reversal, **{"id": 999} | changes)
    assert refusal(engine, statement) == "recovery_reverses_what_was_repaid"


@pytest.mark.trust("D9")
@pytest.mark.parametrize("number", [1, 2])
def test_a_repayment_is_recorded_once_a_day_and_reference_until_it_is_taken_back(
    engine, paying, number
):
    with transaction() as session:
        paid, reversal = repaying(paying, session)
        statement = inserting(paid, id=999, number=number)
    assert refusal(engine, statement) == "recovery_repaid_once"
    with transaction() as session:
        stored(session, reversal)
    if number == 1:  # the unique index alone: the trigger lets what was taken back be repaid again
        assert refusal(engine, statement) == "recovery_repaid_once"
    else:
        stored_by(engine, statement)


@pytest.mark.trust("D9")
def test_one_guard_keeps_a_repayment_from_being_recorded_under_the_next_number(engine, paying):
    with transaction() as session:
        paid, _ = repaying(paying, session)
        statement = inserting(paid, id=999, number=2)
    assert refusal(engine, statement) == "recovery_repaid_once"
    lifted(engine, "recovery_recorded_again_after_a_reversal", "recovery")
    stored_by(engine, statement)


REQUESTS = {
    "payment_request_number_once": {},
    "payment_request_numbers_count_from_one": {"number": 0},
    "payment_request_for_something": {"number": 2, "cents": 0},
}


@pytest.mark.parametrize(("name", "changes"), REQUESTS.items(), ids=REQUESTS)
def test_a_request_that_cannot_be_is_refused(engine, paying, name, changes):
    assert refusal(engine, inserting(paying.request, id=999, **changes)) == name


@pytest.mark.trust("D9")
@pytest.mark.parametrize(
    ("payment", "cents"),
    [
        pytest.param(1, 4_000_000, id="what is in a request already"),
        pytest.param(2, 3_999_999, id="less than is to be paid"),
        pytest.param(2, 4_000_001, id="more than is to be paid"),
    ],
)
def test_a_request_asks_for_what_is_payable_to_the_cent(engine, paying, payment, cents):
    with transaction() as session:
        number_two = PaymentRequest(
            number=2, cents=1, made_by_id=1, made_at=NOW,
            csv_sha256=paying.request.csv_sha256, xlsx_sha256=paying.request.xlsx_sha256,
        )  # fmt: skip
        stored(session, number_two)
    given = {"request": 2, "payment": payment, "cents": cents}
    statement = (
        "INSERT INTO payment_request_line (request_id, payment_id, cents)"
        " VALUES (:request, :payment, :cents)"
    )
    assert refusal(engine, statement, **given) == "payment_request_line_of_what_is_payable"


def test_a_request_asks_for_nothing_below_zero(engine, paying):
    lifted(engine, "payment_request_line_of_what_is_payable", "payment_request_line")
    statement = "INSERT INTO payment_request_line (request_id, payment_id, cents) VALUES (1, 2, -1)"
    assert refusal(engine, statement) == "payment_request_line_not_below_zero"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("payment_return_says_why", {"reason": ""}),
        ("payment_return_of_its_request", {"payment_id": 2}),
    ],
)
def test_a_return_that_cannot_be_is_refused(engine, paying, name, changes):
    made = PaymentReturn(id=999, payment_id=1, request_id=1, reason="Closed.", returned_by_id=1,
                         returned_at=NOW)  # fmt: skip
    assert refusal(engine, inserting(made, **changes)) == name


def test_a_payment_comes_back_once_of_a_request(engine, paying):
    with transaction() as session:
        made = PaymentReturn(payment_id=1, request_id=1, reason="Closed.", returned_by_id=1,
                             returned_at=NOW)  # fmt: skip
        stored(session, made)
    assert refusal(engine, inserting(made, id=999)) == "payment_return_once_a_request"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("vendor_number_once_a_sequence", {}),
        ("vendor_number_is_given", {"sequence": 2, "number": ""}),
        ("vendor_number_sequences_count_from_one", {"sequence": 0}),
    ],
)
def test_a_vendor_number_that_cannot_be_is_refused(engine, paying, name, changes):
    assert refusal(engine, inserting(paying.vendor, id=999, **changes)) == name


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("given_key_of_some_length", {"key": "short"}),
        ("given_key_names_its_request", {"key": "another-key", "body_hash": "0"}),
    ],
)
def test_a_key_that_cannot_be_is_refused(engine, paying, name, changes):
    assert refusal(engine, inserting(paying.key, **changes)) == name
