"""Since the last approval: what whoever approves a settlement sees beside it."""

import pytest

from comanage.actions import results, since_approved, statement_course
from comanage.database import reading
from comanage.records.settlement import latest
from tests.actions import releasing as work
from tests.actions.settling import PERIOD, period_of, without_layout


@pytest.fixture(autouse=True)
def quick(engine, monkeypatch):
    """Write no document."""
    del engine
    without_layout(monkeypatch)


def since(made):
    with reading() as session:
        view = results.of_settlement(session, made.approver, made.id, PERIOD)
        return since_approved.of_settlement(session, view.shown)


def test_a_first_settlement_has_nothing_beside_it():
    assert since(work.make_approved()) is None


def test_a_correction_stands_beside_what_it_corrects_with_the_one_measure_that_moved():
    made = work.make_approved()
    work.release(made)
    work.corrected(made, value="26.0")
    found = since(made)
    assert (found.before.number, found.same_period, found.same_terms) == (1, True, True)
    assert found.in_dollars
    assert [one.line.measure.code for one in found.measures if one.cents] == ["turnover"]
    (turnover,) = [one for one in found.measures if one.cents]
    assert (turnover.was.actual, turnover.now.actual) == ("27.4 min", "26.0 min")
    assert found.moved == 0  # the same level, and nearer to the next


def test_what_stands_beside_it_is_what_its_statements_tell_the_changes_since():
    made = work.make_approved()
    work.release(made)
    work.corrected(made, value="26.0")
    with reading() as session:
        record = latest(session, period_of(session, made).id)
        told = statement_course.course(session, record).since
        before = statement_course.before(session, record)
    assert told.settlement.endswith(f"/{before.number}")
    assert told.earned == before.earned_cents
