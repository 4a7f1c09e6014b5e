"""More of a measure: out of sight until it is asked for or holds something, and never lost."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.pages.measure_form import EXTRA, MeasureForm
from comanage.records import scorecard
from comanage.rules.compliance import ComplianceClass
from comanage.rules.conditions import Compares, Condition
from comanage.rules.gates import Gate
from comanage.rules.measure import Minimum, Status
from comanage.rules.missing import Missing, MissingTerms
from comanage.rules.numbers import exact
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.term_words import MISSING_WORDS, STATUS_WORDS
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_terms,
)
from tests.pages.browser import Browser, summary, words
from tests.pages.test_measures import MEASURE
from tests.rules.worked import with_measure

AT = "/agreements/1/scorecard"
PAGE = f"{AT}/measures/screening"
KEPT = {
    "gates": (Gate("Education gate", Condition(Compares.AT_LEAST, exact("50"), "education")),),
    "minimum": Minimum(exact("25")),
}
SENT = MEASURE | {"code": "screening", "name": "Screening"}
MORE = {
    "compliance": "cost", "balances": ["education"], "specification": "2027",
    "evidence": "A guideline", "must_beat_baseline": "y", "floor": "10", "cap": "90%",
    "other_rule": "reallocate_named", "alternate": "education", "level": "threshold",
    "reported": "50", "otherwise": "redistribute_domain",
}  # fmt: skip


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft whose first measure has a gate of its own."""
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        terms = with_measure(make_terms(session, agreement), "screening", **KEPT)
        make_scorecard(session, agreement, state=ScorecardState.DRAFT, signed=terms)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def measure():
    with reading() as session:
        return terms_of(scorecard.draft(session, 1)).measure("screening")


def test_more_is_closed_on_a_new_measure_and_open_where_it_holds_something(ada):
    page = ada.get(f"{AT}/measures/new?domain=quality&method=bands").text
    assert '<details class="more"><summary>More</summary>' in page
    assert '<details class="more" open><summary>More</summary>' in ada.get(PAGE).text


def test_more_of_a_measure_is_stored_as_it_was_typed(ada):
    ada.send(PAGE, **SENT | MORE)
    found = measure()
    assert found.compliance is ComplianceClass.COST
    assert found.balances == ("education",)
    assert (found.specification, found.evidence) == ("2027", "A guideline")
    assert (found.must_beat_baseline, found.floor, found.cap) == (
        True, Fraction(1, 10), Fraction(9, 10)
    )  # fmt: skip
    assert found.missing is Missing.REALLOCATE_NAMED
    assert found.missing_terms == MissingTerms(
        "education", "threshold", Fraction(1, 2), Missing.REDISTRIBUTE_DOMAIN
    )
    assert "Its weight goes to the alternate" in words(ada.get(AT).text)


def test_what_was_stored_stands_in_the_form_and_comes_back_the_same(ada):
    ada.send(PAGE, **SENT | MORE)
    stored = measure()
    page = ada.get(PAGE).text
    for typed in ('value="10"', 'value="90"', 'value="A guideline"', 'value="threshold"'):
        assert typed in page
    ada.send(PAGE, **SENT | MORE)
    assert measure() == stored


def test_what_no_form_asks_for_stays_when_the_form_is_saved(ada):
    ada.send(PAGE, **SENT)
    found = measure()
    assert {name: getattr(found, name) for name in KEPT} == KEPT
    assert found == replace(found, **KEPT)


def test_a_rule_that_its_terms_do_not_carry_is_said_beside_its_field(ada):
    page = ada.send(PAGE, 422, **SENT | MORE | {"other_rule": "deem_at_target", "level": "best"})
    assert "None of its levels is named best, which counts as reached." in summary(page.text)
    assert 'href="#level"' in page.text
    assert '<details class="more" open>' in page.text


def test_a_floor_above_the_cap_is_said_with_everything_else(ada):
    page = ada.send(PAGE, 422, **SENT | MORE | {"floor": "95", "reported": "120", "weight": "x"})
    listed = summary(page.text)
    assert any("x” is not a number" in each for each in listed)
    assert "It must lie between 0% and 100%." in listed
    assert "The floor must not be more than the cap." in listed


def test_every_rule_and_every_status_has_its_words():
    assert set(MISSING_WORDS) == set(Missing)
    assert set(STATUS_WORDS) == set(Status)


def test_whatever_stands_under_more_is_a_field_of_the_form(app):
    with app.test_request_context("/"):
        form = MeasureForm()
        assert [field.short_name for field in form.extra()] == list(EXTRA)
        assert not form.says_more()
