"""Own results: a leader is told at a glance what the own group earned last, and no other's."""

import pytest

from comanage.actions.own_results import own_results
from comanage.database import reading, transaction
from comanage.records import payout_record
from comanage.records.settlement import latest
from tests.actions.releasing import corrected, later, make_approved, release
from tests.actions.settling import PERIOD, calculated, make_ready, without_layout
from tests.statements import ruled, samples


@pytest.fixture(autouse=True)
def _quick(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)


def of(actor):
    with reading() as session:
        return own_results(session, actor)


def owed(made, code):
    """Give what a group earned by the newest settlement, and that settlement."""
    with reading() as session:
        (period,) = {one.period_id for one in made.figures.values()}
        record = latest(session, period)
        paid = payout_record.of_settlement(session, record.id)
        return next(each.counts_cents for each in paid if each.participant.code == code), record


def test_each_leader_gets_the_own_share_beside_the_whole_of_the_last_approved_period():
    made = make_approved()
    for actor, code in ((made.leader, "GRANITE"), (made.other_leader, "COPPER")):
        cents, record = owed(made, code)
        found = of(actor)[made.id]
        assert (found.period, found.cents) == (PERIOD, cents)
        assert (found.earned, found.possible) == (record.earned_cents, record.possible_cents)
    assert of(made.leader) != of(made.other_leader)


def test_where_each_earns_by_its_own_score_the_sum_of_all_is_not_told():
    made = make_approved(terms=ruled.OWN, figures=(*samples.FIGURES, *ruled.EACH))
    found = of(made.leader)[made.id]
    assert found.cents == owed(made, "GRANITE")[0]
    assert (found.earned, found.possible) == (None, None)


def test_a_correction_takes_the_place_of_what_was_approved_before():
    made = make_approved()
    before = of(made.leader)[made.id]
    release(made)
    with later(40):
        corrected(made)
    after = of(made.leader)[made.id]
    assert after.cents == owed(made, "GRANITE")[0]
    assert after.cents != before.cents


def test_what_is_not_approved_is_told_nobody_and_nobody_else_is_told_anything():
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    assert of(ready.leader) == {}
    made_up = (ready.administrator, ready.compliance, ready.stranger)
    assert [of(actor) for actor in made_up] == [{}, {}, {}]


def test_it_takes_as_many_queries_for_one_agreement_as_for_none(queries):
    made = make_approved()
    with reading() as session:
        queries.clear()
        own_results(session, made.leader)
        assert len([each for each in queries if each.startswith("SELECT")]) == 3
