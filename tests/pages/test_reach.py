"""How far each role reaches: every route, in the own agreement and in another's, against one table.

The table in reach.txt is read and changed by people; it does not follow from the rights in the
code, so that a right that slips in shows here.
"""

from types import SimpleNamespace

import pytest

from comanage.actions import jobs
from comanage.database import transaction
from comanage.records.job import JobKind
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.house.house import ROOT
from tests.makers import (
    make_agreement,
    make_agreement_document,
    make_declaration,
    make_document,
    make_evidence,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser

TABLE = ROOT / "tests" / "pages" / "reach.txt"
LETTERS = dict(zip(Role, "AVPRDLCIES", strict=True))
LIMITED = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.LEADER)
UNSEEN = (
    "There is no such agreement",
    "There is no such file",
    "There is no such document",
    "There is no such job",
)
MEASURE, GROUP = "turnover", "GRANITE"
PARTS = {
    "agreement_id": 1,
    "code": PERIOD,
    "number": 1,
    "person_id": 1,
    "role_id": 999,
    "change_id": 999,
    "kind": "csv",
    "participant": GROUP,
    "statement_id": 1,
    "suffix": "csv",
    "measure": MEASURE,
    "figure_id": 1,
    "evidence_id": 1,
    "hold_id": 1,
    "dispute_id": 1,
    "delegation_id": 999,
    "payment_id": 1,
    "repayment_id": 999,
    "group_id": 1,
    "alert_id": 1,
    "duty_id": 999,
    "entry_id": 999,
    "earned_id": 999,
    "month": "2027-03",
    "meeting_id": 999,
    "document_id": 1,
    "declaration_id": 1,
    "job_id": 1,
}


@pytest.fixture
def settled(app, monkeypatch):
    """An approved quarter of one service line and two groups, and another line with its own."""
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
        ready.other_line = make_service_line(session, "CARDIO")
        ready.other = make_agreement(session, "CARDIO-2027", service_line=ready.other_line)
        make_scorecard(session, ready.other)
        make_evidence(session, ready.figures["turnover"], document=make_document(session))
        held = make_agreement_document(session, ready.agreement, for_all_parties=True)
        make_declaration(session, ready.agreement, document_sha256=held.document_sha256)
    finalized(ready)
    approved(ready)
    with transaction() as session:
        given = {"period": PERIOD}
        jobs.ask(
            session, ready.compliance, JobKind.STATEMENTS, agreement_id=ready.id, arguments=given
        )
    return ready


def table():
    """Read the table: who passes each route, by letter."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.rsplit(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {route.strip(): set(letters) - {"-"} for route, letters in rows}


def routes(app):
    """List (route, method, address in the own agreement) of every route that is not public."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if rule.endpoint.partition(".")[0] in {"static", "help"} or not rule.endpoint.count("."):
            continue
        if rule.endpoint in {
            "sign_in.login",
            "sign_in.enter",
            "sign_in.welcome",
            "status.healthz",
            "verdicts.file",
        }:
            continue
        values = {name: PARTS[name] for name in rule.arguments}
        path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", method, path


def browser_of(app, role, *, line=None, group=None):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, role, service_line=line, group=group)
    return Browser(app, SimpleNamespace(id=person.id))


def ask(browser, method, path):
    return browser.client.open(
        path, method=method, data={"number": 1} if method == "POST" else None
    )


def refused(answer):
    unseen = answer.status_code == 404 and any(words in answer.text for words in UNSEEN)
    return unseen or answer.status_code == 403


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.trust("B2")
def test_a_role_passes_where_the_table_says_and_nowhere_else(app, settled, role):
    app.config["WTF_CSRF_ENABLED"] = False
    group = settled.groups[GROUP]
    line = settled.line if role in LIMITED and role is not Role.LEADER else None
    expected, known = table(), 0
    browser = browser_of(app, role, line=line, group=group)
    for route, method, path in routes(app):
        answer = ask(browser, method, path)
        passes = LETTERS[role] in expected[route]
        assert refused(answer) is not passes, f"{route}: {answer.status}"
        assert answer.status_code < 500, route
        known += 1
        if "logout" in route:
            browser = browser_of(app, role, line=line, group=group)
    assert known == len(expected)


@pytest.mark.parametrize("role", LIMITED, ids=str)
@pytest.mark.trust("B2")
def test_a_role_passes_nowhere_in_the_agreement_of_another(app, settled, role):
    app.config["WTF_CSRF_ENABLED"] = False
    line = settled.other_line if role is not Role.LEADER else None
    browser, expected = browser_of(app, role, line=line), table()
    for route, method, path in routes(app):
        if "/agreements/1" not in path:
            continue
        answer = ask(browser, method, path)
        wanted = {404} if LETTERS[role] in expected[route] else {403, 404}
        assert answer.status_code in wanted, f"{route}: {answer.status}"
        assert "ORTHO" not in answer.text, route
        assert "Orthopedic" not in answer.text, route


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_no_other_way_of_asking_opens_or_changes_anything(app, settled, role):
    browser = browser_of(app, role, group=settled.groups[GROUP])
    for route, method, path in routes(app):
        for other in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            assert browser.client.open(path, method=other).status_code == 405, f"{other} {route}"
        if method == "GET":
            bare = browser.client.open(path, method="HEAD")
            assert bare.status_code == browser.client.get(path).status_code, route
            assert bare.data == b""


@pytest.mark.trust("B2")
def test_parts_of_other_agreements_are_found_in_none(app, settled):
    compliance = browser_of(app, Role.COMPLIANCE)
    other = settled.other.id
    for path in ("statements/1.pdf", "statements/1.xlsx", "documents/1", "evidence/1/file", "evidence/figures/1",
                 f"results/{PERIOD}/{MEASURE}", "scorecard/2",
                 f"settlements/{PERIOD}/settlement.json",
                 f"settlements/{PERIOD}/preliminary/{GROUP}.pdf"):  # fmt: skip
        assert compliance.client.get(f"/agreements/{other}/{path}").status_code == 404, path
