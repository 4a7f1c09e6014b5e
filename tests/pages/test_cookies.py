"""Cookies: on every answer they are named and flagged so that no script and no other site gets them."""

from http.cookies import SimpleCookie

import pytest

from comanage.actions import passwords
from comanage.app import create_app
from comanage.database import transaction
from comanage.rules.signoff import Role
from config import Settings
from tests.makers import make_agreement, make_installation, make_person, make_role, make_scorecard
from tests.pages.browser import Browser
from tests.pages.device import PASSWORD
from tests.pages.test_outsiders import routes

pytestmark = pytest.mark.trust("A8")


@pytest.fixture(params=["http://127.0.0.1:8000", "https://pay.example.org"], ids=["http", "https"])
def site(request, database, tmp_path):
    """The app as it is reached in the clear on this machine, and by HTTPS behind a proxy."""
    settings = Settings(
        data=tmp_path, database_url=database, given_key="k" * 32, address=request.param
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["engine"].dispose()


def test_every_cookie_of_every_answer_is_flagged(site):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session))
        person = make_person(session)
        for role in Role:
            make_role(session, person, role)
    over_https = site.config["OVER_HTTPS"]
    base = "https://pay.example.org" if over_https else "http://127.0.0.1"
    names, paths = set(), {"/login": "GET"}
    paths |= {path: method for _, method, path, _ in routes(site)}
    for path, method in paths.items():
        browser = Browser(site, person)
        token = browser.client.get_cookie("comanage-session").value
        client = site.test_client()
        domain = "pay.example.org" if over_https else "localhost"
        client.set_cookie(site.config["SIGN_IN_COOKIE"], token, domain=domain, secure=over_https)
        answer = client.open(path, method=method, base_url=base.replace("127.0.0.1", "localhost"))
        assert answer.status_code < 500, path
        names |= flagged(answer, path, over_https=over_https)
    assert names == {site.config["SIGN_IN_COOKIE"], site.config["SESSION_COOKIE_NAME"]}


def test_the_cookie_of_a_new_sign_in_is_flagged(site, quick_hashes):
    with transaction() as session:
        make_installation(session)
        kept = passwords.hashed(PASSWORD)
        make_person(session, email="ada@x.example", password_hash=kept)
    over_https = site.config["OVER_HTTPS"]
    base = "https://pay.example.org" if over_https else "http://localhost"
    sent = {"email": "ada@x.example", "password": PASSWORD}
    answer = site.test_client().post("/login", data=sent, base_url=base)
    assert answer.status_code == 303
    left = flagged(answer, "/login", over_https=over_https)
    assert left >= {site.config["SIGN_IN_COOKIE"], site.config["KNOWN_COOKIE"]}


def flagged(answer, path, *, over_https):
    """Look at every cookie of an answer, and give their names."""
    names = set()
    for sent in answer.headers.getlist("Set-Cookie"):
        for name, cookie in SimpleCookie(sent).items():
            names.add(name)
            assert cookie["httponly"], f"{path}: {sent}"
            assert cookie["samesite"] == "Lax", f"{path}: {sent}"
            assert cookie["path"] == "/", f"{path}: {sent}"
            assert not cookie["domain"], f"{path}: {sent}"
            assert bool(cookie["secure"]) is over_https, f"{path}: {sent}"
            assert name.startswith("__Host-") is over_https, f"{path}: {sent}"
    return names


def test_no_address_carries_a_token_of_a_sign_in(site):
    with transaction() as session:
        make_installation(session)
        person = make_person(session)
    browser = Browser(site, person)
    token = browser.client.get_cookie("comanage-session").value
    assert token not in site.test_client().get("/login").text
    assert all("token" not in rule.rule or rule.endpoint == "sign_in.welcome"
               for rule in site.url_map.iter_rules())  # fmt: skip


@pytest.mark.trust("C3")
def test_browsers_are_told_to_come_by_https_alone_where_it_is_spoken(site):
    over_https = site.config["OVER_HTTPS"]
    base = "https://pay.example.org" if over_https else "http://localhost"
    for path in ("/login", "/static/comanage.css", "/nothing"):
        with site.test_client().get(path, base_url=base) as answer:
            told = answer.headers.get("Strict-Transport-Security")
        assert told == ("max-age=31536000" if over_https else None), path
