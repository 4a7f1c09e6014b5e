"""Duties, base fee terms and what was earned: what the database refuses, by whatever way."""

from datetime import date

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.rules.base_fee import Pays, Short
from comanage.rules.signoff import Role
from tests.makers import (
    make_base_fee,
    make_duty,
)
from tests.records.refused import (
    gives_no_way,
    inserting,
    refusal,
    replacing,
    stored_by,
    without_help,
)
from tests.records.test_constraints import as_named
from tests.records.test_hours import known

ELSEWHERE = 10_000
WRONG = literal_column("'wrong'")
NEVER = {
    "duty_never_changed": "UPDATE duty SET ends = '2027-06-30'",
    "duty_never_deleted": "DELETE FROM duty",
    "base_fee_terms_never_changed": "UPDATE base_fee_terms SET cents = 20000",
    "base_fee_terms_never_deleted": "DELETE FROM base_fee_terms",
    "base_fee_level_never_changed": "UPDATE base_fee_level SET role = 'verifier'",
    "base_fee_level_never_deleted": "DELETE FROM base_fee_level",
    "base_fee_earned_never_changed": "UPDATE base_fee_earned SET cents = 1",
    "base_fee_earned_never_deleted": "DELETE FROM base_fee_earned",
}
LATER = {"number": 2, "reason": "More is asked", "starts": date(2027, 7, 1)}
DUTIES = {
    # what is refused with: what a changed duty would be
    "duty_number_once_a_code": {"number": 1, "replaces_id": None},
    "duty_follows_one_of_its_agreement": {"replaces_id": ELSEWHERE},
    "duty_has_a_code": {"code": "", "number": 1, "replaces_id": None},
    "duty_says_what_is_done": {"name": ""},
    "duty_says_what_is_delivered": {"delivers": ""},
    "duty_most_above_zero": {"most_minutes": 0},
    "duty_runs_forward": {"ends": date(2027, 6, 30)},
    "duty_later_names_the_earlier": {"replaces_id": None},
    "duty_changes_from_a_day_to_come": {"entered_on": date(2027, 7, 1)},
    "duty_change_says_why": {"reason": ""},
    "duty_within_its_agreement": {"ends": date(2028, 1, 1)},
    "duty_follows_its_own_code": {"code": "OTHER"},
    "duty_correction_names_what_was_wrong": {"corrects": True, "number": 1, "replaces_id": None},
}
TERMS = {
    # what is refused with: what a second version of the terms would be
    "base_fee_terms_number_once_a_group": {"number": 1},
    "base_fee_terms_participant_of_its_agreement": {"participant_id": ELSEWHERE},
    "base_fee_terms_numbers_count_from_one": {"number": 0, "participant_id": "second"},
    "base_fee_terms_pay_something": {"cents": 0},
    "base_fee_terms_limits_above_zero": {"most_a_month": 0},
    "base_fee_terms_fewest_says_what_less_comes_to": {"fewest_a_month": 60},
    "base_fee_terms_change_from_a_day_to_come": {"entered_on": date(2027, 7, 1)},
    "base_fee_terms_change_says_why": {"reason": ""},
    "base_fee_terms_pays_is_known": {"pays": WRONG},
    "base_fee_terms_short_is_known": {"short": WRONG, "fewest_a_month": 60, "pays": Pays.MONTH},
    "base_fee_terms_within_its_agreement": {"starts": date(2028, 1, 1)},
    "base_fee_terms_follow_the_last": {"starts": date(2026, 7, 1), "entered_on": date(2026, 1, 1)},
}


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_on_record_stays(engine, earned, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), DUTIES.items(), ids=DUTIES)
def test_a_duty_that_cannot_be_is_refused(engine, earned, name, changes):
    changed = {"id": 999, "replaces_id": earned.duty.id, **LATER, **changes}
    possible = {name, as_named(engine, name)}
    if changed["number"] == 1:  # another first row begins before the one there is, whatever it says
        possible |= {"duty_follows_its_own_code", "duty_corrected_before_it_begins"}
    assert refusal(engine, inserting(earned.duty, **changed)) in possible


@pytest.mark.parametrize(("name", "changes"), TERMS.items(), ids=TERMS)
def test_terms_that_cannot_be_are_refused(engine, earned, name, changes):
    statement = inserting(earned.terms, id=999, **LATER | known(earned, changes))
    possible = {name, as_named(engine, name)}
    if name == "base_fee_terms_number_once_a_group":
        possible.add("base_fee_terms_follow_the_last")
    assert refusal(engine, statement) in possible


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("base_fee_level_one_to_six", {"level": 0}),
        ("base_fee_level_role_may_approve", {"role": "physician leader"}),
        ("base_fee_level_role_is_known", {"role": WRONG}),
        ("base_fee_level_in_its_order", {"level": 4}),
    ],
)
def test_a_level_that_cannot_be_is_refused(engine, earned, name, changes):
    with transaction() as session:
        fresh = make_base_fee(session, earned.agreement, earned.second)
    statement = inserting(earned.level, **{"terms_id": fresh.id, "level": 3} | changes)
    # SQLite names any one of the constraints that a role breaks, and both do say no.
    both = {"base_fee_level_role_may_approve", "base_fee_level_role_is_known"}
    assert refusal(engine, statement) in ({name} | (both if name in both else set()))


def test_a_level_is_not_added_to_terms_under_which_hours_were_attested(engine, earned):
    statement = inserting(earned.level, level=3)
    assert refusal(engine, statement) == "base_fee_level_before_its_use"


@pytest.mark.parametrize("table", ["duty", "base_fee_terms", "base_fee_level", "base_fee_earned"])
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, earned, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("duty_number_once_a_code", "duty"),
        ("base_fee_terms_number_once_a_group", "terms"),
        ("base_fee_earned_once_an_attestation", "payable"),
    ],
)
def test_rows_do_not_give_way_to_one_like_them(engine, earned, name, record):
    found = without_help(engine, replacing(getattr(earned, record), id=999))
    also = {"terms": {"base_fee_terms_follow_the_last"}, "duty": {"duty_follows_its_own_code"}}
    assert found in {name} | also.get(record, set())


def test_a_changed_duty_ends_the_one_before_it(session, earned):
    with transaction() as changing:
        make_duty(changing, earned.agreement, replaces=earned.duty, starts=date(2027, 7, 1))
    found = duties.of_agreement(session, earned.agreement.id)
    first, second = duties.as_values(found).values()
    assert (first.starts, first.ends) == (date(2027, 1, 1), date(2027, 6, 30))
    assert (second.starts, second.ends) == (date(2027, 7, 1), None)


def test_a_duty_that_ends_by_itself_ends_no_later(session, earned):
    with transaction() as changing:
        short = make_duty(changing, earned.agreement, ends=date(2027, 2, 28))
        make_duty(changing, earned.agreement, replaces=short, starts=date(2027, 7, 1))
    found = duties.of_agreement(session, earned.agreement.id)
    assert duties.as_values(found)[short.id].ends == date(2027, 2, 28)


def test_the_terms_of_a_day_are_the_last_that_had_begun(session, earned):
    with transaction() as changing:
        later = {
            "number": 2,
            "starts": date(2027, 7, 1),
            "reason": "A new opinion",
            "cents": 19_000,
        }
        make_base_fee(changing, earned.agreement, **later)
    found = fees.versions(session, earned.agreement.id)
    cents = [
        (in_force := fees.in_force(found, earned.own.id, day)) and in_force.cents
        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 1))
    ]
    assert cents == [None, 18_000, 18_000, 19_000]
    assert fees.in_force(found, earned.second.id, date(2027, 7, 1)) is None


def test_terms_are_read_as_they_were_agreed(session, earned):
    with transaction() as changing:
        given = {"pays": Pays.MONTH, "fewest_a_month": 600, "short": Short.PRORATED, "deadline": 10}
        make_base_fee(changing, earned.agreement, earned.second, levels=(Role.VERIFIER,), **given)
    _, terms = fees.versions(session, earned.agreement.id)
    value = terms.as_value()
    assert (value.pays, value.fewest_a_month, value.short) == (Pays.MONTH, 600, Short.PRORATED)
    assert (value.deadline, value.levels) == (10, (Role.VERIFIER,))
    assert value.sentences == ("I did this work myself.",)


def test_no_duty_has_the_code_of_another_in_other_letters(engine, earned):
    alike = inserting(earned.duty, id=999, code=earned.duty.code.swapcase())
    assert refusal(engine, alike) == "duty_code_not_like_anothers"
    stored_by(engine, inserting(earned.duty, id=999, code="ANOTHER-1"))
