"""Cautions: nothing is locked past them, a person answers in writing, and a change asks again."""

import json
from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import scorecard_steps, scorecards
from comanage.actions.cautions import answer_cautions
from comanage.actions.draft import terms_of
from comanage.records.audit_entry import latest
from comanage.refusals import Faulty, NotAllowed, NotFound, Stale
from comanage.rules.compliance import ComplianceClass
from comanage.rules.lint import lint
from comanage.rules.numbers import exact
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.terms import Answer
from tests.actions.locking import locked
from tests.makers import (
    make_actor,
    make_agreement,
    make_person,
    make_scorecard,
    make_terms,
)
from tests.rules.test_examples import MONEY, with_example
from tests.rules.worked import with_measure

FIRST, SECOND = "dominance:quality/screening", "dominance:quality/education"
BARE = "unstated:quality/screening"
TODAY = datetime(2026, 12, 14, 15, 0, tzinfo=UTC)


@pytest.fixture
def agreement(session):
    return make_agreement(session, "ORTHO-2027")


@pytest.fixture
def ada(session):
    return make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Ada Marsh"))


@pytest.fixture
def draft(session, agreement):
    """A draft in which one measure lacks its evidence; its other cautions are answered."""
    odd = with_measure(make_terms(session, agreement), "screening", evidence="")
    return make_scorecard(session, agreement, state=ScorecardState.DRAFT, signed=odd)


def refused(change, *arguments, **named):
    with pytest.raises(Faulty) as said:
        change(*arguments, **named)
    return [str(fault) for fault in said.value.faults]


def test_a_draft_with_an_unanswered_caution_is_not_locked(session, ada, agreement, draft):
    assert refused(scorecard_steps.check, session, ada, agreement.id, revision=1) == [
        ("measures: A reviewer will ask for what is not stated: evidence of Screening."
        " Mend it, or answer it.")
    ]  # fmt: skip
    assert draft.state is ScorecardState.DRAFT


def test_an_answer_is_kept_in_the_terms_with_who_and_when_and_lets_it_be_locked(
    session, ada, agreement, draft
):
    with clock.fixed(TODAY):
        revision = answer_cautions(
            session, ada, agreement.id, {BARE: " It stands in the annex. "}, revision=1
        )
    assert draft.revision == revision
    done = locked(session, ada, agreement.id)
    answers = {each.caution: each for each in terms_of(done).answers}
    assert answers[BARE] == Answer(BARE, "It stands in the annex.", "Ada Marsh", date(2026, 12, 14))
    assert set(answers) == {FIRST, SECOND, BARE}


def test_an_answer_is_noted_in_the_log(session, ada, agreement, draft):
    answer_cautions(session, ada, agreement.id, {BARE: "It stands in the annex."}, revision=1)
    session.flush()
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.object_id) == ("scorecard:caution:answer", draft.id)
    assert len(json.loads(entry.before)["answers"]) == 2
    assert json.loads(entry.after)["answers"][-1]["answer"] == "It stands in the annex."


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=str)
def test_only_an_administrator_answers(session, agreement, draft, role):
    with pytest.raises((NotAllowed, NotFound)):
        answer_cautions(session, make_actor(session, role), agreement.id, {BARE: "So."}, revision=1)


def test_someone_who_opened_an_earlier_draft_answers_nothing(session, ada, agreement, draft):
    with pytest.raises(Stale):
        answer_cautions(session, ada, agreement.id, {BARE: "So."}, revision=7)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        pytest.param({}, "Write why the terms are meant as they are.", id="no answer at all"),
        pytest.param({BARE: " \n"}, f"{BARE}: Write why the terms", id="an empty one"),
        pytest.param({"steering": "So."}, "steering: This is no longer odd", id="to nothing odd"),
        pytest.param({BARE: "a" * 2001}, f"{BARE}: Write at most 2,000 signs.", id="a book"),
    ],
)
def test_what_is_no_answer_is_refused(session, ada, agreement, draft, answers, sentence):
    (said,) = refused(answer_cautions, session, ada, agreement.id, answers, revision=1)
    assert said.startswith(sentence)


def test_a_second_answer_takes_the_place_of_the_first(session, ada, agreement, draft):
    revision = answer_cautions(session, ada, agreement.id, {FIRST: "One."}, revision=1)
    answer_cautions(session, ada, agreement.id, {FIRST: "Another."}, revision=revision)
    answers = [each.answer for each in terms_of(draft).answers if each.caution == FIRST]
    assert answers == ["Another."]


def test_removing_a_measure_drops_the_answers_about_it(session, ada, agreement, draft):
    scorecards.remove_measure(session, ada, agreement.id, "screening", revision=1)
    assert [each.caution for each in terms_of(draft).answers] == [SECOND]


def test_a_change_after_which_a_caution_says_something_else_asks_again(
    session, ada, agreement, draft
):
    heavier = with_measure(terms_of(draft), "education", weight=exact("0.6")).measure("education")
    scorecards.save_measure(
        session, ada, agreement.id, heavier, domain="quality", replaces="education", revision=1
    )
    assert [each.caution for each in terms_of(draft).answers] == [FIRST]
    assert SECOND in [each.key for each in lint(terms_of(draft)).unanswered]


def test_faults_and_cautions_keep_it_from_being_locked_at_once(session, ada, agreement):
    odd = with_measure(make_terms(session, agreement), "screening", evidence="")
    forbidden = with_measure(odd, "education", compliance=ComplianceClass.REFERRALS)
    make_scorecard(session, agreement, state=ScorecardState.DRAFT, signed=forbidden)
    said = refused(scorecard_steps.check, session, ada, agreement.id, revision=1)
    assert len(said) == 2
    assert "is never paid on" in said[0]
    assert "Mend it, or answer it." in said[1]


def test_an_example_that_comes_out_differently_keeps_it_from_being_locked(session, ada):
    agreement = make_agreement(session, "WORKED", groups=[])
    wrong = with_example(MONEY, MONEY.__class__("pool", "worked", "unearned", exact("1")))
    make_scorecard(session, agreement, state=ScorecardState.DRAFT, signed=wrong)
    said = refused(scorecard_steps.check, session, ada, agreement.id, revision=1)
    assert said[0] == (
        "example A good quarter, pool worked, unearned: The contract expects $1.00, and"
        " $2,824.00 comes out."
    )
