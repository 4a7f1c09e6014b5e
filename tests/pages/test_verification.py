"""What a verifier compares with the source: the figure as entered, not only as it is scored."""

from dataclasses import replace
from types import SimpleNamespace

from comanage.database import transaction
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState
from tests.actions.settling import PERIOD, make_ready
from tests.pages.browser import Browser, words
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
