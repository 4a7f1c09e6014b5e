"""Signing in and out: one wording for every failure, growing delays, and sessions that end."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from comanage import clock
from comanage.actions import invitations, passwords, people
from comanage.actions import sign_in as act
from comanage.database import reading, transaction
from comanage.pages.entering import local
from comanage.records.audit_entry import latest
from comanage.records.person import Person, by_email
from comanage.records.sign_in import SignIn
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, summary, words

PASSWORD = "seven quiet herons"
REFUSED = "The e-mail address and the password do not fit together. Try again."


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Hash with little memory, since these tests hash often."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def ada(app):
    """A person with a password."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Ada Marsh", email="ada@riverbend.example",
            password_hash=passwords.hashed(PASSWORD),
        )  # fmt: skip
        make_role(session, person, Role.ADMINISTRATOR)
        return person


def sign_in(browser, email="ada@riverbend.example", password=PASSWORD, expected=303, **more):
    return browser.send("/login", expected, email=email, password=password, **more)


def test_a_person_signs_in_with_any_case_of_the_address(app, ada):
    browser = Browser(app)
    assert sign_in(browser, email=" Ada@Riverbend.Example ").location == "/"
    assert "Ada Marsh" in browser.get("/").text


@pytest.mark.trust("A4")
@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@riverbend.example", "not her password"), ("nobody@riverbend.example", PASSWORD),
     ("ada@riverbend.example", ""), ("", "")],
)  # fmt: skip
def test_every_failure_has_one_wording(app, ada, email, password):
    page = sign_in(Browser(app), email, password, 422)
    assert summary(page.text) == [REFUSED]
    assert password not in page.text or not password


@pytest.mark.trust("A4")
def test_a_known_and_an_unknown_address_get_the_same_page(app, ada):
    known, unknown = Browser(app), Browser(app)
    pages = [
        sign_in(known, "ada@riverbend.example", "wrong", 422).text,
        sign_in(unknown, "eve@riverbend.example", "wrong", 422).text.replace("eve@", "ada@"),
    ]
    plain = [re.sub(r'value="[\w.-]{40,}"', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_a_person_without_a_password_or_with_a_closed_account_stays_out(app, ada):
    with transaction() as session:
        make_person(session, email="new@riverbend.example", password_hash=passwords.UNUSABLE)
        closed = make_person(session, email="gone@riverbend.example")
        closed.password_hash, closed.active = ada.password_hash, False
    sign_in(Browser(app), "new@riverbend.example", passwords.UNUSABLE, 422)
    sign_in(Browser(app), "gone@riverbend.example", PASSWORD, 422)


@pytest.mark.trust("A4")
def test_after_five_wrong_tries_the_wait_is_told_and_grows_and_ends(app, ada):
    browser, start = Browser(app), clock.now()
    with clock.fixed(start):
        for _ in range(5):
            sign_in(browser, password="wrong", expected=422)
        page = sign_in(browser, expected=429)
    assert page.headers["Retry-After"] == "2"
    assert summary(page.text) == ["There were too many tries. Wait 2 seconds, then try again."]
    with reading() as session:
        assert latest(session)[0].reason == "too many tries"
    with clock.fixed(start + timedelta(seconds=3)):
        sign_in(browser, password="wrong", expected=422)
        assert sign_in(browser, expected=429).headers["Retry-After"] == "4"
    with clock.fixed(start + timedelta(seconds=8)):
        sign_in(browser)
        sign_in(Browser(app), password="wrong", expected=422)


@pytest.mark.trust("A4")
def test_an_unknown_address_waits_like_a_known_one(app, ada):
    with clock.fixed(clock.now()):
        for _ in range(5):
            sign_in(Browser(app), "eve@riverbend.example", "wrong", 422)
        sign_in(Browser(app), "eve@riverbend.example", "wrong", 429)


@pytest.mark.trust("A4")
def test_guessing_at_many_accounts_from_one_address_gets_slower(app, ada, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda *_: False)
    with clock.fixed(clock.now()):
        for number in range(30):
            sign_in(Browser(app), f"person{number}@riverbend.example", "wrong", 422)
        sign_in(Browser(app), "another@riverbend.example", "wrong", 429)


@pytest.mark.trust("A5")
def test_the_session_is_new_at_sign_in_and_dead_after_sign_out(app, ada):
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, "chosen-by-somebody-else")
    answer = sign_in(browser)
    cookie = answer.headers.getlist("Set-Cookie")[0]
    token = re.match(rf"{COOKIE}=([^;]+)", cookie)[1]
    assert token != "chosen-by-somebody-else"
    assert len(token) >= 43
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    browser.send("/", to="/logout")
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, token)
    assert thief.get("/", 303).location == "/login"


@pytest.mark.trust("A5")
def test_only_the_hash_of_a_token_is_stored(app, ada):
    browser = Browser(app)
    token = re.search(rf"{COOKIE}=([^;]+)", str(sign_in(browser).headers))[1]
    with reading() as session:
        assert token not in [row.token_hash for row in session.query(SignIn)]


@pytest.mark.trust("A7")
@pytest.mark.parametrize(
    ("steps", "ends"),
    [([29, 29], False), ([31], True), ([29] * 24, False), ([29] * 25, True)],
    ids=["in use", "idle for half an hour", "in use for nearly twelve hours", "twelve hours old"],
)
def test_a_sign_in_ends_when_idle_or_old(app, ada, steps, ends):
    start = clock.now()
    with clock.fixed(start):
        browser = Browser(app, ada)
    for minutes in steps:
        start += timedelta(minutes=minutes)
        with clock.fixed(start):
            answer = browser.client.get("/")
    assert answer.status_code == (303 if ends else 200)


def test_a_page_that_needs_a_sign_in_is_reached_after_it(app, ada):
    browser = Browser(app)
    answer = browser.get("/agreements?status=draft", 303)
    assert answer.location == "/login?next=/agreements?status%3Ddraft"
    page = browser.get(answer.location).text
    assert 'value="/agreements?status=draft"' in page
    assert sign_in(browser, next="/agreements?status=draft").location == "/agreements?status=draft"


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "///x",
     "http:evil", "javascript:alert(1)", "/\tevil", "/\n/evil.example", "/%0a\n", " /x", "evil",
     "", "/\x00", "//", "/\\/x", "ftp://x", "data:text/html,x", "?x", "#x"],
)  # fmt: skip
@pytest.mark.trust("C10")
def test_nobody_is_sent_to_another_site(to):
    assert local(to) == "/"


@pytest.mark.trust("A6")
def test_changing_roles_signs_the_person_out(app, ada):
    browser = Browser(app, ada)
    browser.get("/agreements")
    with transaction() as session:
        system = make_actor(session, Role.SYSTEM)
        people.give_role(session, system, ada.id, people.Given(Role.COMPLIANCE))
    assert browser.get("/agreements", 303).location.startswith("/login")


@pytest.mark.trust("A10")
def test_the_link_of_the_first_administrator_works_once(app):
    with transaction() as session:
        token = invitations.invite_first(session)
    fields = {
        "organization": "Riverbend Health", "name": "Sam Ito", "email": "sam@riverbend.example",
        "password": PASSWORD, "again": PASSWORD,
    }  # fmt: skip
    Browser(app).send(f"/welcome/{token}", **fields)
    assert "was used already" in words(Browser(app).get(f"/welcome/{token}", 409).text)
    assert "was used already" in words(Browser(app).get("/welcome/guessed", 409).text)


def test_the_first_page_says_all_faults_at_once_and_stores_nothing(app):
    with transaction() as session:
        token = invitations.invite_first(session)
    page = Browser(app).send(
        f"/welcome/{token}", 422, organization="", name="Sam", email="sam", password="short",
        again="other",
    )  # fmt: skip
    assert len(summary(page.text)) == 4
    assert 'value="Sam"' in page.text
    assert "short" not in page.text
    with reading() as session:
        assert by_email(session, "sam") is None


def test_a_link_is_dead_after_a_week(app, ada):
    with transaction() as session:
        token = invitations.invite(session, make_actor(session, Role.SYSTEM), ada.id)
    with clock.fixed(clock.now() + timedelta(days=8)):
        Browser(app).get(f"/welcome/{token}", 409)


@pytest.mark.trust("A10")
def test_demo_people_are_entered_with_one_click_in_a_demo_alone(app):
    with transaction() as session:
        make_installation(session, is_demo=True)
        person = make_person(session, "Demo Verifier")
        make_role(session, person, Role.VERIFIER)
    browser = Browser(app)
    assert "Enter as Demo Verifier" in browser.get("/login").text
    browser.send("/login", to="/login/enter", person_id=str(person.id))
    assert "Demo Verifier" in browser.get("/").text


@pytest.mark.trust("A10")
def test_a_real_installation_has_no_open_door(app, ada):
    browser = Browser(app)
    assert "Enter as" not in browser.get("/login").text
    browser.send("/login", 404, to="/login/enter", person_id=str(ada.id))
    browser.get("/", 303)


@pytest.mark.trust("F6")
def test_the_log_tells_of_sign_ins_and_keeps_no_secret(app, ada):
    browser = Browser(app)
    sign_in(browser, password="my real secret words", expected=422)
    sign_in(browser)
    with reading() as session:
        entries = latest(session)
        told = " ".join(f"{row.act} {row.reason} {row.before} {row.after}" for row in entries)
    assert "person:sign-in:refuse" in told
    assert "person:sign-in:begin" in told
    assert "secret" not in told
    assert PASSWORD not in told


@pytest.mark.trust("A3")
def test_a_password_that_is_changed_while_it_is_looked_at_signs_nobody_in(app, ada, monkeypatch):
    fits = act.Attempt.fits

    def meanwhile(attempt, password):
        with transaction() as session:
            session.get_one(Person, ada.id).password_hash = passwords.hashed("seven other herons")
        return fits(attempt, password)

    monkeypatch.setattr(act.Attempt, "fits", meanwhile)
    browser = Browser(app)
    assert sign_in(browser).location.startswith("/login")
    assert browser.get("/", 303).location.startswith("/login")
    with reading() as session:
        assert session.query(SignIn).count() == 0
