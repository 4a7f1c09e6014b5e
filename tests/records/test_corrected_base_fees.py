"""Duties and base fee terms that were mistyped: another takes their place, before they begin."""

from datetime import date

import pytest

from comanage.database import transaction
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from tests.makers import make_base_fee, make_duty, make_entry
from tests.records.refused import inserting, refusal, refused, replacing, stored_by, without_help

JULY, AUGUST, MAY = date(2027, 7, 1), date(2027, 8, 1), date(2027, 5, 1)
ENTERED = date(2027, 4, 10)


@pytest.fixture
def mistyped(earned):
    """The earned months with a duty and terms to come in July, both mistyped in April."""
    with transaction() as session:
        given = {"reason": "More is asked", "entered_on": ENTERED}
        earned.wrong_duty = make_duty(
            session, earned.agreement, replaces=earned.duty, starts=JULY, **given
        )
        earned.wrong = make_base_fee(
            session, earned.agreement, number=2, starts=JULY, cents=1_800_000, **given
        )
    return earned


def terms(mistyped, **changes):
    """Write terms that take the place of those to come."""
    right = {"id": 900, "number": 3, "cents": 18_500, "replaces_id": mistyped.wrong.id}
    return inserting(mistyped.wrong, **right | changes)


def duty(mistyped, **changes):
    """Write a row that takes the place of the duty to come."""
    wrong = mistyped.wrong_duty
    right = {"id": 900, "number": 3, "replaces_id": wrong.id, "corrects": True}
    return inserting(wrong, **right | changes)


@pytest.mark.parametrize("starts", [JULY, AUGUST, MAY], ids=str)
def test_corrected_terms_count_and_those_they_replace_count_for_no_day(
    session, engine, mistyped, starts
):
    stored_by(engine, terms(mistyped, starts=starts))
    rows = fees.versions(session, mistyped.agreement.id)
    on = {day: fees.in_force(rows, mistyped.own.id, day) for day in (date(2027, 4, 30), AUGUST)}
    assert (on[date(2027, 4, 30)].number, on[AUGUST].number) == (1, 3)
    assert fees.in_force(rows, mistyped.own.id, JULY).number == (1 if starts == AUGUST else 3)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("base_fee_terms_replaced_before_they_begin", {"entered_on": JULY, "starts": AUGUST}),
        ("base_fee_terms_replaced_before_they_begin", {"entered_on": date(2027, 4, 9)}),
        ("base_fee_terms_replaced_before_they_begin", {"replaces_id": "terms"}),
        ("base_fee_terms_replaced_look_ahead", {"starts": date(2027, 4, 1)}),
        ("base_fee_terms_follow_the_last", {"starts": date(2027, 1, 1)}),
        ("base_fee_terms_follow_the_last", {"replaces_id": None}),
        ("base_fee_terms_change_says_why", {"reason": ""}),
    ],
)
def test_terms_that_cannot_take_the_place_of_others_are_refused(engine, mistyped, name, changes):
    if changes.get("replaces_id") == "terms":
        changes = {"replaces_id": mistyped.terms.id, "starts": AUGUST}
    also = (
        {"base_fee_terms_replaced_look_ahead"}
        if changes.get("starts") == date(2027, 1, 1)
        else set()
    )
    assert refusal(engine, terms(mistyped, **changes)) in {name} | also


def test_terms_replace_those_of_their_own_group(engine, mistyped):
    changes = {"participant_id": mistyped.second.id, "number": 1}
    refused = refusal(engine, terms(mistyped, **changes))
    assert refused in {
        "base_fee_terms_replaced_before_they_begin",
        "base_fee_terms_replace_one_of_its_agreement",
    }


def test_terms_are_replaced_once(engine, mistyped):
    stored_by(engine, terms(mistyped))
    again = {"id": 901, "number": 4, "replaces_id": mistyped.wrong.id, "starts": AUGUST}
    assert refusal(engine, terms(mistyped, **again)) in {
        "base_fee_terms_replaced_before_they_begin", "base_fee_terms_replaced_once",
    }  # fmt: skip
    over = replacing(mistyped.wrong, id=901, number=4, replaces_id=mistyped.wrong.id)
    assert without_help(engine, over) in {
        "base_fee_terms_replaced_before_they_begin", "base_fee_terms_replaced_once",
        "base_fee_terms_follow_the_last",
    }  # fmt: skip


def test_no_month_is_attested_under_terms_that_were_replaced(engine, mistyped):
    stored_by(engine, terms(mistyped))
    month = {
        "id": 900, "starts": JULY, "ends": date(2027, 7, 31), "terms_id": mistyped.wrong.id,
        "number": 1,
    }  # fmt: skip
    statement = inserting(mistyped.attestation, **month)
    assert refusal(engine, statement) == "month_attestation_of_its_terms"
    stored_by(engine, inserting(mistyped.attestation, **month | {"terms_id": 900}))


def test_first_terms_may_be_corrected_to_begin_with_the_agreement(session, engine, earned):
    with transaction() as making:
        wrong = make_base_fee(
            making, earned.agreement, earned.second, starts=JULY, entered_on=ENTERED
        )
    right = {"id": 900, "number": 2, "starts": date(2027, 1, 1), "replaces_id": wrong.id}
    stored_by(engine, inserting(wrong, reason="It began with the agreement.", **right))
    rows = fees.versions(session, earned.agreement.id)
    assert fees.in_force(rows, earned.second.id, date(2027, 2, 1)).id == 900


@pytest.mark.parametrize(
    ("starts", "before"),
    [(JULY, date(2027, 6, 30)), (AUGUST, date(2027, 7, 31)), (MAY, date(2027, 4, 30))],
    ids=str,
)
def test_a_corrected_duty_takes_the_place_of_the_wrong_row_alone(engine, mistyped, starts, before):
    stored_by(engine, duty(mistyped, starts=starts))
    with transaction() as looking:
        rows = duties.of_agreement(looking, mistyped.agreement.id)
    values = duties.as_values(rows)
    first, wrong, right = rows
    assert (values[first.id].ends, values[right.id].starts) == (before, starts)
    days = (before, MAY, JULY, AUGUST, date(2027, 12, 31))
    assert not any(values[wrong.id].covers(day) for day in days)
    for row, day in ((first, starts), (wrong, AUGUST), (right, before)):
        with refused("time_entry_within_its_duty") as logging:
            make_entry(logging, row, mistyped.own, mistyped.ada, day=day)
    for row, day in ((first, before), (right, AUGUST)):
        with transaction() as logging:
            make_entry(logging, row, mistyped.own, mistyped.ada, day=day, entered_on=day)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("duty_corrected_before_it_begins", {"entered_on": JULY, "starts": AUGUST}),
        ("duty_corrected_before_it_begins", {"entered_on": date(2027, 4, 9)}),
        ("duty_corrected_looks_ahead", {"starts": date(2027, 4, 1)}),
        ("duty_follows_its_own_code", {"starts": date(2027, 1, 1)}),
        ("duty_follows_its_own_code", {"corrects": False}),
        ("duty_change_says_why", {"reason": ""}),
    ],
)
def test_a_duty_that_cannot_be_corrected_so_is_refused(engine, mistyped, name, changes):
    also = {"duty_corrected_looks_ahead"} if changes.get("starts") == date(2027, 1, 1) else set()
    assert refusal(engine, duty(mistyped, **changes)) in {name} | also


def test_a_duty_that_began_is_changed_and_not_corrected(engine, mistyped):
    began = {"id": 900, "replaces_id": mistyped.duty.id, "number": 2, "corrects": True}
    assert refusal(engine, inserting(mistyped.duty, reason="x", **began)) in {
        "duty_corrected_before_it_begins", "duty_follows_its_own_code",
    }  # fmt: skip
