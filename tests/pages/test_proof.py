"""A proof of who it is, before what weighs most: nothing happens without it, and nothing is lost."""

import io
from datetime import timedelta

import pytest
from flask import redirect
from wtforms import PasswordField

from comanage import clock
from comanage.actions import passwords
from comanage.database import reading, transaction
from comanage.pages import carried
from comanage.pages import person as doors
from comanage.pages.form import HouseForm
from comanage.records import second_factor
from comanage.records.audit_entry import latest
from comanage.records.guarding import lifted
from comanage.records.installation import Installation
from comanage.records.person import Person, roles_of
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.signoff import Role, SettlementState
from tests.actions.settling import PERIOD, finalized, make_ready, without_layout
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import COOKIE, Browser, summary, words
from tests.pages.device import PASSWORD

LATER = timedelta(minutes=6)
ASKED = "Confirm that it is you"
WEIGHS = {
    # everything that money, rights or a locked period hang on
    "settlements.approve", "settlement_sign_off.review", "settlement_sign_off.release",
    "settlement_sign_off.release_rest", "settlement_sign_off.ask_to_unlock",
    "settlement_sign_off.confirm_unlock", "base_fee_payments.release", "hours_approval.approve",
    "payments.make_request", "payments.paid", "payments.repaid", "payments.take_back",
    "payments.send_back",
    "payment_controls.put", "groups.set_vendor_number", "delegations.hand_over",
    "people.give_role", "people.end_role", "people.confirm", "people.close", "people.reopen",
    "people.link", "people.reset_second_factor", "second_factor.set_up", "second_factor.codes",
    "second_factor.off", "account.confirm",
}  # fmt: skip

pytestmark = pytest.mark.trust("A9")


@pytest.fixture
def sam(app, quick_hashes):
    """A system administrator with a password, whose sign-in is a while old."""
    with transaction() as session:
        make_installation(session, is_demo=True)  # where a second factor is offered, not needed
        person = make_person(session, "Sam Ito", password_hash=passwords.hashed(PASSWORD))
        make_role(session, person, Role.SYSTEM, factor=False)
    with clock.fixed(clock.now() - LATER):
        return Browser(app, person, factor=False)


@pytest.fixture
def lea(sam):
    """Somebody else, who holds no role."""
    with transaction() as session:
        return make_person(session, "Lea Roy", email="lea@riverbend.example")


def ask(browser, path, **fields):
    """Send a form without a proof, and read what the page that asks for one carries on."""
    page = browser.client.post(path, data={"csrf_token": browser.token()} | fields)
    assert page.status_code == 401, page.status
    assert ASKED in words(page.text)
    return page


def prove(browser, path, password=PASSWORD, **fields):
    """Send a form together with a proof."""
    sent = {"csrf_token": browser.token(), "proof_password": password} | fields
    return browser.client.post(path, data=sent)


def acts():
    with reading() as session:
        return [entry.act for entry in latest(session)]


def test_a_right_that_weighs_asks_for_the_password_and_nothing_happens_before(sam, lea):
    page = ask(sam, f"/people/{lea.id}/roles", role="verifier")
    assert "To manage people and their roles, give your password once more" in words(page.text)
    with reading() as session:
        assert list(roles_of(session, lea.id)) == []
    assert acts()[0] == "person:confirmation:ask"


def test_what_was_typed_is_carried_on_and_done_once_the_password_fits(sam, lea):
    path = f"/people/{lea.id}/roles"
    page = ask(sam, path, role="verifier").text
    assert '<input type="hidden" name="role" value="verifier">' in page
    assert page.count('name="csrf_token"') == 2  # of the page itself, and of signing out
    assert prove(sam, path, role="verifier").location == f"/people/{lea.id}"
    with reading() as session:
        assert [row.role for row in roles_of(session, lea.id)] == [Role.VERIFIER]
    assert acts()[:3] == ["person:role:give", "person:confirmation:give", "person:confirmation:ask"]


def test_a_wrong_password_does_nothing_and_is_noted_and_what_was_typed_stays(sam, lea):
    page = prove(sam, f"/people/{lea.id}/roles", "not hers at all", role="verifier")
    assert page.status_code == 401
    assert summary(page.text) == ["This is not your password. Try again."]
    assert 'name="role" value="verifier"' in page.text
    assert "not hers at all" not in page.text
    assert acts()[0] == "person:confirmation:refuse"


def test_guessing_gets_slower_as_at_the_sign_in(sam, lea):
    path = f"/people/{lea.id}/close"
    with clock.fixed(clock.now()):
        for _ in range(5):
            assert prove(sam, path, "wrong").status_code == 401
        page = prove(sam, path)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "2")
    with reading() as session:
        assert session.get_one(Person, lea.id).active


def test_a_right_proof_forgives_the_wrong_ones_before_it(sam, lea):
    path, now = f"/people/{lea.id}/close", clock.now()
    with clock.fixed(now):
        for _ in range(4):
            prove(sam, path, "wrong")
        assert prove(sam, path).status_code == 303
    with clock.fixed(now + LATER):
        assert [prove(sam, path, "wrong").status_code for _ in range(5)] == [401] * 5


def test_a_proof_counts_for_five_minutes_and_no_longer(sam, lea):
    path, now = f"/people/{lea.id}", clock.now()
    with clock.fixed(now):
        assert prove(sam, f"{path}/close").status_code == 303
    with clock.fixed(now + timedelta(minutes=5)):
        sam.send(path, to=f"{path}/reopen")
    with clock.fixed(now + timedelta(minutes=5, seconds=1)):
        ask(sam, f"{path}/close")


def test_signing_in_with_the_password_is_a_proof(app, sam, lea):
    with reading() as session:
        email = next(p.email for p in session.query(Person) if p.name == "Sam Ito")
    browser = Browser(app)
    browser.send("/login", email=email, password=PASSWORD)
    browser.send(f"/people/{lea.id}", to=f"/people/{lea.id}/close")


def test_entering_the_demo_by_one_click_is_no_proof(app):
    with transaction() as session:
        make_installation(session, is_demo=True)
        person = make_person(session, "Demo Administrator")
        make_role(session, person, Role.SYSTEM, factor=False)
    browser = Browser(app)
    browser.send("/login", to="/login/enter", person_id=str(person.id))
    page = ask(browser, f"/people/{person.id}/close")
    assert "It is printed where the demo was started" in words(page.text)


@pytest.mark.trust("A5")
def test_a_proof_gives_the_sign_in_a_new_token_and_the_old_one_is_dead(app, sam, lea):
    old = sam.client.get_cookie(COOKIE).value
    prove(sam, f"/people/{lea.id}/close")
    assert sam.client.get_cookie(COOKIE).value != old
    sam.get("/people")
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, old)
    thief.get("/people", 303)


def test_a_sign_in_that_ended_meanwhile_proves_nothing(app, sam, lea):
    old = sam.client.get_cookie(COOKIE).value
    sam.send("/people", to="/logout")
    sam.client.set_cookie(COOKIE, old)
    assert prove(sam, f"/people/{lea.id}/close").location.startswith("/login")


def test_another_site_cannot_send_a_proof(sam, lea):
    answer = sam.client.post(f"/people/{lea.id}/close", data={"proof_password": PASSWORD})
    assert answer.status_code == 400
    with reading() as session:
        assert session.get_one(Person, lea.id).active


def test_whoever_lacks_the_right_is_refused_before_any_password_is_asked_for(app, lea):
    with clock.fixed(clock.now() - LATER):
        browser = Browser(app, lea)
    assert prove(browser, f"/people/{lea.id}/close", "guessed").status_code == 403


def test_approving_asks_for_the_password_and_changes_nothing_before(app, monkeypatch, quick_hashes):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
        with lifted(session.connection(), "installation"):
            session.get_one(Installation, 1).is_demo = True
            session.flush()
        second_factor.forget(session, ready.approver.person_id)
        person = session.get_one(Person, ready.approver.person_id)
        person.password_hash = passwords.hashed(PASSWORD)
    finalized(ready)
    with clock.fixed(clock.now() - LATER):
        browser = Browser(app, person, factor=False)
    path = f"/agreements/{ready.id}/settlements/{PERIOD}/approve"
    page = ask(browser, path, number="1")
    assert "To approve the settlement, give your password" in words(page.text)
    with reading() as session:
        (found,) = session.query(Settlement)
        assert (found.state, found.approved_by_id) == (SettlementState.FINAL, None)
    assert prove(browser, path, number="1").status_code == 303
    with reading() as session:
        (found,) = session.query(Settlement)
        assert (found.state, found.approved_by_id) == (SettlementState.APPROVED, person.id)


@pytest.mark.own_app
def test_a_page_that_is_opened_is_opened_after_the_proof(app, sam):
    view = doors.needs(Right.PEOPLE_MANAGE, fresh=True)(lambda: redirect("/people"))
    app.add_url_rule("/everything", "everything", view)
    page = sam.get("/everything?year=2027", 401)
    assert 'action="/account/confirm"' in page.text
    assert 'name="next" value="/everything?year=2027"' in page.text
    refused = prove(sam, "/account/confirm", "wrong", next="/everything")
    assert "To go on, give your password" in words(refused.text)
    answer = prove(sam, "/account/confirm", next="/everything?year=2027")
    assert answer.location == "/everything?year=2027"
    assert sam.get("/everything", 302).location == "/people"
    assert prove(sam, "/account/confirm", next="//evil.example").location == "/"


def test_what_weighs_most_needs_a_proof(app):
    fresh = {endpoint for endpoint, view in app.view_functions.items() if view in doors._fresh}
    assert fresh == WEIGHS


def test_no_secret_and_no_token_is_carried_on(sam, lea):
    page = ask(
        sam, f"/people/{lea.id}/roles", password="a secret", again="a secret", present="a secret",
        proof_code="a secret", name="kept",
    ).text  # fmt: skip
    assert 'name="name" value="kept"' in page
    assert "a secret" not in page


def test_every_field_of_a_form_that_hides_what_is_typed_is_kept_back():
    hidden = {
        name
        for form in every(HouseForm)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }
    assert hidden
    assert hidden <= carried.NEVER


def every(kind):
    """List the forms below one."""
    return [found for each in kind.__subclasses__() for found in (each, *every(each))]


def test_a_file_is_not_carried_and_the_page_says_so(sam, lea):

    sent = {"csrf_token": sam.token(), "file": (io.BytesIO(b"x"), "x.csv"), "note": "kept"}
    page = sam.client.post(f"/people/{lea.id}/close", data=sent)
    assert "Choose it again afterwards" in words(page.text)
    assert 'name="note" value="kept"' in page.text
    assert "x.csv" not in page.text


def test_signs_in_carried_fields_stay_what_they_are(sam, lea):
    page = ask(sam, f"/people/{lea.id}/close", note='"><svg onload=x>').text
    assert "<svg onload" not in page
    assert 'value="&#34;&gt;&lt;svg onload=x&gt;"' in page
