"""What a spreadsheet would run: no file of a page has a text that begins a formula."""

import csv
import io
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest

from comanage.database import transaction
from comanage.rules.terms import Participant
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.pages.browser import Browser
from tests.statements import samples

RUNS = "=cmd|' /c calc'!A1"
STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def browser(app, monkeypatch):
    """The administrator of a quarter in which every name would run, and a way to approve it."""
    without_layout(monkeypatch)
    domains = tuple(
        replace(
            domain, measures=tuple(replace(one, name=f"@{one.name}") for one in domain.measures)
        )
        for domain in samples.TERMS.domains
    )
    named = tuple(Participant(each.code, RUNS) for each in samples.TERMS.participants)
    terms = replace(samples.TERMS, domains=domains, participants=named)
    with transaction() as session:
        ready = make_ready(session, terms=terms)
        session.merge(ready.agreement).title = "+1+1"
    made = Browser(app, SimpleNamespace(id=ready.administrator.person_id))
    made.ready = ready
    return made


def cells_of(answer):
    """Give every cell of a file, a workbook's with its type."""
    if answer.data.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        return [(cell.value, cell.data_type) for sheet in book for row in sheet for cell in row]
    return [
        (cell, "")
        for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
        for cell in row
    ]


@pytest.mark.trust("C6")
@pytest.mark.parametrize("path", ["/payouts.csv", "/payouts.xlsx", "template.csv", "template.xlsx"])
def test_every_text_stays_text(browser, path):
    if path[0] == "/":
        finalized(browser.ready)
        approved(browser.ready)
    else:
        path = f"/agreements/{browser.ready.id}/imports/{PERIOD}/{path}"
    found = cells_of(browser.get(path))
    texts = [(text, kind) for text, kind in found if isinstance(text, str)]
    odd = [text for text, kind in texts if text.startswith(STARTS) and kind != "s"]
    assert odd == []
    assert "f" not in {kind for _, kind in found}
    assert any(text.lstrip("'").startswith(STARTS) for text, _ in texts)
