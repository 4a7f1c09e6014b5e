"""My hours, hours approval, duties and base fee: what each person sees and sends."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.month_attestation import MonthAttestation, MonthDecision
from comanage.records.time_entry import TimeEntry
from comanage.rules.signoff import Role
from tests.actions.on_duty import MARCH, attest, log, on_duty, through
from tests.makers import (
    NOW,
    make_actor,
)
from tests.pages.browser import Browser, errors, summary, words

MINE = "/hours"


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


def choice(made, duty=None):
    return f"{made.own.id}-{(duty or made.duty).id}"


def month_path(made, who=None, end=""):
    person = (who or made.ann).person_id
    return f"/agreements/{made.id}/hours/{made.granite}/{MARCH}/{person}{end}"


def attest_path(made, month=MARCH):
    return f"/agreements/{made.id}/hours/{made.granite}/{month}/attest"


def attested(made):
    with transaction() as session:
        log(session, made, 375)
        return attest(session, made).content_hash


def test_the_home_of_a_physician_is_the_own_hours(app, made):
    assert browser(app, made.ann).get("/", 303).location == MINE
    assert "My hours" in browser(app, made.leader).get("/").text


def test_pressing_a_duty_and_a_time_logs_work_of_today(app, made):
    ann = browser(app, made.ann)
    ann.send(MINE, duty=choice(made), minutes="90", day="2027-04-14", done="")
    (entry,) = stored(TimeEntry)
    assert (entry.minutes, entry.day, entry.duty_id) == (90, date(2027, 4, 14), made.duty.id)
    page = words(ann.get(MINE).text)
    assert "1.5 hours logged: Chair the committee, 14 Apr 2027." in page
    assert "Work since 15 Mar 2027 can still be entered." in page


def test_a_typed_time_counts_and_what_is_odd_is_said(app, made):
    ann = browser(app, made.ann)
    for _ in range(2):
        ann.send(MINE, duty=choice(made), minutes="90", other="2.25", day="2027-04-14")
    assert [entry.minutes for entry in stored(TimeEntry)] == [135, 135]
    assert "2.25 hours of this duty stood on this day already." in words(ann.get(MINE).text)


def test_the_duty_used_last_comes_first(app, made):
    ann = browser(app, made.ann)
    ann.send(MINE, duty=choice(made, made.rounds), minutes="30", day="2027-04-14")
    page = ann.get(MINE).text
    assert page.index("Quality rounds</label>") < page.index("Chair the committee</label>")


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(app, made):
    ann = browser(app, made.ann)
    page = ann.send(
        MINE, 422, duty=choice(made), minutes="15", other="0.1", day="2027-04-15",
        done="SSN 123-45-6789",
    ).text  # fmt: skip
    assert "This day is still to come. Log work once it is done." in errors(page)
    assert any("steps of 15 minutes" in each for each in errors(page))
    assert any("a social security number" in each for each in errors(page))
    assert "2027-04-15" in page
    assert stored(TimeEntry) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"minutes": "15", "day": "2027-04-14"}, "Choose the duty."),
        ({"duty": "1-1", "day": "2027-04-14"}, "Give the time worked."),
        ({"duty": "1-1", "other": "0.001", "day": "2027-04-14"}, "whole minutes"),
        ({"duty": "1-1", "minutes": "15", "day": "soon"}, "not a date"),
    ],
)
def test_what_lacks_or_cannot_be_read_is_said(app, made, sent, said):
    sent = {"duty": choice(made)} | sent if "duty" in sent else sent
    sent = sent | ({"duty": choice(made)} if "duty" in sent else {})
    page = browser(app, made.ann).send(MINE, 422, **sent).text
    assert said in " ".join(summary(page) + errors(page))


def test_an_entry_of_which_nothing_was_pressed_says_at_once_all_that_lacks(app, made):
    page = browser(app, made.ann).send(MINE, 422, day="2027-04-14").text
    assert errors(page) == ["Choose the duty.", "Give the time worked."]
    page = browser(app, made.ann).send(MINE, 422, day="2027-04-14", other="x").text
    assert [each[:15] for each in errors(page)] == ["Choose the duty", "“x” is not a nu"]


@pytest.mark.parametrize("duty", ["2-1", "999-1", "x", "1", "1-1-1"])
def test_no_form_logs_for_another_group(app, made, duty):
    sent = {"duty": duty, "minutes": "15", "day": "2027-04-14"}
    browser(app, made.ann).send(MINE, 404, **sent)
    assert stored(TimeEntry) == []


def test_an_entry_is_corrected_and_taken_back_on_its_page(app, made):
    with transaction() as session:
        entry = log(session, made)
    ann, path = browser(app, made.ann), f"/hours/{entry.id}/correct"
    assert 'value="1.5"' in ann.get(path).text
    sent = {"duty": choice(made), "day": "2027-03-20"}
    page = ann.send(path, 422, other="1", **sent).text
    assert any("Say why it is corrected" in each for each in errors(page))
    ann.send(path, other="1", reason="It was shorter", **sent)
    later = stored(TimeEntry)[-1]
    assert (later.minutes, later.replaces_id, later.reason) == (60, entry.id, "It was shorter")
    ann.get(path, 404)
    ann.send(f"/hours/{later.id}/correct", step="take-back", reason="It was cancelled", **sent)
    assert stored(TimeEntry)[-1].minutes == 0
    assert "Everything was taken back." in words(ann.get(MINE).text)


def test_the_entry_of_another_is_not_there(app, made):
    with transaction() as session:
        entry = log(session, made)
    for who in (made.cas, made.bo, made.leader):
        browser(app, who).get(f"/hours/{entry.id}/correct", 404)


def test_a_month_is_attested_from_the_own_hours_in_two_presses(app, made):
    with transaction() as session:
        log(session, made, 375)
    ann = browser(app, made.ann)
    assert "Attest March" in words(ann.get(MINE).text)
    page = ann.get(attest_path(made)).text
    assert (
        page.index("Hours of March 2027") < page.index("What you state") < page.index("Attest</b")
    )
    assert "I did this work myself." in words(page)
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    ann.send(attest_path(made), seen=seen)
    (signed,) = stored(MonthAttestation)
    assert (signed.content_hash, signed.person_id) == (seen, made.ann.person_id)
    page = words(ann.get(MINE).text)
    assert "waits for: service-line administrator" in page
    assert "Attest March" not in page
    assert "You attested March 2027 already" in words(ann.get(attest_path(made)).text)


def test_a_month_that_changed_meanwhile_is_not_signed(app, made):
    with transaction() as session:
        log(session, made)
    browser(app, made.ann).send(attest_path(made), 409, seen="0" * 64)
    assert stored(MonthAttestation) == []


def test_the_own_hours_of_nobody_else_are_attested(app, made):
    with transaction() as session:
        log(session, made)
    for who in (made.cas, made.bo):
        browser(app, who).get(attest_path(made), 404)


def test_a_month_is_approved_level_by_level_from_the_queue(app, made):
    seen = attested(made)
    administrator, approver = browser(app, made.administrator), browser(app, made.approver)
    assert "1 month" in words(administrator.get("/").text)
    assert "March 2027" in words(administrator.get("/hours/approvals").text)
    assert "Nothing waits for you." in words(approver.get("/hours/approvals").text)
    page = words(approver.get(month_path(made)).text)
    assert "Level 1 of 2 is the decision of the service-line administrator." in page
    administrator.send(month_path(made), to=month_path(made, end="/approve"), seen=seen)
    assert stored(BaseFeeEarned) == []
    page = words(administrator.get("/hours/approvals").text)
    assert "You approved level 1 of 2. It now waits for: approver." in page
    for at, path in ((made.ann, MINE), (made.approver, f"/agreements/{made.id}/hours")):
        page = words(browser(app, at).get(path).text)
        assert "Level 1 of 2 approved" in page
    assert "Level 1 of 2 approved" in words(approver.get(month_path(made)).text)
    approver.send(month_path(made), to=month_path(made, end="/approve"), seen=seen)
    assert "approved by every level: it is payable" in words(approver.get("/").text)
    assert [row.cents for row in stored(BaseFeeEarned)] == [112_500]
    page = words(browser(app, made.compliance).get(month_path(made)).text)
    assert "Earned: $1,125.00" in page
    assert "6.25 hours × $180.00 = $1,125.00." in page
    assert "the hours on record are the ones signed" in page


def test_a_month_is_sent_back_with_its_reason(app, made):
    seen = attested(made)
    administrator = browser(app, made.administrator)
    back = month_path(made, end="/return")
    page = administrator.send(month_path(made), 422, to=back, seen=seen, reason="").text
    assert any("Say why" in each for each in errors(page))
    administrator.send(month_path(made), to=back, seen=seen, reason="Which meeting?")
    assert [row.reason for row in stored(MonthDecision)] == ["Which meeting?"]
    page = words(browser(app, made.ann).get(MINE).text)
    assert "The administrator sent it back: “Which meeting?”" in page


@pytest.mark.parametrize("who", ["approver", "verifier", "leader", "compliance", "ann"])
def test_nobody_but_the_level_decides(app, made, who):
    seen = attested(made)
    at = browser(app, getattr(made, who))
    for end in ("/approve", "/return"):
        sent = {"csrf_token": at.token(), "seen": seen, "reason": "No"}
        assert at.client.post(month_path(made, end=end), data=sent).status_code == 403
    assert stored(MonthDecision) == []


def test_what_changed_after_the_signature_is_said_and_not_approved(app, made):
    seen = attested(made)
    with transaction() as session:
        log(session, made, 15)
    administrator = browser(app, made.administrator)
    assert "it is void, and the month must be attested again" in words(
        administrator.get(month_path(made)).text
    )
    administrator.send(month_path(made), 409, to=month_path(made, end="/approve"), seen=seen)


def test_a_leader_sees_the_totals_of_the_own_group_alone(app, made):
    with transaction() as session:
        log(session, made, 375)
        through(session, made)
        log(session, made, 105, who=made.bo, own=made.other)
    path = f"/agreements/{made.id}/hours"
    page = words(browser(app, made.leader).get(path).text)
    assert "6.25 hours 6.25 hours $1,125.00" in page
    for unseen in ("Dr. Ann Ito", "Dr. Bo Lind", "COPPER", "1.75 hours"):
        assert unseen not in page
    browser(app, made.leader).get(month_path(made), 403)
    everyone = words(browser(app, made.compliance).get(path).text)
    for seen in ("Dr. Ann Ito", "Dr. Bo Lind", "1.75 hours"):
        assert seen in everyone


def test_an_empty_list_and_a_physician_without_an_agreement_say_what_is_lacking(app, made):
    with transaction() as session:
        stranger = make_actor(session, Role.PHYSICIAN)
    assert "takes part in no agreement" in words(browser(app, stranger).get(MINE).text)
    assert "No hours are logged yet." in words(
        browser(app, made.compliance).get(f"/agreements/{made.id}/hours").text
    )


def test_a_month_can_be_attested_once_it_is_over(app, made):
    with transaction() as session:
        log(session, made, day=date(2027, 4, 10))
    ann = browser(app, made.ann)
    assert "Attest April" not in words(ann.get(MINE).text)
    assert "1 May 2027" in words(ann.get(attest_path(made, "2027-04")).text)
    with clock.fixed(datetime(2027, 5, 1, 9, tzinfo=UTC)):
        later = browser(app, made.ann)
        assert "Attest April" in words(later.get(MINE).text)
