"""The people's pages: adding, roles, links, and what nobody may do to the own account."""

import pytest

from comanage.database import reading, transaction
from comanage.records.person import Person, by_email, roles_of
from comanage.records.sign_in import Invitation
from comanage.rules.signoff import Role
from tests.makers import make_group, make_installation, make_person, make_role, make_service_line
from tests.pages.browser import Browser, errors, summary, words


@pytest.fixture
def sam(app):
    """A system administrator's browser, where a service line and a group are."""
    with transaction() as session:
        make_installation(session)
        make_service_line(session, "ORTHO", name="Orthopedics")
        make_group(session, "GRANITE", name="Granite Bone & Joint")
        person = make_person(session, "Sam Ito", email="sam@riverbend.example")
        make_role(session, person, Role.SYSTEM)
    return Browser(app, person)


def held(email):
    with reading() as session:
        person = by_email(session, email)
        return [(row.role, row.service_line_id, row.group_id)
                for row in roles_of(session, person.id)]  # fmt: skip


def test_a_person_is_added_with_a_role_and_a_link_that_is_shown_once(app, sam):
    at = sam.send(
        "/people/new", name="Lea Roy", email="Lea@riverbend.example", role="physician leader",
        group_id="1",
    ).location  # fmt: skip
    assert held("lea@riverbend.example") == [(Role.LEADER, None, 1)]
    page = sam.send(at, 200, to=f"{at}/link").text
    link = "/welcome/" + page.partition("/welcome/")[2].partition("<")[0].strip()
    assert "Lea Roy" in Browser(app).get(link).text
    assert link not in sam.get(at).text
    newer = sam.send(at, 200, to=f"{at}/link").text.partition("/welcome/")[2].partition("<")[0]
    Browser(app).get(link, 409)
    Browser(app).get(f"/welcome/{newer.strip()}")
    with reading() as session:
        assert all(row.token_hash not in link for row in session.query(Invitation))


def test_an_empty_form_says_every_fault_at_once(sam):
    page = sam.send("/people/new", 422, email="lea", role="").text
    assert summary(page) == [
        "Give the person's name.",
        "Give an e-mail address such as name@hospital.example.",
        "Choose a role.",
    ]
    assert errors(page) == summary(page)
    with reading() as session:
        assert session.query(Person).count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "physician"}, "Choose the group of the physician."),
        ({"role": "verifier", "group_id": "1"}, "The role verifier belongs to no group. Leave it empty."),
        ({"role": "verifier", "service_line_id": "9"}, "Choose one of the service lines offered."),
        ({"role": "executive", "service_line_id": "1"},
         "The role executive counts everywhere. Choose every service line."),
        ({"role": "owner"}, "Role: choose one of the answers offered."),
    ],
)  # fmt: skip
def test_a_role_that_does_not_fit_is_refused_in_words(sam, fields, sentence):
    page = sam.send("/people/new", 422, name="Lea", email="lea@riverbend.example", **fields).text
    assert sentence in summary(page)


def test_roles_are_given_and_ended(sam):
    at = sam.send("/people/new", name="Lea", email="lea@x.example", role="verifier").location
    sam.send(at, to=f"{at}/roles", role="approver", service_line_id="1")
    assert held("lea@x.example") == [(Role.VERIFIER, None, None), (Role.APPROVER, 1, None)]
    again = sam.send(at, 422, to=f"{at}/roles", role="approver", service_line_id="1").text
    assert summary(again) == ["This person holds this role already."]
    sam.send(at, to=f"{at}/roles/2/end")
    assert held("lea@x.example") == [(Role.APPROVER, 1, None)]
    sam.send(at, 404, to=f"{at}/roles/1/end")


@pytest.mark.trust("A6")
def test_whoever_loses_a_role_is_signed_out_at_every_browser_at_once(app, sam):
    with transaction() as session:
        person = make_person(session, "Lea")
        ended, kept = (make_role(session, person, role) for role in (Role.VERIFIER, Role.APPROVER))
        ended, kept = ended.id, kept.id
    browsers = [Browser(app, person), Browser(app, person)]
    for browser in browsers:
        browser.get("/agreements")
    at = f"/people/{person.id}"
    sam.send(at, to=f"{at}/roles/{ended}/end")
    for browser in browsers:
        assert browser.get("/agreements", 303).location.startswith("/login")
    Browser(app, person).get("/agreements")


@pytest.mark.trust("B6")
def test_nobody_changes_the_own_roles_or_closes_the_own_account(sam):
    own = "/people/1"
    assert "Another system administrator changes your roles" in words(sam.get(own).text)
    sam.send(own, 403, to=f"{own}/roles", role="approver")
    sam.send(own, 403, to=f"{own}/roles/1/end")
    sam.send(own, 403, to=f"{own}/close")
    assert held("sam@riverbend.example") == [(Role.SYSTEM, None, None)]


@pytest.mark.trust("A6")
def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(app, sam):
    with transaction() as session:
        person = make_person(session, "Lea")
        make_role(session, person, Role.VERIFIER)
    lea, at = Browser(app, person), f"/people/{person.id}"
    lea.get("/agreements")
    sam.send(at, to=f"{at}/close")
    assert lea.get("/agreements", 303).location.startswith("/login")
    sam.send(at, 409, to=f"{at}/link")
    sam.send(at, to=f"{at}/reopen")
    sam.send(at, 200, to=f"{at}/link")


def test_another_name_is_given_and_an_empty_one_refused(sam):
    at = sam.send("/people/new", name="Lea", email="lea@x.example", role="verifier").location
    assert summary(sam.send(at, 422, to=f"{at}/name", name=" ").text) == ["Give the person's name."]
    sam.send(at, to=f"{at}/name", name="Lea Roy")
    assert "Lea Roy" in sam.get("/people").text


def test_someone_who_is_not_there_is_not_found(sam):
    sam.get("/people/99", 404)
    sam.send("/people", 404, to="/people/99/close")


@pytest.mark.parametrize("path", ["/service-lines", "/groups"])
def test_lines_and_groups_are_added_and_every_fault_is_said(sam, path):
    page = sam.send(path, 422, name=" ", code="a b").text
    assert len(summary(page)) == 2
    assert 'value="a b"' in page
    sam.send(path, name="Spine & Hand", code="SPINE-1")
    assert "Spine & Hand" in words(sam.get(path).text)
    assert len(summary(sam.send(path, 422, name="Other", code="SPINE-1").text)) == 1
    (said,) = summary(sam.send(path, 422, name="spine & hand ", code="SPINE-2").text)
    assert said.endswith("has this name. Give one that tells them apart.")


def test_the_log_shows_who_did_what(sam):
    sam.send("/service-lines", name="Spine", code="SPINE")
    page = words(sam.get("/audit").text)
    assert "Sam Ito" in page
    assert "service-line:record:add" in page
    assert "There is no entry before this one" in words(sam.get("/audit?before=1").text)


def test_the_home_page_leads_a_new_installation_to_its_first_agreement(app, sam):
    page = words(sam.get("/").text)
    assert "2 of 11 completed" in page
    assert "Invite people and give them roles (0 of 5 roles given) To do" in page
    sam.send("/people/new", name="Ada", email="ada@x.example", role="service-line administrator")
    assert "(1 of 5 roles given) To do" in words(sam.get("/").text)
    with reading() as session:
        ada = by_email(session, "ada@x.example")
    assert "Create the agreement, from a template or empty To do" in words(
        Browser(app, ada).get("/").text
    )
