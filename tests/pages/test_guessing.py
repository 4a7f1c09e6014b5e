"""Guessing and stealing: what somebody tries who is not the person, and what that person learns of it."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.access import Actor
from comanage.actions import confirmation, invitations, passwords
from comanage.actions import sign_in as act
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, words
from tests.pages.device import PASSWORD

SENT = {"email": "ada@x.example", "password": PASSWORD}
WRONG = {"password": "wrong"}
NEW = {"password": "seven loud herons", "again": "seven loud herons"}


@pytest.fixture
def ada(app, quick_hashes):
    """Somebody with a password."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Ada Marsh", email="ada@x.example", password_hash=passwords.hashed(PASSWORD)
        )
        make_role(session, person, Role.ADMINISTRATOR)
        return person


def sign_in(app, password=PASSWORD, expected=303, email="ada@x.example"):
    browser = Browser(app)
    answer = browser.send("/login", expected, email=email, password=password)
    return browser, answer


@pytest.mark.trust("A4")
@pytest.mark.parametrize("email", ["ada@x.example", "nobody@x.example"])
def test_of_twenty_wrong_tries_most_are_told_to_wait_known_or_not(app, ada, email):
    browser, tries = Browser(app), []
    with clock.fixed(clock.now()):
        token = browser.token()
        for _ in range(20):
            sent = {"csrf_token": token, "email": email, "password": "wrong"}
            tries.append(browser.client.post("/login", data=sent).status_code)
    assert tries == [422] * 5 + [429] * 15


@pytest.mark.trust("A4")
def test_a_known_and_an_unknown_address_cost_one_hash_each(app, ada, monkeypatch):
    asked = []
    real = passwords._hasher.verify

    class Counting:
        hash = passwords._hasher.hash

        def verify(self, kept, password):
            asked.append(kept[:10])
            return real(kept, password)

    passwords._nobody()
    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(app, "wrong", 422)
    known = [*asked]
    sign_in(app, "wrong", 422, email="nobody@x.example")
    assert len(known) == 1
    assert asked == known * 2


@pytest.mark.trust("A4")
def test_no_wait_is_for_ever(app, ada):
    start = clock.now()
    for number in range(40):
        with clock.fixed(start + timedelta(minutes=16 * number)):
            sign_in(app, "wrong", 422)
    with clock.fixed(start + timedelta(minutes=16 * 40)):
        sign_in(app)


def beleaguered(app, minutes, email="ada@x.example"):
    """Let somebody guess at an account every few seconds, from an address each time; give what they got."""
    start, got = clock.now(), []
    for number in range(minutes * 12):
        with clock.fixed(start + timedelta(seconds=5 * number)):
            guesser = app.test_client(use_cookies=False)
            sent = {"email": email, "password": f"guess {number}"}
            where = {"REMOTE_ADDR": f"192.0.2.{number % 250}"}
            got.append(guesser.post("/login", data=sent, environ_overrides=where).status_code)
    return start + timedelta(minutes=minutes), got


@pytest.mark.trust("A4")
def test_the_guesses_of_others_keep_nobody_out_where_they_signed_in_before(app, ada):
    app.config["WTF_CSRF_ENABLED"] = False
    own, _ = sign_in(app)
    own.client.post("/logout")
    later, got = beleaguered(app, 60)
    assert set(got) == {422, 429}
    with clock.fixed(later):
        sign_in(app, expected=429)  # at a browser that nobody knows
        assert own.client.post("/login", data=SENT).status_code == 303


@pytest.mark.trust("A4")
def test_guessing_gets_slower_at_a_known_browser_too(app, ada):
    app.config["WTF_CSRF_ENABLED"] = False
    own, _ = sign_in(app)
    own.client.post("/logout")
    with clock.fixed(clock.now()):
        tries = [own.client.post("/login", data=SENT | WRONG).status_code for _ in range(9)]
    assert tries == [422] * 5 + [429] * 4


@pytest.mark.trust("A4")
def test_a_browser_is_known_for_its_own_account_and_password_alone(app, ada):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        kept = passwords.hashed(PASSWORD)
        make_person(session, "Ben Okafor", email="ben@x.example", password_hash=kept)
    other, _ = sign_in(app, email="ben@x.example")
    own, _ = sign_in(app)
    mark = own.client.get_cookie("comanage-known").value
    assert mark != other.client.get_cookie("comanage-known").value
    with transaction() as session:
        session.get(Person, ada.id).password_hash = passwords.hashed("another long password")
    later, _ = beleaguered(app, 60)
    with clock.fixed(later):
        for browser in (own, other):
            browser.client.post("/logout")
            assert browser.client.post("/login", data=SENT).status_code == 429


@pytest.mark.trust("A4")
def test_the_guesses_of_others_keep_no_proof_from_whoever_is_signed_in(app, ada):
    app.config["WTF_CSRF_ENABLED"] = False
    start = clock.now()
    beleaguered(app, 20)
    with clock.fixed(start + timedelta(minutes=20)), transaction() as session:
        here = Actor(ada.id, ada.name, (), "192.0.2.7", "request-1")
        assert confirmation.attempt(session, here).wait == 0
        assert act.attempt(session, here, "ada@x.example").wait > 0


@pytest.mark.trust("A5")
def test_a_cookie_that_was_planted_before_opens_nothing_after(app, ada):
    planted = "x" * 43
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, planted)
    browser.send("/login", email="ada@x.example", password=PASSWORD)
    assert browser.client.get_cookie(COOKIE).value != planted
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, planted)
    assert thief.get("/", 303).location.startswith("/login")


@pytest.mark.trust("A6")
def test_a_new_password_signs_out_at_every_other_browser_at_once(app, ada):
    other, _ = sign_in(app)
    mine, _ = sign_in(app)
    old = mine.client.get_cookie(COOKIE).value
    mine.send("/account", present=PASSWORD, **NEW)
    mine.get("/")
    other.get("/", 303)
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, old)
    thief.get("/", 303)


@pytest.mark.trust("A6")
def test_a_link_that_is_used_signs_out_at_every_other_browser_at_once(app, ada):
    other, _ = sign_in(app)
    with transaction() as session:
        token = invitations.invite(session, make_actor(session, Role.SYSTEM), ada.id)
    Browser(app).send(f"/welcome/{token}", **NEW)
    other.get("/", 303)


@pytest.mark.trust("A6")
def test_signing_out_ends_one_sign_in_and_no_other(app, ada):
    one, _ = sign_in(app)
    other, _ = sign_in(app)
    one.send("/", to="/logout")
    one.get("/", 303)
    other.get("/")


TOLD = "A one-time link for your account was made on"


def link_for(person):
    with transaction() as session:
        return invitations.invite(session, make_actor(session, Role.SYSTEM), person.id)


@pytest.mark.trust("B6")
def test_whoever_signs_in_is_told_for_a_week_of_links_made_in_their_name(app, ada):
    sign_in(app)
    link_for(ada)
    browser, _ = sign_in(app)
    page = words(browser.get("/").text)
    assert TOLD in page
    assert "and was not used yet. If you did not ask for it, tell your compliance officer." in page
    assert TOLD not in words(browser.get("/").text)
    with clock.fixed(clock.now() + timedelta(days=8)):
        browser, _ = sign_in(app)
        assert TOLD not in words(browser.get("/").text)


@pytest.mark.trust("B6")
def test_a_link_that_somebody_else_used_is_told_with_the_next_one(app, ada):
    sign_in(app)
    start = clock.now()
    Browser(app).send(f"/welcome/{link_for(ada)}", **NEW)  # whoever that was
    with clock.fixed(start + timedelta(hours=1)):
        mine = Browser(app)
        mine.send(f"/welcome/{link_for(ada)}", **NEW)
        page = words(mine.get("/").text)
    assert page.count(TOLD) == 1  # the one just used is known
    assert "was used since" in page


@pytest.mark.trust("B6")
def test_the_first_link_of_an_account_is_told_to_nobody(app, ada):
    Browser(app).send(f"/welcome/{link_for(ada)}", **NEW)
    browser, _ = sign_in(app, NEW["password"])
    assert TOLD not in words(browser.get("/").text)


@pytest.mark.trust("B8")
def test_compliance_finds_every_refusal_in_one_list(app, ada):
    browser, _ = sign_in(app)
    browser.get("/people", 403)
    sign_in(app, "wrong", 422)
    with transaction() as session:
        clara = make_person(session, "Clara Diaz")
        make_role(session, clara, Role.COMPLIANCE)
    page = words(Browser(app, clara).get("/audit?act=:refuse").text)
    assert "person:right:refuse" in page
    assert "person:sign-in:refuse" in page
    assert "/people" in page
    assert " person:sign-in:begin " not in page.partition("No.")[2]


@pytest.mark.trust("A10")
def test_a_new_database_holds_nobody(app):
    with reading() as session:
        assert session.query(Person).count() == 0
    for email, password in (("admin", "admin"), ("admin@localhost", "password")):
        Browser(app).send("/login", 422, email=email, password=password)
