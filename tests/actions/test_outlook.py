"""The switch of "To earn more": who turns it, which way, and what the log tells of it."""

import json

import pytest

from comanage.actions import outlook as act
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import latest
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from tests.actions.settling import make_ready
from tests.makers import make_agreement

WHY = "Section 9: the outlook is not for physicians."


@pytest.fixture
def ready(engine):
    """An agreement with somebody of each role."""
    del engine
    with transaction() as session:
        return make_ready(session)


def turn(ready, shown, reason=WHY, by="compliance"):
    with transaction() as session:
        return act.switch(session, getattr(ready, by), ready.id, shown=shown, reason=reason)


def is_shown(ready):
    with reading() as session:
        return act.is_shown(session, ready.id)


def test_what_would_earn_more_is_shown_until_it_is_turned_off_and_again_once_it_is_turned_on(ready):
    assert is_shown(ready)
    turn(ready, shown=False)
    assert not is_shown(ready)
    turn(ready, shown=True, reason="Section 9 was amended.")
    assert is_shown(ready)


def test_one_agreement_turned_off_leaves_another_as_it_was(ready):
    with transaction() as session:
        other = make_agreement(session)
    turn(ready, shown=False)
    with reading() as session:
        assert act.is_shown(session, other.id)


@pytest.mark.parametrize("shown", [True, False])
def test_what_stands_already_is_not_turned_to_the_same(ready, shown):
    if not shown:
        turn(ready, shown=False)
    with pytest.raises(Conflict, match=f"It is turned {'on' if shown else 'off'} already"):
        turn(ready, shown=shown)


@pytest.mark.parametrize(
    "reason", ["", "  ", "Of 412-86-5210", "x" * 501], ids=["none", "blanks", "a patient", "long"]
)
def test_a_reason_is_given_and_tells_of_no_patient(ready, reason):
    with pytest.raises(Faulty):
        turn(ready, shown=False, reason=reason)
    assert is_shown(ready)


@pytest.mark.parametrize("by", ["administrator", "leader", "approver"])
def test_nobody_but_compliance_turns_it(ready, by):
    with pytest.raises(NotAllowed):
        turn(ready, shown=False, by=by)


def test_a_stranger_is_told_that_there_is_no_such_agreement(ready):
    with pytest.raises((NotAllowed, NotFound)):
        turn(ready, shown=False, by="stranger")


def test_the_log_tells_who_turned_it_which_way_and_why(ready):
    made = turn(ready, shown=False, reason=f"  {WHY} ")
    with reading() as session:
        entry = latest(session)[0]
    assert (entry.act, entry.agreement_id, entry.object_id) == (
        Act.OUTLOOK_SWITCHED, ready.id, made.id,
    )  # fmt: skip
    assert (entry.person_id, entry.reason) == (ready.compliance.person_id, WHY)
    assert (json.loads(entry.before), json.loads(entry.after)) == (
        {"shown": True},
        {"shown": False},
    )
