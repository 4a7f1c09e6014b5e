"""Trying other results where groups differ: whose may be tried, what a leader learns, any rules."""

import re

import pytest

from comanage.database import transaction
from comanage.rules.numbers import exact, money
from comanage.rules.settlement import settle
from tests.actions.settling import PERIOD, finalized, make_ready, without_layout
from tests.pages.browser import words
from tests.pages.test_ruled_agreements import approved_for
from tests.pages.tried import answer, table, url_of, visit
from tests.statements import ruled


def test_whoever_sees_every_group_chooses_whose_results_to_try(app, monkeypatch):
    made = approved_for(app, monkeypatch, "own scores")
    text = made.compliance_at.get(url_of(made, of="COPPER", **{"v-turnover": "24"})).text
    assert re.search(r'of=COPPER" aria-current="page">Copper Lantern', text)
    assert '<input type="hidden" name="of" value="COPPER">' in text
    terms, figures, settled = ruled.settled("own scores")
    copper = next(one for one in figures if one.key == (PERIOD, "COPPER", "turnover"))
    better = ruled.replace(copper, value=exact("24"))
    again = settle(terms, [*(one for one in figures if one != copper), better], PERIOD)
    assert f"Earned {money(again.earned)}" in answer(text)
    rows, total = table(text, "Who earns what")
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    assert total[:2] == [settled.earned, again.earned]


def test_a_leader_of_a_group_with_an_own_score_learns_nothing_of_another(app, monkeypatch):
    made = approved_for(app, monkeypatch, "own scores")
    _, _, settled = ruled.settled("own scores")
    theirs = settled.payout("COPPER")
    hidden = [money(theirs.earned), money(settled.earned), "Copper Lantern"]
    for entries in ({}, {"of": "COPPER"}, {"of": ""}, {"v-turnover": "24"}):
        text = made.leader_at.get(url_of(made, **entries)).text
        assert [one for one in hidden if one in words(text)] == []
        assert f"stood at {money(settled.payout('GRANITE').earned)}" in answer(text) or (
            f"{money(settled.payout('GRANITE').earned)} as it stood" in answer(text)
        )
    denied = "“COPPER” is no scorecard that you can try here."
    assert denied in words(made.leader_at.get(url_of(made, of="COPPER")).text)
    assert "“NOBODY” is no scorecard" in words(made.leader_at.get(url_of(made, of="NOBODY")).text)


@pytest.mark.parametrize("name", ruled.CASES)
def test_the_page_opens_under_any_rules_for_a_leader_and_for_whoever_sees_all(
    app, monkeypatch, name
):
    made = approved_for(app, monkeypatch, name)
    for desk in (made.compliance_at, made.leader_at):
        text = desk.get(url_of(made, **{"v-turnover": "24", "n-readmit": "0"})).text
        assert ("Calculate" in text) or 'class="empty"' in text
    if name == "a loss":
        assert "A loss is shared in 2027-Q1, and no estimate is made of one." in words(text)
    if name == "a period that pays an advance":
        assert "An advance is paid in 2027-Q1: nothing is scored" in words(text)


def test_a_period_that_is_not_approved_says_so(app, monkeypatch):
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    page = words(visit(app, made, made.administrator, v_turnover="24"))
    assert "The scores of 2027-Q1 are not approved yet, and only an approved period can be" in page
    assert "$" not in page
