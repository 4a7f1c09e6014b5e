"""Owners, what is overdue, and alerts, as the people see them who have to do something."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from comanage.clock import fixed
from comanage.database import reading, transaction
from comanage.records import stewardship
from comanage.records.measure import of_agreement
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import PERIOD, make_ready
from tests.makers import (
    make_actor,
    make_agreement,
    make_figure,
    make_scorecard,
    make_service_line,
)
from tests.makers.figure_work import make_alert, make_policy, make_stewardship
from tests.pages.browser import Browser, errors, words


@pytest.fixture(autouse=True)
def _in_may():
    with fixed(datetime(2027, 5, 2, 12, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def ready(app):
    """Everyone at an agreement whose first quarter has no figures yet."""
    del app
    with transaction() as session:
        return make_ready(session, figures=())


def browser(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id))


def owned(ready, *, lag_days=20, code="turnover"):
    with transaction() as session:
        make_stewardship(
            session,
            of_agreement(session, ready.id)[code],
            owner=SimpleNamespace(id=ready.administrator.person_id),
            lag_days=lag_days,
        )


def alerted(ready, period="2027-Q2"):
    with transaction() as session:
        figure = make_figure(
            session, session.merge(ready.agreement), "9", measure="turnover", period=period,
            state=FigureState.VERIFIED,
        )  # fmt: skip
        return make_alert(session, figure).id


def test_an_administrator_names_who_is_responsible_and_how_long_the_data_take(app, ready):
    at = browser(app, ready.administrator)
    page = words(at.get(f"/agreements/{ready.id}/owners").text)
    assert "nobody yet" in page
    assert "no due day: the data lag is not stated" in page
    form = f"/agreements/{ready.id}/owners/turnover"
    at.send(form, owner_id=ready.administrator.person_id, lag="20")
    page = words(at.get(f"/agreements/{ready.id}/owners").text)
    assert "Ada Marsh since 2 May 2027 20 days 20 days after its period ends" in page
    assert "What was decided before" in page
    assert 'value="20"' in at.get(form).text


def test_one_press_names_the_owner_of_every_measure_that_has_none(app, ready):
    at = browser(app, ready.administrator)
    form = f"/agreements/{ready.id}/owners/turnover"
    at.send(form, owner_id=ready.administrator.person_id, lag="20", others="y")
    with reading() as session:
        standing = stewardship.standing(session, [ready.id])
        assert len(standing) == len(of_agreement(session, ready.id))
    assert "for every measure that nobody" not in words(at.get(form).text)


def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(app, ready):
    at = browser(app, ready.administrator)
    answer = at.send(
        f"/agreements/{ready.id}/owners/turnover", 422, owner_id=ready.verifier.person_id, lag="2.5"
    )
    assert errors(answer.text) == [
        "Choose someone who may enter figures in this agreement, or nobody.",
        "Give a whole number of days, from 0 to 730.",
    ]
    assert 'value="2.5"' in answer.text


def test_what_is_agreed_of_figures_is_read_by_all_and_set_by_an_administrator(app, ready):
    at = browser(app, ready.administrator)
    form = f"/agreements/{ready.id}/figure-policy"
    answer = at.send(form, 422, grace="x", ahead="7", least_confirmed="0", most_shift="")
    assert len(errors(answer.text)) == 2
    at.send(form, grace="5", ahead="7", least_confirmed="90", most_shift="")
    assert 'value="90"' in at.get(form).text
    seen = words(browser(app, ready.compliance).get(f"/agreements/{ready.id}/owners").text)
    assert "Days of grace 5 days" in seen
    assert "Least confirmed of a sample 90.0%" in seen
    assert "Most a monitor may be from its baseline not agreed" in seen
    assert "Change" not in seen


def test_a_measure_of_no_such_name_has_no_page(app, ready):
    at = browser(app, ready.administrator)
    assert "There is no such measure." in at.get(f"/agreements/{ready.id}/owners/none", 404).text


def test_what_is_overdue_is_listed_with_its_days_and_its_owner(app, ready):
    owned(ready)
    page = words(browser(app, ready.compliance).get("/overdue").text)
    assert "over time between cases, 2027-Q1 12 days 20 Apr 2027 Ada Marsh not entered" in page


def test_nothing_overdue_is_said_and_what_is_due_soon_stands_below(app, ready):
    owned(ready, lag_days=35)
    page = words(browser(app, ready.compliance).get("/overdue").text)
    assert "No figure is overdue." in page
    assert "Due soon" in page
    assert "5 May 2027" in page


def test_the_overdue_of_one_service_line_are_shown_alone(app, ready):
    owned(ready)
    with transaction() as session:
        other = make_service_line(session, "CARDIO", name="Cardiology")
        agreement = make_agreement(session, "CARDIO-2027", service_line=other)
        make_scorecard(session, agreement)
        make_stewardship(session, of_agreement(session, agreement.id)["screening"])
    at = browser(app, ready.compliance)
    assert "CARDIO-2027" in words(at.get("/overdue").text)
    own = words(at.get(f"/overdue?line={ready.line.id}").text)
    assert "CARDIO-2027" not in own
    assert "12 days" in own
    assert "No figure is overdue in this service line." in words(at.get("/overdue?line=999").text)


def test_the_owner_finds_it_at_home_and_nobody_else_does(app, ready):
    owned(ready)
    task = "Give your overdue figures of 2027-Q1 1 figure, 12 days late"
    assert task in words(browser(app, ready.administrator).get("/").text)
    other = words(browser(app, ready.compliance).get("/").text)
    assert task not in other
    assert "Overdue figures : 1" in other
    assert "Overdue figures" not in words(browser(app, ready.leader).get("/").text)


def test_what_is_due_soon_stands_at_home_with_its_day(app, ready):
    owned(ready, lag_days=35)
    home = words(browser(app, ready.administrator).get("/").text)
    assert (
        "Give your figures of 2027-Q1 that are due soon 1 figure, the first on 5 May 2027" in home
    )


def test_a_late_figure_says_so_to_whoever_enters_and_verifies(app, ready):
    with transaction() as session:
        make_figure(
            session, session.merge(ready.agreement), "27.4", measure="turnover",
            state=FigureState.SUBMITTED, due_on=datetime(2027, 4, 10, tzinfo=UTC).date(),
        )  # fmt: skip
    late = "4 days late : it was due on 10 Apr 2027, and submitted on 14 Apr 2027"
    path = f"/agreements/{ready.id}/figures/{PERIOD}"
    assert late in words(browser(app, ready.administrator).get(path).text)
    assert late in words(browser(app, ready.verifier).get(f"{path}/verify").text)


def test_an_alert_waits_on_the_home_of_the_compliance_officer_and_is_answered(app, ready):
    alert = alerted(ready)
    at = browser(app, ready.compliance)
    assert "Answer the alert of Transfers, 2027-Q2 Open" in words(at.get("/").text)
    assert "1 waits for an answer" in words(at.get(f"/agreements/{ready.id}").text)
    page = f"/agreements/{ready.id}/alerts"
    assert "9 lies above the upper limit" in words(at.get(page).text)
    answer = at.send(page, 422, to=f"{page}/{alert}")
    assert errors(answer.text) == ["Say what you found, and what follows from it."]
    at.send(page, to=f"{page}/{alert}", **{f"alert-{alert}-note": "One campus was closed."})
    after = words(at.get(page).text)
    assert "No alert waits for an answer." in after
    assert "One campus was closed." in after
    assert "Answer the alert" not in words(at.get("/").text)


def test_others_read_the_alerts_and_what_is_agreed_but_have_no_box(app, ready):
    alerted(ready)
    with transaction() as session:
        make_policy(session, session.merge(ready.agreement), most="0.2")
    page = browser(app, ready.approver).get(f"/agreements/{ready.id}/alerts").text
    assert "It waits for a compliance officer." in words(page)
    assert "more than 20.0% from its baseline" in words(page)
    assert "<textarea" not in page


def test_an_alert_of_another_agreement_is_found_in_none(app, ready):
    with transaction() as session:
        other = make_agreement(session, "CARDIO-2027")
        make_scorecard(session, other)
        compliance = make_actor(session, Role.COMPLIANCE)
    alert = alerted(ready)
    at = browser(app, compliance)
    answer = at.send(
        f"/agreements/{ready.id}/alerts", 404, to=f"/agreements/{other.id}/alerts/{alert}",
        **{f"alert-{alert}-note": "x"},
    )  # fmt: skip
    assert "There is no such alert." in answer.text
