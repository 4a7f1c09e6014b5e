"""What the page of a payment shows that it rests on: lines, signatures, statements and the log."""

from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.releasing import PERIOD, corrected, lines, make_approved
from tests.actions.settling import without_layout
from tests.makers import make_actor
from tests.pages.browser import Browser, words


@pytest.fixture
def made(app, monkeypatch):
    """A quarter that is approved and released, and a browser for who oversees it."""
    without_layout(monkeypatch)
    found = make_approved()
    for name in ("compliance", "releaser"):
        person = SimpleNamespace(id=getattr(found, name).person_id)
        setattr(found, f"{name}_at", Browser(app, person))
    url = f"/agreements/{found.id}/settlements/{PERIOD}"
    found.releaser_at.send(url, to=f"{url}/release", number="1", key="a-key-of-the-page")
    return found


def sees(browser, url):
    return words(browser.get(url).text)


def test_a_payment_shows_each_line_it_comes_from_who_signed_and_where_the_log_stands(made):
    first = lines(made)[0]
    page = made.compliance_at.get(f"/payments/{first.id}").text
    said = words(page)
    assert f'href="/agreements/{made.id}/results/{PERIOD}/turnover"' in page
    dollars = said.partition("Where its dollars come from")[2]
    assert "27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min)" in dollars
    assert "none added" in dollars
    assert page.count("Statement PDF of ") == 2  # the group's, and the agreement's
    assert "Approved" in said.partition("Released")[0]
    assert "entries holds, looked through" in said or "entries hold; the others" in said


def test_who_may_see_totals_only_sees_no_line_of_a_payment(app, made):
    with transaction() as session:
        executive = make_actor(session, Role.EXECUTIVE)
    page = Browser(app, SimpleNamespace(id=executive.person_id)).get(
        f"/payments/{lines(made)[0].id}"
    )
    assert "Where its dollars come from" not in page.text
    assert "Statement PDF" not in page.text
    assert "/audit" not in page.text


def test_a_payment_and_its_reversal_trace_to_what_paid_and_only_the_correction_to_what_stands(made):
    first = lines(made)[0]
    corrected(made, value="31.9")
    (back,) = [one for one in lines(made) if one.reverses_id == first.id]
    (new,) = [one for one in lines(made) if one.corrects_id == first.id]
    paid = f"{abs(back.amount_cents) / 100:,.2f} payable"
    for number in (first.id, back.id):
        page = made.compliance_at.get(f"/payments/{number}").text
        told = words(page)
        assert f"A later settlement of {PERIOD} stands, 2;" in told
        assert f"{PERIOD}, settlement 1" in told
        assert paid in told
        dollars = told.partition("Where its dollars come from")[2]
        assert "27.4 min lies" in dollars
        assert "31.9 min" not in dollars
        assert "/turnover" not in page  # its page is of the settlement that stands
        assert "Statement PDF of the agreement" in told
        assert "Approved" in told.partition("Released")[0]
    assert f"Taken back by Payment {back.id}" in sees(made.compliance_at, f"/payments/{first.id}")
    told = sees(made.compliance_at, f"/payments/{new.id}")
    assert f"{PERIOD}, settlement 2" in told
    assert f"{new.amount_cents / 100:,.2f} payable" in told
    assert "31.9 min" in told.partition("Where its dollars come from")[2]
    assert "A later settlement" not in told


def test_a_reversal_names_and_leads_to_what_it_takes_back_and_no_words_run_together(made):
    first = lines(made)[0]
    corrected(made, value="31.9")
    (back,) = [one for one in lines(made) if one.reverses_id == first.id]
    (new,) = [one for one in lines(made) if one.corrects_id == first.id]
    page = made.compliance_at.get(f"/payments/{back.id}").text
    assert f"It takes back payment {first.id} to the cent" in words(page)
    assert f'href="/payments/{first.id}"' in page
    assert "Reversal Takes back" in words(page)
    assert "Correction In the place of" in sees(made.compliance_at, f"/payments/{new.id}")
    every = made.compliance_at.get("/payments").text
    assert 'Reversal <span class="beneath">reverses' in every
    assert 'Correction <span class="beneath">in place of' in every


def test_what_is_no_number_of_a_payment_narrows_nothing_and_breaks_nothing(made):
    for typed in ("-1", "abc", "1e3", "99999999999999999999", "1 OR 1=1", "\u0661"):
        told = made.compliance_at.client.get("/audit", query_string={"payment": typed})
        assert told.status_code == 200
        assert "What the log tells of" not in told.text
