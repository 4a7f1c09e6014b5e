"""Sign-off: every step there is, and the refusal of every other."""

from itertools import product

import pytest

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.signoff import (
    STEPS,
    FigureState,
    FigureStep,
    Part,
    PaymentState,
    PaymentStep,
    Role,
    SettlementState,
    SettlementStep,
    take,
)

STATES = [*FigureState, *SettlementState, *PaymentState]
MOVES = {step.value: step for step in (*FigureStep, *SettlementStep, *PaymentStep)}


@pytest.mark.parametrize(("state", "step"), list(product(STATES, MOVES.values())))
@pytest.mark.trust("E1")
def test_a_step_leads_where_the_table_says_or_does_not_exist(state, step):
    move = STEPS.get((state, step))
    if move is None:
        with pytest.raises(Conflict, match=f"that is {state} cannot be moved on by: {step}"):
            take(state, step, frozenset(Role))
    else:
        assert take(state, step, frozenset({move.role})) is move.leads_to


@pytest.mark.parametrize(("key", "role"), list(product(STEPS, Role)))
@pytest.mark.trust("E1")
def test_only_the_role_of_the_table_may_take_a_step(key, role):
    state, step = key
    move = STEPS[key]
    if role is move.role:
        assert take(state, step, frozenset({role})) is move.leads_to
    else:
        with pytest.raises(NotAllowed, match=f"Only an? {move.role} may {step}"):
            take(state, step, frozenset({role}))


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (FigureState.SUBMITTED, FigureStep.VERIFY),
        (FigureState.SUBMITTED, FigureStep.RETURN),
        (FigureState.VERIFIED, FigureStep.RETURN),
    ],
)
def test_who_entered_a_figure_neither_verifies_nor_returns_it(state, step):
    with pytest.raises(NotAllowed, match="The person who entered a figure"):
        take(state, step, frozenset(Role), parts=frozenset({Part.ENTERED}))


# Who may take a step of the money after some part of the same period; the others may not.
OWN_PART = {
    (SettlementState.FINAL, SettlementStep.APPROVE): Part.APPROVED,
    (SettlementState.FINAL, SettlementStep.RETURN): Part.APPROVED,
    (SettlementState.APPROVED, SettlementStep.REVIEW): Part.REVIEWED,
    (SettlementState.APPROVED, SettlementStep.RELEASE): Part.RELEASED,
    (PaymentState.PAYABLE, PaymentStep.REQUEST): Part.RELEASED,
    (PaymentState.REQUESTED, PaymentStep.PAY): Part.RELEASED,
    (PaymentState.REQUESTED, PaymentStep.RETURN): Part.RELEASED,
    (PaymentState.PAID, PaymentStep.RETURN): Part.RELEASED,
}


@pytest.mark.parametrize(("key", "part"), list(product(OWN_PART, Part)))
def test_enterer_verifier_approver_reviewer_and_releaser_are_different_people(key, part):
    taken = frozenset({part})
    if part is OWN_PART[key]:
        assert take(*key, frozenset(Role), parts=taken) is STEPS[key].leads_to
    else:
        with pytest.raises(NotAllowed, match=f"The person who {part} a "):
            take(*key, frozenset(Role), parts=taken)


def test_an_agreement_may_let_its_verifier_approve_but_never_the_enterer():
    approve = (SettlementState.FINAL, SettlementStep.APPROVE, frozenset({Role.VERIFIER}))
    verified = frozenset({Part.VERIFIED})
    assert take(*approve, parts=verified, verifier_may_approve=True) is SettlementState.APPROVED
    with pytest.raises(NotAllowed, match="entered"):
        take(*approve, parts=verified | {Part.ENTERED}, verifier_may_approve=True)
    with pytest.raises(NotAllowed, match="Only an approver may approve"):
        take(*approve, parts=verified)


def test_a_verifier_that_may_approve_still_releases_nothing():
    with pytest.raises(NotAllowed, match="verified a figure"):
        take(
            SettlementState.APPROVED, SettlementStep.RELEASE, frozenset(Role),
            parts=frozenset({Part.VERIFIED}), verifier_may_approve=True,
        )  # fmt: skip


def test_a_physician_leader_moves_nothing():
    assert Role.LEADER not in {move.role for move in STEPS.values()}
    assert Role.COMPLIANCE not in {move.role for move in STEPS.values()}
