"""A clock that is set back: no proof and no sign-in lasts longer for it, and nobody is kept waiting."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import passwords
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import Browser
from tests.pages.device import PASSWORD, Device, sign_in, type_code
from tests.pages.test_sign_in import sign_in as type_password

BACK = [timedelta(minutes=2), timedelta(hours=11), timedelta(days=30)]


@pytest.fixture
def clara(app, quick_hashes):
    """A compliance officer with a password and a device."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Clara Diaz", email="clara@riverbend.example",
            password_hash=passwords.hashed(PASSWORD),
        )  # fmt: skip
        make_role(session, person, Role.COMPLIANCE)
    person.device = Device.of(person.id)
    return person


@pytest.mark.parametrize("back", BACK, ids=str)
@pytest.mark.trust("A7", "A9", "E6")
def test_a_sign_in_of_the_future_is_over(app, clara, back):
    browser = Browser(app, clara)
    browser.get("/agreements")
    with clock.fixed(clock.now() - back):
        assert browser.client.get("/agreements").status_code == 303


@pytest.mark.trust("A7")
def test_a_clock_that_is_set_right_by_some_seconds_signs_nobody_out(app, clara):
    browser = Browser(app, clara)
    with clock.fixed(clock.now() - timedelta(seconds=30)):
        browser.get("/agreements")


@pytest.mark.parametrize("back", BACK, ids=str)
@pytest.mark.trust("A4", "E6")
def test_nobody_waits_longer_for_wrong_tries_of_the_future(app, clara, back):
    with clock.fixed(clock.now()):
        for _ in range(5):
            type_password(
                Browser(app), email="clara@riverbend.example", password="no", expected=422
            )
    with clock.fixed(clock.now() - back):
        told = type_password(
            Browser(app), email="clara@riverbend.example", password="no", expected=429
        )
        assert int(told.headers["Retry-After"]) <= 2


@pytest.mark.parametrize("back", BACK, ids=str)
@pytest.mark.trust("A3", "E6")
def test_a_password_that_was_typed_in_the_future_opens_no_second_step(app, clara, back):
    browser = sign_in(app)
    with clock.fixed(clock.now() - back):
        answer = type_code(browser, clara.device.code(), 303)
        assert answer.location.startswith("/login")
        assert browser.get("/agreements", 303).location.startswith("/login")
