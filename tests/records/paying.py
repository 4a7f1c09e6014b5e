"""Rows of everything that stands around a payment, for tests of records."""

from datetime import date

from comanage.records.payment import Payment, PaymentRelease, PaymentReturn
from comanage.records.payment_control import PaymentControl
from comanage.records.payment_request import PaymentRequest
from comanage.records.recovery import Recovery
from comanage.records.settlement import Settlement
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState
from tests.makers import NOW, make_document, make_opinion, stored
from tests.records.refused import run


def released(settlement, by, **given):
    made = {
        "agreement_id": settlement.agreement_id, "settlement_id": settlement.id,
        "released_by_id": by.id, "role": "payment releaser", "printed_name": by.name,
        "released_at": NOW, "cents": 8_000_000,
    }  # fmt: skip
    return PaymentRelease(**made | given)


def line(act, settlement, participant, **given):
    made = {
        "release_id": act.id, "agreement_id": settlement.agreement_id,
        "participant_id": participant.id, "settlement_id": settlement.id, "period": "2027-Q1",
        "starts": date(2027, 1, 1), "ends": date(2027, 3, 31), "year_starts": date(2027, 1, 1),
        "kind": Kind.INCENTIVE, "sequence": 1, "amount_cents": 4_000_000,
    }  # fmt: skip
    return Payment(**made | given)


def asked(session, by, number=1, **given):
    made = {
        "number": number, "cents": 4_000_000, "made_by_id": by.id, "made_at": NOW,
        "csv_sha256": make_document(session, b"csv").sha256,
        "xlsx_sha256": make_document(session, b"xlsx").sha256,
    }  # fmt: skip
    return PaymentRequest(**made | given)


def back(paying, session):
    """Bring the requested payment back, and set a debt off against the payable one."""
    stored(
        session,
        PaymentReturn(payment_id=1, request_id=1, reason="Closed.", returned_by_id=1,
                      returned_at=NOW),
    )  # fmt: skip
    row = session.get_one(Payment, 1)
    row.state, row.request_id = PaymentState.PAYABLE, None
    session.flush()


def owing(paying, session):
    """Reverse the first payment, so that the group owes it, and set a part off against it."""
    back(paying, session)
    made = session.get_one(Settlement, paying.settlement.id)
    debt = line(paying.act, made, paying.participant, kind=Kind.REVERSAL,
                amount_cents=-4_000_000, reverses_id=1)  # fmt: skip
    stored(session, debt)
    return stored(
        session, Recovery(debt_id=debt.id, against_id=1, cents=100, on=date(2027, 5, 1), by_id=1)
    )


def capped(session, agreement, *, number=1, high_cents=None, **caps):
    """Cap what an agreement pays: by an opinion of value, or by its payment controls."""
    if high_cents is not None:
        make_opinion(session, agreement, low_cents=0, high_cents=high_cents)
    given = {"independent_review": False, "reason": "As agreed.", "set_by_id": 1, "set_at": NOW}
    stored(session, PaymentControl(agreement_id=agreement.id, number=number, **given, **caps))


def lifted(engine, name, table="payment"):
    """Take one guard away, to see the one behind it."""
    if engine.dialect.name == "sqlite":
        run(engine, f"DROP TRIGGER {name}")
    else:
        run(engine, f"ALTER TABLE {table} DISABLE TRIGGER {name}")
