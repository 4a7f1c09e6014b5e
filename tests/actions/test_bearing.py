"""Bearing: a dispute goes on against the settlement that takes the place of the disputed one."""

import pytest

from comanage import clock
from comanage.actions import approvals, bearing, held_parts, oversight, settlements, windows
from comanage.actions import disputes as act
from comanage.actions.windows import DISPUTED
from comanage.database import reading, transaction
from comanage.records import dispute as records
from comanage.records import settlement as stored
from comanage.records.disputed import held_by
from comanage.records.oversight_limit import Limit
from comanage.refusals import Conflict
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.signoff import Role
from tests.actions.disputing import claim_of, raised, take
from tests.actions.releasing import later, release
from tests.actions.settling import (
    PERIOD,
    calculated,
    correct,
    make_ready,
    period_of,
    without_layout,
)
from tests.makers import make_actor, make_signed

WORSE, BETTER = "40", "20"  # minutes between two cases; fewer are better


@pytest.fixture
def made(engine, monkeypatch):
    """A quarter that is calculated, and one line of it disputed, for less than was settled."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        make_signed(session, made.agreement)
    calculated(made)
    made.dispute = raised(made, value=WORSE)
    made.held = held(made)
    return made


def newest(session, made):
    return stored.latest(session, period_of(session, made).id)


def held(made):
    with reading() as session:
        return held_parts.held_back(session, newest(session, made))


def again(made, measure="implant", value="98.1"):
    """Correct a figure, and calculate the quarter again."""
    with transaction() as session:
        made.figures[measure] = correct(session, made, measure, value)
    return calculated(made)


def answered(made, finding):
    take(made, made.administrator, made.dispute, DisputeStep.ANSWER, number=0, finding=finding)
    take(made, made.leader, made.dispute, DisputeStep.ACCEPT, number=1)


def standing(made):
    with reading() as session:
        return [each.id for each in records.standing(session, [made.id], clock.today())]


def test_to_calculate_again_ends_no_dispute_and_frees_no_money(made):
    found = again(made)
    assert found.number == 2
    assert made.held
    assert held(made) == made.held
    with reading() as session:
        (on,) = bearing.on(session, newest(session, made))
    assert (on.dispute.id, on.dispute.settlement_id) == (made.dispute.id, found.replaces_id)
    again(made, "fcots", "80.0")
    assert held(made) == made.held


def test_the_release_of_the_new_settlement_holds_back_what_the_old_dispute_could_lower(made):
    number = again(made).number
    with transaction() as session:
        releaser = make_actor(session, Role.RELEASER)
        settlements.finalize(session, made.administrator, made.id, PERIOD, number=number)
        made.releaser = releaser
    with transaction() as session:
        approvals.approve(session, made.approver, made.id, PERIOD, number=number)
    release(made, number=number)
    with reading() as session:
        assert held_by(session, newest(session, made).id) == made.held


def test_a_group_that_disputed_the_old_settlement_does_not_accept_the_new_one(made):
    number = again(made).number
    with pytest.raises(Conflict, match=DISPUTED.format(number)), transaction() as session:
        windows.accept(session, made.leader, made.id, PERIOD, number=number)
    with transaction() as session:
        assert windows.accept(session, made.other_leader, made.id, PERIOD, number=number)


def test_its_line_is_not_disputed_twice_unless_the_first_is_withdrawn(made):
    number = again(made).number

    def once_more():
        with transaction() as session:
            return act.raise_dispute(
                session, made.leader, made.id, PERIOD, number=number, claim=claim_of(made)
            )

    with pytest.raises(Conflict, match=f"dispute {made.dispute.id} goes on against settlement 2"):
        once_more()
    take(made, made.leader, made.dispute, DisputeStep.WITHDRAW, number=0)
    assert held(made) == {}
    assert once_more().settlement_id != made.dispute.settlement_id


def test_what_is_claimed_and_stands_now_holds_nothing_back_and_is_still_to_be_answered(made):
    number = again(made, "turnover", WORSE).number
    assert held(made) == {}
    assert standing(made) == [made.dispute.id]
    with transaction() as session:
        assert windows.accept(session, made.leader, made.id, PERIOD, number=number)


def test_another_correction_of_the_disputed_figure_leaves_the_claim_against_it(made):
    again(made, "turnover", "31.0")
    assert held(made)
    assert held(made) != made.held


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.PARTLY])
def test_one_that_was_upheld_goes_on_until_its_figure_is_corrected(made, finding):
    answered(made, finding)
    again(made)
    assert (held(made), standing(made)) == (made.held, [made.dispute.id])
    again(made, "turnover", "31.0")
    assert (held(made), standing(made)) == ({}, [])


def test_one_that_was_declined_or_withdrawn_ends_with_its_settlement(made):
    answered(made, Finding.DECLINED)
    again(made)
    assert (held(made), standing(made)) == ({}, [])


def test_an_answer_goes_on_until_nobody_appealed_it_in_time(made):
    with transaction() as session:
        oversight.set_limit(
            session, made.compliance, made.id, Limit.DAYS_TO_APPEAL, amount=10, reason="Section 8"
        )
    take(
        made, made.administrator, made.dispute, DisputeStep.ANSWER,
        number=0, finding=Finding.DECLINED,
    )  # fmt: skip
    again(made)
    assert (held(made), standing(made)) == (made.held, [made.dispute.id])
    with later(11):
        assert (held(made), standing(made)) == ({}, [])
