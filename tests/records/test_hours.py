"""Logged hours and attested months: what the database refuses, whoever asks and by whatever way."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records.month_attestation import AttestedEntry, newest, of_month
from comanage.records.participant import of_agreement
from comanage.records.time_entry import chain, of_person, standing
from comanage.rules.month_signoff import Decision
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_entry,
    make_person,
    stored,
)
from tests.records.refused import gives_no_way, inserting, refusal, refused, replacing, without_help
from tests.records.test_constraints import as_named

ELSEWHERE = 10_000
WRONG = literal_column("'wrong'")
NEVER = {
    "time_entry_never_changed": "UPDATE time_entry SET minutes = 480",
    "time_entry_never_deleted": "DELETE FROM time_entry",
    "month_attestation_never_changed": "UPDATE month_attestation SET printed_name = 'Eve'",
    "month_attestation_never_deleted": "DELETE FROM month_attestation",
    "attested_entry_never_changed": "UPDATE attested_entry SET entry_id = 2",
    "attested_entry_never_deleted": "DELETE FROM attested_entry",
    "month_decision_never_changed": "UPDATE month_decision SET decision = 'approved'",
    "month_decision_never_deleted": "DELETE FROM month_decision",
}
ENTRIES = {
    # what is refused with: what another entry would be
    "time_entry_participant_of_its_agreement": {"participant_id": "theirs"},
    "time_entry_duty_of_its_agreement": {"duty_id": ELSEWHERE},
    "time_entry_not_of_a_day_to_come": {"day": date(2027, 4, 15)},
    "time_entry_within_a_day": {"minutes": 1441},
    "time_entry_has_a_time": {"minutes": 0},
    "time_entry_correction_says_why": {"replaces_id": "entry"},
    "time_entry_within_its_duty": {"duty_id": "ended"},
    "time_entry_within_its_agreement": {"day": date(2026, 12, 31), "duty_id": "ended"},
    "time_entry_corrects_its_own_kind": {
        "replaces_id": "entry", "reason": "A slip", "day": date(2027, 2, 28),
    },
}  # fmt: skip
ATTESTATIONS = {
    "month_attestation_participant_of_its_agreement": {"agreement_id": "other"},
    "month_attestation_numbers_count_from_one": {"number": 0, "starts": date(2027, 2, 1)},
    "month_attestation_runs_forward": {"ends": date(2027, 1, 31)},
    "month_attestation_is_of_some_work": {"minutes": 0},
    "month_attestation_says_who_and_what": {"meaning": ""},
    "month_attestation_names_its_content": {"content_hash": "short"},
    "month_attestation_role_is_known": {"role": WRONG},
    "month_attestation_follows_the_last": {"number": 0},
    "month_attestation_of_its_terms": {"terms_id": "other_terms"},
}
DECISIONS = {
    "month_decision_once_a_person": {"person_id": "ada"},
    "month_decision_for_someone_else": {"for_id": "carla"},
    "month_decision_return_says_why": {"decision": "returned"},
    "month_decision_says_who_and_what": {"printed_name": ""},
    "month_decision_is_known": {"decision": WRONG},
    "month_decision_role_is_known": {"role": WRONG},
    "month_decision_not_on_own_hours": {"person_id": "ann"},
    "month_decision_in_its_order": {"level": 3},
    "month_decision_by_its_role": {"role": "verifier"},
    "month_decision_on_what_was_shown": {"content_hash": "0" * 64},
}


@pytest.fixture
def logged(engine):
    """A physician's March: attested, and approved by the first of three levels."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), other=make_agreement(session))
        made.own, made.second = of_agreement(session, made.agreement.id)
        made.theirs = of_agreement(session, made.other.id)[0]
        made.ann, made.ada, made.carla = (make_person(session) for _ in range(3))
        made.duty = make_duty(session, made.agreement)
        made.ended = make_duty(session, made.agreement, ends=date(2027, 1, 31))
        levels = (Role.ADMINISTRATOR, Role.APPROVER, Role.APPROVER)
        made.terms = make_base_fee(session, made.agreement, levels=levels)
        made.other_terms = make_base_fee(session, made.agreement, made.second)
        made.entry = make_entry(session, made.duty, made.own, made.ann)
        made.attestation = make_attestation(session, made.terms, made.entry)
        made.covered = session.query(AttestedEntry).one()
        made.decision = make_decision(session, made.attestation, made.ada)
    return made


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_on_record_stays(engine, logged, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), ENTRIES.items(), ids=ENTRIES)
def test_an_entry_that_cannot_be_is_refused(engine, logged, name, changes):
    statement = inserting(logged.entry, id=999, **known(logged, changes))
    # A day outside the agreement is outside each of its duties, too.
    also = {"time_entry_within_its_duty"} if name == "time_entry_within_its_agreement" else set()
    assert refusal(engine, statement) in {name, as_named(engine, name)} | also


@pytest.mark.parametrize(("name", "changes"), ATTESTATIONS.items(), ids=ATTESTATIONS)
def test_an_attestation_that_cannot_be_is_refused(engine, logged, name, changes):
    second = {"id": 999, "number": 2}
    statement = inserting(logged.attestation, **second | known(logged, changes))
    assert refusal(engine, statement) in {name, as_named(engine, name)}


@pytest.mark.parametrize(("name", "changes"), DECISIONS.items(), ids=DECISIONS)
def test_a_decision_that_cannot_be_is_refused(engine, logged, name, changes):
    second = {"id": 999, "level": 2, "person_id": logged.carla.id, "role": "approver"}
    statement = inserting(logged.decision, **second | known(logged, changes))
    # SQLite asks the triggers first, and no level has a role that is none.
    also = {"month_decision_by_its_role"} if name == "month_decision_role_is_known" else set()
    assert refusal(engine, statement) in {name} | also


def test_a_level_decides_once(engine, logged):
    again = {"id": 999, "person_id": logged.carla.id}
    assert refusal(engine, inserting(logged.decision, **again)) == "month_decision_once_a_level"


def test_a_duty_takes_no_hours_once_a_changed_one_follows(logged):
    with refused("time_entry_within_its_duty") as session:
        make_duty(session, logged.agreement, replaces=logged.duty, starts=date(2027, 3, 9))
        make_entry(session, logged.duty, logged.own, logged.ann)


def test_a_correction_is_of_the_same_physician(engine, logged):
    changes = {"replaces_id": logged.entry.id, "reason": "A slip", "person_id": logged.ada.id}
    statement = inserting(logged.entry, id=999, **changes)
    assert refusal(engine, statement) == "time_entry_corrects_its_own_kind"


def test_an_entry_is_corrected_once(logged):
    with refused("time_entry_replaced_once") as session:
        for _ in range(2):
            corrected(session, logged)


def test_hours_logged_after_the_attestation_void_it_for_every_decision(logged):
    with refused("month_decision_on_all_that_is_logged") as session:
        make_entry(session, logged.duty, logged.own, logged.ann)
        make_decision(session, logged.attestation, logged.carla, level=2)


def test_a_correction_after_the_attestation_voids_it_for_every_decision(logged):
    with refused("month_decision_on_all_that_is_logged") as session:
        corrected(session, logged)
        make_decision(session, logged.attestation, logged.carla, level=2)


def test_hours_of_another_month_group_or_physician_void_nothing(logged):
    with transaction() as session:
        make_entry(session, logged.duty, logged.own, logged.ann, day=date(2027, 4, 1))
        make_entry(session, logged.duty, logged.own, logged.ada)
        make_entry(session, logged.duty, logged.second, logged.ann)
        make_decision(session, logged.attestation, logged.carla, level=2)


def test_nothing_is_decided_on_an_attestation_that_was_given_again(logged):
    with refused("month_decision_on_the_newest") as session:
        make_attestation(session, logged.terms, logged.entry, number=2)
        make_decision(session, logged.attestation, logged.carla, level=2)


def test_after_a_return_no_level_decides_on_the_same_attestation(logged):
    with refused("month_decision_in_its_order") as session:
        returned = {"decision": Decision.RETURNED, "reason": "Which meeting?"}
        make_decision(session, logged.attestation, logged.carla, level=2, **returned)
        third = {"level": 3, "role": Role.APPROVER}
        make_decision(session, logged.attestation, make_person(session), **third)


@pytest.mark.parametrize("late", ["entry", "correction"])
def test_a_month_that_every_level_approved_takes_no_more_hours(logged, late):
    with refused("time_entry_in_an_open_month") as session:
        approve(session, logged)
        if late == "entry":
            make_entry(session, logged.duty, logged.own, logged.ann)
        else:
            corrected(session, logged)


def test_a_month_that_every_level_approved_is_not_attested_again(logged):
    with refused("month_attestation_of_an_open_month") as session:
        approve(session, logged)
        make_attestation(session, logged.terms, logged.entry, number=2)


def test_an_attestation_covers_the_hours_of_its_own_month(logged):
    with refused("attested_entry_of_its_month") as session:
        april = make_entry(session, logged.duty, logged.own, logged.ada, day=date(2027, 4, 1))
        march = make_entry(session, logged.duty, logged.own, logged.ada)
        cover(session, make_attestation(session, logged.terms, march), april)


def test_an_attestation_covers_no_more_once_it_was_decided_on(logged):
    with refused("attested_entry_before_a_decision") as session:
        late = make_entry(session, logged.duty, logged.own, logged.ann)
        cover(session, logged.attestation, late)


@pytest.mark.parametrize(
    "table", ["time_entry", "month_attestation", "attested_entry", "month_decision"]
)
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, logged, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(
    ("name", "record", "changes"),
    [
        ("month_attestation_number_once_a_month", "attestation", {}),
        ("month_decision_once_a_level", "decision", {"person_id": "carla"}),
        ("month_decision_once_a_person", "decision", {"level": 2, "role": "approver"}),
    ],
)
def test_rows_do_not_give_way_to_one_like_them(engine, logged, name, record, changes):
    statement = replacing(getattr(logged, record), id=999, **known(logged, changes))
    possible = {name, "month_attestation_follows_the_last"}
    assert without_help(engine, statement) in possible


def test_what_stands_is_the_last_of_each_chain_and_everything_is_kept(session, logged):
    with transaction() as changing:
        later = corrected(changing, logged)
    days = (date(2027, 1, 1), date(2027, 12, 31))
    assert [each.id for each in standing(session, logged.own.id, *days)] == [later.id]
    assert standing(session, logged.own.id, *days, person_id=logged.ada.id) == []
    assert [each.id for each in of_person(session, logged.ann.id, days[0])] == [later.id]
    assert [each.id for each in chain(session, logged.entry.key)] == [logged.entry.id, later.id]


def test_the_newest_attestation_of_each_month_is_found_with_all_before(session, logged):
    with transaction() as changing:
        again = make_attestation(changing, logged.terms, logged.entry, number=2)
    (found,) = newest(session, [logged.agreement.id])
    assert (found.id, found.decisions) == (again.id, [])
    assert [each.number for each in of_month(session, logged.entry.key)] == [2, 1]
    assert newest(session, [logged.other.id]) == []


def corrected(session, logged):
    again = {"replaces_id": logged.entry.id, "reason": "It was less", "minutes": 60}
    return make_entry(session, logged.duty, logged.own, logged.ann, **again)


def approve(session, logged):
    """Let the second and the third level approve."""
    make_decision(session, logged.attestation, logged.carla, level=2)
    make_decision(session, logged.attestation, make_person(session), level=3)


def cover(session, attestation, entry):
    return stored(session, AttestedEntry(attestation_id=attestation.id, entry_id=entry.id))


def known(logged, changes):
    """Put the ids of records in the place of their names."""
    return {
        column: getattr(logged, value).id
        if isinstance(value, str) and hasattr(logged, value)
        else value
        for column, value in changes.items()
    }
