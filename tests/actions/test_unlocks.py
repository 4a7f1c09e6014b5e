"""Opening a locked period: asked for by one, decided by another; what was approved stands."""

import pytest

from comanage.actions import approvals, figures, unlocks
from comanage.actions import settlements as act
from comanage.actions.entries import Entry
from comanage.database import reading, transaction
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules import figures as rules
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.actions.settling import (
    PERIOD,
    actor_of,
    approved,
    calculated,
    correct,
    finalized,
    make_ready,
    period_of,
    without_layout,
)
from tests.makers import make_actor, make_delegation, make_person

WHY = "The registry sent a late report."


@pytest.fixture
def locked(engine, monkeypatch):
    """An approved, locked quarter."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.officer = make_actor(session, Role.COMPLIANCE, person=make_person(session))
    finalized(made)
    approved(made)
    return made


def ask(made, who=None, reason=WHY):
    with transaction() as session:
        return unlocks.ask(session, who or made.compliance, made.id, PERIOD, reason=reason)


def confirm(made, who):
    with transaction() as session:
        return unlocks.confirm(session, who, made.id, PERIOD)


def opened(made):
    ask(made)
    confirm(made, made.officer)
    return made


@pytest.mark.trust("E3")
@pytest.mark.parametrize("who", ["approver", "officer"])
def test_a_second_person_opens_it(locked, who):
    ask(locked)
    confirm(locked, getattr(locked, who))
    with reading() as session:
        assert period_of(session, locked).state is PeriodState.OPEN


@pytest.mark.trust("E3")
def test_whoever_asked_does_not_decide(locked):
    made = ask(locked)
    with pytest.raises(NotAllowed, match="someone else must decide"):
        confirm(locked, locked.compliance)
    with pytest.raises(NotAllowed, match="someone else must decide"), transaction() as session:
        unlocks.refuse(session, locked.compliance, locked.id, PERIOD)
    with reading() as session:
        assert unlocks.barred(session, locked.compliance, made, PERIOD)
        assert not unlocks.barred(session, locked.officer, made, PERIOD)


@pytest.mark.trust("B5", "E3")
def test_whoever_had_another_ask_in_their_stead_does_not_decide(locked):
    with transaction() as session:
        colleague = make_person(session, "Eva Lind")
        make_delegation(session, locked.compliance, colleague, Role.COMPLIANCE)
        taker = actor_of(session, colleague)
    ask(locked, taker)
    with pytest.raises(NotAllowed, match="someone else must decide"):
        confirm(locked, locked.compliance)
    confirm(locked, locked.officer)


@pytest.mark.trust("B5", "E3")
def test_an_unlock_says_for_whom_it_was_asked_and_confirmed(locked):
    with transaction() as session:
        asker, decider = make_person(session), make_person(session)
        make_delegation(session, locked.compliance, asker, Role.COMPLIANCE)
        make_delegation(session, locked.approver, decider, Role.APPROVER)
        takers = actor_of(session, asker), actor_of(session, decider)
    ask(locked, takers[0])
    found = confirm(locked, takers[1])
    assert (found.asked_for_id, found.confirmed_for_id) == (
        locked.compliance.person_id, locked.approver.person_id,
    )  # fmt: skip


def test_an_unlock_says_for_whom_it_was_refused_and_whoever_has_the_role_asks_for_themselves(
    locked,
):
    with transaction() as session:
        decider = make_person(session)
        make_delegation(session, locked.approver, decider, Role.APPROVER)
        taker = actor_of(session, decider)
    ask(locked)
    with transaction() as session:
        found = unlocks.refuse(session, taker, locked.id, PERIOD)
    assert (found.asked_for_id, found.refused_for_id) == (None, locked.approver.person_id)


@pytest.mark.parametrize("who", ["administrator", "verifier", "approver", "leader"])
def test_only_compliance_asks(locked, who):
    with pytest.raises(NotAllowed):
        ask(locked, getattr(locked, who))


@pytest.mark.parametrize("who", ["administrator", "verifier", "leader"])
def test_only_an_approver_or_compliance_decides(locked, who):
    ask(locked)
    with pytest.raises(NotAllowed):
        confirm(locked, getattr(locked, who))


def test_it_takes_a_reason_a_lock_and_nobody_who_asked_before(locked):
    with pytest.raises(Faulty) as refused:
        ask(locked, reason="  ")
    assert refused.value.faults[0].place == "reason"
    with pytest.raises(NotFound):
        confirm(locked, locked.approver)
    ask(locked)
    with pytest.raises(Conflict, match="Someone has asked"):
        ask(locked, locked.officer)
    confirm(locked, locked.officer)
    with pytest.raises(Conflict, match="is open already"):
        ask(locked)


def test_what_is_refused_stays_locked_and_can_be_asked_again(locked):
    ask(locked)
    with transaction() as session:
        unlocks.refuse(session, locked.approver, locked.id, PERIOD)
    with reading() as session:
        assert period_of(session, locked).state is PeriodState.LOCKED
    ask(locked)


@pytest.mark.trust("E3")
def test_the_old_result_stands_and_a_new_one_locks_the_period_again(locked):
    with reading() as session:
        before = settlements.latest(session, period_of(session, locked).id)
        owed = [one.payable_cents for one in payouts.of_settlement(session, before.id)]
    opened(locked)
    with transaction() as session:
        correct(session, locked, "turnover", "26.0")
    again = calculated(locked)
    assert (again.number, again.replaces_id) == (2, before.id)
    with transaction() as session:
        act.finalize(session, locked.administrator, locked.id, PERIOD, number=2)
    made = approved_again(locked)
    with reading() as session:
        old = session.get_one(type(before), before.id)
        assert (old.state, old.document) == (SettlementState.APPROVED, before.document)
        assert [one.payable_cents for one in payouts.of_settlement(session, old.id)] == owed
        assert len(issued.of_settlement(session, old.id)) == 3
        assert len(issued.of_settlement(session, made.id)) == 3
        assert period_of(session, locked).state is PeriodState.LOCKED
        assert settlements.standing(session, made.period_id).id == made.id
        states = {figure.state for figure in session.query(Figure)}
    assert states == {FigureState.LOCKED}


def approved_again(locked):
    with transaction() as session:
        return approvals.approve(session, locked.approver, locked.id, PERIOD, number=2)


def test_calculated_again_with_nothing_changed_it_is_still_another_settlement(locked):
    opened(locked)
    assert calculated(locked).number == 2


@pytest.mark.trust("B5")
def test_whoever_approved_before_enters_no_correction(locked):
    opened(locked)
    says = "You, or whoever you act for, signed a settlement of this period"
    with pytest.raises(Conflict, match=says), transaction() as session:
        correct(session, locked, "turnover", "26.0", entered_by=locked.approver)


def test_a_locked_figure_is_corrected_with_a_note_as_a_verified_one_is(locked):
    opened(locked)
    with reading() as session:
        stands = session.get_one(Figure, locked.figures["turnover"].id)
    given = {"seen": stands.id, "correcting": True}
    with pytest.raises(Faulty) as refused, transaction() as session:
        enter(session, locked, Entry("turnover", value_of("26.0"), source="Log", **given))
    assert "why a verified figure is corrected" in refused.value.faults[0].sentence
    with transaction() as session:
        (made,) = enter(
            session, locked, Entry("turnover", value_of("26.0"), "Log", "Late log.", **given)
        )
    assert (made.replaces_id, made.state) == (stands.id, FigureState.DRAFT)


def enter(session, made, entry):
    return figures.enter(session, made.administrator, made.id, PERIOD, entries=[entry])


def value_of(number):
    return rules.Figure(PERIOD, "", "turnover", value=exact(number))
