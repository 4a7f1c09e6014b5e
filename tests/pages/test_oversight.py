"""The compliance board in the browser: what stands, and what a compliance officer adds."""

from io import BytesIO

import pytest
from sqlalchemy import text

from comanage import clock
from comanage.actions import oversight
from comanage.database import transaction
from comanage.records.guarding import lifted
from comanage.rules.oversight.board import NUMBERS
from comanage.rules.signoff import Role
from tests.actions.filing import pdf
from tests.actions.releasing import release
from tests.actions.settling import approved, finalized, make_ready, without_layout
from tests.makers import NOW, make_actor, make_agreement, make_hold, make_signed
from tests.pages.browser import Browser
from tests.pages.working import text_of

DECLARED = {
    "applies": "applies",
    "words": "Chosen by a written policy.",
    "reference": "Selection policy, compliance share",
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
    refused = at_desks.administrator_browser.post(f"{at_desks.board}/23/declare", data=DECLARED)
    assert refused.status_code == 403


def test_a_compliance_officer_declares_and_the_board_says_so(at_desks):
    form = at_desks.compliance_browser.get(f"{at_desks.board}/23/declare")
    assert 'value="2027-09-01"' in form.text
    assert 'value="2028-08-31"' in form.text
    sent = at_desks.compliance_browser.post(f"{at_desks.board}/23/declare", data=DECLARED)
    assert (sent.status_code, sent.location) == (303, at_desks.board)
    words = text_of(at_desks.compliance_browser.get(at_desks.board))
    assert "The declaration is on record." in words
    assert "Chosen by a written policy. It counts until 29 Aug 2028." in words


def test_a_declaration_with_faults_comes_back_with_what_was_typed(at_desks):
    sent = at_desks.compliance_browser.post(
        f"{at_desks.board}/23/declare", data=DECLARED | {"reference": "", "expires_on": "soon"}
    )
    words = text_of(sent)
    assert sent.status_code == 422
    assert "Name the document it rests on, and where it is kept; or send its file" in words
    assert "“soon” is not a date" in words
    assert "Chosen by a written policy." in words


def test_a_computed_safeguard_has_no_page_to_declare_it(at_desks):
    assert at_desks.compliance_browser.get(f"{at_desks.board}/25/declare").status_code == 404
    assert at_desks.compliance_browser.get(f"{at_desks.board}/99/declare").status_code == 404


def test_a_limit_is_set_or_comes_back_with_its_faults(at_desks):
    browser = at_desks.compliance_browser
    limit = {"limited": "days to settle a difference", "amount": "90", "reason": "Section 7.2",
             "revision": "0"}  # fmt: skip
    refused = browser.post(f"{at_desks.board}/limits", data=limit | {"amount": "ninety"})
    assert refused.status_code == 422
    assert "“ninety” is not a whole number" in text_of(refused)
    assert browser.post(f"{at_desks.board}/limits", data=limit).status_code == 303
    assert "Days to settle a difference: 90 , Section 7.2" in text_of(browser.get(at_desks.board))
    unknown = browser.post(
        f"{at_desks.board}/limits", data=limit | {"limited": "anything", "revision": "1"}
    )
    assert unknown.status_code == 422


def test_years_that_nobody_set_are_told_as_the_usual_ones(at_desks):
    usual = "Years that records are kept: 10 , as usual; nobody has set another number"
    assert usual in text_of(at_desks.compliance_browser.get(at_desks.board))
    at_desks.compliance_browser.post(
        f"{at_desks.board}/limits",
        data={"limited": "years that records are kept", "amount": "12", "reason": "Section 9",
              "revision": "0"},
    )  # fmt: skip
    words = text_of(at_desks.compliance_browser.get(at_desks.board))
    assert "Years that records are kept: 12 , Section 9" in words
    assert usual not in words


def test_a_hold_is_placed_and_lifted(at_desks):
    browser = at_desks.compliance_browser
    assert browser.post(f"{at_desks.board}/holds", data={"reason": ""}).status_code == 422
    assert browser.post(f"{at_desks.board}/holds", data={"reason": "Matter 12"}).status_code == 303
    assert "Matter 12" in text_of(browser.get(at_desks.board))
    assert browser.post(f"{at_desks.board}/holds/1/lift", data={"reason": ""}).status_code == 422
    lifted = browser.post(f"{at_desks.board}/holds/1/lift", data={"reason": "Closed"})
    assert lifted.status_code == 303
    assert "None stands." in text_of(browser.get(at_desks.board))


def test_what_would_earn_more_is_turned_off_with_a_reason_and_on_again(at_desks):
    browser, path = at_desks.compliance_browser, f"{at_desks.board}/to-earn-more"
    assert "Nobody has turned that off." in text_of(browser.get(at_desks.board))
    back = browser.post(path, data={"shown": "off", "reason": ""})
    assert back.status_code == 422
    assert 'href="#outlook-reason"' in back.text
    assert browser.post(path, data={"shown": "off", "reason": "Section 9"}).status_code == 303
    words = text_of(browser.get(at_desks.board))
    assert "turned off , Section 9" in words
    assert "Turn it on again" in words
    again = browser.post(path, data={"shown": "off", "reason": "Twice"})
    assert "It is turned off already." in text_of(again)
    assert browser.post(path, data={"shown": "on", "reason": "Amended"}).status_code == 303
    assert "turned on again, Amended" in text_of(browser.get(at_desks.board))


def test_an_administrator_reads_whether_it_is_turned_off_and_turns_nothing(at_desks):
    page = at_desks.administrator_browser.get(at_desks.board)
    assert "Nobody has turned that off." in text_of(page)
    assert "to-earn-more" not in page.text


def test_a_hold_that_could_not_be_lifted_comes_back_at_its_own_form(at_desks):
    browser = at_desks.compliance_browser
    for reason in ("Matter 12", "Matter 13"):
        browser.post(f"{at_desks.board}/holds", data={"reason": reason})
    back = browser.post(f"{at_desks.board}/holds/1/lift", data={"reason": "Of 412-86-5210"})
    assert back.status_code == 422
    lifting = back.text.partition('action="/agreements/1/oversight/holds/1/lift"')[2]
    assert "This looks like a social security number" in lifting.partition("</form>")[0]
    for address in ("holds/2/lift", "holds"):
        other = back.text.partition(f'action="/agreements/1/oversight/{address}"')[2]
        assert "This looks like" not in other.partition("</form>")[0]
    assert 'href="#lift-1"' in back.text


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


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ("?at_risk=x&potential=1", "is not a number"),
        ("?at_risk=200&potential=100", "Give an amount from zero to all that can be paid"),
        ("?at_risk=0&potential=0", "Give an amount from zero to all that can be paid"),
        ("?at_risk=-1&potential=100", "Give an amount from zero to all that can be paid"),
    ],
)
def test_amounts_that_cannot_be_are_answered_at_their_field_and_what_was_typed_stays(
    at_desks, amounts, words
):
    page = at_desks.compliance_browser.get(at_desks.board + amounts).text
    row = page.partition('id="safeguard-22"')[2].partition("</tr>")[0]
    assert words in row
    assert "<details open" in row.replace(' class="more"', "")
    assert "% is at risk" not in row


def test_the_overview_leads_to_the_board(at_desks):
    page = at_desks.compliance_browser.get("/oversight")
    assert at_desks.board in page.text
    assert "Orthopedic co-management" in text_of(page)


def test_what_is_found_leads_to_the_record_it_rests_on(at_desks):
    with transaction() as session:
        signed = make_signed(session, at_desks.agreement)
    page = at_desks.compliance_browser.get(at_desks.board).text
    here = f"/agreements/{at_desks.id}"
    for address in (
        f"{here}/documents/{signed.id}", f"{here}/scorecard/1", f"{here}/payment-controls",
        f"{here}/alerts", f"{here}/base-fee-payments", here, "/audit", "/oversight/payments",
    ):  # fmt: skip
        assert f'href="{address}"' in page or address.endswith(("alerts", "payments")), address
        assert at_desks.compliance_browser.get(address).status_code == 200


def test_a_record_that_a_person_may_not_open_is_named_without_a_link(app):
    with clock.fixed(NOW.replace(month=9, day=1)):
        with transaction() as session:
            ready = make_ready(session)
            oversight.place_hold(session, ready.compliance, ready.id, reason="Matter 12")
        linked = {}
        for name in ("administrator", "compliance"):
            person = type("Person", (), {"id": getattr(ready, name).person_id})
            page = Browser(app, person).client.get(f"/agreements/{ready.id}/oversight").text
            row = page.partition('id="safeguard-26"')[2].partition("</tr>")[0]
            assert "entry " in row
            linked[name] = 'href="/audit"' in row
    assert linked == {"administrator": False, "compliance": True}


def test_the_list_of_payments_outside_agreements_is_empty_and_says_what_was_looked_at(at_desks):
    words = text_of(at_desks.compliance_browser.get("/oversight/payments"))
    assert "There is none. 0 payments were looked at, on 1 Sep 2027." in words


def test_a_planted_payment_is_listed_with_every_reason(at_desks, engine, monkeypatch):
    without_layout(monkeypatch)
    with transaction() as session:
        make_signed(session, at_desks.agreement)
        at_desks.releaser = make_actor(session, Role.RELEASER)
    finalized(at_desks)
    approved(at_desks)
    release(at_desks)
    with engine.begin() as connection, lifted(connection, "payment"):
        connection.execute(text("UPDATE payment SET starts = '2026-12-31' WHERE id = 1"))
    words = text_of(at_desks.compliance_browser.get("/oversight/payments"))
    assert "Payment 1 2027-Q1, 31 Dec 2026 to 31 Mar 2027" in words
    assert "The agreement begins on 1 Jan 2027." in words
    assert "Release nothing more under these agreements" in words
    board = text_of(at_desks.compliance_browser.get(at_desks.board))
    assert "Paid for days on which it was not signed or not in force" in board


def test_the_file_of_a_declaration_is_sent_with_it_and_handed_out_from_the_board(at_desks):
    browser = at_desks.compliance_browser
    sent = DECLARED | {"reference": "", "file": (BytesIO(pdf("Clear")), "Policy.pdf")}
    assert browser.post(f"{at_desks.board}/23/declare", data=sent).status_code == 303
    address = f"{at_desks.board}/declarations/1"
    assert f'href="{address}"' in browser.get(at_desks.board).text
    file = at_desks.administrator_browser.get(address)
    assert (file.data, file.mimetype) == (pdf("Clear"), "application/pdf")
    assert file.headers["Content-Disposition"] == "attachment; filename=declaration-1.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_on_file_is_offered_and_chosen(at_desks):
    with transaction() as session:
        held = make_signed(session, at_desks.agreement, title="The signed agreement")
    browser = at_desks.compliance_browser
    form = browser.get(f"{at_desks.board}/2/declare")
    assert "The signed agreement (agreement)" in text_of(form)
    sent = DECLARED | {"reference": "", "document_id": held.id}
    assert browser.post(f"{at_desks.board}/2/declare", data=sent).status_code == 303
    assert browser.get(f"{at_desks.board}/declarations/1").status_code == 200
    wrong = browser.post(f"{at_desks.board}/2/declare", data=sent | {"document_id": "x"})
    assert wrong.status_code == 422
    assert "Choose a document that is in the file of this agreement." in text_of(wrong)
