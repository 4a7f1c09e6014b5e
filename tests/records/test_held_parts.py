"""Held parts: what the database refuses of what a release holds back."""

import pytest

from comanage.database import transaction
from comanage.records.disputed import HeldPart, held_by
from comanage.records.guards import IN_THE_WAY
from tests.makers import stored
from tests.records.paying import released
from tests.records.refused import inserting, refusal, replacing, rows

NEVER = {
    "held_part_never_changed": "UPDATE held_part SET cents = 2",
    "held_part_never_deleted": "DELETE FROM held_part",
}


@pytest.fixture
def held(paying):
    """A part of the first group's payout that the release held back."""
    with transaction() as session:
        row = HeldPart(release_id=paying.act.id, participant_id=paying.participant.id, cents=700)
        paying.held = stored(session, row)
    return paying


@pytest.mark.trust("D4")
@pytest.mark.parametrize("name", NEVER)
def test_what_was_held_back_stays_on_record(engine, held, name):
    assert refusal(engine, NEVER[name]) == name
    if engine.dialect.name == "postgresql":
        assert refusal(engine, "TRUNCATE held_part CASCADE") == "held_part_never_emptied"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("held_part_once_a_participant", {"cents": 1}),
        ("held_part_of_something", {"cents": 0, "participant_id": 2}),
    ],
)
def test_a_held_part_that_cannot_be_is_refused(engine, held, name, changes):
    assert refusal(engine, inserting(held.held, id=999, **changes)) == name


def test_a_held_part_is_not_written_over(engine, held):
    names = {name for name, table, _ in IN_THE_WAY if table == "held_part"}
    before = rows(engine, "held_part")
    assert names == {"held_part_key", "held_part_once_a_participant"}
    assert refusal(engine, replacing(held.held)) in names
    assert refusal(engine, replacing(held.held, id=999)) == "held_part_once_a_participant"
    assert refusal(engine, replacing(held.held, participant_id=2)) == "held_part_key"
    assert rows(engine, "held_part") == before


@pytest.mark.trust("D9")
def test_a_rest_is_released_only_where_something_was_held_and_once(engine, paying):
    name = "payment_release_of_a_rest_that_was_held"
    assert refusal(engine, inserting(paying.act, id=999, of_rest=True)) == name
    with transaction() as session:
        made, by = paying.settlement, paying.releaser
        row = HeldPart(release_id=paying.act.id, participant_id=paying.participant.id, cents=700)
        stored(session, row)
        assert held_by(session, made.id) == {paying.participant.id: 700}
        rest = stored(session, released(made, by, of_rest=True, cents=700))
        assert held_by(session, made.id) == {}
    again = inserting(rest, id=999)
    assert refusal(engine, again) == "payment_release_once_a_settlement"
