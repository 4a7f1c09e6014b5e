"""Base fee payments: the database takes one for approved work alone, and once."""

from datetime import date

import pytest

from comanage.database import transaction
from comanage.records.agreement import Agreement
from comanage.records.payment import Payment, PaymentRelease
from comanage.rules.payments import Kind
from comanage.rules.signoff import Role
from tests.makers import NOW, make_earned, make_handed, make_opinion, make_person, stored
from tests.records.earning import approved_months
from tests.records.paying import capped
from tests.records.refused import inserting, refusal, rows, run, stored_by
from tests.records.signed import LIFT, work_held


@pytest.fixture
def months(engine):
    """An approved month of work, and one that Carla approved in Eva's stead."""
    del engine
    return approved_months()


@pytest.fixture
def payment(months):
    """The payment of an approved month of work, not stored yet."""
    return paid(months.payable)


def paid(work, released_by=None, stands_in_for=None):
    """Release a month of work; the payment is not stored yet."""
    with transaction() as session:
        by = released_by or make_person(session)
        if stands_in_for is not None:
            make_handed(session, stands_in_for.id, by.id, Role.RELEASER)
        act = stored(
            session,
            PaymentRelease(
                agreement_id=work.agreement_id, released_by_id=by.id, role="payment releaser",
                for_id=stands_in_for.id if stands_in_for else None,
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


@pytest.mark.trust("B4", "B5")
@pytest.mark.parametrize("person", ["ann", "ada", "carla", "eva"])
@pytest.mark.parametrize("in_stead", [False, True], ids=["by themselves", "through another"])
def test_whoever_did_or_approved_the_work_does_not_release_it(engine, months, person, in_stead):
    """Ann did it; Ada approved it; Carla approved it too, in Eva's stead."""
    who = getattr(months, person)
    line = paid(months.payable, None if in_stead else who, who if in_stead else None)
    assert refusal(engine, inserting(line)) == "payment_base_fee_released_by_another"


def test_somebody_who_has_no_part_releases_it_for_another(engine, months):
    with transaction() as session:
        giver = make_person(session)
    with engine.begin() as connection:
        connection.execute(inserting(paid(months.payable, None, giver)))


def test_no_base_fee_is_paid_while_compliance_holds_it(engine, months, payment):
    with transaction() as session:
        stored(session, work_held(months.payable, months.eva))
    assert refusal(engine, inserting(payment)) == "payment_base_fee_not_while_held"
    assert run(engine, LIFT) == 1
    before = len(rows(engine, "payment"))
    stored_by(engine, inserting(payment))
    assert len(rows(engine, "payment")) == before + 1


def test_a_hold_of_other_work_stops_nothing(engine, months, payment):
    with transaction() as session:
        other = make_earned(session, months.waiting)
        stored(session, work_held(other, months.eva))
    with engine.begin() as connection:
        connection.execute(inserting(payment))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("release_hold_one_at_a_time_of_a_base_fee", {}),
        ("release_hold_of_one_thing", {"base_fee_earned_id": None}),
        ("release_hold_of_one_thing", {"settlement_id": 1}),
    ],
)
def test_a_hold_of_a_base_fee_that_cannot_be_is_refused(engine, months, name, changes):
    with transaction() as session:
        made = stored(session, work_held(months.payable, months.eva))
        other = make_earned(session, months.waiting)
    elsewhere = {"base_fee_earned_id": other.id} if changes else {}
    assert refusal(engine, inserting(made, **{"id": 999} | elsewhere | changes)) == name


@pytest.mark.parametrize("column", ["base_fee_earned_id", "reason"])
def test_a_hold_of_a_base_fee_stays_as_it_was_placed(engine, months, column):
    with transaction() as session:
        stored(session, work_held(months.payable, months.eva))
        other = make_earned(session, months.waiting)
    value = {"base_fee_earned_id": other.id, "reason": "'Another'"}[column]
    changed = f"UPDATE release_hold SET {column} = {value}"  # noqa: S608 - the words above
    assert refusal(engine, changed) == "release_hold_never_changed"


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
