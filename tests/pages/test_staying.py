"""How long a sign-in lasts, and what becomes of a form that is sent after its end."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from comanage import clock
from comanage.actions import passwords, people, sign_in
from comanage.database import reading, transaction
from comanage.pages import ended
from comanage.pages import person as doors
from comanage.records.person import Person
from comanage.records.service_line import every
from comanage.records.sign_in import SignIn
from comanage.rights import Right
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, summary, words
from tests.pages.device import PASSWORD, Device

NOW = datetime(2027, 4, 14, 9, 30, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=45)
ENDED = "Your sign-in has ended"
LINES = "/service-lines"

pytestmark = pytest.mark.trust("A7")


@pytest.fixture
def sam(app, quick_hashes):
    """A system administrator's browser, signed in at nine thirty."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Sam Ito", email="sam@x.example", password_hash=passwords.hashed(PASSWORD)
        )
        make_role(session, person, Role.SYSTEM)
    device = Device.of(person.id)
    with clock.fixed(NOW):
        browser = Browser(app, person)
        browser.opened = browser.get(LINES).text
    browser.device = device
    return browser


def late(browser, path=LINES, at=LATER, **fields):
    """Send a form that was opened in time, after its sign-in has ended."""
    with clock.fixed(at):
        return browser.client.post(
            path, data={"csrf_token": browser.token(browser.opened)} | fields
        )


def again(browser, page, at=LATER, **fields):
    """Answer the page that asks who is there, with what it carries."""
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    with clock.fixed(at):
        sent = {"csrf_token": browser.token(page.text)} | proof(browser, at)
        return browser.client.post(LINES, data=carried | sent | fields)


def proof(browser, at=LATER):
    """Say who is there, as its page asks."""
    with clock.fixed(at):
        code = browser.device.code()
    return {"proof_email": "sam@x.example", "proof_password": PASSWORD, "proof_code": code}


def lines():
    with reading() as session:
        return [line.name for line in every(session)]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_approvers_and_compliance_are_signed_out_after_a_quarter_of_an_hour(app, role):
    with transaction() as session:
        make_installation(session)
        person = make_person(session)
        make_role(session, person, role)
    idle = 15 if role in {Role.APPROVER, Role.COMPLIANCE} else 30
    with clock.fixed(NOW):
        browsers = [Browser(app, person), Browser(app, person)]
    for browser, minutes, status in zip(browsers, (idle, idle + 1), (200, 303), strict=True):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            browser.get("/account", status)


def test_the_installation_sets_both_times(app):
    with transaction() as session:
        make_installation(session)
        person = make_person(session)
        make_role(session, person, Role.COMPLIANCE)
    app.config["LIMITS"] = sign_in.Limits(
        idle=timedelta(minutes=60), idle_sooner=timedelta(minutes=40)
    )
    with clock.fixed(NOW):
        browser, other = Browser(app, person), Browser(app, person)
    with clock.fixed(NOW + timedelta(minutes=40)):
        browser.get("/")
    with clock.fixed(NOW + timedelta(minutes=41)):
        other.get("/", 303)


def test_a_page_says_how_long_the_sign_in_lasts_and_offers_to_stay(app, sam):
    with clock.fixed(NOW + timedelta(minutes=20)):
        page = sam.get("/").text
        assert 'data-lasts="1800"' in page
        assert 'data-stay="/account/stay"' in page
        assert "staying.js" in page
    with clock.fixed(NOW + timedelta(minutes=48)):
        answer = sam.client.post("/account/stay", headers={"X-CSRFToken": sam.token(sam.opened)})
        assert (answer.status_code, answer.text) == (200, "1800")
    with clock.fixed(NOW + timedelta(minutes=77)):
        sam.get("/")


def test_whoever_is_not_signed_in_is_told_of_no_end(app, sam):
    page = Browser(app).get("/login").text
    assert "data-lasts" not in page
    assert "staying.js" not in page


def test_staying_does_not_pass_twelve_hours(app, sam):
    for minutes in range(25, 12 * 60, 25):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            page = sam.get("/").text
    left = int(re.search(r'data-lasts="(\d+)"', page)[1])
    assert left == (12 * 60 - minutes) * 60
    with clock.fixed(NOW + timedelta(hours=12, seconds=1)):
        sam.get("/", 303)


def test_what_was_typed_is_kept_and_done_after_signing_in(app, sam):
    page = late(sam, name="Spine", code="SPINE")
    assert page.status_code == 401
    assert ENDED in words(page.text)
    assert 'name="name" value="Spine"' in page.text
    assert lines() == []
    assert again(sam, page).status_code == 303
    assert lines() == ["Spine"]
    with clock.fixed(LATER):
        sam.get("/people")


def test_the_old_token_stays_dead(app, sam):
    old = sam.client.get_cookie(COOKIE).value
    again(sam, late(sam, name="Spine", code="SPINE"))
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, old)
    with clock.fixed(LATER):
        thief.get("/people", 303)


def test_a_form_left_open_over_night_is_kept_too(app, sam, monkeypatch):
    now = time.time() + 20 * 60 * 60  # as tokens of forms see it
    monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda _: int(now))
    page = late(sam, at=NOW + timedelta(hours=20), name="Spine", code="SPINE")
    assert again(sam, page, at=NOW + timedelta(hours=20)).status_code == 303
    assert lines() == ["Spine"]


def test_a_wrong_password_or_code_keeps_what_was_typed_and_signs_nobody_in(app, sam):
    page = late(sam, name="Spine", code="SPINE")
    for wrong in ({"proof_password": "wrong"}, {"proof_code": "000000"},
                  {"proof_email": "nobody@x.example"}):  # fmt: skip
        refused = again(sam, page, **wrong)
        assert refused.status_code == 401
        assert summary(refused.text) == [ended.REFUSED_WITH_CODE]
        assert 'name="name" value="Spine"' in refused.text
        assert PASSWORD not in refused.text
    assert lines() == []
    assert again(sam, page).status_code == 303


def test_guessing_there_gets_slower_too(app, sam):
    page = late(sam, name="Spine", code="SPINE")
    for _ in range(5):
        again(sam, page, proof_password="wrong")
    assert again(sam, page).status_code == 429


def test_another_person_does_not_send_what_somebody_else_typed(app, sam):
    with transaction() as session:
        ada = make_person(
            session, "Ada", email="ada@x.example", password_hash=passwords.hashed(PASSWORD)
        )
        make_role(session, ada, Role.SYSTEM)
    device = Device.of(ada.id)
    page = late(sam, name="Spine", code="SPINE")
    with clock.fixed(LATER):
        answer = again(sam, page, proof_email="ada@x.example", proof_code=device.code())
        assert (answer.status_code, answer.location) == (303, "/")
        assert "filled in by somebody else" in words(sam.get("/").text)
    assert lines() == []


@pytest.mark.trust("A6")
def test_a_right_that_was_lost_meanwhile_does_not_come_back_with_the_form(app, sam):
    with transaction() as session:
        me = session.query(Person).filter_by(email="sam@x.example").one()
        boss = make_actor(session, Role.SYSTEM)
        boss = boss.__class__(None, "program", boss.held)
        people.end_role(session, boss, me.id, me.roles[0].id)
    page = late(sam, at=NOW + timedelta(minutes=1), name="Spine", code="SPINE")
    answer = again(sam, page, at=NOW + timedelta(minutes=1))
    assert answer.status_code == 403
    assert lines() == []


@pytest.mark.trust("A6")
@pytest.mark.own_app
def test_the_right_is_asked_for_again_before_the_page_is_reached(app, sam):
    app._got_first_request = False  # it signed somebody in
    view = doors.needs(Right.PAYOUT_READ)(lambda: "reached")
    app.add_url_rule("/reached", "reached", view, methods=["POST"])
    page = late(sam, "/reached", name="Spine")
    assert page.status_code == 401
    carried = {"csrf_token": sam.token(page.text), "name": "Spine", **proof(sam)}
    with clock.fixed(LATER):
        assert sam.client.post("/reached", data=carried).status_code == 403


def test_a_form_that_no_page_of_ours_sent_is_not_carried(app, sam):
    with clock.fixed(LATER):
        for token in ({}, {"csrf_token": "made up"}):
            answer = sam.client.post(LINES, data=token | {"name": "Eve", "code": "EVE"})
            assert answer.location.startswith("/login")


def test_the_answer_needs_the_token_of_its_own_page(app, sam):
    page = late(sam, name="Spine", code="SPINE")
    assert again(sam, page, csrf_token="made up").status_code == 400
    assert lines() == []
    with reading() as session:
        assert session.query(SignIn).count() == 1


def test_without_the_cookie_of_before_nothing_is_carried(app, sam):
    sam.client.delete_cookie(COOKIE)
    assert late(sam, name="Spine", code="SPINE").location.startswith("/login")


def test_a_button_without_a_word_is_not_carried(app, sam):
    assert late(sam, "/logout").location.startswith("/login")


def test_too_many_fields_are_not_carried(app, sam, monkeypatch):
    monkeypatch.setattr("comanage.pages.sent.MOST_FIELDS", 5)
    assert late(sam, name="Spine", code="SPINE").location.startswith("/login")


def test_proof_fields_open_nothing_to_whoever_was_never_there(app, sam):
    browser = Browser(app)
    with clock.fixed(LATER):
        sent = {"csrf_token": browser.token(), "proof_email": "sam@x.example",
                "proof_password": PASSWORD, "proof_code": sam.device.code()}  # fmt: skip
        answer = browser.client.post(LINES, data=sent | {"name": "Eve", "code": "EVE"})
    assert answer.location == "/"
    assert lines() == []


def test_a_form_with_a_fault_that_comes_back_after_signing_in_can_be_sent(app, sam):
    page = again(sam, late(sam, name="", code="SPINE"))
    assert page.status_code == 422
    assert 'value="SPINE"' in page.text
    with clock.fixed(LATER):
        sent = {"csrf_token": sam.token(page.text), "name": "Spine", "code": "SPINE"}
        assert sam.client.post(LINES, data=sent).status_code == 303
    assert lines() == ["Spine"]


def test_the_sign_in_page_says_that_what_was_sent_without_a_sign_in_was_not_stored(app, sam):
    sam.client.delete_cookie(COOKIE)
    told = "so nothing of it was stored"
    refused = late(sam, name="Spine", code="SPINE")
    assert told in words(sam.client.get(refused.location).text)
    for untold in (sam.client.get(LINES).location, late(sam, "/logout").location):
        assert told not in words(sam.client.get(untold).text)
