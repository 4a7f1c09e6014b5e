"""What stands around a page: links by role, and pickers that lead to pages that open."""

import re
from datetime import UTC, datetime

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.records import participant
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser, words

# The row is what the plan of the screens names for each role; the others stand under "More".
ROWS = {
    Role.ADMINISTRATOR: ["Work list", "Scorecards", "Import", "Agreements", "Results"],
    Role.VERIFIER: ["Queue", "Results"],
    Role.APPROVER: ["Queue", "Results"],
    Role.RELEASER: ["Payments"],
    Role.PHYSICIAN: ["My hours", "Attest"],
    Role.LEADER: ["My scorecard", "Trend", "Statements", "My hours"],
    Role.COMPLIANCE: ["Payouts", "Audit", "Packets", "Caps"],
    Role.REVIEWER: ["Results"],
    Role.EXECUTIVE: ["Results"],
    Role.SYSTEM: ["People", "Service lines", "Groups", "Status"],
}
MORE = {
    Role.ADMINISTRATOR: [
        "Hours to approve", "Payouts", "Payments", "Oversight", "Disputes", "Library", "Jobs",
        "Service lines", "Groups",
    ],
    Role.VERIFIER: ["Agreements", "Hours to approve", "Disputes", "Library", "Jobs"],
    Role.APPROVER: [
        "Agreements", "Hours to approve", "Payouts", "Payments", "Disputes", "Library", "Jobs",
    ],
    Role.RELEASER: ["Home", "Agreements", "Results", "Payouts", "Disputes", "Library", "Jobs"],
    Role.PHYSICIAN: [],
    Role.LEADER: ["Home", "Attest", "Agreements", "Your payments", "Disputes", "Library"],
    Role.COMPLIANCE: [
        "Home", "Agreements", "Results", "Payments", "Oversight", "Disputes", "Library", "Jobs",
        "Status",
    ],
    Role.REVIEWER: [
        "Home", "Agreements", "Payouts", "Payments", "Oversight", "Disputes", "Library", "Jobs",
    ],
    Role.EXECUTIVE: ["Agreements", "Payouts", "Payments", "Jobs"],
    Role.SYSTEM: ["Home", "Audit"],
}  # fmt: skip
MOST = 7  # places that a desk of 1280 pixels has room for


def browser(app, *roles):
    with transaction() as session:
        person = make_person(session)
        for role in roles:
            make_role(session, person, role)
    return Browser(app, person)


def within(text, label):
    """List the links of one region, as (address, words)."""
    part = text.partition(f'aria-label="{label}"')[2].partition("</ul>\n    </nav>")[0]
    part = part.partition("</main>")[0] if label == "Main" else part
    return re.findall(r'<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>', part.partition("house-page")[0])


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_finds_its_places_and_no_others(app, role):
    visitor = browser(app, role)
    page = visitor.client.get("/", follow_redirects=True)  # a physician's home is the own hours
    links = within(page.text.partition("house-tools")[0], "Main")
    assert [label for _, label in links] == [*ROWS[role], *MORE[role]]
    for path, _ in links:
        assert visitor.client.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_row_is_what_the_role_comes_for_and_the_rest_stands_in_one_menu(app, role):
    page = browser(app, role).client.get("/", follow_redirects=True).text
    row, _, menu = page.partition("house-tools")[0].partition(">More</summary>")
    assert [label for _, label in within(row, "Main")] == ROWS[role]
    assert re.findall(r'class="menu-link"[^>]*>([^<]+)<', menu) == MORE[role]


def test_whoever_has_many_roles_has_no_longer_row_than_there_is_room_for(app):
    page = browser(app, *Role).client.get("/").text
    row, _, menu = page.partition("house-tools")[0].partition(">More</summary>")
    places = [label for _, label in within(row, "Main")]
    assert len(places) == MOST
    every = [*places, *re.findall(r'class="menu-link"[^>]*>([^<]+)<', menu)]
    assert len(every) == len(set(every))
    assert {"Work list", "Trend", "Caps", "Payments", "Attest", "People"} <= set(every)


def test_the_menu_says_that_the_page_is_in_it(app):
    ada = browser(app, Role.ADMINISTRATOR)
    in_it = '<summary class="house-place" aria-current="true">More</summary>'
    assert in_it in ada.get("/groups").text
    assert in_it not in ada.get("/agreements").text


@pytest.mark.parametrize(
    "page", ["", "/scorecard", "/scorecard/weights", "/scorecard/money", "/figures/2027-Q1"]
)
def test_the_picker_of_agreements_leads_to_pages_that_open(app, page):
    with transaction() as session:
        make_installation(session)
        for code, state in (("DRAFTED", ScorecardState.DRAFT), ("LOCKED", ScorecardState.LOCKED)):
            make_scorecard(session, make_agreement(session, code), state=state)
    ada = browser(app, Role.ADMINISTRATOR)
    text = ada.client.get(f"/agreements/1{page}").text
    paths = [path for path, label in within(text, "Agreement and period") if "Co-manage" in label]
    assert len(paths) == 2
    for path in paths:
        ada.get(path)


@pytest.mark.parametrize("page", ["figures/2027-Q1", "ledger", "trend", "statements"])
def test_the_picker_of_agreements_keeps_the_page_and_the_period(app, page):
    with transaction() as session:
        make_installation(session)
        for code in ("ONE", "OTHER"):
            make_scorecard(session, make_agreement(session, code))
    ada = browser(app, Role.ADMINISTRATOR)
    links = within(ada.get(f"/agreements/1/{page}").text, "Agreement and period")
    assert f"/agreements/2/{page}" in [path for path, _ in links]
    ada.get(f"/agreements/2/{page}")


def test_the_picker_leads_to_the_agreement_where_the_page_does_not_open(app):
    with transaction() as session:
        make_installation(session)
        line = make_service_line(session, "CARDIO")
        for code, own in (("ONE", None), ("OTHER", line)):
            given = {"service_line": own} if own else {}
            make_scorecard(session, make_agreement(session, code, **given))
        ada = make_person(session)
        make_role(session, ada, Role.ADMINISTRATOR, service_line=line)
        make_role(session, ada, Role.EXECUTIVE)
    visitor = Browser(app, ada)
    links = within(visitor.get("/agreements/2/figures/2027-Q1").text, "Agreement and period")
    assert "/agreements/1" in [path for path, _ in links]
    assert "/agreements/1/figures/2027-Q1" not in [path for path, _ in links]


def test_the_picker_of_periods_keeps_the_page(app):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    ada = browser(app, Role.ADMINISTRATOR)
    links = within(ada.get("/agreements/1/figures/2027-Q1").text, "Agreement and period")
    assert ("/agreements/1/figures/2027-Q3", "2027-Q3") in links


def test_a_page_of_a_period_says_how_the_period_stands_where_it_says_no_more(app):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    ada = browser(app, Role.ADMINISTRATOR)
    for page in ("results/2027-Q1", "what-if/2027-Q1", "imports/2027-Q1/new", "figures/2027-Q1"):
        text = ada.get(f"/agreements/1/{page}").text
        line = text.partition('<p class="state-line">')[2].partition("</p>")[0]
        assert "2027-Q1" in line, page
        assert text.count('class="state-line"') == 1, page


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ((2027, 3, 31), "Not begun begins on 1 Apr 2027"),
        ((2027, 6, 30), "Open goes on until 30 Jun 2027"),
        ((2027, 7, 1), "Open"),
    ],
)
def test_an_open_period_says_whether_it_lies_ahead_or_goes_on(app, today, said):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    with clock.fixed(datetime(*today, 16, tzinfo=UTC)):
        ada = browser(app, Role.ADMINISTRATOR)
        for page in ("figures/2027-Q2", "figures/2027-Q2/check", "results/2027-Q2"):
            text = ada.get(f"/agreements/1/{page}").text
            line = text.partition('<p class="state-line">')[2].partition("</p>")[0]
            assert words(line) == f"2027-Q2 {said}", page
        ahead = "Not begun" in said
        assert ("Not begun" in ada.get("/agreements/1/settlements/2027-Q2").text) == ahead


AGREED = (
    "",
    "/duties",
    "/meetings",
    "/owners",
    "/documents/new",
    "/ledger",
    "/statements",
    "/heatmap",
    "/change",
)


@pytest.mark.parametrize("page", AGREED)
def test_a_page_of_an_agreement_says_where_the_agreement_stands(app, page):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    text = browser(app, Role.ADMINISTRATOR, Role.COMPLIANCE).get(f"/agreements/1{page}").text
    line = text.partition('<p class="state-line">')[2].partition("</p>")[0]
    assert "<strong>LOCKED</strong>" in line
    assert "Draft" in line
    assert "not signed by " in line
    assert text.count('class="state-line"') == 1


def test_who_sees_one_group_is_not_told_who_has_not_signed(app):
    with transaction() as session:
        made = make_agreement(session, "LOCKED")
        make_installation(session)
        make_scorecard(session, made)
        leader = make_person(session)
        group = participant.of_agreement(session, made.id)[0].group
        make_role(session, leader, Role.LEADER, group=group)
    text = Browser(app, leader).get("/agreements/1").text
    line = text.partition('<p class="state-line">')[2].partition("</p>")[0]
    assert "Draft" in line
    assert "signed by" not in line


def test_a_form_sent_back_keeps_its_pickers(app):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    ada = browser(app, Role.ADMINISTRATOR)
    path = "/agreements/1/imports/2027-Q1/new"
    text = ada.send(path, 422).text
    links = within(text, "Agreement and period")
    assert ("/agreements/1/imports/2027-Q3/new", "2027-Q3") in links


def test_a_page_of_an_agreement_that_is_not_seen_has_no_picker(app):
    with transaction() as session:
        make_agreement(session, "HIDDEN")
    ada = browser(app, Role.SYSTEM)
    assert "HIDDEN" not in ada.get("/agreements/1", 403).text
