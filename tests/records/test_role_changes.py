"""Role changes that take two: what a row may be, and what may never happen to it."""

import pytest

from comanage.database import transaction
from comanage.records import role_change
from comanage.records.role_change import Change, Outcome, RoleChange
from comanage.rules.signoff import Role
from tests.makers import NOW, make_person, stored
from tests.records.refused import inserting, refusal, replacing, rows, run

CHANGING = "UPDATE role_change SET "
DECIDED = "outcome = 'confirmed', decided_at = '2027-04-14', decided_by_id = "


@pytest.fixture
def asked(engine):
    """A change of the third person that the first one asked for."""
    del engine
    with transaction() as session:
        first, second, third = (make_person(session) for _ in range(3))
        change = RoleChange(
            person_id=third.id, change=Change.GIVE, role=Role.APPROVER, asked_by_id=first.id,
            asked_at=NOW,
        )  # fmt: skip
        change.second_id = second.id
        return stored(session, change)


def test_what_a_change_must_say(engine, asked):
    further = {"id": 9, "service_line_id": None}
    for name, said in {
        "role_change_names_the_role_it_is_about": {"role": None},
        "role_change_is_asked_for_another": {"role": "verifier", "asked_by_id": asked.person_id},
        "role_change_asked_once": {},
        "role_change_change_is_known": {"change": "owner"},
        "role_change_role_is_known": {"role": "owner"},
        "role_change_begins_undecided": {
            "role": "verifier", "outcome": "confirmed", "decided_by_id": 2, "decided_at": NOW,
        },
    }.items():  # fmt: skip
        given = {"change": "give the role", "role": "approver"} | further | said
        columns = [each.name for each in RoleChange.__table__.columns]
        row = {name: getattr(asked, name) for name in columns} | given
        told = ", ".join(f":{name}" for name in columns)
        statement = f"INSERT INTO role_change ({', '.join(columns)}) VALUES ({told})"  # noqa: S608
        row = {key: value.isoformat() if key.endswith("_at") and value else value
               for key, value in row.items()}  # fmt: skip
        assert refusal(engine, statement, **row) == name


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("role_change_is_decided_whole", "outcome = 'confirmed'"),
        ("role_change_is_decided_whole", "outcome = 'confirmed', decided_by_id = 2"),
        ("role_change_outcome_is_known", DECIDED.replace("confirmed", "lost") + "2"),
        ("role_change_is_decided_by_another", DECIDED + "1"),
        ("role_change_is_decided_by_another", DECIDED.replace("confirmed", "declined") + "1"),
        ("role_change_is_decided_by_another", DECIDED.replace("confirmed", "withdrawn") + "2"),
        ("role_change_gives_nobody_more_by_their_own_word", DECIDED + "3"),
        ("role_change_never_changed", "role = 'compliance officer'"),
        ("role_change_never_changed", "asked_by_id = 2"),
        ("role_change_never_changed", "person_id = 2"),
    ],
)
def test_what_a_change_may_not_become(engine, asked, name, change):
    assert refusal(engine, CHANGING + change) == name


@pytest.mark.parametrize("outcome", ["confirmed", "declined"])
def test_what_was_decided_stays_decided(engine, asked, outcome):
    assert run(engine, CHANGING + DECIDED.replace("confirmed", outcome) + "2") == 1
    for change in (
        "outcome = 'declined'",
        "outcome = NULL, decided_by_id = NULL, decided_at = NULL",
    ):
        assert refusal(engine, CHANGING + change) == "role_change_decided_once"


def test_a_change_is_never_deleted_or_written_over(engine, asked):
    before = rows(engine, "role_change")
    assert refusal(engine, "DELETE FROM role_change") == "role_change_never_deleted"
    assert refusal(engine, replacing(asked, role=Role.SYSTEM)) == "role_change_key"
    assert refusal(engine, replacing(asked, id=9)) == "role_change_asked_once"
    if engine.dialect.name == "postgresql":
        assert refusal(engine, "TRUNCATE role_change") == "role_change_never_emptied"
    assert rows(engine, "role_change") == before


def test_a_decided_change_waits_no_more_and_may_be_asked_anew(engine, asked):
    with transaction() as session:
        (found,) = role_change.waiting(session)
        found.outcome, found.decided_by_id, found.decided_at = Outcome.DECLINED, 2, NOW
        session.flush()
        assert role_change.waiting(session) == []
    with engine.begin() as connection:
        connection.execute(inserting(asked, id=9))
    with transaction() as session:
        assert [change.id for change in role_change.waiting(session)] == [9]
