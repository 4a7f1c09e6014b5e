"""The workbook beside a statement: a link, the own group's alone for a leader, and an entry in the log."""

import io
import json

import openpyxl
import pytest
from sqlalchemy import select

from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.audit_entry import AuditEntry
from comanage.rules.settlement import settle
from tests.actions.settling import (
    PERIOD,
    approved,
    finalized,
    make_ready,
    period_of,
    without_layout,
)
from tests.pages.browser import words
from tests.pages.test_settlements import with_browsers
from tests.statements import samples

SETTLED = settle(samples.TERMS, samples.FIGURES, PERIOD)


@pytest.fixture
def settled(app, monkeypatch):
    """An approved quarter, a browser for everyone, and the addresses of the workbooks."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    approved(made)
    with reading() as session:
        record = settlements.latest(session, period_of(session, made).id)
        made.books = {
            one.participant.code if one.participant else "":
                f"/agreements/{made.id}/statements/{one.id}.xlsx"
            for one in session.scalars(select(issued.Statement))
            if one.settlement_id == record.id
        }  # fmt: skip
    return with_browsers(app, made)


def opened(answer):
    """Open what was handed out."""
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data), data_only=True)


def paid(book, code):
    """Read what a group is paid, by the name of its cell."""
    sheet, place = book.defined_names[f"Payable_{code}"].attr_text.split("!")
    return round(book[sheet][place.replace("$", "")].value * 100)


def test_the_settlement_page_links_the_workbooks_beside_the_statements(settled):
    page = settled.compliance_at.get(settled.url).text
    assert set(settled.books) == {"", "GRANITE", "COPPER"}
    assert all(path in page for path in settled.books.values())
    assert "its workbook with live formulas (XLSX)" in words(page)


def test_whoever_sees_the_whole_settlement_gets_the_agreements_workbook(settled):
    answer = settled.compliance_at.client.get(settled.books[""])
    book = opened(answer)
    assert "filename=workbook-ORTHO-2027-Q1-1.xlsx" in answer.headers["Content-Disposition"]
    for code in ("GRANITE", "COPPER"):
        assert paid(book, code) == SETTLED.payout(code).payable


@pytest.mark.trust("B3")
def test_a_leader_gets_the_own_groups_workbook_and_no_other(settled):
    book = opened(settled.leader_at.client.get(settled.books["GRANITE"]))
    assert paid(book, "GRANITE") == SETTLED.payout("GRANITE").payable
    assert "Payable_COPPER" not in book.defined_names
    for code in ("COPPER", ""):
        settled.leader_at.get(settled.books[code], 404)
    assert settled.books["GRANITE"] in settled.leader_at.get(settled.result).text


@pytest.mark.trust("B2")
def test_an_outsider_finds_no_workbook(settled):
    for path in settled.books.values():
        settled.stranger_at.get(path, 404)
    settled.compliance_at.get(f"/agreements/{settled.id}/statements/999.xlsx", 404)


def test_a_workbook_that_is_taken_away_is_noted(settled):
    settled.leader_at.client.get(settled.books["GRANITE"])
    with reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "statement:workbook:read")
        ).one()
        assert json.loads(entry.after) == {"group": "GRANITE"}
        assert entry.agreement_id == settled.id
