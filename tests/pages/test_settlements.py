"""From verified figures to an approved statement, in the browser; and who is kept from what."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pikepdf
import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.audit_entry import head, latest
from comanage.records.person import Person
from comanage.rules import canonical
from comanage.rules.numbers import money
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import PERIOD, make_ready, period_of, without_layout
from tests.makers import make_role
from tests.pages.browser import Browser, words
from tests.statements import samples

COPPER = settle(samples.TERMS, samples.FIGURES, PERIOD).payout("COPPER").payable


@pytest.fixture
def ready(app, monkeypatch, request):
    """An agreement whose first quarter can be settled, and a browser for everyone."""
    if not laid_out(request):
        without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    return with_browsers(app, made)


def laid_out(request):
    """Say whether a test looks into the PDFs themselves."""
    return "pdf" in request.fixturenames


@pytest.fixture
def pdf():
    """Asked for by the tests that look into the PDFs themselves, which take their time."""


def with_browsers(app, made):
    for name in ("administrator", "verifier", "approver", "compliance", "leader",
                 "other_leader", "stranger"):  # fmt: skip
        person = SimpleNamespace(id=getattr(made, name).person_id)
        setattr(made, f"{name}_at", Browser(app, person))
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
    made.result = f"/agreements/{made.id}/results/{PERIOD}"
    return made


@pytest.fixture
def approved(ready):
    """The same, with the quarter approved through the pages."""
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    ready.administrator_at.send(ready.url, to=f"{ready.url}/finalize", number="1")
    ready.approver_at.send(ready.url, to=f"{ready.url}/approve", number="1")
    with reading() as session:
        record = settlements.latest(session, period_of(session, ready).id)
        ready.statements = {
            one.participant.code
            if one.participant
            else "": f"/agreements/{ready.id}/statements/{one.id}.pdf"
            for one in issued.of_settlement(session, record.id)
        }
    return ready


def test_the_whole_way_is_walked_with_what_each_page_offers(ready):
    page = words(ready.administrator_at.get(ready.url).text)
    assert "Everything that 2027-Q1 needs is verified" in page
    assert f"Calculate {PERIOD}" in page
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    page = words(ready.administrator_at.get(ready.url).text)
    assert "Make settlement 1 final" in page
    assert "$311,368.42" in page
    ready.administrator_at.send(ready.url, to=f"{ready.url}/finalize", number="1")
    page = words(ready.approver_at.get(ready.url).text)
    assert "Approve settlement 1" in page
    ready.approver_at.send(ready.url, to=f"{ready.url}/approve", number="1")
    page = words(ready.approver_at.get(ready.url).text)
    assert "approved and locked by Carla Ruiz" in page
    assert "Approve settlement" not in page
    assert page.count("Statement PDF") == 2


def test_every_line_shows_its_reason_and_its_steps(approved):
    page = words(approved.compliance_at.get(approved.url).text)
    assert "27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min)" in page
    assert "83% × about 15.8% × $400,000.00 = $52,421.05." in page
    assert re.search(r"exactly \$?52,?421\.0526", page)
    assert "Result 0.82%: 4 of 486; exactly 0.823045…%, rounded half up to 2 places" in page
    assert "62.5% by the contract" in page
    assert "By the contract its weight stays and earns nothing" in page


def test_every_check_holds(approved):
    page = words(approved.compliance_at.get(approved.url).text)
    assert page.count("Holds") == 7
    assert "Does not hold" not in page


def test_what_is_lacking_is_listed_by_name_and_nothing_can_be_calculated(app):
    with transaction() as session:
        stored = make_ready(session, state=FigureState.SUBMITTED)
    made = with_browsers(app, stored)
    page = words(made.administrator_at.get(made.url).text)
    assert "Turnover time between cases: Its figure waits for a verifier." in page
    assert f"{PERIOD} cannot be settled yet" in page
    assert "/calculate" not in made.administrator_at.get(made.url).text
    answer = made.administrator_at.send(made.url, 422, to=f"{made.url}/calculate")
    assert "First cases that start on time" in words(answer.text)


def test_the_enterer_sees_why_not_and_is_refused(ready):
    with transaction() as session:
        make_role(session, session.get_one(Person, ready.administrator.person_id), Role.APPROVER)
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    ready.administrator_at.send(ready.url, to=f"{ready.url}/finalize", number="1")
    page = words(ready.administrator_at.get(ready.url).text)
    assert "You entered these values; another person must decide." in page
    assert "Approve settlement" not in page
    answer = ready.administrator_at.send(ready.url, 403, to=f"{ready.url}/approve", number="1")
    assert "entered" in words(answer.text)


@pytest.mark.parametrize("who", ["verifier", "compliance"])
def test_whoever_may_only_look_finds_no_button_and_is_refused(ready, who):
    browser = getattr(ready, f"{who}_at")
    assert f"Calculate {PERIOD}" not in words(browser.get(ready.url).text)
    browser.send(ready.url, 403, to=f"{ready.url}/calculate")


def test_a_settlement_that_was_replaced_is_not_approved_unseen(ready):
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    answer = ready.administrator_at.send(ready.url, 409, to=f"{ready.url}/finalize", number="7")
    assert "Settlement 7 was replaced meanwhile" in words(answer.text)
    answer = ready.administrator_at.send(ready.url, 409, to=f"{ready.url}/finalize")
    assert "did not say which settlement" in words(answer.text)


def test_the_json_is_the_document_byte_for_byte(approved):
    answer = approved.compliance_at.get(f"{approved.url}/settlement.json")
    assert answer.mimetype == "application/json"
    assert answer.text == canonical.text(settle(samples.TERMS, samples.FIGURES, PERIOD))
    assert json.loads(answer.text)["period"] == PERIOD


def test_a_preliminary_statement_is_gone_after_approval(ready):
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    path = f"{ready.url}/preliminary/GRANITE.pdf"
    answer = ready.approver_at.get(path)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    ready.approver_at.get(f"{ready.url}/preliminary/NOBODY.pdf", 404)
    ready.administrator_at.send(ready.url, to=f"{ready.url}/finalize", number="1")
    ready.approver_at.send(ready.url, to=f"{ready.url}/approve", number="1")
    ready.approver_at.get(path, 404)


def test_a_statement_is_handed_out_as_it_was_stored(pdf, approved):
    answer = approved.leader_at.get(approved.statements["GRANITE"])
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "statement-ORTHO-2027-Q1-1-GRANITE.pdf" in answer.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert document.Root.MarkInfo.Marked


def test_another_groups_statement_is_not_found_for_a_leader(approved):
    approved.leader_at.get(approved.statements["COPPER"], 404)
    approved.other_leader_at.get(approved.statements["COPPER"])
    approved.stranger_at.get(approved.statements["GRANITE"], 404)
    approved.compliance_at.get(approved.statements["COPPER"])


def test_a_statement_of_another_agreement_is_not_found(approved):
    path = approved.statements["GRANITE"].replace(f"/{approved.id}/", f"/{approved.id + 99}/")
    approved.compliance_at.get(path, 404)


def test_a_leader_sees_at_one_glance_what_was_earned_and_the_own_share(approved):
    page = words(approved.leader_at.get(approved.result).text)
    assert "$311,368.42 earned of $400,000.00 possible (77.8%)" in page
    assert "$194,605.26 is your share: 62.50% of what was earned" in page
    assert "Statement PDF" in page
    assert "Below threshold" not in page
    assert "Turnover time between cases" in page


def test_no_page_of_a_leader_holds_another_groups_dollars(approved):
    """Their documents are looked into by test_forgery.py, word by word and stream by stream."""
    forms = (money(COPPER), money(COPPER).replace(",", ""), str(COPPER))
    for path in (approved.result, f"/agreements/{approved.id}", "/"):
        answer = approved.leader_at.get(path)
        assert [form for form in forms if form.encode() in answer.data] == []
    for path in (approved.url, f"{approved.url}/settlement.json", "/payouts", "/payouts.csv"):
        approved.leader_at.get(path, 403)


def test_before_approval_a_leader_sees_no_score(ready):
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    page = words(ready.leader_at.get(ready.result).text)
    assert "The scores of 2027-Q1 are not approved yet" in page
    assert "$" not in page


def test_a_period_that_is_not_approved_points_to_the_last_one_that_is(approved):
    later = approved.result.replace("Q1", "Q2")
    page = approved.leader_at.get(later)
    assert "Last approved: 2027-Q1." in words(page.text)
    assert f'href="{approved.result}"' in page.text


def test_compliance_sees_every_groups_payout(approved):
    page = words(approved.compliance_at.get(approved.result).text)
    assert "Who is paid what" in page
    assert money(COPPER) in page


def test_payouts_are_listed_with_their_total_and_narrowed_by_filters(approved):
    page = words(approved.compliance_at.get("/payouts").text)
    assert "Total of 2 payouts $311,368.42" in page
    page = words(approved.compliance_at.get("/payouts?group=COPPER").text)
    assert f"Total of 1 payout {money(COPPER)}" in page
    page = words(approved.compliance_at.get("/payouts?agreement=ORTHO&state=approved").text)
    assert "Total of 2 payouts" in page
    for nothing in ("agreement=CARDIO", "state=released"):
        page = words(approved.compliance_at.get(f"/payouts?{nothing}").text)
        assert "No payouts in this range." in page
    page = words(approved.compliance_at.get("/payouts?period=2031-Q1").text)
    assert "No payouts in this range." in page


def test_exports_follow_the_filter(approved):
    page = approved.compliance_at.get("/payouts?group=COPPER").text
    path = re.search(r'href="(/payouts\.csv[^"]*)"', page)[1]
    answer = approved.compliance_at.get(path)
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["group_code"], row["payable"]) for row in rows] == [
        ("COPPER", "116763.16"), ("", "116763.16"),
    ]  # fmt: skip
    assert rows[0]["approved_by"] == "Carla Ruiz"
    workbook = approved.compliance_at.get(path.replace("csv", "xlsx"))
    assert workbook.data.startswith(b"PK")
    told = approved.compliance_at.get(path.replace("csv", "json"))
    assert told.mimetype == "application/json"
    assert [row["group_code"] for row in told.json["rows"]] == ["COPPER"]
    nothing = approved.compliance_at.get("/payouts.json?state=released").json
    assert (nothing["rows"], nothing["totals"]["payable"]) == ([], "0.00")


def test_nothing_to_pay_is_said_in_words(ready):
    page = words(ready.compliance_at.get("/payouts").text)
    assert "No settlement is approved yet" in page


def test_looking_at_a_settlement_leaves_no_entry_and_looking_at_money_or_taking_a_file_leaves_one(
    approved,
):
    acts = (
        (approved.url, ""),
        (approved.result, ""),
        ("/payouts", "payout:records:read"),
        ("/payouts.xlsx", "payout:records:export"),
        (approved.statements["GRANITE"], "statement:document:read"),
        (f"{approved.url}/settlement.json", "settlement:document:export"),
    )
    for path, act in acts:
        with reading() as session:
            before = head(session).number
        approved.compliance_at.get(path)
        with reading() as session:
            new = [each for each in latest(session) if each.id > before]
        assert [each.act for each in new] == ([act] if act else []), path
        for entry in new:
            assert (entry.person_id, entry.role) == (
                approved.compliance.person_id, Role.COMPLIANCE,
            )  # fmt: skip


@pytest.mark.parametrize(("day", "said"), [((3, 31), True), ((4, 1), False)])
def test_whoever_settles_a_period_that_goes_on_is_told_so(app, ready, day, said):
    ready.administrator_at.send(ready.url, to=f"{ready.url}/calculate")
    with clock.fixed(datetime(2027, *day, 12, tzinfo=UTC)):
        at = Browser(app, SimpleNamespace(id=ready.administrator.person_id))
        page = words(at.get(ready.url).text)
    assert ("2027-Q1 goes on until 31 Mar 2027: its figures are hardly" in page) is said
