"""One-time codes: the second step of signing in, and the proofs and links that ask for one."""

from datetime import UTC, datetime, timedelta

import pytest

from comanage import clock
from comanage.actions import invitations, passwords
from comanage.actions.seals import Seals
from comanage.database import reading, transaction
from comanage.records.audit_entry import latest
from comanage.records.person import Person
from comanage.records.second_factor import SecondFactor
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_person
from tests.pages.browser import COOKIE, Browser, errors, summary, words
from tests.pages.device import KEY, PASSWORD, Device, recovery_codes, set_up, sign_in, type_code

AT = "/account/second-factor"
NOW = datetime(2027, 4, 14, 9, 30, 10, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)
NO_FIT = "This code does not fit, or it was used already. Wait for the next one, and type that."

pytestmark = pytest.mark.trust("A3")


def acts():
    with reading() as session:
        return [entry.act for entry in latest(session)]


def test_the_password_alone_signs_nobody_in(app, clara, device):
    browser = sign_in(app)
    assert browser.client.get_cookie(COOKIE) is None
    assert browser.get("/agreements", 303).location.startswith("/login")
    with clock.fixed(NOW):
        type_code(sign_in(app, to="/audit"), device.code())
    assert "person:sign-in:begin" in acts()


def test_the_code_leads_to_the_page_that_was_asked_for(app, clara, device):
    with clock.fixed(NOW):
        assert type_code(sign_in(app, to="/audit"), device.code()).location == "/audit"
        browser = sign_in(app, to="//evil.example")
        assert type_code(browser, device.code(later=1)).location == "/"


def test_a_code_works_once_and_no_earlier_one_works_after_it(app, clara, device):
    with clock.fixed(NOW):
        code, earlier = device.code(), device.code(later=-1)
        type_code(sign_in(app), code)
        browser = sign_in(app)
        for used in (code, earlier):
            page = type_code(browser, used, 422).text
            assert errors(page) == [NO_FIT]
            assert used not in page
        type_code(browser, device.code(later=1))


@pytest.mark.parametrize(("later", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_is_good_for_its_half_minute_and_the_ones_beside_it(
    app, clara, device, later, status
):
    with clock.fixed(NOW):
        type_code(sign_in(app), device.code(later), status)


def test_a_code_may_be_typed_with_gaps(app, clara, device):
    with clock.fixed(NOW):
        code = device.code()
        type_code(sign_in(app), f" {code[:3]} {code[3:]} ")


def test_a_code_is_not_another_persons(app, clara, device):
    with transaction() as session:
        other = make_person(session, email="x@x.example", password_hash=clara.password_hash)
    Device.of(other.id)
    with clock.fixed(NOW):
        type_code(sign_in(app, email="x@x.example"), device.code(), 422)


@pytest.mark.trust("A4")
def test_guessing_codes_gets_slower_like_guessing_passwords(app, clara, device):
    with clock.fixed(NOW):
        browser = sign_in(app)  # is one try
        for _ in range(4):
            type_code(browser, "000000", 422)
        page = type_code(browser, device.code(), 429)
        assert page.headers["Retry-After"] == "2"
        sign_in(app, 429)
    with clock.fixed(NOW + timedelta(seconds=3)):
        type_code(browser, device.code())
        sign_in(app, 303)


def test_the_half_done_sign_in_ends_after_ten_minutes_or_with_the_password(app, clara, device):
    with clock.fixed(NOW):
        browser, other = sign_in(app), sign_in(app)
    with clock.fixed(NOW + timedelta(minutes=11)):
        assert type_code(browser, device.code()).location.startswith("/login")
    with transaction() as session:
        session.get_one(Person, clara.id).password_hash = passwords.hashed("another password")
    with clock.fixed(NOW + timedelta(minutes=1)):
        assert type_code(other, device.code()).location.startswith("/login")
    assert Browser(app).get("/login/code", 303).location.startswith("/login")


def test_a_recovery_code_works_once(app, clara):
    with clock.fixed(NOW):
        browser = sign_in(app)
        _, page = set_up(browser)
        first, second, *_ = recovery_codes(page)
        type_code(sign_in(app), first)
        assert "person:recovery-code:use" in acts()
        type_code(sign_in(app), first, 422)
        browser = sign_in(app)
        type_code(browser, second.lower().replace("-", " "))
        assert "8 recovery codes left" in words(browser.get("/account").text)


@pytest.mark.trust("A9")
def test_a_proof_asks_for_the_code_too(app, clara, device):
    later = NOW + timedelta(minutes=6)
    with clock.fixed(NOW):
        browser = Browser(app, clara)
    with clock.fixed(later):
        page = browser.client.post(f"{AT}/codes", data={"csrf_token": browser.token()})
        assert page.status_code == 401
        assert "give your password and a code once more" in words(page.text)
        sent = {"csrf_token": browser.token(), "proof_password": PASSWORD}
        for wrong in ({}, {"proof_code": "000000"}):
            again = browser.client.post(f"{AT}/codes", data=sent | wrong)
            assert again.status_code == 401
            assert summary(again.text)[0].startswith("The password and the code do not fit")
        right = sent | {"proof_code": device.code()}
        assert browser.client.post(f"{AT}/codes", data=right).status_code == 200


def test_a_link_does_not_stand_for_the_second_factor(app, clara, device):
    with clock.fixed(NOW), transaction() as session:
        token = invitations.invite(session, make_actor(session, Role.SYSTEM), clara.id)
    link, new = f"/welcome/{token}", {"password": "seven loud herons", "again": "seven loud herons"}
    with clock.fixed(NOW):
        for code in ("", "000000"):
            page = Browser(app).send(link, 422, one_time_code=code, **new)
            assert errors(page.text) == [NO_FIT]
        Browser(app).send(link, one_time_code=device.code(), **new)


def test_guessing_codes_at_a_link_gets_slower(app, clara, device):
    with clock.fixed(NOW), transaction() as session:
        token = invitations.invite(session, make_actor(session, Role.SYSTEM), clara.id)
    new = {"password": "seven loud herons", "again": "seven loud herons"}
    with clock.fixed(NOW):
        for _ in range(5):
            Browser(app).send(f"/welcome/{token}", 422, one_time_code="1", **new)
        page = Browser(app).send(f"/welcome/{token}", 429, one_time_code=device.code(), **new)
    assert page.headers["Retry-After"] == "2"


@pytest.mark.trust("G8")
def test_a_secret_sealed_with_the_key_before_is_read_and_sealed_anew(app, clara):
    device = Device.of(clara.id, key="b" * 32)
    place = f"second factor of person {clara.id}"
    with clock.fixed(NOW):
        answer = sign_in(app).client.get("/login/code")
        assert answer.status_code == 200
        refused = type_code(sign_in(app), device.code(), 409)
        assert "sealed with another secret key" in words(refused.text)
        app.config["SEALS"] = Seals((KEY, "b" * 32))
        type_code(sign_in(app), device.code())
    with reading() as session:
        sealed = session.get_one(SecondFactor, clara.id).sealed_secret
    assert Seals((KEY,)).is_current(sealed, of=place)
