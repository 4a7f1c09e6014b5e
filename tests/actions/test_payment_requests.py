"""Payment requests: once, in full, to a vendor; then paid, or back with a reason."""

import hashlib
from datetime import date, timedelta

import pytest

from comanage import clock
from comanage.actions import ledgers, payment_list, payment_requests, repayments
from comanage.database import reading, transaction
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Document
from comanage.records.payment_story import telling_of
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.periods import in_words
from comanage.rules.signoff import PaymentState, Role
from tests.actions.releasing import (
    as_well,
    corrected,
    later,
    lines,
    make_approved,
    pay,
    release,
    request,
)
from tests.actions.settling import without_layout
from tests.makers import make_actor, make_service_line


@pytest.fixture
def made(engine, monkeypatch):
    """A released quarter."""
    del engine
    without_layout(monkeypatch)
    found = make_approved()
    release(found)
    return found


def test_a_request_is_a_numbered_file_of_what_is_payable(made):
    asked = request(made)
    assert (asked.number, asked.cents) == (1, 31_136_842)
    assert {one.state for one in lines(made)} == {PaymentState.REQUESTED}
    with reading() as session:
        file = session.get_one(Document, asked.csv_sha256)
        assert hashlib.sha256(file.content).hexdigest() == asked.csv_sha256
        text = file.content.decode()
    assert "V-GRANITE" in text
    assert "ORTHO-2027-Q1-GRANITE-incentive-1-1," in text
    assert text.splitlines()[-1].endswith("311368.42,0.00,311368.42")


@pytest.mark.trust("D9")
def test_a_payment_is_in_one_request_only(made):
    first = request(made)
    assert request(made, [1, 2]).id == first.id  # the same key, the same request
    with pytest.raises(Conflict, match="requested cannot be moved on by: request"):
        request(made, [1], key="another-key")


def test_a_group_without_a_vendor_number_is_named(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    monkeypatch.setattr("comanage.actions.groups.set_vendor_number", lambda *_, **__: None)
    found = make_approved()
    release(found)
    with pytest.raises(Faulty) as refused:
        request(found)
    assert [fault.place for fault in refused.value.faults] == ["vendor_number"] * 2
    assert "Granite Fork" in str(refused.value.faults[0]) + str(refused.value.faults[1])


def test_nothing_chosen_and_nothing_there_are_refused(made):
    with transaction() as session:
        with pytest.raises(Faulty):
            payment_requests.request(session, made.releaser, payment_ids=[], key="a-key-of-mine")
        with pytest.raises(NotFound):
            payment_requests.request(session, made.releaser, payment_ids=[99], key="a-key-of-mine")


@pytest.mark.parametrize("who", ["administrator", "approver", "compliance", "leader"])
def test_only_a_payment_releaser_requests(made, who):
    with pytest.raises((NotAllowed, NotFound)), transaction() as session:
        payment_requests.request(session, getattr(made, who), payment_ids=[1], key="a-key-of-mine")


@pytest.mark.trust("B4")
def test_who_approved_does_not_request(made):
    with transaction() as session:
        both = as_well(session, made.approver, Role.RELEASER)
    with pytest.raises(NotAllowed, match="approved a settlement"), transaction() as session:
        payment_requests.request(session, both, payment_ids=[1], key="a-key-of-mine")


def test_what_is_paid_has_a_day_and_a_reference(made):
    request(made)
    found = pay(made, [1, 2])
    assert {one.paid_reference for one in found} == {"Check 1001"}
    assert {one.state for one in lines(made)} == {PaymentState.PAID}
    with pytest.raises(Conflict, match="paid cannot be moved on by: record as paid"):
        pay(made, [1])


@pytest.mark.parametrize("place", ["reference", "on"])
def test_what_is_missing_of_a_payment_is_said(made, place):
    given = {"reference": " ", "on": clock.today() + timedelta(2)}
    request(made)
    with pytest.raises(Faulty) as refused:
        pay(made, [1], **{place: given[place]})
    assert [fault.place for fault in refused.value.faults] == [place]


def test_what_was_never_requested_is_not_paid(made):
    with pytest.raises(Conflict, match="payable cannot be moved on"):
        pay(made, [1])


@pytest.mark.parametrize("after", ["requested", "paid"])
def test_what_comes_back_is_payable_again_and_may_be_in_another_request(made, after):
    request(made)
    if after == "paid":
        pay(made, [1])
    with transaction() as session:
        with pytest.raises(Faulty):
            payment_requests.send_back(session, made.releaser, 1, reason=" ")
        session.rollback()
    with transaction() as session:
        back = payment_requests.send_back(session, made.releaser, 1, reason="Account closed.")
        assert (back.state, back.request_id, back.paid_on) == (PaymentState.PAYABLE, None, None)
    again = request(made, [1], key="key-of-another-request")
    assert again.number == 2
    with reading() as session:
        shown = payment_list.one(session, made.releaser, 1)
    assert [one.reason for one in shown.back] == ["Account closed."]
    assert shown.request == 2


@pytest.fixture
def debt(made):
    """What a group owes after a correction of what it was paid."""
    request(made)
    pay(made, [1, 2])
    corrected(made, value="31.9")
    return next(one for one in lines(made) if one.line.owed)


def test_a_group_may_pay_back_what_it_owes(made, debt):
    owed = debt.line.owed
    given = {"on": clock.today(), "reference": "Wire 7"}
    with pytest.raises(Faulty) as refused, transaction() as session:
        repayments.repaid(session, made.releaser, debt.id, cents=owed + 1, **given)
    assert refused.value.faults[0].place == "cents"
    with transaction() as session:
        repayments.repaid(session, made.releaser, debt.id, cents=owed, **given)
    assert next(one for one in lines(made) if one.id == debt.id).line.owed == 0
    with pytest.raises(Conflict, match="no debt"), transaction() as session:
        repayments.repaid(session, made.releaser, 1, cents=1, **given)


@pytest.mark.trust("D9")
def test_one_payment_of_a_group_lowers_its_debt_once(made, debt):
    given = {"cents": 100, "on": clock.today(), "reference": "Wire 7"}
    with transaction() as session:
        repayments.repaid(session, made.releaser, debt.id, **given)
    with (
        pytest.raises(Conflict, match=r"\$1\.00 is recorded as paid back on that day"),
        transaction() as session,
    ):
        repayments.repaid(session, made.releaser, debt.id, **given)
    with transaction() as session:
        repayments.repaid(session, made.releaser, debt.id, **given | {"reference": "Wire 8"})
    left = next(one for one in lines(made) if one.id == debt.id).line.owed
    assert left == debt.line.owed - 200


@pytest.mark.trust("B4")
def test_who_approved_records_no_repayment(made, debt):
    with transaction() as session:
        both = as_well(session, made.approver, Role.RELEASER)
    with pytest.raises(NotAllowed, match="approved a settlement"), transaction() as session:
        repayments.repaid(session, both, debt.id, cents=100, on=clock.today(), reference="Wire 7")


WIRE = {"cents": 100, "reference": "Wire 7"}


@pytest.mark.trust("D10")
def test_a_repayment_recorded_wrongly_is_taken_back_and_recorded_anew(made, debt):
    given = WIRE | {"on": clock.today()}
    with transaction() as session:
        wrong = repayments.repaid(session, made.releaser, debt.id, **given)
    back = {"repayment_id": wrong.id, "reason": "It was $2.00."}
    with pytest.raises(Faulty), transaction() as session:
        repayments.take_back(session, made.releaser, debt.id, **back | {"reason": " "})
    with transaction() as session:
        row = repayments.take_back(session, made.releaser, debt.id, **back)
        assert (row.cents, row.reverses_id, row.by_id) == (-100, wrong.id, made.releaser.person_id)
        noted = session.query(AuditEntry).filter_by(act="payment:repayment:take-back").one()
        assert (noted.object_id, noted.reason) == (debt.id, "It was $2.00.")
        told = session.query(AuditEntry).filter(telling_of(debt.id)).all()
        assert noted in told
    with reading() as session:
        assert ledgers.unexplained_cents(session) == 0
    assert next(one for one in lines(made) if one.id == debt.id).line.owed == debt.line.owed
    with pytest.raises(Conflict, match="taken back already"), transaction() as session:
        repayments.take_back(session, made.releaser, debt.id, **back)
    with transaction() as session:
        repayments.repaid(session, made.releaser, debt.id, **given | {"cents": 200})
    assert next(one for one in lines(made) if one.id == debt.id).line.owed == debt.line.owed - 200


@pytest.mark.trust("B4")
def test_who_approved_takes_no_repayment_back_and_nobody_that_of_another_payment(made, debt):
    with transaction() as session:
        wrong = repayments.repaid(session, made.releaser, debt.id, **WIRE | {"on": clock.today()})
        both = as_well(session, made.approver, Role.RELEASER)
    back = {"repayment_id": wrong.id, "reason": "Wrong."}
    with pytest.raises(NotAllowed, match="approved a settlement"), transaction() as session:
        repayments.take_back(session, both, debt.id, **back)
    with pytest.raises(NotFound, match="no such repayment"), transaction() as session:
        repayments.take_back(session, made.releaser, 1, **back)


def test_a_list_of_payments_can_be_narrowed_and_adds_up(made):
    request(made, [1])
    with reading() as session:
        found = payment_list.lines(session, made.compliance)
        totals = payment_list.totals(found)
        assert [one.row.id for one in found] == [2, 1]
        payable = payment_list.lines(session, made.compliance, state="payable")
        assert [one.row.id for one in payable] == [2]
        offered = payment_list.offered(found)
    assert totals.amount == 31_136_842 == totals.payable + totals.requested
    assert [value for value, _ in offered["state"]] == ["payable", "requested"]
    assert date(2027, 1, 1) < found[0].row.ends


def test_a_releaser_of_another_service_line_sees_and_moves_nothing(made):
    with transaction() as session:
        line = make_service_line(session)
        stranger = make_actor(session, Role.RELEASER, service_line=line)
    with reading() as session:
        assert payment_list.lines(session, stranger) == []
        with pytest.raises(NotFound):
            payment_list.one(session, stranger, 1)
    with pytest.raises(NotFound), transaction() as session:
        payment_requests.request(session, stranger, payment_ids=[1], key="a-key-of-mine")


def test_a_payment_is_not_paid_before_it_was_asked_for(made):
    request(made)
    ids = [one.id for one in lines(made)]
    today = clock.today()
    for day in (today - timedelta(1), date(2018, 1, 1)):
        with pytest.raises(Faulty) as refused:
            pay(made, ids, on=day)
        (fault,) = refused.value.faults
        assert fault.place == "on"
        assert fault.sentence.startswith(f"It was asked for on {in_words(today)}: give that day")
    assert {one.state for one in lines(made)} == {PaymentState.REQUESTED}
    pay(made, ids, on=today)
    assert {one.paid_on for one in lines(made)} == {today}


def test_what_came_back_and_was_asked_for_again_counts_from_the_last_request(made):
    request(made)
    with transaction() as session:
        payment_requests.send_back(session, made.releaser, 1, reason="Account closed.")
    asked = clock.today()
    with later(3):
        request(made, [1], key="key-of-another-request")
        with pytest.raises(Faulty) as refused:
            pay(made, [1], on=asked)
        assert "It was asked for on" in refused.value.faults[0].sentence
        pay(made, [1], on=clock.today())
