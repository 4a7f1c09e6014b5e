"""What stands around a page: links by role, and pickers that lead to pages that open."""

import re

import pytest

from comanage.database import transaction
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import make_agreement, make_installation, make_person, make_role, make_scorecard
from tests.pages.browser import Browser

FIRST = ["Home", "Agreements", "Library"]
LINKS = {
    Role.ADMINISTRATOR: [
        *FIRST, "Hours to approve", "Payouts", "Payments", "Jobs", "Disputes", "Oversight",
        "Service lines", "Groups",
    ],
    Role.VERIFIER: [*FIRST, "Hours to approve", "Jobs", "Disputes"],
    Role.APPROVER: [*FIRST, "Hours to approve", "Payouts", "Payments", "Jobs", "Disputes"],
    Role.RELEASER: [*FIRST, "Payouts", "Payments", "Jobs", "Disputes"],
    Role.PHYSICIAN: ["Home", "My hours"],
    Role.LEADER: ["Home", "My hours", "Agreements", "Library", "Your payments", "Disputes"],
    Role.COMPLIANCE: [
        *FIRST, "Payouts", "Payments", "Jobs", "Disputes", "Oversight", "Audit log", "Status",
    ],
    Role.REVIEWER: [*FIRST, "Payouts", "Payments", "Jobs", "Disputes", "Oversight"],
    Role.EXECUTIVE: ["Home", "Agreements", "Payouts", "Payments", "Jobs"],
    Role.SYSTEM: ["Home", "Audit log", "Status", "People", "Service lines", "Groups"],
}  # fmt: skip


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
