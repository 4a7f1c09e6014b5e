"""Base fee payments: the database takes one for approved work alone, and once."""

from datetime import date

import pytest

from comanage.database import transaction
from comanage.records.agreement import Agreement
from comanage.records.payment import Payment, PaymentRelease
from comanage.rules.payments import Kind
from tests.makers import NOW, make_opinion, make_person, stored
from tests.records.earning import approved_months
from tests.records.paying import capped
from tests.records.refused import inserting, refusal, rows, stored_by


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


@pytest.mark.trust("D4")
@pytest.mark.parametrize(
    ("name", "cap"),
    [
        ("payment_within_the_year_cap", "year_cap_cents"),
        ("payment_within_the_whole_cap", "lifetime_cap_cents"),
        ("payment_within_the_fair_market_value", "high_cents"),
    ],
)
def test_a_base_fee_passes_no_cap_over_what_is_released(engine, payment, name, cap):
    """What is agreed and not released does not count against it: it draws on that."""
    with transaction() as session:
        agreement = session.get_one(Agreement, payment.agreement_id)
        capped(session, agreement, **{cap: payment.amount_cents - 1})
    assert refusal(engine, inserting(payment)) == name
    with transaction() as session:
        agreement = session.get_one(Agreement, payment.agreement_id)
        capped(session, agreement, number=2, **{cap: payment.amount_cents})
    before = len(rows(engine, "payment"))
    stored_by(engine, inserting(payment))
    assert len(rows(engine, "payment")) == before + 1


@pytest.mark.trust("D4")
def test_an_opinion_that_was_replaced_or_holds_on_other_days_caps_nothing(engine, payment):
    with transaction() as session:
        agreement = session.get_one(Agreement, payment.agreement_id)
        wrong = make_opinion(session, agreement, low_cents=0, high_cents=1)
        make_opinion(
            session, agreement, high_cents=payment.amount_cents, low_cents=0, replaces=wrong
        )
        make_opinion(session, agreement, low_cents=0, high_cents=1, opinion_on=date(2027, 3, 2))
    before = len(rows(engine, "payment"))
    stored_by(engine, inserting(payment))
    assert len(rows(engine, "payment")) == before + 1
