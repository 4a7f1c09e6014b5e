"""What stands around a page: links by role, and pickers that lead to pages that open."""

import re

import pytest

from comanage.database import transaction
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import make_agreement, make_installation, make_person, make_role, make_scorecard
from tests.pages.browser import Browser

FIRST, MONEY = ["Home", "Agreements"], ["Payouts", "Payments"]
LINKS = {
    Role.ADMINISTRATOR: [
        *FIRST, "Hours to approve", *MONEY, "Oversight",
        "Disputes", "Library", "Jobs", "Service lines", "Groups",
    ],
    Role.VERIFIER: [*FIRST, "Hours to approve", "Disputes", "Library", "Jobs"],
    Role.APPROVER: [*FIRST, "Hours to approve", *MONEY, "Disputes", "Library", "Jobs"],
    Role.RELEASER: [*FIRST, *MONEY, "Disputes", "Library", "Jobs"],
    Role.PHYSICIAN: ["Home", "My hours"],
    Role.LEADER: ["Home", "My hours", "Agreements", "Your payments", "Disputes", "Library"],
    Role.COMPLIANCE: [
        *FIRST, *MONEY, "Oversight", "Audit log", "Disputes", "Library", "Jobs", "Status",
    ],
    Role.REVIEWER: [*FIRST, *MONEY, "Oversight", "Disputes", "Library", "Jobs"],
    Role.EXECUTIVE: [*FIRST, *MONEY, "Jobs"],
    Role.SYSTEM: ["Home", "Audit log", "People", "Service lines", "Groups", "Status"],
}  # fmt: skip
IN_A_ROW = 7  # what a desk of 1280 pixels has room for


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
    assert [label for _, label in links] == LINKS[role]
    for path, _ in links:
        assert visitor.client.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_places_that_have_no_room_in_the_row_stand_in_one_menu(app, role):
    page = browser(app, role).client.get("/", follow_redirects=True).text
    row, _, menu = page.partition("house-tools")[0].partition(">More</summary>")
    expected = LINKS[role]
    beside = expected if len(expected) <= IN_A_ROW else expected[: IN_A_ROW - 1]
    assert [label for _, label in within(row, "Main")] == beside
    assert re.findall(r'class="menu-link"[^>]*>([^<]+)<', menu) == expected[len(beside) :]


def test_the_menu_says_that_the_page_is_in_it(app):
    ada = browser(app, Role.ADMINISTRATOR)
    in_it = '<summary class="house-place" aria-current="true">More</summary>'
    assert in_it in ada.get("/groups").text
    assert in_it not in ada.get("/payouts").text


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


def test_the_picker_of_periods_keeps_the_page(app):
    with transaction() as session:
        make_installation(session)
        make_scorecard(session, make_agreement(session, "LOCKED"))
    ada = browser(app, Role.ADMINISTRATOR)
    links = within(ada.get("/agreements/1/figures/2027-Q1").text, "Agreement and period")
    assert ("/agreements/1/figures/2027-Q3", "2027-Q3") in links


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
