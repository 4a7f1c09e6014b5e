"""The page of a settlement lays it beside the one approved before it."""

from types import SimpleNamespace

import pytest

from comanage.actions import results, since_approved
from comanage.database import reading
from comanage.rules.numbers import money
from tests.actions import releasing as work
from tests.actions.settling import PERIOD, without_layout
from tests.pages.browser import Browser, words


@pytest.fixture(autouse=True)
def quick(app, monkeypatch):
    """Write no document."""
    without_layout(monkeypatch)


def page(app, made, actor):
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    return browser.get(f"/agreements/{made.id}/settlements/{PERIOD}").text


def test_an_approver_finds_what_moved_since_the_last_approval_with_its_evidence(app):
    made = work.make_approved()
    work.release(made)
    work.corrected(made, value="26.0")
    text = page(app, made, made.approver)
    said = words(text).partition("Since the last approval")[2].partition("Measures Open")[0]
    assert said.startswith(" Settlement 1 of this period, which it corrects, approved by ")
    assert "No measure reached another level." in said
    assert "Both are settled by version 1 of the scorecard." in said
    row = said.partition("Turnover time between cases")[2].partition(" none ")[0]
    assert row.strip().startswith("27.4 min 26.0 min")
    assert f"+{money(made_more(made))}" in said


def made_more(made):
    """Give what all measures earn more than before, in cents."""
    with reading() as session:
        view = results.of_settlement(session, made.approver, made.id, PERIOD)
        return sum(one.cents for one in since_approved.of_settlement(session, view.shown).measures)


def test_a_first_settlement_says_nothing_of_one_before(app):
    made = work.make_approved()
    assert "Since the last approval" not in page(app, made, made.approver)
