"""Payments in a packet: those of a settlement as the log tells them, paid or not, and none besides."""

import pytest

from comanage.actions import payment_requests
from comanage.database import transaction
from comanage.rules.signoff import PaymentState
from comanage.statements.packets import packet
from comanage.statements.packets.packet_chain import ALTERED, MATCH
from tests.actions.logged import as_noted
from tests.actions.releasing import corrected, later, lines, make_approved, pay, release, request
from tests.actions.settling import without_layout
from tests.actions.test_packet_forged import lines_of
from tests.actions.test_packets import packet as packed
from tests.statements.packets.packeted import unzipped, zipped_anew

pytestmark = pytest.mark.trust("F8")
PAYMENTS = "records/payment.csv"


@pytest.fixture
def inside(engine, monkeypatch):
    """The files of a quarter of which one payment was paid, and one came back, and was corrected."""
    del engine
    without_layout(monkeypatch)
    made = make_approved()
    release(made)
    first, second = (each.id for each in lines(made))
    request(made)
    pay(made, [first, second])
    with transaction() as session:
        payment_requests.send_back(session, made.releaser, second, reason="The account was closed.")
    with later(40):
        corrected(made)
        with transaction() as session:
            as_noted(session, made.compliance, made.id)
        return unzipped(packed(made).content)


def rows(inside):
    head, *held = inside[PAYMENTS].decode().splitlines()
    return [dict(zip(head.split(","), each.split(","), strict=True)) for each in held]


def told(inside):
    return packet.verify(zipped_anew(inside))


def changed(inside, column, value, number=0):
    """Let the row of a payment say something else in a column."""
    every = rows(inside)
    assert every[number][column] != value
    every[number][column] = value
    text = [",".join(each) for each in (every[0], *(each.values() for each in every))]
    return inside | {PAYMENTS: "".join(f"{each}\r\n" for each in text).encode()}


def test_payments_that_were_paid_came_back_and_were_corrected_match(inside):
    assert told(inside).word == MATCH
    states = {(each["kind"], each["state"]) for each in rows(inside)}
    assert ("incentive", PaymentState.PAID) in states
    assert ("incentive", PaymentState.PAYABLE) in states
    assert len({each["settlement_id"] for each in rows(inside)}) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount_cents", "1"),
        ("participant_id", "9"),
        ("kind", "advance"),
        ("settlement_id", "9"),
        ("state", PaymentState.PAYABLE),
        ("paid_on", "2020-01-01"),
        ("paid_reference", "Check 9"),
        ("paid_by_id", "9"),
    ],
)
def test_a_payment_that_says_otherwise_than_the_log_is_found(inside, column, value):
    found = told(changed(inside, column, value))
    assert (found.word, found.why.partition(" says")[0]) == (ALTERED, f"{PAYMENTS}, line 2,")


def test_a_payment_that_is_left_out_told_twice_or_taken_for_a_base_fee_is_found(inside):
    row = inside[PAYMENTS].splitlines(keepends=True)[1]
    for forged, says in (
        (lines_of(inside, PAYMENTS, 1), f"a row of {PAYMENTS}"),
        (inside | {PAYMENTS: inside[PAYMENTS] + row}, "stands there twice"),
        (changed(inside, "settlement_id", ""), f"a row of {PAYMENTS}"),
    ):
        found = told(forged)
        assert (found.word, says in found.why) == (ALTERED, True), (says, found.why)


def test_a_payment_that_came_back_is_not_told_as_paid(inside):
    number = next(at for at, each in enumerate(rows(inside)) if each["state"] == "payable")
    found = told(changed(inside, "paid_on", "2027-08-01", number))
    assert (found.word, found.why.partition(" says")[0]) == (
        ALTERED, f"{PAYMENTS}, line {number + 2},",
    )  # fmt: skip
