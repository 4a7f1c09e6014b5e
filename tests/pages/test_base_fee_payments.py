"""Base fee payments in the browser: what waits, released by someone who took no part in it."""

from datetime import date
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import base_fee_releases
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through
from tests.makers import NOW, make_actor, make_agreement, make_opinion, make_role, make_signed
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
    assert "March 2027" in page
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
    assert "March 2027" in words(page)
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


WHY = "Were these hours worked?"


def test_compliance_holds_what_waits_and_lifts_the_hold_again(made):
    hold = f"{made.url}/{made.waits.earned_id}/hold"
    lift = f"{made.url}/{made.waits.earned_id}/lift-hold"
    page = made.compliance_at.get(made.url).text
    assert f'href="{hold}"' in page
    assert f'href="{hold}"' not in made.releaser_at.get(made.url).text
    asked = words(made.compliance_at.get(hold).text)
    assert "$270.00 to" in asked
    assert "for the work of Dr. Ann Ito" in asked
    empty = made.compliance_at.send(hold, 422, reason="")
    assert summary(empty.text) == [
        "Say why the release is held, so that others know what has to happen."
    ]
    made.compliance_at.send(hold, reason=WHY)
    for reader in (made.compliance_at, made.releaser_at, made.approver_at):
        assert "Held by The compliance, " in words(reader.get(made.url).text)
        assert WHY in words(reader.get(made.url).text)
    page = made.releaser_at.get(made.url).text
    assert f'id="work-{made.waits.earned_id}"' not in page
    assert "Release the chosen base fees" not in page
    assert "What is held waits for a compliance officer first." in words(page)
    assert f'href="{lift}"' in made.compliance_at.get(made.url).text
    assert "Held by The compliance, " in words(made.compliance_at.get(lift).text)
    made.compliance_at.send(lift, reason="The logs were found.")
    assert WHY not in made.releaser_at.get(made.url).text
    made.releaser_at.send(made.url, key="a-key-of-the-page", work=[made.waits.earned_id])
    assert "No approved work waits" in words(made.releaser_at.get(made.url).text)


def test_what_is_held_meanwhile_is_refused_with_the_reason(made):
    given = {"key": "a-key-of-the-page", "work": [made.waits.earned_id]}
    seen = made.releaser_at.get(made.url)
    assert seen.status_code == 200
    made.compliance_at.send(f"{made.url}/{made.waits.earned_id}/hold", reason=WHY)
    answer = made.releaser_at.send(made.url, 422, **given)
    assert summary(answer.text) == [
        f"Compliance holds the base fee of March 2027 of {made.granite}: {WHY}"
    ]


def test_the_start_page_says_that_a_held_base_fee_waits_for_compliance(made):
    waits = "Release the base fee that is held 1 month of work waits for compliance to lift a hold"
    assert waits not in words(made.releaser_at.get("/").text)
    made.compliance_at.send(f"{made.url}/{made.waits.earned_id}/hold", reason=WHY)
    page = words(made.releaser_at.get("/").text)
    assert waits in page
    assert "Release the base fee of approved work" not in page
    assert waits not in words(made.approver_at.get("/").text)


def test_the_compliance_board_names_what_is_held(made):
    board = f"/agreements/{made.id}/oversight"
    assert "Releases that are held" not in made.compliance_at.get(board).text
    made.compliance_at.send(f"{made.url}/{made.waits.earned_id}/hold", reason=WHY)
    page = words(made.compliance_at.get(board).text)
    assert "Releases that are held" in page
    assert f"Base fee of March 2027, {made.groups[0].name} : {WHY}" in page


def test_work_of_another_agreement_is_held_by_no_address(made):
    with transaction() as session:
        other = make_agreement(session)
    for what in ("hold", "lift-hold"):
        for at, work in ((other.id, made.waits.earned_id), (made.id, 999)):
            url = f"/agreements/{at}/base-fee-payments/{work}/{what}"
            made.compliance_at.get(url, 404)
            made.compliance_at.send(url, 404, reason=WHY)
