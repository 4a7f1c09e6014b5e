"""Ledgers: zero unexplained cents at every step, and a cent that went is found."""

import pytest

from comanage.actions import ledgers
from comanage.database import reading, transaction
from comanage.refusals import NotAllowed
from comanage.rules.ledger import rows, unexplained
from tests.actions.releasing import corrected, lines, make_approved, pay, release, request
from tests.actions.settling import without_layout


@pytest.fixture
def made(engine, monkeypatch):
    """An approved quarter that may be released."""
    del engine
    without_layout(monkeypatch)
    return make_approved()


def book(made):
    with reading() as session:
        (found,) = ledgers.of_agreement(session, made.compliance, made.id)
        assert ledgers.unexplained(session, made.compliance) == {"ORTHO": 0}
        assert ledgers.unexplained_cents(session) == 0
    assert unexplained([found]) == 0
    return {row.name: dict(row.parts) for row in rows(found)}


@pytest.mark.trust("D11")
def test_every_cent_is_explained_from_the_pool_to_the_payment(made):
    assert book(made)["Due"] == {"released": 0, "held": 0, "not released yet": 31_136_842}
    release(made)
    assert book(made)["Payments"]["payable"] == 31_136_842
    request(made)
    assert book(made)["Payments"]["requested"] == 31_136_842
    pay(made, [1])
    assert book(made)["Payments"]["paid"] == 19_460_526
    corrected(made, value="31.9")
    told = book(made)
    assert told["Debts"]["open"] > 0
    assert told["Due"]["not released yet"] == 0


@pytest.mark.trust("D11")
def test_a_payment_that_somebody_changed_is_found(made):
    release(made)
    with transaction() as session:
        raw = session.connection()
        if session.bind.dialect.name == "sqlite":
            raw.exec_driver_sql("DROP TRIGGER payment_never_changed")
        else:
            raw.exec_driver_sql("ALTER TABLE payment DISABLE TRIGGER payment_never_changed")
        raw.exec_driver_sql("UPDATE payment SET amount_cents = amount_cents + 1 WHERE id = 1")
    assert lines(made)
    with reading() as session:
        assert ledgers.unexplained_cents(session) > 0


def test_a_leader_sees_no_ledger(made):
    with pytest.raises(NotAllowed), reading() as session:
        ledgers.of_agreement(session, made.leader, made.id)
