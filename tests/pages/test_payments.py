"""Payments in the browser: released once, requested once, paid, or back; and the ledger."""

import re
from html import escape
from types import SimpleNamespace

import pytest

from comanage import clock
from tests.actions import releasing as work
from tests.actions.releasing import PERIOD, corrected, later, lines, make_approved
from tests.actions.settling import without_layout
from tests.pages.browser import Browser, summary, words

WHO = ("administrator", "approver", "compliance", "leader", "releaser", "system")

OWN = "/payments/own"


@pytest.fixture
def made(app, monkeypatch):
    """An approved quarter, and a browser for everyone."""
    without_layout(monkeypatch)
    found = make_approved()
    for name in WHO:
        person = SimpleNamespace(id=getattr(found, name).person_id)
        setattr(found, f"{name}_at", Browser(app, person))
    found.url = f"/agreements/{found.id}/settlements/{PERIOD}"
    return found


def sees(browser, url):
    return words(browser.get(url).text)


def release(made):
    made.releaser_at.send(made.url, to=f"{made.url}/release", number="1", key="a-key-of-the-page")


def request(made, *ids):
    made.releaser_at.send(
        "/payments", to="/payments/requests", key="a-key-of-the-list", payments=[*ids]
    )


def test_a_releaser_releases_and_everyone_sees_it(made):
    assert "It waits for Rolf Sand." in sees(made.approver_at, made.url)
    assert "Release settlement 1" in sees(made.releaser_at, made.url)
    release(made)
    page = sees(made.approver_at, made.url)
    assert "released by Rolf Sand" in page
    assert "Release settlement" not in page
    page = sees(made.compliance_at, "/payments")
    assert "Payable $311,368.42" in page
    assert "Granite Fork" in page


def test_what_keeps_it_back_stands_on_the_page(made):
    made.compliance_at.send(f"{made.url}/hold?number=1", number="1", reason="A question.")
    page = sees(made.releaser_at, made.url)
    assert "It cannot be released: Compliance holds the release: A question." in page
    answer = made.releaser_at.send(made.url, 422, to=f"{made.url}/release", number="1",
                                   key="a-key-of-the-page")  # fmt: skip
    assert "Compliance holds the release" in words(answer.text)


def test_an_empty_list_says_so(made):
    assert "Nothing is released yet" in sees(made.releaser_at, "/payments")
    assert "No payment was requested yet" in sees(made.releaser_at, "/payments/requests")
    assert "Every cent is explained" in sees(made.compliance_at, f"/agreements/{made.id}/ledger")


def test_payments_are_requested_once_and_the_file_is_handed_out(made):
    release(made)
    request(made, 1, 2)
    page = sees(made.releaser_at, "/payments/requests/1")
    assert "Record the chosen payments as paid" in page
    answer = made.releaser_at.get("/payments/requests/1.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"V-GRANITE" in answer.data
    assert made.compliance_at.get("/payments/requests/1.xlsx").data.startswith(b"PK")
    made.releaser_at.get("/payments/requests/9", 404)
    made.releaser_at.send(
        "/payments", 409, to="/payments/requests", key="another-key", payments=[1]
    )


def test_nothing_chosen_says_so_beside_the_list(made):
    release(made)
    answer = made.releaser_at.send("/payments", 422, to="/payments/requests", key="a-key-of-mine")
    assert summary(answer.text) == ["Choose at least one payment."]
    assert re.search(r'<a href="#payment-\d">Choose at least one payment.</a>', answer.text)


def test_recording_as_paid_with_nothing_given_says_all_that_is_missing_at_once(made):
    release(made)
    request(made, 1, 2)
    answer = made.releaser_at.send(
        "/payments/requests/1", 422, to="/payments/requests/1/paid", on="", reference=""
    )
    assert summary(answer.text) == [
        "Choose at least one payment.",
        "Give the day on which it was paid: not later than today.",
        "Give the reference of the payment in your own system.",
    ]
    assert re.search(r'<a href="#payment-\d">Choose', answer.text)


def test_a_request_is_paid_and_a_payment_comes_back(made):
    release(made)
    request(made, 1, 2)
    path = "/payments/requests/1"
    answer = made.releaser_at.send(path, 422, to=f"{path}/paid", payments=[1], on="", reference="")
    assert "Give the reference" in words(answer.text)
    made.releaser_at.send(
        path, to=f"{path}/paid", payments=[1], on=clock.today().isoformat(), reference="Check 7"
    )
    assert "reference Check 7" in sees(made.compliance_at, "/payments/1")
    answer = made.releaser_at.send("/payments/2", 422, to="/payments/2/return", reason="")
    assert "Say why the payment came back." in words(answer.text)
    made.releaser_at.send("/payments/2", to="/payments/2/return", reason="Account closed.")
    page = sees(made.releaser_at, "/payments/2")
    assert "Account closed." in page
    assert "Payable" in page


def ticked(page):
    return [int(one) for one in re.findall(r'name="payments" value="(\d+)"[^>]* checked', page)]


def test_what_was_unticked_stays_unticked_when_the_page_asks_again(made):
    release(made)
    assert ticked(made.releaser_at.get("/payments").text) == [2, 1]
    request(made, 1, 2)
    path = "/payments/requests/1"
    page = made.releaser_at.get(path).text
    assert (ticked(page), "Tick all 2" in words(page)) == ([], True)
    page = made.releaser_at.get(f"{path}?tick=all").text
    assert (sorted(ticked(page)), "Untick all 2" in words(page)) == ([1, 2], True)
    answer = made.releaser_at.send(path, 422, to=f"{path}/paid", payments=[2], on="soon",
                                   reference="Check 7")  # fmt: skip
    assert ticked(answer.text) == [2]
    answer = made.releaser_at.send("/payments", 422, to="/payments/requests", key="", payments=[])
    assert ticked(answer.text) == []


def test_the_list_is_narrowed(made):
    release(made)
    page = sees(made.compliance_at, "/payments?state=paid")
    assert "No payments in this range." in page
    page = sees(made.compliance_at, f"/payments?period={PERIOD}&state=payable")
    assert "Total of 2 payments" in page


def test_the_ledger_of_an_agreement_explains_every_cent(made):
    release(made)
    page = sees(made.compliance_at, f"/agreements/{made.id}/ledger")
    assert "Every cent is explained: $0.00 is left over." in page
    assert "$311,368.42 payable" in page


def test_a_vendor_number_is_set_by_a_system_administrator(made):
    path = f"/groups/{made.groups['GRANITE'].id}/vendor-number"
    answer = made.system_at.send(path, 422, number="V-GRANITE")
    assert "already" in words(answer.text)
    made.system_at.send(path, number="V-900")
    assert "V-900" in sees(made.system_at, "/groups")
    assert "V-900" not in sees(made.administrator_at, "/groups")
    made.system_at.get("/groups/999/vendor-number", 404)


@pytest.mark.trust("B3")
def test_a_leader_sees_no_payment_and_no_vendor_number(made):
    release(made)
    for path in ("/payments", "/payments/1", "/payments/requests", "/groups",
                 f"/agreements/{made.id}/ledger"):  # fmt: skip
        answer = made.leader_at.get(path, 403)
        assert "V-GRANITE" not in answer.text


def test_a_leader_sees_the_own_payments_and_not_a_dollar_of_another_group(app, made):
    assert "Nothing was released to your group yet." in sees(leader_at(app, made.leader), OWN)
    release(made)
    page = sees(leader_at(app, made.leader), OWN)
    assert "2027-Q1 , where payment 1 comes from" in page
    assert "$194,605.26" in page
    assert "Payments to your group" in page
    for hidden in ("$116,763.16", "$311,368.42", "Copper", "V-GRANITE"):
        assert hidden not in page
    assert "$116,763.16" in sees(leader_at(app, made.other_leader), OWN)
    assert leader_at(app, made.leader).get("/payments", 403).status_code == 403
    made.approver_at.get(OWN, 403)


def test_the_list_is_handed_out_as_csv_as_it_is_narrowed(made):
    release(made)
    address = "/payments.csv?group=COPPER&state=payable"
    assert escape(address) in made.compliance_at.get("/payments?group=COPPER&state=payable").text
    file = made.compliance_at.get(address)
    assert file.headers["Content-Disposition"] == "attachment; filename=payments.csv"
    assert file.text.count("\r\n") == 2
    assert "COPPER" in file.text
    assert "GRANITE" not in file.text


def leader_at(app, leader):
    return Browser(app, SimpleNamespace(id=leader.person_id))


def test_what_is_set_off_in_full_says_so_and_is_asked_of_nobody(app, made):
    release(made)
    corrected(made, value="40")
    page = made.releaser_at.get("/payments").text
    boxes = page.count('name="payments"')
    assert words(page).count("Set off in full") == 3  # once to choose by
    assert boxes == words(page).count("Correction in place of") == 2
    only = sees(made.releaser_at, "/payments?state=set+off+in+full")
    assert "Total of 2 payments" in only
    assert "Set off in full" in sees(leader_at(app, made.leader), OWN)
    assert ",set off in full," in made.releaser_at.get("/payments.csv").text


def test_every_row_and_every_column_of_the_list_adds_up(app, made):
    release(made)
    corrected(made, value="40")
    at = made.releaser_at.get("/payments").text
    numbers = re.findall(
        r'data-label="(Amount|Set off, repaid|After set-off)">(?:<strong>)?([^<]*)<', at
    )
    cents = [
        0 if said == "–" else int(re.sub(r"[$,.+]", "", said).replace("−", "-"))
        for _, said in numbers
    ]
    rows = [cents[at : at + 3] for at in range(0, len(cents), 3)]
    assert len(rows) > 4
    assert [amount + moved for amount, moved, _ in rows] == [after for *_, after in rows]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]


def test_the_ledger_takes_what_is_owed_off_what_was_paid(made):
    release(made)
    corrected(made, value="40")
    page = sees(made.compliance_at, f"/agreements/{made.id}/ledger")
    assert "payments − $" in page
    assert "+ −" not in page


def test_a_repayment_recorded_wrongly_is_taken_back_on_its_page(made):
    release(made)
    request(made, 1, 2)
    made.releaser_at.send(
        "/payments/requests/1", to="/payments/requests/1/paid", payments=[1, 2],
        on=clock.today().isoformat(), reference="Check 1",
    )  # fmt: skip
    corrected(made, value="31.9")
    at = f"/payments/{next(one for one in lines(made) if one.line.owed).id}"
    made.releaser_at.send(
        at, to=f"{at}/repaid", cents="1", on=clock.today().isoformat(), reference="Wire 7"
    )
    found = re.search(rf'href="({at}/repaid/\d+/take-back)"', made.releaser_at.get(at).text)
    assert "take-back" not in made.compliance_at.get(at).text
    asks = found[1]
    assert "$1.00" in sees(made.releaser_at, asks)
    refused = made.releaser_at.send(asks, 422, to=asks, reason="")
    assert "Say why the repayment was recorded wrongly" in words(refused.text)
    made.releaser_at.send(asks, to=asks, reason="Of another group.")
    page = made.releaser_at.get(at).text
    assert "taken back what was recorded as repaid, reference Wire 7: Of another group." in words(
        page
    )
    assert "take-back" not in page


def test_a_payment_leads_to_its_story_in_the_audit_log(made):
    release(made)
    first, second = lines(made)
    story = f"/audit?payment={first.id}"
    assert f'href="{story}"' in made.compliance_at.get(f"/payments/{first.id}").text
    assert "/audit" not in made.releaser_at.get(f"/payments/{first.id}").text
    told = sees(made.compliance_at, story)
    assert f"What the log tells of payment {first.id}:" in told
    for act in (
        "settlement:version:calculate",
        "settlement:version:release",
        "payment:record:read",
    ):
        assert act in told
    assert "person:sign-in:begin" not in told.partition("What the log tells of")[2]
    assert f"payment:record:read {second.id}" not in told
    assert "No entry is like that." in sees(made.compliance_at, "/audit?payment=999")


def test_the_requests_are_listed_by_the_moment_they_were_made_the_newest_first(made):
    release(made)
    first, second = [one.id for one in lines(made)]
    with later(30):
        work.request(made, [first])
    work.request(made, [second], key="another-key-of-the-request")
    page = sees(made.compliance_at, "/payments/requests")
    assert 0 < page.index("Request 1 ") < page.index("Request 2 ")
