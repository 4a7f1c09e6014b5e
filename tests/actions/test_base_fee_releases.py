"""Base fees released: of approved work alone, once, and never by whoever did or approved it."""

from datetime import date
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import base_fee_releases as act
from comanage.actions import groups, ledgers, payment_list, payment_requests
from comanage.records import payment as payments
from comanage.records.person import Person
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.agreed_fee import AgreedFee
from comanage.rules.ledger import rows_of_fees
from comanage.rules.payments import Kind
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through, to_release
from tests.actions.settling import as_well
from tests.makers import NOW, make_actor, make_opinion
from tests.records.paying import capped

KEY = "a-key-of-the-release"


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    """A signed agreement with one approved month of work, and a payment releaser."""
    return to_release(session)


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


def said(session, made, **given):
    """Try to release what waits, and give every sentence of the refusal."""
    with pytest.raises(Faulty) as refused:
        release(session, made, **given)
    assert payments.of_agreements(session, [made.agreement.id]) == []
    return [fault.sentence for fault in refused.value.faults]


@pytest.mark.trust("D4")
def test_a_base_fee_above_that_of_the_contract_year_is_refused_with_its_numbers(
    session, made, monkeypatch
):
    """No row of the database can be so; the fee is held to all the same."""
    monkeypatch.setattr(AgreedFee, "of_year", lambda *_: 26_999)
    assert said(session, made) == [
        (
            "$0.00 and $270.00 come to $270.00, more than the base fee of the contract year from"
            " 1 Jan 2027, $269.99."
        )
    ]


@pytest.mark.trust("D4")
@pytest.mark.parametrize(
    ("cap", "words"),
    [
        ("year_cap_cents", "the cap of the contract year from 1 Jan 2027"),
        ("lifetime_cap_cents", "the cap of the whole agreement"),
        ("high_cents", "the fair market value by Alder Valuation"),
    ],
)
def test_a_base_fee_is_held_to_every_cap_with_its_numbers(session, made, cap, words):
    capped(session, made.agreement, **{cap: 26_999})
    assert said(session, made) == [
        f"$0.00 and $270.00 come to $270.00, more than {words}, $269.99."
    ]
    capped(session, made.agreement, number=2, **{cap: 27_000})  # what is agreed counts for nothing
    assert release(session, made).cents == 27_000


@pytest.mark.trust("D4")
def test_months_that_are_released_together_count_together(session, made):
    log(session, made, who=made.cas)
    through(session, made, of=made.cas)
    capped(session, made.agreement, year_cap_cents=53_999)
    (first, second) = act.waiting(session, made.releaser, made.agreement.id)
    both = [first.earned_id, second.earned_id]
    assert "$0.00 and $540.00 come to $540.00" in said(session, made, ids=both)[0]
    release(session, made, ids=[first.earned_id])
    with pytest.raises(Faulty) as refused:
        release(session, made, ids=[second.earned_id], key="another-key")
    assert "$270.00 and $270.00 come to $540.00" in refused.value.faults[0].sentence


@pytest.mark.trust("D4")
def test_each_opinion_caps_the_months_up_to_its_own_last_day(session, made):
    """March falls under the opinion of March, whatever a later one allows."""
    capped(session, made.agreement, high_cents=26_999)
    make_opinion(session, made.agreement, firm="Birch", opinion_on=date(2027, 3, 2))
    assert "the fair market value by Alder Valuation" in said(session, made)[0]


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


@pytest.mark.trust("D11")
def test_the_ledger_explains_a_base_fee_from_the_work_to_what_was_paid(session, made):
    def stands():
        assert ledgers.unexplained_cents(session) == 0
        assert set(ledgers.unexplained(session, made.compliance).values()) == {0}
        fees = ledgers.fees_of_agreement(session, made.compliance, made.agreement.id)
        return [cents for row in rows_of_fees(fees) for _, cents in row.parts]

    assert stands() == [0, 27_000, 0, 0, 0, 0]  # approved, and not released yet
    release(session, made)
    assert stands() == [27_000, 0, 0, 27_000, 0, 0]
    (line,) = payments.of_agreements(session, [made.agreement.id])
    system = make_actor(session, Role.SYSTEM)
    groups.set_vendor_number(session, system, line.participant.group_id, number="V-1")
    payment_requests.request(session, made.releaser, payment_ids=[line.id], key="key-of-a-request")
    assert stands() == [27_000, 0, 0, 0, 27_000, 0]
    today = clock.today()
    payment_requests.pay(session, made.releaser, payment_ids=[line.id], on=today, reference="C 7")
    assert stands() == [27_000, 0, 0, 0, 0, 27_000]


def test_a_leader_sees_no_ledger_of_base_fees(session, made):
    leader = make_actor(session, Role.LEADER)
    with pytest.raises((NotAllowed, NotFound)):
        ledgers.fees_of_agreement(session, leader, made.agreement.id)
