"""Payment controls: who sets them, and when."""

import pytest

from comanage.actions import payment_controls
from comanage.database import transaction
from comanage.records.payment_control import Controls
from comanage.refusals import Conflict, Faulty, NotAllowed
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.actions.settling import make_ready
from tests.makers import (
    make_actor,
    make_agreement,
    make_group,
    make_person,
    make_scorecard,
    move_on,
)


@pytest.fixture
def ready(engine):
    """An agreement with a locked scorecard."""
    del engine
    with transaction() as session:
        return make_ready(session)


def test_controls_are_the_administrators_until_a_scorecard_is_locked(engine):
    with transaction() as session:
        agreement = make_agreement(session, groups=[make_group(session)])
        administrator = make_actor(session, Role.ADMINISTRATOR)
        compliance = make_actor(session, Role.COMPLIANCE)
        draft = make_scorecard(session, agreement, state=ScorecardState.DRAFT)
        payment_controls.put(session, administrator, agreement.id, given=Controls(dispute_days=10))
        move_on(session, draft, ScorecardState.LOCKED, by=make_person(session))
        more = Controls(1, dispute_days=20)
        with pytest.raises(NotAllowed, match="a compliance officer may change them"):
            payment_controls.put(session, administrator, agreement.id, given=more, reason="Why.")
        with pytest.raises(Faulty):
            payment_controls.put(session, compliance, agreement.id, given=more)
        made = payment_controls.put(
            session, compliance, agreement.id, given=more, reason="Both parties agreed."
        )
        assert (made.number, made.dispute_days) == (2, 20)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Controls(7), "Someone else saved this"),
        (Controls(), "Nothing is changed"),
    ],
)
def test_controls_that_were_overtaken_or_say_nothing_new_are_refused(ready, given, says):
    with pytest.raises(Conflict, match=says), transaction() as session:
        payment_controls.put(session, ready.compliance, ready.id, given=given, reason="As agreed.")


def test_every_fault_of_controls_comes_back_at_once(ready):
    given = Controls(
        second_approval_above_cents=-1, dispute_days=0, year_cap_cents=-1, lifetime_cap_cents=-1
    )
    with pytest.raises(Faulty) as refused, transaction() as session:
        payment_controls.put(session, ready.compliance, ready.id, given=given, reason="")
    assert [fault.place for fault in refused.value.faults] == [
        "second_approval_above_cents", "year_cap_cents", "lifetime_cap_cents", "dispute_days",
        "reason",
    ]  # fmt: skip
