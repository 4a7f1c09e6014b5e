"""Statements as they were issued: the log's entry before them, and terms that were locked late."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from comanage.actions import figures
from comanage.database import reading, transaction
from comanage.records.audit_entry import AuditEntry, linked
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import (
    PERIOD,
    actor_of,
    approved,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import make_delegation, make_person


@pytest.fixture
def no_pdf(monkeypatch):
    """Write statements as a line of text, where their look is not what is tested."""
    return without_layout(monkeypatch)


@pytest.fixture
def ready(engine, no_pdf):
    """An agreement whose first quarter can be settled."""
    del engine, no_pdf
    with transaction() as session:
        return make_ready(session)


@pytest.mark.trust("F3")
def test_each_statement_holds_the_entry_that_was_the_last_one_before_it_was_issued(ready, no_pdf):
    finalized(ready)
    approved(ready)
    with reading() as session:
        chained = {entry.number: entry.hash for entry in linked(session)}
        told = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "statement:document:issue")
        ).all()
        heads = [said.facts.log for said in no_pdf]
        assert len(heads) == len(told) == 3
        for head, entry in zip(heads, told, strict=True):
            assert chained[head.number] == head.hash
            assert head.number < entry.id
            assert json.loads(entry.after)["entry"] == head.number


def test_a_statement_says_that_its_terms_were_locked_after_the_period_began(engine, no_pdf):
    with transaction() as session:
        ready = make_ready(session, locked_at=datetime(2027, 2, 1, 9, tzinfo=UTC))
    finalized(ready)
    approved(ready)
    assert no_pdf[0].facts.notes == (
        "Scorecard version 1 was signed on 12 Dec 2026, locked on 1 Feb 2027, after the period began.",
    )


@pytest.mark.trust("B5", "F5")
def test_a_statement_says_for_whom_its_figures_were_verified(engine, no_pdf):
    with transaction() as session:
        ready = make_ready(session, state=FigureState.SUBMITTED)
        eva = make_person(session, "Eva Lind")
        make_delegation(session, ready.verifier, eva, Role.VERIFIER)
        taker = actor_of(session, eva)
        ids = [figure.id for figure in ready.figures.values()]
        figures.verify(session, taker, ready.id, PERIOD, figure_ids=ids)
    finalized(ready)
    approved(ready)
    signed = [(one.meaning, one.name, one.role) for one in no_pdf[0].facts.signatures]
    assert signed[:2] == [
        ("Entered 10 figures", "Ada Marsh", "service-line administrator"),
        ("Verified 10 figures", "Eva Lind", "verifier, for Ben Okafor"),
    ]


@pytest.mark.trust("B4")
def test_a_statement_says_that_whoever_verified_for_another_also_approved(engine, no_pdf):
    with transaction() as session:
        ready = make_ready(session, state=FigureState.SUBMITTED, verifier_may_approve=True)
        eva = make_person(session, "Eva Lind")
        make_delegation(session, ready.verifier, eva, Role.VERIFIER)
        ids = [figure.id for figure in ready.figures.values()]
        figures.verify(session, actor_of(session, eva), ready.id, PERIOD, figure_ids=ids)
    finalized(ready)
    approved(ready, ready.verifier)
    assert "lets its verifier also approve: Ben Okafor" in no_pdf[0].facts.notes[0]
