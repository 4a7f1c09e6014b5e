"""Base fee payments in the browser: what waits, released by someone who took no part in it."""

from datetime import date
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import base_fee_releases
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through
from tests.makers import NOW, make_actor, make_opinion, make_role, make_signed
from tests.pages.browser import Browser, summary, words


@pytest.fixture
def made(app):
    """An approved month of work, and browsers for whoever may see or release it."""
    with clock.fixed(NOW), transaction() as session:
        found = on_duty(session)
        make_signed(session, found.agreement)
        found.releaser = make_actor(session, Role.RELEASER)
        log(session, found)
        through(session, found)
        (waits,) = base_fee_releases.waiting(session, found.releaser, found.id)
        found.waits = waits
    found.url = f"/agreements/{found.id}/base-fee-payments"
    for name in ("releaser", "approver", "compliance"):
        person = SimpleNamespace(id=getattr(found, name).person_id)
        setattr(found, f"{name}_at", Browser(app, person))
    return found


def test_what_waits_is_released_once_and_stands_among_the_payments(made):
    page = words(made.compliance_at.get(made.url).text)
    assert "2027-03" in page
    assert "They wait for a payment releaser" in page
    given = {"key": "a-key-of-the-page", "work": [made.waits.earned_id]}
    made.releaser_at.send(made.url, **given)
    assert "No approved work waits" in words(made.releaser_at.get(made.url).text)
    ledger = words(made.compliance_at.get(f"/agreements/{made.id}/ledger").text)
    assert "Every cent is explained" in ledger
    assert "Earned by work $270.00 $270.00 released + $0.00 not released yet" in ledger
    assert "Base fee" in words(made.compliance_at.get("/payments").text)


def test_it_waits_on_the_start_page_of_whoever_may_release_it_until_it_is_released(app, made):
    waits = f'<a href="{made.url}">Release the base fee of approved work</a>'
    page = made.releaser_at.get("/").text
    assert waits in page
    assert "1 month of work" in words(page)
    with transaction() as session:
        make_role(session, SimpleNamespace(id=made.approver.person_id), Role.RELEASER)
    for other in ("approver", "compliance"):
        assert waits not in getattr(made, f"{other}_at").get("/").text
    made.releaser_at.send(made.url, key="a-key-of-the-page", work=[made.waits.earned_id])
    assert waits not in made.releaser_at.get("/").text


def test_each_month_names_its_physician_and_leads_to_the_hours_for_those_who_may_see_them(
    app, made
):
    hours = f"/agreements/{made.id}/hours/{made.granite}/2027-03/{made.ann.person_id}"
    page = made.compliance_at.get(made.url).text
    assert f'href="{hours}"' in page
    assert "Dr. Ann Ito" in words(page)
    assert made.compliance_at.get(hours).status_code == 200
    with transaction() as session:
        executive = make_actor(session, Role.EXECUTIVE)
    page = Browser(app, SimpleNamespace(id=executive.person_id)).get(made.url).text
    assert "2027-03" in words(page)
    assert "Dr. Ann Ito" not in page


def test_nothing_chosen_says_so(made):
    answer = made.releaser_at.send(made.url, 422, key="a-key-of-the-page")
    assert summary(answer.text) == ["Choose at least one month of work."]
    assert "checked" not in answer.text
    assert "checked" in made.releaser_at.get(made.url).text


def test_whoever_approved_the_work_sees_why_another_person_must_release_it(app, made):
    with transaction() as session:
        make_role(session, SimpleNamespace(id=made.approver.person_id), Role.RELEASER)
    both = Browser(app, SimpleNamespace(id=made.approver.person_id))
    assert "another person must release it" in words(both.get(made.url).text)
    both.send(made.url, 403, key="a-key-of-the-page", work=[made.waits.earned_id])


def test_where_no_opinion_caps_it_or_an_old_one_the_page_says_so(made):
    none = (
        "No opinion of fair market value holds on 1 Mar 2027: no cap limits this payment by value."
    )
    assert none in words(made.releaser_at.get(made.url).text)
    with transaction() as session:
        make_opinion(session, made.agreement, opinion_on=date(2020, 1, 5))
    page = words(made.releaser_at.get(made.url).text)
    assert none not in page
    assert "is older than 24 months: it is of 5 Jan 2020." in page
