"""The audit log as people read it: acts in words beside their codes, dollars, and names."""

from types import SimpleNamespace

import pytest

from comanage.pages.log_values import told
from tests.actions.releasing import lines, make_approved, release
from tests.actions.settling import without_layout
from tests.pages.browser import Browser, words


@pytest.fixture
def made(app, monkeypatch):
    """A released quarter, and a browser for compliance."""
    without_layout(monkeypatch)
    found = make_approved()
    release(found)
    found.at = Browser(app, SimpleNamespace(id=found.compliance.person_id))
    return found


def test_an_act_stands_in_words_beside_its_code_in_the_list_and_in_the_filter(made):
    page = made.at.get("/audit").text
    said = words(page)
    assert "Settlement released for payment settlement:version:release" in said
    choice = "Settlement released for payment (settlement:version:release)"
    assert f'<option value="settlement:version:release">{choice}</option>' in page


def test_cents_are_dollars_and_the_number_of_a_group_is_its_name(made):
    page = words(made.at.get("/audit?act=settlement:version:release").text)
    (first, _) = lines(made)
    assert f"amount ${first.amount_cents / 100:,.2f}" in page
    assert "participant Granite Fork" in page
    assert "cents" not in page.partition("Values")[2]
    assert '"payments"' not in page
    page = words(made.at.get("/audit?act=settlement:version:calculate").text)
    assert "earned: $311,368.42" in page


@pytest.mark.parametrize("typed", ["abc", "-1", "99999999999999999999"])
def test_what_is_no_payment_number_is_said_beside_the_box(made, typed):
    page = made.at.get(f"/audit?payment={typed}").text
    assert 'aria-describedby="filter-payment-error"' in page
    assert "Type the number of a payment in digits alone." in words(page)
    assert "filter-payment-error" not in made.at.get("/audit?payment=1").text
    assert "filter-payment-error" not in made.at.get("/audit").text


def test_what_is_not_written_as_ours_is_shown_as_it_stands():
    assert told("{bent", {}) == [("", "{bent")]
    assert told("[1]", {}) == [("", "[1]")]
    assert told(None, {}) == []
    values = (
        '{"cents": -150000, "held cents": 0, "base fee in cents": 100, "done": true, "to": null}'
    )
    assert told(values, {}) == [
        ("amount", "\u2212$1,500.00"), ("held", "$0.00"), ("base fee", "$1.00"),
        ("done", "yes"), ("to", "none"),
    ]  # fmt: skip
