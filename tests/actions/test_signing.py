"""Signing: two approvers above an amount, returns, reviewers, holds, windows, and a duty handed over."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import approvals, holds, signing, windows
from comanage.actions import settlements as act
from comanage.database import reading, transaction
from comanage.records import signature as signatures
from comanage.records.audit_entry import AuditEntry
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role, SettlementState, SettlementStep
from tests.actions.settling import (
    PERIOD,
    approved,
    as_well,
    calculated,
    control,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import (
    make_actor,
    make_person,
)

EARNED = 31_136_842
APPROVE = {"step": SettlementStep.APPROVE, "right": Right.SETTLEMENT_APPROVE}


@pytest.fixture
def ready(engine, monkeypatch):
    """An agreement whose first quarter can be settled, with two approvers and a reviewer."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.second = make_actor(session, Role.APPROVER, person=make_person(session, "Dora Finch"))
        made.reviewer = make_actor(session, Role.REVIEWER)
    return made


def send_back(ready, who, reason="The report says 90."):
    with transaction() as session:
        return approvals.send_back(session, who, ready.id, PERIOD, number=1, reason=reason)


def why_not(ready, who, found):
    with reading() as session:
        return signing.barred(session, who, found, **APPROVE)


def test_above_the_set_amount_two_different_people_approve(ready):
    control(ready, second_approval_above_cents=EARNED - 1)
    finalized(ready)
    first = approved(ready)
    assert first.state is SettlementState.FINAL
    assert why_not(ready, ready.approver, first).startswith("You signed settlement 1 already.")
    with pytest.raises(Conflict, match="Another person must sign it as well"):
        approved(ready)
    second = approved(ready, ready.second)
    assert second.state is SettlementState.APPROVED
    assert second.approved_by_id == ready.second.person_id
    with reading() as session:
        signed = signatures.of_settlement(session, second)
    assert [(one.printed_name, one.role, one.meaning) for one in signed] == [
        ("Carla Ruiz", "approver", "I approve these scores and amounts"),
        ("Dora Finch", "approver", "I approve these scores and amounts"),
    ]
    assert {one.document_hash for one in signed} == {second.document_hash}


def test_up_to_the_set_amount_one_is_enough(ready):
    control(ready, second_approval_above_cents=EARNED)
    finalized(ready)
    assert approved(ready).state is SettlementState.APPROVED


@pytest.mark.parametrize("who", ["approver", "second"])
def test_either_approver_returns_it_and_the_signatures_end(ready, who):
    control(ready, second_approval_above_cents=0)
    finalized(ready)
    approved(ready)
    returned = send_back(ready, getattr(ready, who))
    assert (returned.state, returned.round) == (SettlementState.PRELIMINARY, 2)
    assert returned.finalized_by_id is None
    with transaction() as session:
        act.finalize(session, ready.administrator, ready.id, PERIOD, number=1)
    assert approved(ready).state is SettlementState.FINAL  # the first signature counts no more
    assert approved(ready, ready.second).state is SettlementState.APPROVED


def test_a_return_needs_a_reason_and_is_noted_with_it(ready):
    finalized(ready)
    with pytest.raises(Faulty) as refused:
        send_back(ready, ready.approver, " ")
    assert refused.value.faults[0].place == "reason"
    send_back(ready, ready.approver)
    with reading() as session:
        entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.act, entry.reason) == ("settlement:version:return", "The report says 90.")


@pytest.mark.parametrize("who", ["administrator", "verifier", "compliance", "leader"])
def test_nobody_else_returns_it(ready, who):
    finalized(ready)
    with pytest.raises(NotAllowed):
        send_back(ready, getattr(ready, who))


def test_an_approved_settlement_is_not_returned(ready):
    finalized(ready)
    approved(ready)
    with pytest.raises(Conflict, match="approved cannot be moved on by: return"):
        send_back(ready, ready.second)


def test_a_reviewer_signs_what_is_approved_once(ready):
    finalized(ready)
    with pytest.raises(Conflict, match="final cannot be moved on by: review"):
        reviewed(ready, ready.reviewer)
    approved(ready)
    made = reviewed(ready, ready.reviewer)
    assert made.meaning == "I reviewed these scores and amounts independently"
    with pytest.raises(Conflict, match="You signed settlement 1 already"):
        reviewed(ready, ready.reviewer)


@pytest.mark.parametrize("who", ["administrator", "verifier", "approver"])
def test_who_entered_verified_or_approved_is_no_independent_reviewer(ready, who):
    finalized(ready)
    approved(ready)
    with transaction() as session:
        both = as_well(session, getattr(ready, who), Role.REVIEWER)
    with pytest.raises(NotAllowed, match="The person who"):
        reviewed(ready, both)


def reviewed(ready, who):
    with transaction() as session:
        return holds.review(session, who, ready.id, PERIOD, number=1)


def test_a_hold_stands_until_it_is_lifted_with_a_reason(ready):
    finalized(ready)
    approved(ready)
    with transaction() as session:
        with pytest.raises(Faulty):
            holds.hold(session, ready.compliance, ready.id, PERIOD, number=1, reason="")
        holds.hold(session, ready.compliance, ready.id, PERIOD, number=1, reason="A question.")
    with pytest.raises(Conflict, match="held already"), transaction() as session:
        holds.hold(session, ready.compliance, ready.id, PERIOD, number=1, reason="Again.")
    with transaction() as session:
        with pytest.raises(Faulty):
            holds.lift(session, ready.compliance, ready.id, PERIOD, number=1, reason="")
        holds.lift(session, ready.compliance, ready.id, PERIOD, number=1, reason="Answered.")
    with pytest.raises(Conflict, match="is not held"), transaction() as session:
        holds.lift(session, ready.compliance, ready.id, PERIOD, number=1, reason="Again.")


@pytest.mark.parametrize("who", ["administrator", "verifier", "approver", "reviewer"])
def test_only_compliance_holds(ready, who):
    finalized(ready)
    with pytest.raises(NotAllowed), transaction() as session:
        holds.hold(session, getattr(ready, who), ready.id, PERIOD, number=1, reason="Why not.")


def test_a_preliminary_settlement_waits_for_its_window_or_for_every_group(ready):
    control(ready, dispute_days=10)
    calculated(ready)
    with pytest.raises(Conflict, match="open for dispute until"):
        finalized(ready)
    accept(ready, ready.leader)
    with pytest.raises(Conflict, match="open for dispute until"):
        finalized(ready)
    with pytest.raises(Conflict, match="accepted settlement 1 already"):
        accept(ready, ready.leader)
    accept(ready, ready.other_leader)
    assert finalized(ready).state is SettlementState.FINAL
    with pytest.raises(Conflict, match="nothing to accept"):
        accept(ready, ready.leader)


def test_once_the_window_is_over_nobody_is_waited_for(ready):
    control(ready, dispute_days=10)
    calculated(ready)
    with clock.fixed(clock.now() + timedelta(9)), pytest.raises(Conflict):
        finalized(ready)
    with clock.fixed(clock.now() + timedelta(10)):
        assert finalized(ready).state is SettlementState.FINAL


def test_a_leader_accepts_for_the_own_group_alone(ready):
    control(ready, dispute_days=10)
    calculated(ready)
    made = accept(ready, ready.leader)
    assert [one.participant_id for one in made] == [ready.participants["GRANITE"].id]
    with pytest.raises(NotFound):
        accept(ready, ready.stranger)


def accept(ready, who):
    with transaction() as session:
        return windows.accept(session, who, ready.id, PERIOD, number=1)
