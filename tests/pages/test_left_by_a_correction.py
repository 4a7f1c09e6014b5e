"""What the terms leave of a correction, on every page and file that shows who is paid what."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.rules.pool import RestatementRules
from tests.actions.releasing import corrected, make_approved, release
from tests.actions.settling import without_layout
from tests.pages.browser import words
from tests.pages.test_settlements import with_browsers
from tests.statements import samples

BELOW = (
    "Granite Fork Bone & Joint: earned $197,368.42 instead of $194,605.26: $2,763.16 more is"
    " below $5,000.00, from which it would count, and left."
)
OTHERS = "Copper Lantern Surgeons: earned $118,421.05 instead of $116,763.16"


@pytest.fixture
def made(app, monkeypatch):
    """A released quarter that was corrected by less than counts, and a browser for everyone."""
    without_layout(monkeypatch)
    rules = RestatementRules(material=Fraction(5_000))
    approved = make_approved(terms=replace(samples.TERMS, restatement=rules))
    release(approved)
    corrected(approved)
    return with_browsers(app, approved)


def test_the_settlement_says_what_is_left_and_why(made):
    page = words(made.compliance_at.get(made.url).text)
    assert "Earned Left by a correction Payable" in page
    assert "$197,368.42 $2,763.16 $194,605.26" in page
    assert "$315,789.47 $4,421.05 $311,368.42" in page
    assert BELOW in page
    assert OTHERS in page


def test_a_leader_reads_why_of_the_own_group_alone(made):
    page = words(made.leader_at.get(made.result).text)
    assert "$194,605.26 payable; $2,763.16 left by a correction" in page
    assert BELOW in page
    assert "Copper" not in page


def test_the_payouts_and_their_file_hold_it(made):
    page = words(made.compliance_at.get("/payouts").text)
    assert "Left by a correction Payable" in page
    assert f"2027-Q1, settlement 2. {BELOW}" in page
    rows = made.compliance_at.get("/payouts.csv").text.splitlines()
    assert ",owed_back,left_by_correction,left_because," in rows[0]
    newest = next(line for line in rows if "GRANITE" in line and "2763.16" in line)
    assert "197368.42,0.00,0.00,2763.16," in newest


def test_the_ledger_explains_it(made):
    page = words(made.compliance_at.get(f"/agreements/{made.id}/ledger").text)
    assert "Every cent is explained: $0.00 is left over." in page
    assert "$4,421.05 left by a correction" in page
    assert "Left by a correction $4,421.05" in page
    assert f"Left by a correction: {BELOW}" in page


def test_where_nothing_is_left_nothing_is_said(app, monkeypatch):
    without_layout(monkeypatch)
    approved = make_approved()
    release(approved)
    corrected(approved)
    made = with_browsers(app, approved)
    for url in (made.url, "/payouts"):
        assert "Left by" not in words(made.compliance_at.get(url).text)
