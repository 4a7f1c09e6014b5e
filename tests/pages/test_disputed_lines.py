"""A disputed line in the browser: what is wrong with a claim, its unit, and a line asked about already."""

import re
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from tests.actions.settling import PERIOD, calculated, make_ready
from tests.pages.browser import Browser, errors

BACK = {"number": "0", "step": "withdraw", "words": "The registry was mended."}
CLAIM = {
    "number": "1",
    "ground": "choice of the data source",
    "words": "The registry shows another mean.",
    "value": "20",
}


@pytest.fixture
def at(app):
    """The browsers of two leaders, and the pages of a calculated quarter."""
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        made = make_ready(session)
    calculated(made)
    lines = f"/agreements/{made.id}/disputes/{PERIOD}"
    found = SimpleNamespace(lines=lines, line=f"{lines}/{made.figures['turnover'].id}")
    found.first = f"/agreements/{made.id}/disputes/1/steps"
    for name in ("leader", "other_leader"):
        person = SimpleNamespace(id=getattr(made, name).person_id)
        setattr(found, name, Browser(app, person).client)
    return found


@pytest.mark.parametrize("asked", [{}, {"weigh": "yes"}])
@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({"value": ""}, "value", "Give a value, or the reason why there is none."),
        ({"value": "27.4"}, "value", "The claimed figure is the one that stands."),
        ({"value": "", "numerator": "5"}, "denominator", "Give the denominator too."),
        ({"absent": "too few cases"}, "absent", "A figure with a reason for its absence has no"),
    ],
)
def test_what_is_wrong_with_the_claimed_figure_stands_beside_its_box(
    at, asked, changes, place, sentence
):
    page = at.leader.post(at.line, data=CLAIM | asked | changes)
    assert page.status_code == 422
    (beside,) = errors(page.text)
    assert beside.startswith(sentence)
    assert f'<a href="#{place}">{sentence}' in page.text


def test_a_line_that_the_own_group_disputes_leads_to_its_dispute_instead_of_a_second_one(at):
    before = at.leader.get(at.lines).text
    at.leader.post(at.line, data=CLAIM)
    after = at.leader.get(at.lines).text
    assert (before.count(">Ask<"), before.count(">Disputed<")) == (
        11,
        0,
    )  # the head of the column too
    assert (after.count(">Ask<"), after.count(">Disputed<")) == (10, 1)
    assert f'href="{at.first}">Disputed<' in after
    assert ">Disputed<" not in at.other_leader.get(at.lines).text
    at.leader.post(at.first, data=BACK)
    assert ">Disputed<" not in at.leader.get(at.lines).text


def test_the_box_of_a_claimed_value_says_its_unit(at):
    page = at.leader.get(at.line).text
    assert re.search(
        r'<input[^>]*name="value"[^>]*>\s*<span class="usa-input-suffix"[^>]*>min<', page
    )
