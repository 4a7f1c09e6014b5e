"""A year that is settled as a whole: until its last quarter, pages say projected, not earned."""

import re

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.records.participant import of_agreement
from comanage.rules.signoff import Role
from tests.actions.advancing import NOW, approved, released, working
from tests.actions.settling import without_layout
from tests.makers import make_actor, make_agreement
from tests.pages.browser import words
from tests.pages.tried import at


@pytest.fixture
def year(app, monkeypatch):
    """The worked case of a year to date with two quarters paid, and a leader of its group."""
    del app
    without_layout(monkeypatch)
    with clock.fixed(NOW):
        made = working("i6_cumulative")
        for code in ("2027-Q1", "2027-Q2"):
            approved(made, code)
            released(made, code)
        with transaction() as session:
            (group,) = of_agreement(session, made.id)
            made.leader = make_actor(session, Role.LEADER, group=group.group)
        yield made


def visit(app, year, code):
    return words(at(app, year.leader).get(f"/agreements/{year.id}/results/{code}").text)


def test_a_quarter_within_the_year_is_projected_from_the_quarters_so_far(app, year):
    page = visit(app, year, "2027-Q2")
    assert "$125,000.00 projected from 2027-Q1–2027-Q2 of $200,000.00 possible" in page
    assert "Up $70,000.00 from 2027-Q1" in page
    assert "what is earned is known with its last period" in page


EARNED = re.compile(r"[^.]*\bearned\b[^.]*", re.IGNORECASE)
TRACE = re.compile(
    r'<ol class="trace">.*?</ol>', re.DOTALL
)  # the steps as the settlement stores them
KNOWN = "what is earned is known with its last period"


@pytest.mark.parametrize("page", ["results/{}", "disputes/{}", "what-if/{}", "trend"])
def test_no_page_of_a_quarter_within_the_year_says_that_anything_is_earned(app, year, page):
    path = f"/agreements/{year.id}/{page.format('2027-Q2')}"
    text = words(TRACE.sub("", at(app, year.leader).get(path).text))
    assert [one for one in EARNED.findall(text) if KNOWN not in one] == []
    assert "projected" in text.lower()


def test_the_history_of_a_measure_says_projected_of_each_quarter_within_the_year(app, year):
    path = f"/agreements/{year.id}/results/2027-Q2/FIRST-CASE"
    text = words(at(app, year.leader).get(path).text)
    assert "Period Result Level Projected" in text
    for code in ("2027-Q3", "2027-Q4"):
        approved(year, code)
    text = words(at(app, year.leader).get(path.replace("Q2", "Q4")).text)
    assert "Period Result Level Earned or projected" in text


def test_the_bars_of_a_year_to_date_are_not_added_up(app, year):
    text = words(at(app, year.leader).get(f"/agreements/{year.id}/trend").text)
    assert "2027-Q2: $125,000.00 of $200,000.00 projected (62.5%)." in text
    assert "they do not add up" in text


def test_a_group_that_takes_part_alone_has_all_of_it(app, year):
    text = visit(app, year, "2027-Q1")
    assert "is your share: all of what is projected, since no other group takes part" in text
    assert "of which your share is a part" not in text


def test_the_start_page_of_a_leader_says_projected_too(app, year):
    page = words(at(app, year.leader).get("/").text)
    assert "$125,000.00 your group’s, projected from 2027-Q1–2027-Q2" in page
    assert "of $125,000.00 in all, of $200,000.00 possible" in page
    assert "earned" not in page


def test_the_list_of_results_says_projected_too(app, year):
    with transaction() as session:
        make_agreement(session, "SECOND", service_line=year.line)
    page = words(at(app, year.administrator).get("/results").text)
    assert "$125,000.00 projected" in page


def test_a_settlement_of_the_year_so_far_says_what_it_counts_and_what_it_pays(app, year):
    path = f"/agreements/{year.id}/settlements"
    page = words(at(app, year.administrator).get(f"{path}/2027-Q2").text)
    so_far = "the pool of 1 Jan 2027 to 30 Jun 2027, the contract year so far"
    assert f"Possible $200,000.00 {so_far}" in page
    assert "Earned, year so far $125,000.00" in page
    assert "Not earned $75,000.00 so far: the last period of the year decides" in page
    assert "Payable by this settlement $70,000.00 beside what was paid before" in page
    assert (
        "$55,000.00 in the year up to then. Now $125,000.00 in the year so far, $70,000.00 more."
        in page
    )
    assert "Added since" in page
    assert "to $125,000.00 (Earned, year so far)" in page
    for code in ("2027-Q3", "2027-Q4"):
        approved(year, code)
    page = words(at(app, year.administrator).get(f"{path}/2027-Q4").text)
    assert "Earned $267,000.00" in page
    assert "stays with the hospital" in page


def test_the_last_quarter_says_what_the_year_earned(app, year):
    for code in ("2027-Q3", "2027-Q4"):
        approved(year, code)
    assert "$267,000.00 earned of $400,000.00 possible" in visit(app, year, "2027-Q4")
    assert "$267,000.00 earned by your group" in words(at(app, year.leader).get("/").text)


def test_what_each_group_was_paid_before_is_not_called_unreported(app, year):
    page = visit(app, year, "2027-Q2")
    assert "Paid before" not in page.partition("Domains and measures")[2]
    assert "No result not reported" not in page
