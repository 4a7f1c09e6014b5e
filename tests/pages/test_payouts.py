"""The payouts page: who released what, where each payment stands, and what corrects what."""

from types import SimpleNamespace

import pytest

from tests.actions.releasing import corrected, lines, make_approved, release
from tests.actions.settling import without_layout
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


def test_a_corrected_payout_says_by_which_settlement(made):
    release(made)
    corrected(made)
    page = words(made.at.get("/payouts").text)
    assert "settlement 1, replaced by 2" in page
    assert "settlement 2, in the place of 1" in page
