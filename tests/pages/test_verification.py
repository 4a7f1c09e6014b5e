"""What a verifier compares with the source: the figure as entered, not only as it is scored."""

from dataclasses import replace
from types import SimpleNamespace

from comanage.database import transaction
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import PERIOD, make_ready
from tests.makers import make_role
from tests.makers.figure_work import make_sample
from tests.pages.browser import Browser, summary, words
from tests.statements import samples


def test_a_figure_that_is_rounded_before_it_is_scored_is_shown_as_entered_too(app):
    figures = [
        replace(one, value=exact("27.44")) if one.measure == "turnover" else one
        for one in samples.FIGURES
    ]
    with transaction() as session:
        made = make_ready(session, state=FigureState.SUBMITTED, figures=figures)
    at = Browser(app, SimpleNamespace(id=made.verifier.person_id))
    page = words(at.get(f"/agreements/{made.id}/figures/{PERIOD}/verify").text)
    assert "27.4 min entered as 27.44" in page
    assert page.count("entered as") == 1


def verifying(app, **given):
    with transaction() as session:
        made = make_ready(session, state=FigureState.SUBMITTED, **given)
    made.at = Browser(app, SimpleNamespace(id=made.verifier.person_id))
    made.url = f"/agreements/{made.id}/figures/{PERIOD}/verify"
    return made


def test_a_sample_without_a_result_is_named_on_the_page_itself(app):
    made = verifying(app)
    figure = made.figures["turnover"]
    with transaction() as session:
        make_sample(session, session.merge(figure))
    every = [each.id for each in made.figures.values()]
    for sent in ({"step": "verify-every", "every": every}, {"figures": [figure.id]}):
        page = made.at.send(made.url, 422, **sent).text
        (said,) = summary(page)
        assert said.endswith("was drawn. Record its result first, then verify.")
        assert said.startswith("A sample of Turnover time")
        assert "Waiting to be verified" in words(page)


def test_nothing_chosen_is_said_without_the_name_of_a_field(app):
    made = verifying(app)
    answer = made.at.send(made.url, 422, step="verify")
    assert summary(answer.text) == ["Choose at least one figure."]


def test_whoever_may_verify_none_of_them_finds_no_button(app):
    made = verifying(app)
    with transaction() as session:
        make_role(session, SimpleNamespace(id=made.administrator.person_id), Role.VERIFIER)
    page = Browser(app, SimpleNamespace(id=made.administrator.person_id)).get(made.url).text
    assert "another verifier must look at them" in words(page)
    for button in ("Verify the chosen", "Verify all of them", "Send the chosen back"):
        assert button not in page
        assert button in made.at.get(made.url).text
