"""Places across agreements, and the trend of one: what each lists, and where it leads at once."""

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.on_duty import on_duty
from tests.actions.quarters import CODES, make_year
from tests.actions.releasing import make_approved
from tests.actions.settling import PERIOD, without_layout
from tests.makers import NOW, make_actor, make_agreement, make_scorecard
from tests.pages.browser import words
from tests.pages.tried import at
from tests.statements import ruled, samples


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    without_layout(monkeypatch)


def led(app, actor, path):
    """Say where a place leads at once; nothing where it is a page."""
    return at(app, actor).client.get(path).headers.get("Location", "")


def executive():
    with transaction() as session:
        return make_actor(session, Role.EXECUTIVE)


def second(made):
    """Sign a second agreement, of which nothing is approved."""
    with transaction() as session:
        other = make_agreement(session, "SPINE", title="Spine co-management")
        make_scorecard(session, other)
    return other


def test_whoever_has_one_agreement_is_led_straight_to_its_page(app):
    made = make_approved()
    one = f"/agreements/{made.id}"
    assert led(app, made.leader, "/results") == f"{one}/results/{PERIOD}"
    assert led(app, made.leader, "/trend") == f"{one}/trend"
    assert led(app, made.leader, "/statements") == f"{one}/statements"
    assert led(app, made.administrator, "/scorecards") == f"{one}/scorecard"
    assert led(app, made.compliance, "/packets") == f"{one}/packet"


def test_of_several_agreements_each_has_what_its_last_approved_period_earned(app):
    made = make_approved()
    second(made)
    page = words(at(app, executive()).get("/results").text)
    assert "$311,368.42 $400,000.00 77.8% Approved" in page
    assert "– nothing approved yet – – –" in page


def test_an_executive_is_led_to_the_totals_and_others_to_the_scorecard(app):
    made = make_approved()
    second(made)
    assert (
        f"/agreements/{made.id}/settlements/{PERIOD}" in at(app, executive()).get("/results").text
    )
    assert f"/agreements/{made.id}/results/{PERIOD}" in at(app, made.verifier).get("/results").text


@pytest.mark.parametrize("place", ["trend", "statements", "scorecards", "packets"])
def test_a_place_asks_of_which_agreement_where_there_are_several(app, place):
    made = make_approved()
    other = second(made)
    page = at(app, made.administrator if place == "scorecards" else made.compliance).get(
        f"/{place}"
    )
    assert "Of which agreement?" in page.text
    assert "Orthopedic co-management" in page.text
    assert f"/agreements/{other.id}/" in page.text


def test_import_names_each_open_period_and_says_so_where_there_is_none(app):
    made = make_approved()
    page = words(at(app, made.administrator).get("/imports").text)
    assert "No period is open, so there is nothing to import figures into." in page
    second(made)
    with clock.fixed(NOW):
        page = words(at(app, made.administrator).get("/imports").text)
    assert "Spine co-management, 2027-Q1" in page


def test_caps_show_each_contract_year_against_its_cap_and_say_where_there_is_none(app):
    made = make_approved()
    page = words(at(app, made.compliance).get("/caps").text)
    assert "No agreement has a contract year with a cap yet." in page


def test_a_month_that_waits_for_a_signature_is_led_to_and_none_is_said(app):
    with transaction() as session:
        made = on_duty(session)
    page = words(at(app, made.ann).get("/hours/attest").text)
    assert "No month waits for your signature." in page


def test_the_trend_shows_each_approved_period_and_each_measure(app):
    made = make_year(count=3)
    page = words(at(app, made.leader).get(f"/agreements/{made.id}/trend").text)
    said = page.partition("Earned by period")[2]
    assert all(code in said for code in CODES[:3])
    turnover = said.partition("Turnover time between cases")[2]
    assert "lies within the usual range" in turnover or "No sign of change" in turnover
    assert "A payment never depends on them" in page


def test_the_trend_of_two_periods_judges_no_measure(app):
    made = make_year(count=2)
    page = words(at(app, made.leader).get(f"/agreements/{made.id}/trend").text)
    assert "A course takes three results." in page
    assert "No sign of change" not in page


def test_the_trend_tells_a_leader_no_sum_of_what_others_earned_by_their_own_scores(app):
    made = make_approved(terms=ruled.OWN, figures=(*samples.FIGURES, *ruled.EACH))
    path = f"/agreements/{made.id}/trend"
    assert "Earned by period" not in at(app, made.leader).get(path).text
    assert "Earned by period" in at(app, made.administrator).get(path).text


def test_a_leader_of_several_agreements_sees_a_sum_only_where_it_tells_nothing_of_others(app):
    made = make_approved(terms=ruled.OWN, figures=(*samples.FIGURES, *ruled.EACH))
    with transaction() as session:
        group = session.merge(made.groups["GRANITE"])
        make_scorecard(session, make_agreement(session, "SPINE", groups=[group]))
    page = words(at(app, made.leader).get("/results").text)
    assert "so that the sum would tell of others" in page
    assert "%" not in page.partition("so that the sum")[0].partition("My scorecard")[2]


def test_the_trend_of_an_agreement_with_nothing_approved_says_so(app):
    made = make_approved()
    other = second(made)
    page = words(at(app, made.administrator).get(f"/agreements/{other.id}/trend").text)
    assert "No period is approved yet, so there is no trend." in page
