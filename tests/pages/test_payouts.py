"""The payouts page: who released what, where each payment stands, and what corrects what."""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from comanage.actions import holds
from comanage.database import transaction
from tests.actions.releasing import PERIOD, corrected, lines, make_approved, release
from tests.actions.settling import control, without_layout
from tests.makers import make_agreement
from tests.pages.browser import Browser, words


@pytest.fixture
def made(app, monkeypatch):
    """An approved quarter, and a browser for compliance."""
    without_layout(monkeypatch)
    found = make_approved()
    found.at = Browser(app, SimpleNamespace(id=found.compliance.person_id))
    return found


def test_a_released_payout_names_who_released_it_and_leads_to_its_payment(made):
    assert "released by" not in words(made.at.get("/payouts").text)
    release(made)
    page = made.at.get("/payouts?group=GRANITE").text
    assert "released by Rolf Sand" in words(page)
    (paid,) = [one for one in lines(made) if f'href="/payments/{one.id}"' in page]
    assert f"Payment {paid.id} : payable" in words(page).replace(f"{paid.id}:", f"{paid.id} :")


def test_a_file_is_downloaded_by_a_button_or_made_as_a_job_in_a_format_that_is_chosen(made):
    page = made.at.get("/payouts?group=GRANITE").text
    said = words(page)
    assert [said.count(f"Export {name}") for name in ("CSV", "XLSX", "JSON")] == [1, 1, 1]
    assert "Large files are made as a job" in said
    assert page.count('action="/payouts/jobs"') == 1
    assert '<input type="hidden" name="group" value="GRANITE">' in page
    assert '<option value="xlsx">XLSX</option>' in page
    sent = made.at.send("/payouts", to="/payouts/jobs", format="xlsx", group="GRANITE")
    assert sent.location == "/jobs/1"


def test_a_corrected_payout_says_by_which_settlement(made):
    release(made)
    corrected(made)
    page = words(made.at.get("/payouts").text)
    assert "settlement 1, replaced by 2" in page
    assert "settlement 2, in the place of 1" in page


def test_what_counts_towards_each_cap_stands_above_the_payouts(made):
    assert "against their caps" not in words(made.at.get("/payouts").text)
    release(made)
    control(made, year_cap_cents=90_000_000)
    page = made.at.get("/payouts").text
    assert "Contract years against their caps" in words(page)
    assert 'class="chart-narrow"' in page
    assert "Cap $900,000" in page
    assert "Contract years" not in words(made.at.get("/payouts?agreement=OTHER").text)


def test_whoever_makes_audit_packets_begins_one_from_the_payouts(app, made):
    begins = f'href="/agreements/{made.id}/packet">Audit packet</a>'
    assert begins in made.at.get("/payouts").text
    with transaction() as session:
        make_agreement(session, "OTHER", title="Spine agreement")
    page = made.at.get("/payouts").text
    assert begins not in page
    assert "Of which agreement?" in words(page)
    assert page.count('/packet">') == 2
    assert begins in made.at.get("/payouts?agreement=ORTHO").text
    approver = Browser(app, SimpleNamespace(id=made.approver.person_id))
    assert "Audit packet" not in words(approver.get("/payouts").text)


def test_what_was_replaced_is_marked_and_the_page_adds_up_what_the_files_do(made):
    release(made)
    corrected(made)
    page = words(made.at.get("/payouts").text)
    assert page.count("Replaced by settlement 2: not counted") == 2
    assert "Total of 2 payouts without 2 that were replaced" in page
    told = json.loads(made.at.get("/payouts.json").text)
    stands = f"${Decimal(told['totals']['payable']):,}"
    total = page.partition("Total of 2 payouts")[2]
    assert stands in total.partition("Large files")[0]
    assert stands == f"${sum(one.amount_cents for one in lines(made)) / Decimal(100):,}"


def test_a_held_release_is_named_on_the_page_and_can_be_chosen(made):
    assert "Release held" not in words(made.at.get("/payouts").text)
    with transaction() as session:
        holds.hold(session, made.compliance, made.id, PERIOD, number=1, reason="A question.")
    page = made.at.get("/payouts").text
    assert words(page).count("Release held by") == 2
    assert '<option value="held">Approved, release held</option>' in page
    assert words(made.at.get("/payouts?state=held").text).count("Release held by") == 2
