"""Payments on the command line: released, requested, paid, back; and every cent explained."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from comanage import clock, database
from comanage.records.agreement import by_code
from comanage.records.person import Person
from tests.actions.releasing import PERIOD, make_approved
from tests.actions.settling import without_layout

QUARTER = ("--agreement", "ORTHO", "--period", PERIOD)


@pytest.fixture
def approved(run, engine, monkeypatch):
    """An approved quarter of a signed agreement, and how its people are named."""
    del engine
    without_layout(monkeypatch)
    made = make_approved()
    with database.transaction() as session:
        emails = {
            name: session.get_one(Person, getattr(made, name).person_id).email
            for name in ("administrator", "approver", "compliance", "officer", "releaser",
                         "reviewer")
        }  # fmt: skip
    as_ = SimpleNamespace(**{name: f"--as={email}" for name, email in emails.items()})
    return SimpleNamespace(run=run, as_=as_, made=made)


def test_a_settlement_is_released_requested_and_paid(approved, tmp_path):
    run, as_ = approved.run, approved.as_
    key = ("--key", "release-of-the-quarter")
    said = run("settlement", "release", *QUARTER, *key, as_.releaser)
    assert said == "Settlement 1 of ORTHO 2027-Q1 is released: $311,368.42.\n"
    assert run("settlement", "release", *QUARTER, *key, as_.releaser) == said
    listed = run("payment", "list", as_.compliance)
    assert "ORTHO 2027-Q1 GRANITE  incentive  $194,605.26  payable" in listed
    assert "Payable $311,368.42, requested $0.00, paid $0.00" in listed
    asked = ("payment", "request", "--every", "--to", tmp_path, "--key", "request-one-of-mine")
    written = run(*asked, as_.releaser).splitlines()
    assert written[-1] == "Payment request 1: $311,368.42."
    assert b"V-GRANITE" in (tmp_path / "payment-request-0001.csv").read_bytes()
    paid = ("payment", "paid", 1, 2, "--on", "2027-04-20", "--reference", "Check 7")
    with clock.fixed(datetime(2027, 5, 1, 12, tzinfo=UTC)):
        assert run(*paid, as_.releaser) == "2 payments recorded as paid.\n"
    back = run("payment", "return", 1, "--reason", "Account closed.", as_.releaser)
    assert back == "Payment 1 is payable again.\n"


def test_the_ledger_explains_every_cent_and_a_gap_ends_with_one(approved):
    run, as_ = approved.run, approved.as_
    run("settlement", "release", *QUARTER, "--key", "release-of-the-quarter", as_.releaser)
    assert run("ledger") == "ORTHO: 0 cents unexplained\n"
    told = run("ledger", "--agreement", "ORTHO", as_.compliance)
    assert "Payments $311,368.42 = $0.00 set off + $311,368.42 payable" in told
    with database.transaction() as session:
        assert by_code(session, "ORTHO") is not None
        raw = session.connection()
        if session.bind.dialect.name == "sqlite":
            (text,) = raw.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = 'payment_never_changed'"
            ).one()
            raw.exec_driver_sql("DROP TRIGGER payment_never_changed")
        else:
            raw.exec_driver_sql("ALTER TABLE payment DISABLE TRIGGER payment_never_changed")
        raw.exec_driver_sql("UPDATE payment SET amount_cents = amount_cents + 1 WHERE id = 1")
        if session.bind.dialect.name == "sqlite":
            raw.exec_driver_sql(text)
        else:
            raw.exec_driver_sql("ALTER TABLE payment ENABLE TRIGGER payment_never_changed")
    assert "cannot be explained" in run("ledger", status=1)


def test_oversight_is_done_on_the_command_line_as_well(approved):
    run, as_ = approved.run, approved.as_
    run("settlement", "hold", *QUARTER, "--reason", "A question.", as_.compliance)
    refused = run("settlement", "release", *QUARTER, "--key", "a-key-of-mine", as_.releaser,
                  status=1)  # fmt: skip
    assert refused == "hold: Compliance holds the release: A question.\n"
    run("settlement", "lift-hold", *QUARTER, "--reason", "Answered.", as_.compliance)
    assert "is reviewed" in run("settlement", "review", *QUARTER, as_.reviewer)
    run("period", "unlock", *QUARTER, "--reason", "A late report.", as_.compliance)
    own = run("period", "confirm-unlock", *QUARTER, as_.compliance, status=1)
    assert "someone else must decide" in own
    assert "stays locked" in run("period", "refuse-unlock", *QUARTER, as_.officer)
    run("period", "unlock", *QUARTER, "--reason", "A late report.", as_.compliance)
    assert "is open again" in run("period", "confirm-unlock", *QUARTER, as_.officer)
    run("settlement", "calculate", *QUARTER, as_.administrator)
    run("settlement", "finalize", *QUARTER, as_.administrator)
    returned = run("settlement", "return", *QUARTER, "--reason", "Look again.", as_.approver)
    assert returned == "Settlement 2 of ORTHO 2027-Q1 is returned.\n"


def test_a_debt_that_is_none_is_not_repaid(approved):
    run, as_ = approved.run, approved.as_
    run("settlement", "release", *QUARTER, "--key", "release-of-the-quarter", as_.releaser)
    given = ("--cents", 5, "--on", "2027-04-20", "--reference", "Wire 7")
    assert "no debt" in run("payment", "repaid", 1, *given, as_.releaser, status=1)
