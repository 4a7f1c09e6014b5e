"""Anchors on record: each holds an entry of the log by its hash, and stays."""

import pytest

from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.anchor import Anchor, every, last
from comanage.records.audit_entry import head, note
from tests.makers import NOW
from tests.records.refused import inserting, refusal, replacing, rows, run, without_help


@pytest.fixture
def anchor(engine):
    """An anchor of the second of three entries."""
    del engine
    with transaction() as session:
        for _ in range(2):
            note(session, None, Act.AGREEMENT_CHANGED)
        at = head(session)
        note(session, None, Act.AGREEMENT_CHANGED)
        session.flush()
        made = Anchor(
            entry_number=at.number, entry_hash=at.hash, place="here", public_key="ab" * 32, at=NOW
        )
        session.add(made)
        session.flush()
        assert every(session) == [last(session)] == [made]
    return made


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"entry_number": 3}, "anchor_holds_an_entry"),
        ({"entry_number": 99}, "anchor_holds_an_entry"),
        ({"entry_hash": "0" * 64}, "anchor_holds_an_entry"),
    ],
)
def test_an_anchor_of_another_entry_than_it_says_is_refused(engine, anchor, changes, name):
    assert refusal(engine, inserting(anchor, id=9, **changes)) == name


def test_the_shape_of_an_anchor_is_held_even_without_its_trigger(engine, anchor):
    table = "" if engine.dialect.name == "sqlite" else " ON anchor"
    run(engine, f"DROP TRIGGER anchor_holds_an_entry{table}")
    assert (
        refusal(engine, inserting(anchor, id=9, entry_number=0)) == "anchor_entry_counts_from_one"
    )
    assert refusal(engine, inserting(anchor, id=9, entry_hash="0")) == "anchor_hash_is_sha256"


@pytest.mark.trust("F3")
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE anchor SET place = 'elsewhere'", "anchor_never_changed"),
        ("DELETE FROM anchor", "anchor_never_deleted"),
    ],
)
def test_an_anchor_stays(engine, anchor, statement, name):
    assert refusal(engine, statement) == name


def test_an_anchor_does_not_give_way_to_another_or_to_emptying(engine, anchor):
    before = rows(engine, "anchor")
    if engine.dialect.name == "postgresql":
        assert refusal(engine, "TRUNCATE anchor") == "anchor_never_emptied"
    else:
        assert without_help(engine, replacing(anchor, place="elsewhere")) == "anchor_key"
    assert rows(engine, "anchor") == before != []
