"""Who gets in nowhere: every route against those who are not signed in, lack the right, or belong elsewhere."""

import pytest
from werkzeug.routing import IntegerConverter

from comanage.database import reading, transaction
from comanage.pages import person as doors
from comanage.records.audit_entry import latest
from comanage.records.participant import of_agreement
from comanage.rights import RIGHTS, Right
from comanage.rules.signoff import Role
from tests.makers import (
    make_actor,
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import COOKIE, Browser, words

CODE = "2027-Q1"
NAMES = {"code": CODE, "kind": "csv", "suffix": "csv"}  # other words may be any


@pytest.fixture
def agreement(app):
    """A locked agreement of one service line."""
    with transaction() as session:
        make_installation(session)
        line = make_service_line(session, "ORTHO")
        agreement = make_agreement(session, "ORTHO-2027", service_line=line)
        make_scorecard(session, agreement)
        return agreement


def routes(app):
    """List (endpoint, method, path, right) of every route that is not public."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in doors.OPEN:
            continue
        values = {
            name: 1
            if isinstance(rule._converters[name], IntegerConverter)
            else NAMES.get(name, "x")
            for name in rule.arguments
        }
        path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values)
        right = doors._declared[app.view_functions[rule.endpoint]]
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path, right


def ask(browser, method, path):
    """Ask for a page, or send it an empty form."""
    if method == "GET":
        return browser.client.get(path)
    return browser.client.post(path, data={"csrf_token": browser.token(), "number": "1"})


@pytest.mark.trust("B1")
def test_every_route_declares_a_right_or_is_one_of_seven_public_ones(app):
    assert len(doors.PUBLIC) <= 7
    assert len(doors.FOR_MACHINES) == 1
    declared = {endpoint: right for endpoint, _, _, right in routes(app)}
    assert len(declared) > 25
    assert set(declared.values()) <= set(Right)


@pytest.mark.trust("B1")
@pytest.mark.own_app
def test_a_route_without_a_right_keeps_the_app_from_starting(app):
    app.add_url_rule("/open", "open", lambda: "anyone")
    with pytest.raises(RuntimeError, match="declare no right: open"):
        doors.check_declared(app)


@pytest.mark.trust("B1")
def test_nobody_reaches_anything_without_signing_in(app, agreement):
    browser = Browser(app)
    for endpoint, method, path, _ in routes(app):
        answer = ask(browser, method, path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login"), endpoint


def test_a_guessed_cookie_opens_nothing(app, agreement):
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, "x" * 43)
    assert browser.get("/agreements", 303).location.startswith("/login")


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.trust("B8")
def test_a_role_without_the_right_is_refused_and_that_is_noted(app, agreement, role):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, role)
    browser = Browser(app, person)
    lacking = [each for each in routes(app) if each[3] not in RIGHTS[role]]
    assert lacking
    for endpoint, method, path, _ in lacking:
        answer = ask(browser, method, path)
        added = role is Role.VERIFIER and endpoint == "settlements.approve"
        assert answer.status_code == 403 or added, f"{endpoint}: {answer.status}"
    with reading() as session:
        refused = [row for row in latest(session, limit=1000) if row.act == "person:right:refuse"]
    assert len(refused) >= len(lacking) - 1


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.LEADER],
    ids=str,
)
@pytest.mark.trust("B2")
def test_the_agreement_of_another_line_or_group_does_not_exist(app, agreement, role):
    with transaction() as session:
        other = make_service_line(session, "CARDIO")
        person = make_person(session)
        make_role(session, person, role, service_line=None if role is Role.LEADER else other)
    browser = Browser(app, person)
    within = [
        each for each in routes(app) if "/agreements/1" in each[2] and each[3] in RIGHTS[role]
    ]
    assert within
    for endpoint, method, path, _ in within:
        answer = ask(browser, method, path)
        assert answer.status_code == 404, f"{endpoint}: {answer.status} {words(answer.text)[:200]}"
        assert "ORTHO" not in answer.text, endpoint
    assert "ORTHO-2027" not in browser.get("/agreements").text


@pytest.mark.trust("C1")
def test_a_form_without_its_token_changes_nothing(app, agreement):
    with transaction() as session:
        person = make_person(session)
        for role in Role:
            make_role(session, person, role)
    browser = Browser(app, person)
    posting = [each for each in routes(app) if each[1] == "POST"]
    assert len(posting) > 15
    for endpoint, _, path, _ in posting:
        answer = browser.client.post(path, data={"name": "Eve", "code": "EVE"})
        assert answer.status_code == 400, f"{endpoint}: {answer.status}"
    for path in ("/login", "/login/enter", "/welcome/guessed"):
        assert browser.client.post(path).status_code == 400


@pytest.mark.trust("C1")
def test_asking_for_pages_stores_nothing_but_the_refusals(app, agreement):
    with transaction() as session:
        person = make_person(session)
        for role in Role:
            make_role(session, person, role)
    browser = Browser(app, person)
    with reading() as session:
        before = latest(session)[0].id
    for endpoint, method, path, _ in routes(app):
        if method == "GET":
            answer = browser.client.get(path)
            assert answer.status_code < 500, f"{endpoint}: {answer.status}"
    with reading() as session:
        new = [row.act for row in latest(session) if row.id > before]
    assert set(new) <= {
        "person:right:refuse",
        "scorecard:exhibit:print",
        "hours:records:export",
        *(
            "payout:records:export",
            "payment:list:export",
            "statement:document:read",
            "statement:preview:read",
            "statement:workbook:read",
        ),
        "figure:file:export",
        *("settlement:document:export", "scorecard:terms:export", "log:entries:read"),
        *("agreement:register:export", "agreement:document:read"),
        *("payout:records:read", "payment:list:read", "agreement:ledger:read"),
        "group:vendor-number:read",
    }


@pytest.mark.trust("B3")
def test_a_leader_sees_the_terms_without_other_groups_money(app):
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        make_scorecard(session, agreement)
        first, second = (row.group for row in of_agreement(session, agreement.id))
        leader = make_actor(session, Role.LEADER, group=first)
        person = session.get_one(type(make_person(session)), leader.person_id)
    browser = Browser(app, person)
    for path in ("/agreements/1", "/agreements/1/scorecard", "/agreements/1/scorecard/1"):
        page = browser.get(path).text
        assert second.name not in page, path
        assert "$400,000.00" not in page
    browser.get("/agreements/1/scorecard/1/terms.json", 404)
