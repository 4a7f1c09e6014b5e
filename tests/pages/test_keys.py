"""The secret key is exchanged: whoever is signed in stays so, and open forms stay good."""

from dataclasses import replace

import pytest

from comanage.app import create_app
from comanage.database import transaction
from comanage.rules.signoff import Role
from config import Settings
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser

pytestmark = pytest.mark.trust("G8")

NEW, OLD = "n" * 32, "k" * 32


@pytest.fixture
def after(database, tmp_path):
    """A way to start the app anew with other keys."""
    started = []

    def start(**keys):
        settings = Settings(data=tmp_path, database_url=database)
        app = create_app(replace(settings, **keys))
        started.append(app)
        return app

    yield start
    for app in started:
        app.extensions["engine"].dispose()


def moved(browser, app):
    """Keep a browser's cookies, and talk to the app that was started anew."""
    there = Browser(app)
    for name in (COOKIE, "comanage-form"):
        there.client.set_cookie(name, browser.client.get_cookie(name).value)
    return there


def test_sign_ins_and_open_forms_outlive_the_key_they_were_made_with(app, after):
    with transaction() as session:
        make_installation(session)
        person = make_person(session)
        make_role(session, person, Role.SYSTEM)
    browser = Browser(app, person)
    sent = {"csrf_token": browser.token(browser.get("/groups").text), "name": "A", "code": "A"}
    rotated = moved(browser, after(given_key=NEW, given_key_before=OLD))
    assert rotated.client.post("/groups", data=sent).status_code == 303
    fresh = rotated.token(rotated.get("/groups").text)
    lost = moved(browser, after(given_key=NEW))
    lost.get("/groups")
    assert lost.client.post("/groups", data=sent).status_code == 400
    whole = moved(rotated, after(given_key=NEW))
    again = {"csrf_token": fresh, "name": "B", "code": "B"}
    assert whole.client.post("/groups", data=again).status_code == 303
