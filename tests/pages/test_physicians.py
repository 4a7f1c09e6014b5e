"""The physicians of an agreement in the browser: what is on record, and recording it."""

import pytest

from comanage import clock
from comanage.database import transaction
from tests.actions.settling import make_ready
from tests.makers import NOW, make_agreement
from tests.pages.browser import Browser
from tests.pages.working import text_of

FOUND = {
    "screened_on": "2027-08-20",
    "licensed_until": "2028-06-30",
    "privileged_until": "2027-08-31",
    "reference": "Exclusion list of August 2027, compliance share",
}


@pytest.fixture
def at_desks(app):
    """The agreement, with browsers for those who look at its physicians."""
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.fixed(NOW.replace(month=9, day=1)):
        with transaction() as session:
            ready = make_ready(session)
        for name in ("compliance", "administrator", "leader"):
            person = type("Person", (), {"id": getattr(ready, name).person_id})
            setattr(ready, f"{name}_browser", Browser(app, person).client)
        ready.page = f"/agreements/{ready.id}/oversight/physicians"
        yield ready


def test_the_page_lists_who_takes_part_and_what_is_on_record(at_desks):
    words = text_of(at_desks.compliance_browser.get(at_desks.page))
    assert at_desks.leader.name in words
    assert "Nothing is on record." in words
    assert f'href="{at_desks.page}"' in at_desks.compliance_browser.get(
        f"/agreements/{at_desks.id}/oversight"
    ).text  # fmt: skip


def test_a_status_is_recorded_and_what_is_against_payment_is_said(at_desks):
    who = at_desks.leader
    sent = at_desks.compliance_browser.post(
        at_desks.page, data=FOUND | {"person_id": who.person_id}
    )
    assert (sent.status_code, sent.location) == (303, at_desks.page)
    words = text_of(at_desks.compliance_browser.get(at_desks.page))
    assert "The status is on record." in words
    assert "20 Aug 2027" in words
    assert f"The privileges of {who.name}" in words
    assert "ended on 31 Aug 2027." in words


def test_faults_come_back_with_what_was_typed(at_desks):
    sent = at_desks.compliance_browser.post(
        at_desks.page, data=FOUND | {"person_id": "x", "screened_on": "soon"}
    )
    words = text_of(sent)
    assert sent.status_code == 422
    assert "Choose a physician who takes part in this agreement." in words
    assert "“soon” is not a date" in words
    assert "Exclusion list of August 2027" in sent.text


def test_an_administrator_reads_and_records_nothing(at_desks):
    page = at_desks.administrator_browser.get(at_desks.page)
    assert page.status_code == 200
    assert "Record the status" not in page.text
    assert at_desks.administrator_browser.post(at_desks.page, data=FOUND).status_code == 403
    assert at_desks.leader_browser.get(at_desks.page).status_code == 403


def test_without_physicians_the_page_says_what_to_do(at_desks):
    with transaction() as session:
        bare = make_agreement(session, "BARE")
    page = at_desks.compliance_browser.get(f"/agreements/{bare.id}/oversight/physicians")
    assert "Give each participating physician a role of the group" in text_of(page)
