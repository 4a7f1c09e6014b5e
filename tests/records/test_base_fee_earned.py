"""What a base fee earned: never without approved work, never above what was agreed, never twice."""

from datetime import date
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records import base_fee as fees
from comanage.records.participant import of_agreement
from comanage.records.payable_base_fee import payable_base_fees
from comanage.rules.base_fee import Pays
from comanage.rules.month_signoff import Decision
from tests.makers import (
    make_agreement,
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_earned,
    make_entry,
    make_person,
)
from tests.records.earning import approved, attested
from tests.records.refused import inserting, refusal, refused
from tests.records.test_constraints import as_named

ELSEWHERE = 10_000
EARNED = {
    # what is refused with: what another month's money would be
    "base_fee_earned_participant_of_its_agreement": {"participant_id": ELSEWHERE},
    "base_fee_earned_not_below_zero": {"cents": -1},
    "base_fee_earned_names_its_trace": {"trace_hash": "short"},
    "base_fee_earned_within_its_year": {"year_starts": date(2028, 1, 1)},
    "base_fee_earned_from_approved_work": {"attestation_id": ELSEWHERE, "cents": 0},
    "base_fee_earned_within_the_agreed_fee": {"cents": 24_000_000 - 27_000 + 1},
    "base_fee_earned_within_its_terms": {"cents": 27_001},
}


@pytest.mark.parametrize(("name", "changes"), EARNED.items(), ids=EARNED)
def test_money_that_cannot_be_is_refused(engine, earned, name, changes):
    row = {"id": 999, "attestation_id": earned.waiting.id} | changes
    found = refusal(engine, inserting(earned.payable, **row))
    also = {"base_fee_earned_participant_of_its_agreement": {"base_fee_earned_from_approved_work"},
            "base_fee_earned_within_the_agreed_fee": {"base_fee_earned_within_its_terms"}}  # fmt: skip
    assert found in {name, as_named(engine, name)} | also.get(name, set())


@pytest.mark.parametrize("decisions", [0, 1])
def test_no_base_fee_without_the_approval_of_every_level(earned, decisions):
    with refused("base_fee_earned_from_approved_work") as session:
        found = attested(session, earned, make_person(session))
        for level in range(1, decisions + 1):
            make_decision(session, found, earned.ada, level=level)
        make_earned(session, found, cents=1)


def test_no_base_fee_for_a_month_that_was_sent_back(earned):
    with refused("base_fee_earned_from_approved_work") as session:
        found = attested(session, earned, make_person(session))
        make_decision(session, found, earned.ada)
        returned = {"decision": Decision.RETURNED, "reason": "Which meeting?"}
        make_decision(session, found, earned.carla, level=2, for_id=earned.eva.id, **returned)
        make_earned(session, found, cents=1)


def test_no_base_fee_for_hours_that_were_all_taken_back(earned):
    with refused("base_fee_earned_from_approved_work") as session:
        who = make_person(session)
        entry = make_entry(session, earned.duty, earned.own, who)
        back = {"replaces_id": entry.id, "reason": "Not done", "minutes": 0}
        make_entry(session, earned.duty, earned.own, who, **back)
        found = make_attestation(session, earned.terms, entry)
        make_decision(session, found, earned.ada)
        make_decision(session, found, earned.carla, level=2, for_id=earned.eva.id)
        make_earned(session, found, cents=0)


@pytest.mark.parametrize(
    "changes", [{"month": date(2027, 2, 1)}, {"month_ends": date(2027, 3, 30)}, {"terms_id": 2}]
)
def test_no_base_fee_for_another_month_or_under_other_terms(engine, earned, changes):
    with transaction() as session:
        make_base_fee(session, earned.agreement, earned.second)
    statement = inserting(earned.payable, id=999, attestation_id=earned.waiting.id, **changes)
    assert refusal(engine, statement) == "base_fee_earned_from_approved_work"


def test_the_fee_that_was_agreed_for_a_contract_year_is_never_passed(earned):
    with refused("base_fee_earned_within_the_agreed_fee") as session:
        agreement = session.merge(earned.agreement)
        agreement.base_fee_cents = 27_000 + 26_999
        session.flush()
        make_earned(session, session.merge(earned.waiting), cents=27_000)


def test_a_fixed_amount_is_earned_once_a_month_whoever_worked(engine, session):
    agreement = make_agreement(session)
    made = SimpleNamespace(own=of_agreement(session, agreement.id)[0])
    made.ada, made.carla = make_person(session), make_person(session)
    made.duty = make_duty(session, agreement)
    made.terms = make_base_fee(session, agreement, pays=Pays.MONTH, cents=500_000)
    first = approved(session, made, make_person(session))
    make_earned(session, first, cents=400_000)
    other = approved(session, made, make_person(session))
    session.commit()
    with refused("base_fee_earned_within_its_terms") as again:
        make_earned(again, other, cents=100_001)
    with transaction() as again:
        make_earned(again, other, cents=100_000)


def test_an_attested_month_earns_once(engine, earned):
    with refused("base_fee_earned_once_an_attestation") as session:
        make_earned(session, earned.attestation, cents=0)


def test_what_can_be_paid_is_each_approved_month_with_who_approved_it(session, earned):
    with transaction() as changing:
        make_earned(changing, changing.merge(earned.waiting), cents=0)
    (found,) = payable_base_fees(session, earned.agreement.id)
    assert (found.earned_id, found.cents) == (earned.payable.id, 27_000)
    assert (found.month, found.participant) == (date(2027, 3, 1), earned.own.code)
    assert found.physician_id == earned.ann.id
    assert found.approvers == (earned.ada.id, earned.carla.id)
    assert found.trace_hash == earned.payable.trace_hash
    assert fees.earned_in_year(session, earned.agreement.id, date(2027, 1, 1)) == 27_000
    assert fees.earned_in_month(session, earned.own.id, date(2027, 4, 1)) == 0
