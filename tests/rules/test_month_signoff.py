"""The sign-off of a month of hours: every state against every step, and who decides which level."""

import pytest

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.month_signoff import (
    OWN,
    OWN_OF_GIVER,
    TWICE,
    TWICE_FOR_ANOTHER,
    Decided,
    Decision,
    MonthState,
    MonthStep,
    decide,
    state_of,
    take,
)
from comanage.rules.signoff import Role

# state:     what log, attest, approve and return lead to; a dash where there is no such step
TABLE = {
    "draft":    "draft attested - -",
    "attested": "draft - approved returned",
    "returned": "draft attested - -",
    "approved": "draft - approved returned",
    "payable":  "- - - -",
}  # fmt: skip
PAIRS = [
    (state, step, leads)
    for state, row in TABLE.items()
    for step, leads in zip(MonthStep, row.split(), strict=True)
]
LEVELS = (Role.ADMINISTRATOR, Role.APPROVER)
ANN, ADA, CARLA, EVA = 1, 2, 3, 4
YES, NO = Decision.APPROVED, Decision.RETURNED


@pytest.mark.parametrize(("state", "step", "leads"), PAIRS)
def test_a_step_leads_where_the_table_says_or_does_not_exist(state, step, leads):
    if leads == "-":
        with pytest.raises(Conflict):
            take(MonthState(state), step)
    else:
        assert take(MonthState(state), step) == leads


@pytest.mark.parametrize(
    ("decided", "changed", "state"),
    [
        ([], False, MonthState.ATTESTED),
        ([(ADA, YES)], False, MonthState.APPROVED),
        ([(ADA, YES), (CARLA, YES)], False, MonthState.PAYABLE),
        ([(ADA, NO)], False, MonthState.RETURNED),
        ([(ADA, YES), (CARLA, NO)], False, MonthState.RETURNED),
        ([], True, MonthState.DRAFT),
        ([(ADA, YES)], True, MonthState.DRAFT),
        ([(ADA, NO)], True, MonthState.DRAFT),
    ],
)
def test_where_a_month_stands(decided, changed, state):
    found = [Decided(*each) for each in decided]
    assert state_of(found, 2, attested=True, changed=changed) is state


def test_a_month_that_nobody_attested_is_a_draft():
    assert state_of([], 2, attested=False, changed=False) is MonthState.DRAFT


@pytest.mark.parametrize(
    ("decided", "person", "role", "level"),
    [
        ([], ADA, Role.ADMINISTRATOR, 1),
        ([(ADA, YES)], CARLA, Role.APPROVER, 2),
    ],
)
def test_a_level_is_decided_by_its_role(decided, person, role, level):
    found = [Decided(*each) for each in decided]
    assert decide(ANN, found, LEVELS, person=person, people={role: {person}}) == level


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_decides_the_first_level(role):
    with pytest.raises(NotAllowed, match="Level 1 of 2 is the decision of the service-line"):
        decide(ANN, [], LEVELS, person=ADA, people={role: {ADA}})


def test_nobody_decides_on_own_hours_whatever_the_role():
    with pytest.raises(NotAllowed) as refused:
        decide(ANN, [], LEVELS, person=ANN, people=alone(ANN))
    assert refused.value.sentence == OWN


def test_nobody_decides_two_levels():
    with pytest.raises(NotAllowed) as refused:
        decide(ANN, [Decided(ADA, YES)], LEVELS, person=ADA, people=alone(ADA))
    assert refused.value.sentence == TWICE


@pytest.mark.parametrize(
    ("decided", "person", "giver", "sentence"),
    [
        pytest.param([], EVA, ANN, OWN_OF_GIVER, id="the delegate of the physician"),
        pytest.param([], ANN, CARLA, OWN, id="the physician in another's stead"),
        pytest.param([(ADA, None)], EVA, ADA, TWICE_FOR_ANOTHER, id="the delegate of who decided"),
        pytest.param([(EVA, ADA)], ADA, ADA, TWICE_FOR_ANOTHER, id="who had it decided in their stead"),
        pytest.param([(EVA, ADA)], EVA, CARLA, TWICE, id="the delegate of two"),
        pytest.param([(EVA, ADA)], 9, ADA, TWICE_FOR_ANOTHER, id="another delegate of the same"),
    ],
)  # fmt: skip
def test_giver_and_taker_are_not_two_people(decided, person, giver, sentence):
    levels = (Role.APPROVER,) * 2
    found = [Decided(who, YES, of) for who, of in decided]
    with pytest.raises(NotAllowed) as refused:
        decide(ANN, found, levels, person=person, people={Role.APPROVER: {person, giver}})
    assert refused.value.sentence == sentence


def test_whoever_has_no_part_decides_for_another():
    found = [Decided(ADA, YES)]
    assert decide(ANN, found, LEVELS, person=EVA, people={Role.APPROVER: {EVA, CARLA}}) == 2


def test_the_givers_of_another_role_do_not_count():
    """Eva stands in for Ada as administrator, and is an approver by herself."""
    people = {Role.ADMINISTRATOR: {EVA, ADA}, Role.APPROVER: {EVA}}
    assert decide(ANN, [Decided(ADA, YES)], LEVELS, person=EVA, people=people) == 2


def alone(person):
    """Give every role to a person who acts for nobody else."""
    return {role: {person} for role in Role}


def test_after_the_last_level_nothing_is_decided():
    with pytest.raises(Conflict):
        decide(ANN, [Decided(ADA, YES), Decided(CARLA, YES)], LEVELS, person=9, people=alone(9))


def test_nobody_in_particular_decides_nothing():
    with pytest.raises(NotAllowed):
        decide(ANN, [], LEVELS, person=None, people=alone(9))
