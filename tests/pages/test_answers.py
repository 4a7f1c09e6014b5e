"""The draft's page: what is odd has a box for its answer, and is locked only with it."""

import re

import pytest

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.records import scorecard
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.actions.locking import locked_by
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_terms,
)
from tests.pages.browser import Browser, errors, words
from tests.rules.worked import with_measure

AT = "/agreements/1/scorecard"
ANSWERS = f"{AT}/answers"
BOX = re.compile(r'<label class="usa-label" for="(answer-[0-9a-f]+)">(.*?)(?: <span|</label>)')
EVIDENCE = "A reviewer will ask for what is not stated: evidence of Screening."
DOMINANCE = "Education alone decides 50% of the scorecard, more than the usual most of 30%."


def boxes(text):
    """Give the name of each box by the sentence of its caution."""
    return {sentence: name for name, sentence in BOX.findall(text)}


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft of which two cautions wait."""
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        terms = with_measure(make_terms(session, agreement), "screening", evidence="")
        terms = terms.__class__(**{**vars(terms), "answers": terms.answers[1:]})
        make_scorecard(session, agreement, state=ScorecardState.DRAFT, signed=terms)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def answered():
    with reading() as session:
        return {each.caution: each.answer for each in terms_of(scorecard.draft(session, 1)).answers}


def test_each_caution_has_a_box_and_the_page_where_it_is_mended(ada):
    page = ada.get(AT).text
    assert set(boxes(page)) == {EVIDENCE, DOMINANCE}
    assert "2 things are left to do" in words(page)
    assert f'href="{AT}/measures/education">Mend it instead' in page
    assert "Lock the scorecard" not in page


def test_an_answer_is_saved_and_shown_with_who_gave_it(ada):
    box = boxes(ada.get(AT).text)[EVIDENCE]
    ada.send(AT, to=ANSWERS, **{box: "It stands in the annex."})
    page = ada.get(AT).text
    assert set(boxes(page)) == {DOMINANCE}
    assert "1 thing is left to do" in words(page)
    assert "Answers to what is odd: 2" in words(page)
    assert f"{EVIDENCE} It stands in the annex. Ada Marsh" in words(page)


def test_with_every_answer_it_can_be_locked_and_the_version_shows_them(ada):
    given = dict.fromkeys(boxes(ada.get(AT).text).values(), "As the committee decided.")
    ada.send(AT, to=ANSWERS, **given)
    assert "Ready to be checked" in words(ada.get(AT).text)
    locked_by(ada)
    locked = words(ada.get(AT).text)
    assert "Answers to what is odd: 3" in locked
    assert f"{DOMINANCE} As the committee decided. Ada Marsh" in locked


def test_no_answer_at_all_is_said_and_a_long_one_stands_where_it_was(ada):
    page = ada.send(AT, 422, to=ANSWERS).text
    assert "Write why the terms are meant as they are." in words(page)
    box = boxes(page)[EVIDENCE]
    page = ada.send(AT, 422, to=ANSWERS, **{box: "a" * 2001}).text
    assert errors(page) == ["Write at most 2,000 signs."]
    assert "a" * 2001 in page
    assert answered() == {"dominance:quality/screening": "Two are enough."}


def test_someone_who_saved_first_is_not_overruled_and_nothing_typed_is_lost(ada):
    box = boxes(ada.get(AT).text)[EVIDENCE]
    page = ada.send(AT, 409, to=ANSWERS, revision="7", **{box: "It stands in the annex."}).text
    assert "Someone else saved this after you opened it" in words(page)
    assert "It stands in the annex." in page
    assert "2 things are left to do" in words(page)


def test_whoever_may_not_change_it_reads_what_is_odd_without_a_box(ada, app):
    with transaction() as session:
        person = make_person(session, "Carl Ruiz")
        make_role(session, person, Role.COMPLIANCE)
    carl = Browser(app, person)
    page = carl.get(AT).text
    assert boxes(page) == {}
    assert EVIDENCE in words(page)
    assert carl.client.post(ANSWERS, data={"csrf_token": carl.token(page)}).status_code == 403
