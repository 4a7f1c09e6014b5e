"""Base fee payments: the database takes one for approved work alone, and once."""

from datetime import date

import pytest

from comanage.database import transaction
from comanage.records.payment import Payment, PaymentRelease
from comanage.rules.payments import Kind
from tests.makers import NOW, make_person, stored
from tests.records.earning import approved_months
from tests.records.refused import inserting, refusal


@pytest.fixture
def payment(engine):
    """The payment of an approved month of work, not stored yet."""
    del engine
    work = approved_months().payable
    with transaction() as session:
        by = make_person(session)
        act = stored(
            session,
            PaymentRelease(
                agreement_id=work.agreement_id, released_by_id=by.id, role="payment releaser",
                printed_name=by.name, released_at=NOW, cents=work.cents,
            ),
        )  # fmt: skip
    return Payment(
        id=1, release_id=act.id, agreement_id=work.agreement_id, revision=1, state="payable",
        participant_id=work.participant_id, base_fee_earned_id=work.id, period="2027-03",
        starts=work.month, ends=work.month_ends, year_starts=work.year_starts,
        kind=Kind.BASE_FEE, sequence=1, amount_cents=work.cents,
    )  # fmt: skip


def test_a_month_of_work_is_paid_once(engine, payment):
    with engine.begin() as connection:
        connection.execute(inserting(payment))
    assert refusal(engine, inserting(payment, id=2, sequence=2)) == "payment_base_fee_once"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"base_fee_earned_id": 999}, id="without work"),
        pytest.param({"amount_cents": 27_001}, id="of another amount"),
        pytest.param({"participant_id": 999}, id="to another group"),
        pytest.param({"starts": date(2027, 2, 1)}, id="of another month"),
    ],
)
def test_a_base_fee_is_what_its_approved_work_earned(engine, payment, changes):
    refused = refusal(engine, inserting(payment, **changes))
    assert refused == "payment_base_fee_of_approved_work"
