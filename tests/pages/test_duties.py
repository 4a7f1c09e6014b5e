"""Duties and base fee: the list, its changes, and the terms of each group."""

from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.duty import Duty
from tests.actions.on_duty import on_duty
from tests.makers import NOW, make_agreement, make_duty
from tests.pages.browser import Browser, errors, words


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(app):
    del app
    with transaction() as session:
        return on_duty(session)


def browser(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id))


def stored(kind):
    with reading() as session:
        return session.query(kind).all()


DUTY = {"name": "Write the report", "delivers": "A report", "code": "REPORT", "most": "4",
        "starts": "2027-05-01", "ends": ""}  # fmt: skip


def test_a_duty_is_added_and_changed_from_a_day_to_come(app, made):
    at, path = browser(app, made.administrator), f"/agreements/{made.id}/duties"
    at.send(f"{path}/new", **DUTY)
    row = stored(Duty)[-1]
    assert (row.code, row.most_minutes, row.number) == ("REPORT", 240, 1)
    change = f"{path}/{row.id}/change"
    page = at.send(change, 422, **DUTY | {"starts": "2027-05-01"}).text
    assert any("never changes backwards" in each for each in errors(page))
    assert any("Say why the duty changes" in each for each in errors(page))
    at.send(change, **DUTY | {"starts": "2027-06-01", "most": "6", "reason": "More is asked"})
    later = stored(Duty)[-1]
    assert (later.replaces_id, later.most_minutes, later.number) == (row.id, 360, 2)
    stale = {"revision": str(row.id), "starts": "2027-07-01", "reason": "Again"}
    assert at.send(change, 409, **DUTY | stale)
    assert "1 May 2027 to 31 May 2027" in words(at.get(path).text)


def test_a_mistyped_duty_is_corrected_before_it_begins_and_not_after(app, made):
    at, path = browser(app, made.administrator), f"/agreements/{made.id}/duties"
    at.send(f"{path}/new", **DUTY)
    row = stored(Duty)[-1]
    assert f"{path}/{row.id}/correct" in at.get(path).text
    correct = f"{path}/{row.id}/correct"
    assert 'value="2027-05-01"' in at.get(correct).text
    at.send(correct, 422, **DUTY)
    right = DUTY | {"most": "40", "reason": "A zero was missing."}
    stale = at.send(correct, 409, **right | {"revision": "0"}).text
    assert "Stands now: 4" in words(stale)
    at.send(correct, **right)
    right = stored(Duty)[-1]
    assert (right.corrects, right.replaces_id, right.most_minutes) == (True, row.id, 2400)
    page = words(at.get(path).text)
    assert "corrected before it began" in page
    assert "corrected: A zero was missing." in page
    assert at.get(f"{path}/{made.duty.id}/correct").status_code == 200
    began = at.send(f"{path}/{made.duty.id}/correct", 409, **DUTY | {"reason": "Late."}).text
    assert "it is not corrected. Change it from a day to come." in words(began)


def test_mistyped_terms_are_corrected_before_they_begin(app, made):
    at, path = browser(app, made.administrator), f"/agreements/{made.id}/duties"
    terms = f"{path}/base-fee/{made.granite}"
    held = {"starts": "2027-06-01", "cents": "1,850.00", "reason": "The rate rises."}
    at.send(terms, **TERMS | held)
    assert f"{terms}/correct" in at.get(path).text
    assert 'value="2027-06-01"' in at.get(f"{terms}/correct").text
    right = TERMS | held | {"cents": "185.00", "reason": "A zero too many."}
    stale = at.send(f"{terms}/correct", 409, **right | {"revision": "0"}).text
    assert "Stands now: $1,850.00" in words(stale)
    at.send(f"{terms}/correct", **right)
    wrong, right = stored(BaseFeeTerms)[-2:]
    assert (right.replaces_id, right.starts, right.cents) == (wrong.id, wrong.starts, 18_500)
    page = words(at.get(path).text)
    assert "Corrected" in page
    assert f"It corrects version {wrong.number}, which counts for no day: A zero too many." in page


def test_no_two_duties_have_codes_that_differ_by_capitals_alone(app, made):
    at, path = browser(app, made.administrator), f"/agreements/{made.id}/duties/new"
    at.send(path, **DUTY)
    page = at.send(path, 422, **DUTY | {"code": "Report"}).text
    assert any("Another duty has this code" in each for each in errors(page))


def test_a_duty_of_another_agreement_is_not_there(app, made):
    with transaction() as session:
        elsewhere = make_duty(session, make_agreement(session))
    at = browser(app, made.administrator)
    at.get(f"/agreements/{made.id}/duties/{elsewhere.id}/change", 404)


TERMS = {
    "pays": "fixed amount a month", "cents": "5,000.00", "most_an_entry": "8", "step": "15",
    "deadline": "30", "levels": "verifier\nApprover", "sentences": "I did it.\n\nNobody else pays.",
    "fewest_a_month": "10", "short": "prorated", "starts": "2027-05-01",
    "reason": "A new opinion of value",
}  # fmt: skip


def test_new_terms_begin_with_a_month_to_come_and_the_old_ones_stay(app, made):
    at = browser(app, made.administrator)
    path = f"/agreements/{made.id}/duties/base-fee/{made.granite}"
    assert 'value="180.00"' in at.get(path).text
    at.send(path, **TERMS)
    row = stored(BaseFeeTerms)[-1]
    assert (row.number, row.cents, row.fewest_a_month) == (2, 500_000, 600)
    page = words(at.get(f"/agreements/{made.id}/duties").text)
    assert "Below 10 hours of approved work in a month, it is paid in proportion." in page
    assert "Approved by: verifier, then approver" in page
    assert "$180.00 an hour." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts": "2027-04-01"}, "terms never change backwards"),
        ({"starts": "2027-05-02"}, "first day of a month"),
        ({"starts": "2028-01-01"}, "Give a day of the agreement"),
        ({"starts": ""}, "Give the first day."),
        ({"reason": ""}, "Say why the terms change"),
        ({"cents": ""}, "Give an amount above $0.00"),
        ({"levels": "physician leader"}, "These roles approve hours"),
        ({"levels": "owner"}, "These roles approve hours"),
        ({"short": ""}, "Give both"),
        ({"step": "7"}, "a day is a whole number of"),
        ({"deadline": ""}, "0 to 366 days"),
        ({"sentences": "Patient MRN 1234567"}, "a medical record number"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(app, made, changes, said):
    path = f"/agreements/{made.id}/duties/base-fee/{made.granite}"
    page = browser(app, made.administrator).send(path, 422, **TERMS | changes).text
    assert said in " ".join(errors(page))
    assert len(stored(BaseFeeTerms)) == 2


def test_a_leader_sees_the_terms_of_the_own_group_and_changes_nothing(app, made):
    path = f"/agreements/{made.id}/duties"
    page = words(browser(app, made.leader).get(path).text)
    assert "Base fee of Physicians of GRANITE" in page
    assert "COPPER" not in page
    browser(app, made.leader).get(f"{path}/new", 403)
