"""Steps of a scorecard: who takes which, what follows, and until when it may be locked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.scorecard_steps import (
    BEING_MADE,
    NEXT,
    STEPS,
    ScorecardState,
    ScorecardStep,
    take,
    told_late,
    why_begun,
    why_of_other_terms,
    why_too_late,
)
from comanage.rules.signoff import Role

EVERYONE = frozenset(Role)
WAY = [
    (ScorecardState.DRAFT, ScorecardStep.CHECK, Role.ADMINISTRATOR, ScorecardState.LINTED),
    (ScorecardState.LINTED, ScorecardStep.REVIEW, Role.COMPLIANCE, ScorecardState.REVIEWED),
    (ScorecardState.REVIEWED, ScorecardStep.SIGN, Role.ADMINISTRATOR, ScorecardState.SIGNED),
    (ScorecardState.SIGNED, ScorecardStep.LOCK, Role.ADMINISTRATOR, ScorecardState.LOCKED),
]
FIRST = date(2027, 1, 1)
days = st.dates(date(2026, 10, 1), date(2027, 3, 31))


@pytest.mark.parametrize(("state", "step", "role", "leads_to"), WAY)
def test_the_way_from_a_draft_to_its_lock(state, step, role, leads_to):
    assert take(state, step, frozenset({role})) is leads_to
    others = EVERYONE - {role}
    with pytest.raises(NotAllowed, match=f"Only a {role} may {step}"):
        take(state, step, others)


@pytest.mark.trust("E1")
@pytest.mark.parametrize("state", list(ScorecardState), ids=str)
@pytest.mark.parametrize("step", list(ScorecardStep), ids=str)
def test_a_step_that_is_not_in_the_table_does_not_exist(state, step):
    if (state, step) in STEPS:
        assert take(state, step, EVERYONE) is STEPS[state, step].leads_to
        return
    with pytest.raises(Conflict) as why:
        take(state, step, EVERYONE)
    assert why.value.sentence == f"This scorecard is {state}. {NEXT[state]}"


def test_who_drafted_it_is_barred_from_its_review_alone():
    with pytest.raises(NotAllowed, match="You drafted this scorecard"):
        take(ScorecardState.LINTED, ScorecardStep.REVIEW, EVERYONE, drafted=True)
    for state, step, _, _ in WAY:
        if step is not ScorecardStep.REVIEW:
            take(state, step, EVERYONE, drafted=True)


@pytest.mark.trust("E3")
@pytest.mark.parametrize("state", sorted(BEING_MADE), ids=str)
def test_a_change_makes_it_a_draft_again_until_it_is_locked(state):
    assert take(state, ScorecardStep.CHANGE, EVERYONE) is ScorecardState.DRAFT
    with pytest.raises(Conflict, match="Draft the next version"):
        take(ScorecardState.LOCKED, ScorecardStep.CHANGE, EVERYONE)


@pytest.mark.trust("E3")
@pytest.mark.parametrize(
    ("signed", "today", "late"),
    [
        pytest.param(date(2026, 12, 10), date(2026, 12, 31), False, id="locked before it begins"),
        pytest.param(FIRST, FIRST, False, id="signed and locked on its first day"),
        pytest.param(date(2026, 12, 31), date(2027, 2, 1), False, id="signed before, locked later"),
        pytest.param(FIRST, date(2027, 1, 2), True, id="signed on its first day, locked later"),
        pytest.param(date(2027, 1, 5), date(2027, 1, 5), True, id="signed after it began"),
    ],
)
def test_until_when_it_may_be_locked(signed, today, late):
    assert bool(why_too_late(FIRST, signed, today)) is late


def test_too_late_is_said_with_both_days_and_what_to_do():
    assert why_too_late(FIRST, date(2027, 1, 5), date(2027, 1, 6)) == (
        "Its first period began on 1 Jan 2027, and the last party signed on 5 Jan 2027: terms are"
        " set before the period they govern. Let it take effect with a later period."
    )


@given(days, days)
def test_what_is_locked_late_says_so_and_was_signed_in_advance(signed, locked):
    if why_too_late(FIRST, signed, locked):
        return
    said = told_late(FIRST, signed, locked)
    assert bool(said) == (locked > FIRST)
    assert not said or signed < FIRST


@pytest.mark.trust("E3")
@given(days, days, days)
def test_an_amendment_that_is_typed_after_its_first_day_never_governs_from_it(checked, signed, now):
    """Checked, signed on a paper of its own, and locked, each by what the rules let pass."""
    begun, other = why_begun(FIRST, checked), why_of_other_terms("Exhibit C", signed, checked)
    if begun or other or now < max(checked, signed) or why_too_late(FIRST, signed, now):
        return
    assert checked <= signed
    assert checked <= FIRST
    assert signed < FIRST or now == FIRST


def test_a_paper_from_before_the_check_is_named_with_both_days():
    assert why_of_other_terms("Exhibit C", date(2027, 5, 2), date(2027, 5, 3)) == (
        "Exhibit C was signed on 2 May 2027, before these terms were checked on 3 May 2027, so it is"
        " of other terms. Let every party sign these, and add the document that they signed."
    )
    assert "before these terms are checked" in why_of_other_terms("It", FIRST, None)
