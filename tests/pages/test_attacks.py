"""What nobody sends by accident: each is refused in a page of ours, soon, and stores nothing."""

import io
import time

import pytest

from comanage.actions import invitations, people
from comanage.database import reading, transaction
from comanage.pages import sent
from comanage.pages.picks import NOTHING, pick
from comanage.records.person import Person, roles_of
from comanage.refusals import Conflict
from comanage.rules.signoff import Role
from tests.makers import (
    make_actor,
    make_agreement,
    make_figure,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
)
from tests.pages.browser import Browser, words

BEYOND = (str(2**31), str(2**63), "9" * 30, "9" * 5000)
GRID = "/agreements/1/figures/2027-Q1"
SENTENCE = "The request was not understood."


@pytest.fixture
def everybody(app):
    """One person who may do everything, and an agreement to do it to."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        make_scorecard(session, agreement)
        make_figure(session, agreement)
        person = make_person(session)
        for role in Role:
            make_role(session, person, role)
        other = make_person(session, "Somebody Else")
    browser = Browser(app, person)
    browser.other = other.id
    return browser


def post(browser, path, fields, **how):
    return browser.client.post(path, data={"csrf_token": browser.token()} | fields, **how)


@pytest.mark.parametrize("number", BEYOND)
def test_a_number_that_no_row_can_have_is_no_page(everybody, number):
    for path in (
        f"/agreements/{number}",
        f"/agreements/{number}/figures/2027-Q1",
        f"/agreements/1/scorecard/{number}",
        f"/agreements/1/statements/{number}.pdf",
        f"/agreements/1/statements/{number}.xlsx",
        f"/people/{number}",
    ):
        everybody.get(path, 404)
    for path in (f"/people/{number}/close", f"/people/1/roles/{number}/end"):
        assert post(everybody, path, {}).status_code == 404


@pytest.mark.parametrize("number", [*BEYOND, "²", "-1", "one"])
def test_a_number_that_no_row_can_have_is_no_answer_in_a_form(everybody, number):
    role = {"role": Role.LEADER.value, "service_line_id": "", "group_id": ""}
    for name in ("service_line_id", "group_id"):
        assert (
            post(everybody, f"/people/{everybody.other}/roles", role | {name: number}).status_code
            == 422
        ), name
    assert post(everybody, "/login/enter", {"person_id": number}).status_code == 404
    row = {"rows-0-measure": "screening", "rows-0-value": "92", "rows-0-seen": number}
    assert post(everybody, GRID, row).status_code in {409, 422}
    saved = post(everybody, "/agreements/1/change", {"title": "New", "revision": number})
    assert saved.status_code == 409


def test_what_is_no_service_line_never_means_every_service_line(everybody):
    sent_role = {"role": Role.VERIFIER.value, "service_line_id": "everything"}
    assert post(everybody, f"/people/{everybody.other}/roles", sent_role).status_code == 422
    with reading() as session:
        assert list(roles_of(session, everybody.other)) == []
    assert pick("Group").kwargs["coerce"]("everything") == NOTHING


@pytest.mark.parametrize("name", ["rows-²-value", f"rows-{'9' * 5000}-value", "größe", ""])
def test_a_field_that_no_page_of_ours_has_is_not_read(everybody, name):
    answer = post(everybody, GRID, {name: "1"})
    assert (answer.status_code, SENTENCE in answer.text) == (400, True)


@pytest.mark.trust("C13")
def test_a_form_of_too_many_fields_costs_next_to_nothing(everybody):
    begun = time.process_time()
    fields = {f"rows-{at}-value": "1" for at in range(sent.MOST_FIELDS + 1)}
    assert post(everybody, GRID, fields).status_code == 413
    assert time.process_time() - begun < 1


def test_a_sign_that_no_database_keeps_is_refused_at_the_door(app, everybody):
    stranger = Browser(app)
    for browser, path, fields in (
        (stranger, "/login", {"email": "ada\0@riverbend.example", "password": "x"}),
        (everybody, "/groups", {"code": "G", "name": "Group\0"}),
        (everybody, f"/people/{everybody.other}/name", {"name": "\0"}),
        (everybody, "/agreements/1/change", {"title": "New\0", "revision": "1"}),
    ):
        answer = post(browser, path, fields)
        assert (answer.status_code, SENTENCE in answer.text) == (400, True), path
    for path in ("/agreements/1/figures/%00", "/agreements/1/results/%00", "/help/%00"):
        everybody.get(path, 404)
    everybody.get("/payouts?group=%00", 400)
    with reading() as session:
        assert session.get_one(Person, everybody.other).name == "Somebody Else"


def test_a_file_that_is_sent_as_text_is_no_file(everybody):
    answer = post(everybody, "/agreements/1/imports/2027-Q1/new", {"file": "period,measure"})
    assert answer.status_code == 422
    assert "Choose a file, or paste rows" in words(answer.text)
    unnamed = b"--B\r\nContent-Disposition: form-data; name\r\n\r\nx\r\n--B--"
    kind = "multipart/form-data; boundary=B"
    answer = everybody.client.post("/groups", data=io.BytesIO(unnamed), content_type=kind)
    assert answer.status_code == 400


def test_a_figure_of_a_measure_that_is_not_asked_for_is_said_and_not_passed_over(everybody):
    row = {"rows-0-measure": "unheard-of", "rows-0-value": "92", "rows-0-source": "Registry"}
    answer = post(everybody, GRID, row)
    assert answer.status_code == 422
    assert "The scorecard has no measure unheard-of" in words(answer.text)


@pytest.mark.parametrize("field", ["base_fee", "pool"])
def test_money_beyond_every_contract_is_refused_beside_its_field(everybody, field):
    plan = {
        "title": "New", "code": "NEW", "service_line_id": "1", "starts": "2027-01-01",
        "ends": "2027-12-31", "base_fee": "0", "pool": "100", "groups-0-group_id": "1",
        "divided": "equal",
    }  # fmt: skip
    answer = post(everybody, "/agreements/new", plan | {field: "9" * 30})
    assert answer.status_code == 422
    assert "give at most $1,000,000,000,000.00" in words(answer.text)


def test_a_request_that_no_page_can_answer_still_gets_a_reference(app, everybody):
    answer = app.test_client().get("/login", headers={"Host": "a" * 5000})
    assert answer.status_code == 400
    assert "Reference" in answer.text
    for word in ("Traceback", "Error", "aaaa"):
        assert word not in answer.text


@pytest.mark.trust("C11")
@pytest.mark.own_app
def test_a_page_that_fails_twice_shows_a_reference_and_nothing_of_its_cause(app, everybody, caplog):
    def around():
        raise ZeroDivisionError("SELECT secret FROM /srv/place")

    app.template_context_processors[None].append(around)
    answer = everybody.client.get("/")
    assert answer.status_code == 500
    assert "Reference" in answer.text
    assert "secret" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_closing_an_account_makes_the_links_dead_that_were_made_for_it(session):
    make_installation(session)
    boss = make_actor(session, Role.SYSTEM)
    person = make_person(session)
    token = invitations.invite(session, boss, person.id)
    people.close(session, boss, person.id)
    people.reopen(session, boss, person.id)
    with pytest.raises(Conflict, match="used already"):
        invitations.opened(session, token)


def test_codes_of_groups_differ_in_more_than_capitals(everybody):
    assert post(everybody, "/groups", {"code": "Aster", "name": "Aster"}).status_code == 303
    answer = post(everybody, "/groups", {"code": "ASTER", "name": "Another"})
    assert answer.status_code == 422
    assert "Another group has this code" in words(answer.text)
