"""Base fees held: compliance stops the release of one approved month of work, and lifts the stop."""

import json
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import awaited, holds, oversight
from comanage.actions import base_fee_releases as releases
from comanage.records import payment as payments
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.log_search import Sought
from comanage.records.person import Person
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, through, to_release
from tests.actions.settling import as_well
from tests.makers import NOW, make_agreement

WHY = "Were these hours worked?"


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    """A signed agreement with two approved months of work, and a payment releaser."""
    found = to_release(session)
    log(session, found, who=found.cas)
    through(session, found, of=found.cas)
    found.work, found.beside = releases.unpaid(session, found.id)
    return found


def hold(session, made, who=None, *, at=None, work=None, reason=WHY):
    who, work = who or made.compliance, work or made.work.earned_id
    return holds.hold_base_fee(session, who, at or made.id, earned_id=work, reason=reason)


def lift(session, made, who=None, *, reason="The logs were found."):
    who = who or made.compliance
    return holds.lift_base_fee(session, who, made.id, earned_id=made.work.earned_id, reason=reason)


def release(session, made, *work, key="a-key-of-the-release"):
    ids = [one.earned_id for one in work]
    return releases.release(session, made.releaser, made.id, earned_ids=ids, key=key)


def test_what_is_held_is_not_released_until_the_hold_is_lifted(session, made):
    hold(session, made)
    with pytest.raises(Faulty) as refused:
        release(session, made, made.work, made.beside)
    assert [fault.sentence for fault in refused.value.faults] == [
        f"Compliance holds the base fee of March 2027 of {made.granite}: {WHY}"
    ]
    assert payments.of_agreements(session, [made.id]) == []
    lift(session, made)
    assert release(session, made, made.work, made.beside).cents == 54_000


def test_work_beside_what_is_held_is_released(session, made):
    hold(session, made)
    assert release(session, made, made.beside).cents == made.beside.cents
    assert releases.unpaid(session, made.id) == [made.work]
    assert releases.without_held(session, releases.unpaid(session, made.id)) == []


def test_a_hold_says_why_and_is_placed_and_lifted_once(session, made):
    for reason in ("", "  "):
        with pytest.raises(Faulty) as refused:
            hold(session, made, reason=reason)
        assert [fault.sentence for fault in refused.value.faults] == [holds.WHY_HELD]
    hold(session, made)
    with pytest.raises(Conflict, match="is held already"):
        hold(session, made, reason="Again.")
    with pytest.raises(Faulty) as refused:
        lift(session, made, reason="")
    assert [fault.sentence for fault in refused.value.faults] == [holds.WHY_LIFTED]
    lift(session, made)
    with pytest.raises(Conflict, match="is not held"):
        lift(session, made)
    assert hold(session, made, reason="Another question.").reason == "Another question."


def test_what_was_released_is_not_held(session, made):
    release(session, made, made.work)
    with pytest.raises(Conflict, match="was released already"):
        hold(session, made)


def test_only_work_of_the_agreement_is_held(session, made):
    other = make_agreement(session)
    for at, work in ((other.id, made.work.earned_id), (made.id, 999)):
        with pytest.raises(NotFound):
            hold(session, made, at=at, work=work)


@pytest.mark.parametrize("who", ["administrator", "approver", "releaser", "ann"])
def test_only_compliance_holds_and_lifts(session, made, who):
    with pytest.raises((NotAllowed, NotFound)):
        hold(session, made, getattr(made, who))
    hold(session, made)
    with pytest.raises((NotAllowed, NotFound)):
        lift(session, made, getattr(made, who))


def test_the_log_tells_of_both_and_so_does_the_story_of_the_payment(session, made):
    hold(session, made)
    lift(session, made)
    release(session, made, made.work)
    (line,) = payments.of_agreements(session, [made.id])
    (telling,) = Sought(payment_id=line.id).conditions()
    told = [
        entry
        for entry in session.query(AuditEntry).filter(telling).order_by(AuditEntry.id)
        if entry.act in {Act.BASE_FEE_HELD, Act.BASE_FEE_HOLD_LIFTED}
    ]
    work = {"month": "2027-03", "group": made.granite, "cents": made.work.cents}
    assert [(entry.act, entry.object_id, entry.reason) for entry in told] == [
        (Act.BASE_FEE_HELD, made.work.earned_id, WHY),
        (Act.BASE_FEE_HOLD_LIFTED, made.work.earned_id, "The logs were found."),
    ]
    assert json.loads(told[0].after) == work
    assert json.loads(told[1].before) == work | {"held for": WHY}


def test_what_is_held_waits_for_nobody_but_compliance(session, made):
    hold(session, made)
    assert awaited.base_fees(session, made.releaser, [made.agreement]) == {made.id: 1}
    assert awaited.held_base_fees(session, made.releaser, [made.agreement]) == {made.id: 1}
    did = session.get_one(Person, made.work.physician_id)
    both = as_well(session, SimpleNamespace(person_id=did.id), Role.RELEASER)
    assert awaited.held_base_fees(session, both, [made.agreement]) == {}
    assert awaited.held_base_fees(session, made.compliance, [made.agreement]) == {}


def test_the_compliance_board_lists_what_is_held(session, made):
    def listed():
        return oversight.of_agreement(session, made.compliance, made.id).held

    assert list(listed()) == []
    hold(session, made)
    (shown,) = listed()
    assert (shown.work.id, shown.settlement, shown.reason) == (made.work.earned_id, None, WHY)
    lift(session, made)
    assert list(listed()) == []
