"""Anchors: the head of the log is written down and signed, and nothing else passes for one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import anchors as act
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.anchor import Anchor, last
from comanage.records.audit_entry import AuditEntry, head, note
from comanage.refusals import Conflict, Faulty, NotAllowed, Refusal
from comanage.rules.chain import Head
from comanage.rules.signoff import Role
from tests.makers import NOW, make_actor, make_installation

KEY, OTHER = "11" * 32, "22" * 32


@pytest.fixture
def anchored(engine):
    """An anchor of a log of one entry, as compliance wrote it."""
    del engine
    with clock.fixed(NOW), transaction() as session:
        make_installation(session, name="Larkspur\nRidge")
        actor = make_actor(session, Role.COMPLIANCE)
        note(session, actor, Act.AGREEMENT_CHANGED)
        return act.anchor(session, actor, KEY, place="the auditor")


@pytest.mark.trust("F3")
def test_an_anchor_holds_the_last_entry_and_is_remembered(anchored):
    with reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        kept = last(session)
        assert anchored.head == Head(1, entries[0].hash)
        assert (kept.entry_number, kept.entry_hash, kept.place, kept.at) == (
            1, entries[0].hash, "the auditor", NOW,
        )  # fmt: skip
        assert [(each.act, each.role, each.object_id) for each in entries][1:] == [
            ("log:head:anchor", Role.COMPLIANCE, kept.id)
        ]
        assert head(session).number == 2
    assert (anchored.installation, anchored.at) == ("Larkspur Ridge", NOW)
    assert anchored.key == act.public(KEY)


@pytest.mark.trust("F3")
def test_what_was_signed_is_read_and_anything_bent_is_not(anchored):
    assert act.read(anchored.text) == anchored.head
    assert act.read(anchored.text, key=act.public(KEY)) == anchored.head
    for bent in (
        replace(anchored, head=Head(2, anchored.head.hash)),
        replace(anchored, head=Head(1, "0" * 64)),
        replace(anchored, installation="Elsewhere"),
        replace(anchored, key=act.public(OTHER)),
        replace(anchored, key="ff" * 32),
    ):
        with pytest.raises(Refusal, match="does not fit"):
            act.read(bent.text)


@pytest.mark.trust("F3")
def test_an_anchor_that_somebody_else_signed_is_none_of_ours(anchored):
    theirs = act.signed(replace(anchored, key=act.public(OTHER), head=Head(1, "0" * 64)), OTHER)
    assert act.read(theirs.text).hash == "0" * 64  # it is a whole anchor, with another key
    with pytest.raises(Refusal, match="and not with"):
        act.read(theirs.text, key=act.public(KEY))


def test_a_text_that_is_no_anchor_is_said_line_by_line():
    with pytest.raises(Faulty) as refused:
        act.read("A letter.")
    assert len(refused.value.faults) == 6


def test_an_empty_log_has_nothing_to_anchor(engine):
    with pytest.raises(Conflict, match="is empty"), transaction() as session:
        act.anchor(session, make_actor(session, Role.SYSTEM), KEY, place="here")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.COMPLIANCE}), ids=str)
def test_nobody_else_anchors(engine, role):
    with pytest.raises(NotAllowed, match="anchor the audit log"), transaction() as session:
        act.anchor(session, make_actor(session, role), KEY, place="here")
    with reading() as session:
        assert session.scalars(select(Anchor)).all() == []
