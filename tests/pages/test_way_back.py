"""The way back: a step that no longer fits leads to the page that shows how things stand."""

import pytest

from comanage.pages.way_back import AS_IT_IS, from_step

SETTLEMENT = "/agreements/1/settlements/2027-Q1"


@pytest.mark.parametrize(
    ("step", "page"),
    [
        pytest.param(f"{SETTLEMENT}/release", SETTLEMENT, id="the page above it"),
        pytest.param(f"{SETTLEMENT}/unlock/confirm", SETTLEMENT, id="past the form of another step"),
        pytest.param(f"{SETTLEMENT}/return", f"{SETTLEMENT}/return", id="its own form"),
        pytest.param("/payments/requests/6/paid", "/payments/requests/6", id="a payment request"),
        pytest.param("/payments/requests", "/payments/requests", id="a list that is sent to"),
        pytest.param(
            "/agreements/1/disputes/2027-Q1/accept", "/agreements/1/disputes/2027-Q1",
            id="the lines of a settlement",
        ),
        pytest.param(
            "/agreements/1/disputes/3/steps", "/agreements/1/disputes/3/steps", id="a dispute"
        ),
    ],
)  # fmt: skip
def test_a_step_leads_back_to_the_page_it_was_taken_from(app, step, page):
    with app.test_request_context(step, method="POST"):
        assert from_step() == (AS_IT_IS, page)


def test_an_installation_below_an_address_keeps_its_place(app):
    with app.test_request_context("/payments/6/return", method="POST", base_url="http://a/below"):
        assert from_step() == (AS_IT_IS, "/below/payments/6")


def test_where_nothing_was_sent_and_nothing_shows_it_there_is_no_way_back(app):
    for path, method in (("/payments", "GET"), ("/logout", "POST")):
        with app.test_request_context(path, method=method):
            assert from_step() is None
