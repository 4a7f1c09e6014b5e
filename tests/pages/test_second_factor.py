"""The second factor: who needs it, setting it up from the page that shows its secret, and losing it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from comanage import clock
from comanage.actions import second_factor
from comanage.actions.seals import Seals
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import latest
from comanage.records.person import Person
from comanage.records.second_factor import SecondFactor
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict
from comanage.rights import SECOND_FACTOR
from comanage.rules.signoff import Role, SettlementState
from tests.actions.settling import PERIOD, finalized, make_ready, without_layout
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, errors, words
from tests.pages.device import (
    KEY,
    SEALED,
    Device,
    recovery_codes,
    set_up,
    sign_in,
    type_code,
)

AT = "/account/second-factor"
NOW = datetime(2027, 4, 14, 9, 30, 10, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)
NO_FIT = "This code does not fit, or it was used already. Wait for the next one, and type that."

pytestmark = pytest.mark.trust("A3")


def acts():
    with reading() as session:
        return [entry.act for entry in latest(session)]


def test_who_needs_a_second_factor():
    needing = {Role.APPROVER, Role.RELEASER, Role.COMPLIANCE, Role.SYSTEM}
    assert needing == SECOND_FACTOR


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_a_role_that_needs_it_leads_there_and_opens_nothing_else_first(app, clara, role):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, role, factor=False)
    browser = Browser(app, person, factor=False)
    for path in ("/", "/account", "/agreements", "/payouts", "/people", "/audit", "/groups"):
        assert browser.get(path, 303).location == AT
    answer = browser.send(AT, to="/account", present="x", password="y", again="y")
    assert answer.location == AT
    assert "Your role needs it" in words(browser.get(AT).text)
    browser.send(AT, to="/logout")


@pytest.mark.parametrize("role", [role for role in Role if role not in SECOND_FACTOR], ids=str)
def test_the_other_roles_may_do_without(app, clara, role):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, role)
    browser = Browser(app, person, factor=False)
    assert "Set up a second factor" in words(browser.get("/account").text)


def test_a_demo_offers_it_and_needs_it_of_nobody(app):
    with transaction() as session:
        make_installation(session, is_demo=True)
        person = make_person(session)
        make_role(session, person, Role.COMPLIANCE, factor=False)
    browser = Browser(app, person, factor=False)
    browser.get("/agreements")
    set_up(browser)


def test_setting_it_up_shows_the_secret_as_picture_and_letters_and_opens_the_rest(app, clara):
    with clock.fixed(NOW):
        browser = sign_in(app)
        page = browser.get(AT).text
        assert 'src="data:image/svg+xml' in page
        assert "img-src 'self' data:" in browser.get(AT).headers["Content-Security-Policy"]
        _, shown = set_up(browser)
        assert len(set(recovery_codes(shown))) == 10
        browser.get("/agreements")
    assert "person:second-factor:set-up" in acts()


def test_whoever_needed_it_goes_on_at_home_and_others_at_their_account(app, clara):
    kept = 'href="{}">I have kept them</a>'
    browser = sign_in(app)
    assert kept.format("/") in set_up(browser)[1]
    again = set_up(browser)[1]
    assert kept.format("/account") in again


def test_a_wrong_code_sets_nothing_up_and_shows_the_same_secret_again(app, clara):
    browser = sign_in(app)
    page = browser.get(AT).text
    sealed = SEALED.search(page)[1]
    for wrong in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦"):
        sent = {"sealed": sealed, "one_time_code": wrong, "csrf_token": browser.token(page)}
        again = browser.client.post(AT, data=sent)
        assert (again.status_code, errors(again.text)) == (422, [NO_FIT])
        assert Device.reading(again.text).secret == Device.reading(page).secret
    with reading() as session:
        assert session.get(SecondFactor, clara.id) is None


def test_a_secret_shown_at_another_sign_in_or_made_up_is_not_taken(app, clara):
    first, second = sign_in(app), sign_in(app)
    page = first.get(AT).text
    sealed = SEALED.search(page)[1]
    for taken in (sealed, sealed[:-4] + "AAAA", "x", "", "é"):
        sent = {"sealed": taken, "one_time_code": Device.reading(page).code()}
        answer = second.client.post(AT, data=sent | {"csrf_token": second.token()})
        assert answer.status_code == 409
        assert "This page was open for too long" in words(answer.text)


def test_only_hashes_of_recovery_codes_and_a_sealed_secret_are_stored(app, clara):
    browser = sign_in(app)
    device, page = set_up(browser)
    with reading() as session:
        kept = str(
            [
                session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
                for table in ("second_factor", "recovery_code", "audit_entry", "sign_in")
            ]
        )
        sealed = session.get_one(SecondFactor, clara.id).sealed_secret
    for secret in (device.secret, *recovery_codes(page)):
        assert secret not in kept
        assert secret.replace("-", "") not in kept
    place = f"second factor of person {clara.id}"
    assert Seals((KEY,)).opened(sealed, of=place) == device.secret
    for keys, of in ((("x" * 32,), place), ((KEY,), "second factor of person 99")):
        with pytest.raises(Conflict):
            Seals(keys).opened(sealed, of=of)


def test_new_recovery_codes_void_the_earlier_ones(app, clara):
    with clock.fixed(NOW):
        browser = sign_in(app)
        _, page = set_up(browser)
        new = browser.send("/account", 200, to=f"{AT}/codes").text
        assert not set(recovery_codes(new)) & set(recovery_codes(page))
        type_code(sign_in(app), recovery_codes(page)[0], 422)
        type_code(sign_in(app), recovery_codes(new)[0])


@pytest.mark.trust("A6")
def test_setting_it_up_signs_out_at_every_other_browser(app, clara):
    other, browser = sign_in(app), sign_in(app)
    old = browser.client.get_cookie(COOKIE).value
    set_up(browser)
    assert browser.client.get_cookie(COOKIE).value != old
    browser.get("/agreements")
    other.get("/agreements", 303)
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, old)
    thief.get("/agreements", 303)


def test_whoever_needs_it_keeps_it_and_the_others_may_switch_it_off(app, clara, device):
    with transaction() as session:
        ada = make_person(session)
        make_role(session, ada, Role.ADMINISTRATOR)
    Device.of(ada.id)
    other, browser = Browser(app, ada), Browser(app, ada)
    browser.send("/account", to=f"{AT}/off")
    other.get("/", 303)
    assert "Set up a second factor" in words(browser.get("/account").text)
    page = Browser(app, clara).send("/account", 403, to=f"{AT}/off").text
    assert "Your role needs the second factor" in words(page)


@pytest.mark.trust("A6")
def test_an_administrator_resets_anothers_and_nobody_the_own(app, clara, device):
    with transaction() as session:
        sam = make_person(session)
        make_role(session, sam, Role.SYSTEM)
    browser, hers = Browser(app, sam), Browser(app, clara)
    at = f"/people/{clara.id}"
    browser.send(at, to=f"{at}/second-factor/reset")
    hers.get("/agreements", 303)
    assert "person:second-factor:reset" in acts()
    browser.send(at, 409, to=f"{at}/second-factor/reset")
    browser.send(at, 403, to=f"/people/{sam.id}/second-factor/reset")
    assert sign_in(app).get("/agreements", 303).location == AT


def test_a_verifier_who_may_approve_needs_it_to_approve(app, monkeypatch):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session, verifier_may_approve=True)
        ben = session.get_one(Person, ready.verifier.person_id)
    finalized(ready)
    at = f"/agreements/{ready.id}/settlements/{PERIOD}"
    browser = Browser(app, ben)
    page = browser.send(at, 403, to=f"{at}/approve", number="1")
    assert "This needs a second factor" in words(page.text)
    assert settlement_state() is SettlementState.FINAL
    Device.of(ben.id)
    Browser(app, ben).send(at, to=f"{at}/approve", number="1")
    assert settlement_state() is SettlementState.APPROVED


def settlement_state():
    with reading() as session:
        return session.query(Settlement).one().state


def change_password(session, person):
    session.get_one(Person, person.id).password_hash = "another"
    session.flush()


@pytest.mark.parametrize("when", ["before the code is sent", "while the code is looked at"])
def test_a_password_that_is_changed_before_the_code_ends_that_half_sign_in(
    app, clara, device, monkeypatch, when
):
    browser = sign_in(app)
    if when.startswith("before"):
        with transaction() as session:
            change_password(session, clara)
    else:
        fits = second_factor.code_fits

        def meanwhile(session, *asked, **how):
            change_password(session, clara)
            return fits(session, *asked, **how)

        monkeypatch.setattr(second_factor, "code_fits", meanwhile)
    type_code(browser, device.code())
    assert browser.get("/", 303).location.startswith("/login")
    assert Act.SIGN_IN_BEGUN not in acts()
