"""The audit log: one chain, written in the transaction of the change, in the order of numbers."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, head, linked, note
from comanage.rules.chain import NOTHING, Verdict, checked
from comanage.rules.signoff import Role
from tests.makers import NOW, make_actor
from tests.records.refused import inserting, refusal, run


def told(session, reason):
    return note(session, None, Act.AGREEMENT_CHANGED, object_id=1, reason=reason)


def verdict():
    with reading() as session:
        return checked(linked(session))


def test_an_empty_log_has_the_beginning_for_its_head(session):
    assert head(session) == NOTHING


@pytest.mark.trust("F2")
def test_entries_follow_each_other_within_and_across_transactions(engine):
    del engine
    for number in range(3):
        with transaction() as session:
            actor = make_actor(session, Role.APPROVER)
            for part in range(3):
                note(
                    session, actor, Act.FIGURE_VERIFIED, role=Role.VERIFIER,
                    before={"value": None}, after={"value": f"{number}.{part}", "naïve": True},
                )  # fmt: skip
    with reading() as session:
        assert [entry.number for entry in linked(session)] == list(range(1, 10))
        assert [entry.number for entry in linked(session, after=7)] == [8, 9]
        assert verdict() == Verdict(head(session))
        assert head(session).number == 9


@pytest.mark.trust("F1", "F2")
def test_a_change_that_fails_leaves_no_entry_and_no_gap(engine):
    del engine

    def fail():
        with transaction() as session:
            told(session, "lost")
            session.flush()
            raise RuntimeError

    with transaction() as session:
        told(session, "kept")
    with pytest.raises(RuntimeError):
        fail()
    with transaction() as session:
        told(session, "kept too")
    with reading() as session:
        assert [(each.id, each.reason) for each in session.scalars(select(AuditEntry))] == [
            (1, "kept"),
            (2, "kept too"),
        ]
    assert verdict().broken_at == 0


@pytest.mark.trust("E6")
def test_a_clock_that_jumps_back_is_told_and_changes_no_order(engine):
    del engine
    with clock.fixed(NOW), transaction() as session:
        told(session, "first")
    with clock.fixed(NOW - timedelta(days=1)), transaction() as session:
        told(session, "second")
        told(session, "third")
    with reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [each.reason for each in entries] == ["first", "", "second", "third"]
        assert entries[1].act == Act.CLOCK_JUMPED_BACK
        assert "2027" in entries[1].after
    assert verdict().broken_at == 0


@pytest.mark.trust("F2")
def test_the_database_takes_no_entry_that_does_not_follow_the_last(engine):
    with transaction() as session:
        for reason in ("one", "two"):
            told(session, reason)
    with reading() as session:
        last = session.get_one(AuditEntry, 2)
    for changes in (
        {"id": 4, "previous_hash": last.hash},
        {"id": 3, "previous_hash": "0" * 64},
        {"id": 0, "previous_hash": last.hash},
    ):
        assert refusal(engine, inserting(last, **changes)) == "audit_entry_follows_the_last"
    assert run(engine, "UPDATE audit_entry SET reason = reason WHERE id = 99") == 0


@pytest.mark.trust("F2")
def test_a_row_forged_past_every_guard_is_named(engine):
    with transaction() as session:
        for reason in ("one", "two", "three"):
            told(session, reason)
    table = "" if engine.dialect.name == "sqlite" else " ON audit_entry"
    with engine.begin() as raw:
        raw.execute(text(f"DROP TRIGGER audit_entry_never_changed{table}"))
        raw.execute(text("UPDATE audit_entry SET reason = 'bent' WHERE id = 2"))
    assert verdict().broken_at == 2
