"""The status of a physician: what it may not be, that it stays as it is, and which one counts."""

from datetime import date

import pytest

from comanage.database import reading, transaction
from comanage.records import physician_status
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_agreement, make_group, make_status
from tests.records.refused import inserting, refusal, replacing, rows

NEVER = {
    "physician_status_never_changed": "UPDATE physician_status SET excluded = NOT excluded",
    "physician_status_never_deleted": "DELETE FROM physician_status",
}


@pytest.fixture
def known(engine):
    """The status of a physician in an agreement of one group."""
    del engine
    with transaction() as session:
        group = make_group(session)
        agreement = make_agreement(session, groups=[group])
        agreement.physician = make_actor(session, Role.PHYSICIAN, group=group)
        agreement.status = make_status(session, agreement, agreement.physician.person_id)
    return agreement


def test_a_status_says_what_it_rests_on(engine, known):
    made = inserting(known.status, id=9, reference="")
    assert refusal(engine, made) == "physician_status_says_what_it_rests_on"


def test_a_status_is_recorded_by_another_person(engine, known):
    made = inserting(known.status, id=9, recorded_by_id=known.physician.person_id)
    assert refusal(engine, made) == "physician_status_recorded_by_another_person"


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_a_status_stays_as_it_was_recorded(engine, known, name, statement):
    del known
    assert refusal(engine, statement) == name


def test_a_status_is_not_written_over(engine, known):
    before = rows(engine, "physician_status")
    assert refusal(engine, replacing(known.status)) == "physician_status_key"
    assert rows(engine, "physician_status") == before != []


def test_the_newest_status_of_each_agreement_counts(known):
    with transaction() as session:
        other = make_agreement(session)
        who = known.physician.person_id
        later = make_status(session, known, who, excluded=True)
        make_status(session, other, who)
    with reading() as session:
        (one,) = physician_status.taking_part(session, [known.id], date(2027, 9, 1))[known.id]
        assert one.row.id == later.id
        assert one.value.status.excluded
