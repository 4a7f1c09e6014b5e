"""Base fees released: of approved work alone, once, and never by whoever did or approved it."""

from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import base_fee_releases as act
from comanage.actions import payment_list, payment_requests
from comanage.records import payment as payments
from comanage.records.agreement import Agreement
from comanage.records.person import Person
from comanage.refusals import Conflict, Faulty, NotAllowed
from comanage.rules.payments import Kind
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through
from tests.actions.settling import as_well
from tests.makers import NOW, make_actor, make_signed

KEY = "a-key-of-the-release"


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    """A signed agreement with one approved month of work, and a payment releaser."""
    found = on_duty(session)
    make_signed(session, found.agreement)
    found.releaser = make_actor(session, Role.RELEASER)
    log(session, found)
    through(session, found)
    return found


def release(session, made, who=None, *, ids=None, key=KEY):
    at = made.agreement.id
    who = who or made.releaser
    if ids is None:
        ids = [one.earned_id for one in act.waiting(session, who, at)]
    return act.release(session, who, at, earned_ids=ids, key=key)


def test_approved_work_becomes_a_payment_once(session, made):
    (waits,) = act.waiting(session, made.releaser, made.agreement.id)
    done = release(session, made)
    (line,) = payments.of_agreements(session, [made.agreement.id])
    assert done.cents == line.amount_cents == waits.cents > 0
    assert (line.kind, line.period, line.base_fee_earned_id) == (
        Kind.BASE_FEE, f"{waits.month:%Y-%m}", waits.earned_id,
    )  # fmt: skip
    assert act.waiting(session, made.releaser, made.agreement.id) == []
    assert release(session, made, ids=[waits.earned_id]).id == done.id  # the same key
    with pytest.raises(Conflict, match="released meanwhile"):
        release(session, made, ids=[waits.earned_id], key="another-key")


@pytest.mark.trust("B4")
def test_whoever_did_or_approved_the_work_neither_releases_nor_requests_it(session, made):
    (waits,) = act.waiting(session, made.releaser, made.agreement.id)
    for person_id in (waits.physician_id, *waits.approvers):
        person = session.get_one(Person, person_id)
        both = as_well(session, _actor(person), Role.RELEASER)
        with pytest.raises(NotAllowed, match="did or approved"):
            release(session, made, both)
    release(session, made)
    (line,) = payments.of_agreements(session, [made.agreement.id])
    with pytest.raises(NotAllowed, match="approved"):
        payment_requests.request(session, both, payment_ids=[line.id], key="key-of-a-request")


def _actor(person):
    return SimpleNamespace(person_id=person.id)


@pytest.mark.trust("D4")
def test_a_base_fee_above_that_of_the_contract_year_is_refused_with_its_numbers(session, made):
    (waits,) = act.waiting(session, made.releaser, made.agreement.id)
    session.get_one(Agreement, made.agreement.id).base_fee_cents = waits.cents - 1
    session.flush()
    with pytest.raises(Faulty) as refused:
        release(session, made)
    assert "more than the base fee of the contract year" in refused.value.faults[0].sentence


def test_nothing_chosen_is_said(session, made):
    with pytest.raises(Faulty):
        release(session, made, ids=[])


def test_an_unsigned_agreement_pays_no_base_fee(session):
    found = on_duty(session)
    found.releaser = make_actor(session, Role.RELEASER)
    log(session, found)
    through(session, found)
    with pytest.raises(Faulty) as refused:
        release(session, found)
    assert "was not signed" in refused.value.faults[0].sentence


def test_a_base_fee_stands_in_the_list_of_payments(session, made):
    release(session, made)
    (shown,) = payment_list.lines(session, made.releaser)
    assert (shown.row.kind, shown.state) == (Kind.BASE_FEE, "payable")
