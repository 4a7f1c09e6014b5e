"""The compliance board in the browser: what stands, and what a compliance officer adds."""

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.rules.oversight.board import NUMBERS
from tests.actions.settling import make_ready
from tests.makers import NOW, make_agreement, make_hold
from tests.pages.browser import Browser
from tests.pages.working import text_of

DECLARED = {
    "applies": "applies",
    "words": "Every physician was screened.",
    "reference": "Screening report, compliance share",
    "declared_on": "2027-08-30",
    "expires_on": "2028-08-29",
}


@pytest.fixture
def at_desks(app):
    """The agreement, with browsers for those who look at its board."""
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.fixed(NOW.replace(month=9, day=1)):
        with transaction() as session:
            ready = make_ready(session)
        for name in ("compliance", "administrator"):
            person = type("Person", (), {"id": getattr(ready, name).person_id})
            setattr(ready, f"{name}_browser", Browser(app, person).client)
        ready.board = f"/agreements/{ready.id}/oversight"
        yield ready


def test_the_board_lists_every_safeguard_with_its_word_and_decider(at_desks):
    page = at_desks.compliance_browser.get(at_desks.board)
    words = text_of(page)
    assert page.status_code == 200
    assert all(f'id="safeguard-{number}"' in page.text for number in NUMBERS)
    assert "Declared by a person Declare" in words
    assert "Does not apply" in words
    assert "compliant" not in words.lower()


def test_an_administrator_reads_the_board_and_adds_nothing(at_desks):
    page = at_desks.administrator_browser.get(at_desks.board)
    assert page.status_code == 200
    assert "/declare" not in page.text
    assert "Place a hold" not in page.text
    refused = at_desks.administrator_browser.post(f"{at_desks.board}/28/declare", data=DECLARED)
    assert refused.status_code == 403


def test_a_compliance_officer_declares_and_the_board_says_so(at_desks):
    form = at_desks.compliance_browser.get(f"{at_desks.board}/28/declare")
    assert 'value="2027-09-01"' in form.text
    assert 'value="2028-08-31"' in form.text
    sent = at_desks.compliance_browser.post(f"{at_desks.board}/28/declare", data=DECLARED)
    assert (sent.status_code, sent.location) == (303, at_desks.board)
    words = text_of(at_desks.compliance_browser.get(at_desks.board))
    assert "The declaration is on record." in words
    assert "Every physician was screened. It counts until 2028-08-29." in words


def test_a_declaration_with_faults_comes_back_with_what_was_typed(at_desks):
    sent = at_desks.compliance_browser.post(
        f"{at_desks.board}/28/declare", data=DECLARED | {"reference": "", "expires_on": "soon"}
    )
    words = text_of(sent)
    assert sent.status_code == 422
    assert "Name the document it rests on, and where it is kept." in words
    assert "“soon” is not a date" in words
    assert "Every physician was screened." in words


def test_a_computed_safeguard_has_no_page_to_declare_it(at_desks):
    assert at_desks.compliance_browser.get(f"{at_desks.board}/25/declare").status_code == 404
    assert at_desks.compliance_browser.get(f"{at_desks.board}/99/declare").status_code == 404


def test_a_limit_is_set_or_comes_back_with_its_faults(at_desks):
    browser = at_desks.compliance_browser
    limit = {"limited": "days to settle a difference", "amount": "90", "reason": "Section 7.2"}
    refused = browser.post(f"{at_desks.board}/limits", data=limit | {"amount": "ninety"})
    assert refused.status_code == 422
    assert "“ninety” is not a whole number" in text_of(refused)
    assert browser.post(f"{at_desks.board}/limits", data=limit).status_code == 303
    assert "Days to settle a difference: 90 , Section 7.2" in text_of(browser.get(at_desks.board))
    unknown = browser.post(f"{at_desks.board}/limits", data=limit | {"limited": "anything"})
    assert unknown.status_code == 422


def test_a_hold_is_placed_and_lifted(at_desks):
    browser = at_desks.compliance_browser
    assert browser.post(f"{at_desks.board}/holds", data={"reason": ""}).status_code == 422
    assert browser.post(f"{at_desks.board}/holds", data={"reason": "Matter 12"}).status_code == 303
    assert "Matter 12" in text_of(browser.get(at_desks.board))
    assert browser.post(f"{at_desks.board}/holds/1/lift", data={"reason": ""}).status_code == 422
    lifted = browser.post(f"{at_desks.board}/holds/1/lift", data={"reason": "Closed"})
    assert lifted.status_code == 303
    assert "None stands." in text_of(browser.get(at_desks.board))


def test_the_hold_of_another_agreement_is_not_found(at_desks, app):
    del app
    with transaction() as session:
        from_elsewhere = make_hold(session, make_agreement(session))
    path = f"{at_desks.board}/holds/{from_elsewhere.id}/lift"
    answer = at_desks.compliance_browser.post(path, data={"reason": "Closed"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ("?at_risk=30&potential=100", "30% is at risk, which is more than 25%"),
        ("?at_risk=25&potential=100", "25% is at risk, which is not more than 25%."),
    ],
)
def test_the_share_at_risk_is_worked_out_and_nothing_is_stored(at_desks, amounts, words):
    assert words in text_of(at_desks.compliance_browser.get(at_desks.board + amounts))


@pytest.mark.parametrize("amounts", ["?at_risk=x&potential=1", "?at_risk=1", "?potential=0"])
def test_amounts_that_give_no_share_give_no_sentence(at_desks, amounts):
    page = at_desks.compliance_browser.get(at_desks.board + amounts)
    assert page.status_code == 200
    assert "% is at risk" not in text_of(page)


def test_the_overview_leads_to_the_board(at_desks):
    page = at_desks.compliance_browser.get("/oversight")
    assert at_desks.board in page.text
    assert "Orthopedic co-management" in text_of(page)
