"""Guessing and stealing: what somebody tries who is not the person, and what that person learns of it."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import invitations, passwords
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, words
from tests.pages.device import PASSWORD

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
