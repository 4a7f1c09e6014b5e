"""Disputes: raised for the own group, answered, appealed, decided by somebody who took no part."""

from dataclasses import replace

import pytest

from comanage import clock
from comanage.actions import dispute_views as view
from comanage.actions import disputes as act
from comanage.actions import oversight, settlements, windows
from comanage.actions.disputes import Step
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import latest
from comanage.records.oversight_limit import Limit
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.disputes import DisputeState, DisputeStep, Finding
from comanage.rules.signoff import Role
from tests.actions.disputing import claim_of, raised, take
from tests.actions.settling import (
    PERIOD,
    approved,
    as_well,
    calculated,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import NOW

ANSWER, ACCEPT, APPEAL, DECIDE, WITHDRAW = DisputeStep


@pytest.fixture
def ready(engine):
    """A quarter that is calculated, and not approved."""
    del engine
    with transaction() as session:
        made = make_ready(session)
    calculated(made)
    return made


def state_of(ready, dispute):
    with reading() as session:
        return view.one(session, ready.compliance, ready.id, dispute.id).state


def test_a_dispute_goes_from_its_claim_to_the_decision(ready):
    dispute = raised(ready)
    assert state_of(ready, dispute) is DisputeState.OPEN
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    take(ready, ready.leader, dispute, APPEAL, number=1, words="The report is not the registry.")
    take(ready, ready.approver, dispute, DECIDE, number=2, finding=Finding.PARTLY)
    assert state_of(ready, dispute) is DisputeState.CLOSED
    with reading() as session:
        found = view.one(session, ready.compliance, ready.id, dispute.id)
        assert found.finding is Finding.PARTLY
        acts = [entry.act for entry in latest(session, limit=4)]
    assert acts == [
        Act.DISPUTE_DECIDED, Act.DISPUTE_APPEALED, Act.DISPUTE_ANSWERED, Act.DISPUTE_RAISED,
    ]  # fmt: skip


def test_what_is_at_stake_is_kept_as_it_was_weighed(ready):
    with reading() as session:
        weighed = view.weigh(session, ready.compliance, ready.id, PERIOD, claim=claim_of(ready))
    dispute = raised(ready)
    assert list(view.stakes_of(dispute)) == list(weighed.stakes)
    assert sum(stake.at_stake for stake in weighed.stakes) > 0


def test_a_leader_sees_what_is_at_stake_for_the_own_group_alone(ready):
    with reading() as session:
        weighed = view.weigh(session, ready.leader, ready.id, PERIOD, claim=claim_of(ready))
    assert [stake.participant for stake in weighed.stakes] == ["GRANITE"]
    assert set(weighed.undisputed) == {"GRANITE"}


def test_the_dispute_of_another_group_is_not_there(ready):
    dispute = raised(ready)
    with reading() as session:
        assert view.of_period(session, ready.other_leader, ready.id, PERIOD) == []
        assert [each.id for each in view.of_period(session, ready.leader, ready.id, PERIOD)] == [
            dispute.id
        ]
        assert view.waiting(session, ready.other_leader) == []
        assert len(view.waiting(session, ready.compliance)) == 1
    with pytest.raises(NotFound, match="no such dispute"), reading() as session:
        view.one(session, ready.other_leader, ready.id, dispute.id)
    with pytest.raises(NotFound), transaction() as session:
        act.take(
            session, ready.other_leader, ready.id, dispute.id,
            step=Step(WITHDRAW, "Not ours.", None, 0),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        pytest.param({"ground": None}, "ground", id="no ground"),
        pytest.param({"words": " "}, "words", id="no words"),
        pytest.param({"words": "Patient 123-45-6789 is not ours."}, "words", id="a patient"),
        pytest.param({"value": None}, "value", id="no figure"),
    ],
)
def test_a_claim_that_says_too_little_or_too_much_is_refused(ready, changes, place):
    with pytest.raises(Faulty) as refused, transaction() as session:
        act.raise_dispute(
            session, ready.leader, ready.id, PERIOD,
            number=1, claim=replace(claim_of(ready), **changes),
        )  # fmt: skip
    assert place in refused.value.faults[0].place


def test_only_a_leader_of_the_agreement_raises_a_dispute(ready):
    for actor in (ready.administrator, ready.compliance, ready.approver):
        with pytest.raises(NotAllowed):
            raised(ready, actor)
    with pytest.raises(NotFound):
        raised(ready, ready.stranger)


def test_a_line_is_disputed_once_at_a_time(ready):
    first = raised(ready)
    with pytest.raises(Conflict, match="disputes this line already"):
        raised(ready, value="21")
    take(ready, ready.leader, first, WITHDRAW, number=0)
    assert raised(ready, value="21").id != first.id


def test_an_approved_settlement_is_disputed_no_more(ready, monkeypatch):
    without_layout(monkeypatch)
    finalized(ready)
    approved(ready)
    with pytest.raises(Conflict, match="is approved"):
        raised(ready)


def test_a_group_that_accepted_a_settlement_does_not_dispute_it_final_or_not(ready):
    with transaction() as session:
        windows.accept(session, ready.leader, ready.id, PERIOD, number=1)
    with pytest.raises(Conflict, match="Your group has accepted settlement 1"):
        raised(ready)
    with transaction() as session:
        settlements.finalize(session, ready.administrator, ready.id, PERIOD, number=1)
    with pytest.raises(Conflict, match="a corrected one makes a new settlement"):
        raised(ready)
    assert raised(ready, ready.other_leader).id


def test_a_group_accepts_once_its_dispute_has_lapsed(ready):
    with clock.fixed(NOW):
        with transaction() as session:
            oversight.set_limit(
                session, ready.compliance, ready.id, Limit.DAYS_TO_APPEAL, amount=10, reason="8(b)"
            )
        dispute = raised(ready)
        take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
        with pytest.raises(Conflict, match="before you accept"), transaction() as session:
            windows.accept(session, ready.leader, ready.id, PERIOD, number=1)
    with clock.fixed(NOW.replace(day=NOW.day + 11)):
        with reading() as session:
            assert view.waiting(session, ready.compliance) == []
        with transaction() as session:
            assert windows.accept(session, ready.leader, ready.id, PERIOD, number=1)


def test_whoever_entered_or_verified_the_figure_does_not_decide(ready):
    dispute = raised(ready)
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    take(ready, ready.leader, dispute, APPEAL, number=1)
    with pytest.raises(NotAllowed):
        take(ready, ready.administrator, dispute, DECIDE, number=2, finding=Finding.UPHELD)
    with pytest.raises(NotAllowed):
        take(ready, ready.verifier, dispute, DECIDE, number=2, finding=Finding.UPHELD)


def test_a_step_on_what_somebody_has_moved_on_is_refused(ready):
    dispute = raised(ready)
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.UPHELD)
    with pytest.raises(Conflict, match="moved this dispute on"):
        take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)


@pytest.mark.parametrize(("words", "finding"), [("", Finding.UPHELD), ("Because.", None)])
def test_an_answer_says_why_and_what_it_comes_to(ready, words, finding):
    dispute = raised(ready)
    with pytest.raises(Faulty):
        take(ready, ready.administrator, dispute, ANSWER, number=0, words=words, finding=finding)
    assert state_of(ready, dispute) is DisputeState.OPEN


def test_an_answer_stands_once_its_days_for_an_appeal_are_over(ready):
    with clock.fixed(NOW):
        with transaction() as session:
            for limited in (Limit.DAYS_TO_ANSWER, Limit.DAYS_TO_APPEAL):
                oversight.set_limit(
                    session, ready.compliance, ready.id, limited, amount=10, reason="Section 8"
                )
        dispute = raised(ready)
        assert dispute.answer_until == NOW.date().replace(day=NOW.day + 10)
        take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    with clock.fixed(NOW.replace(day=NOW.day + 11)):
        with pytest.raises(Conflict, match="so the answer stands"):
            take(ready, ready.leader, dispute, APPEAL, number=1)
        with reading() as session:
            found = view.one(session, ready.leader, ready.id, dispute.id)
            assert view.may_take(session, ready.leader, found) == []


def test_buttons_are_those_of_whoever_looks(ready):
    dispute = raised(ready)

    def buttons(actor):
        with reading() as session:
            found = view.one(session, actor, ready.id, dispute.id)
            return view.may_take(session, actor, found)

    assert buttons(ready.administrator) == [ANSWER]
    assert buttons(ready.leader) == [WITHDRAW]
    assert buttons(ready.compliance) == []
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    assert buttons(ready.leader) == [ACCEPT, APPEAL, WITHDRAW]


@pytest.mark.trust("B2")
def test_a_leader_who_reads_every_dispute_moves_those_of_the_own_group_alone(ready):
    dispute = raised(ready)
    with transaction() as session:
        both = as_well(session, ready.other_leader, Role.REVIEWER)
    with reading() as session:
        found = view.one(session, both, ready.id, dispute.id)
        assert view.may_take(session, both, found) == []
    with pytest.raises(NotAllowed, match="may withdraw this dispute"):
        take(ready, both, dispute, WITHDRAW, number=0)
    assert state_of(ready, dispute) is DisputeState.OPEN
    take(ready, ready.leader, dispute, WITHDRAW, number=0)
