"""Sign-off in the browser: two approvers, a return, a reviewer, a hold, and a period opened again."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from comanage import clock, crash
from comanage.database import transaction
from comanage.pages import display
from comanage.refusals import NotReady
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, finalized, make_ready, without_layout
from tests.makers import make_actor, make_opinion, make_person
from tests.pages.browser import Browser, words

WHO = ("administrator", "approver", "compliance", "leader", "second", "reviewer", "officer")


@pytest.fixture
def ready(app, monkeypatch):
    """A final settlement, and a browser for everyone."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.second = make_actor(session, Role.APPROVER, person=make_person(session, "Dora Finch"))
        made.reviewer = make_actor(session, Role.REVIEWER)
        made.officer = make_actor(session, Role.COMPLIANCE, person=make_person(session, "Ines Ott"))
    finalized(made)
    for name in WHO:
        person = SimpleNamespace(id=getattr(made, name).person_id)
        setattr(made, f"{name}_at", Browser(app, person))
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
    made.controls = f"/agreements/{made.id}/payment-controls"
    return made


def sees(browser, url):
    return words(browser.get(url).text)


def approve(ready, who="approver"):
    getattr(ready, f"{who}_at").send(ready.url, to=f"{ready.url}/approve", number="1")


def control(ready, **fields):
    return ready.compliance_at.send(ready.controls, reason="As agreed.", **fields)


@pytest.mark.trust("G3", "G7")
def test_an_approval_that_fails_to_be_stored_is_never_said_to_be_done(ready, monkeypatch):
    def full(name):
        if name == "commit:before" and waiting:
            raise NotReady(waiting.pop())

    page = ready.approver_at.get(ready.url).text
    waiting = ["The disk is full."]
    monkeypatch.setattr(crash, "point", full)
    token = ready.approver_at.token(page)
    sent = {"csrf_token": token, "number": "1"}
    answer = ready.approver_at.client.post(f"{ready.url}/approve", data=sent)
    assert (answer.status_code, waiting) == (503, [])
    assert "The disk is full." in words(answer.text)
    for shown in (words(answer.text), sees(ready.approver_at, ready.url)):
        assert "is approved" not in shown
        assert "You signed" not in shown


def test_whoever_cannot_take_the_next_step_is_told_by_name_who_can(ready):
    names = sorted([ready.approver.name, "Dora Finch"])
    assert f"It waits for {names[0]} or {names[1]}." in sees(ready.administrator_at, ready.url)
    assert "It waits for" not in sees(ready.approver_at, ready.url)
    control(ready, second_approval_above_cents="100,000")
    approve(ready)
    assert "It waits for Dora Finch." in sees(ready.approver_at, ready.url)
    approve(ready, "second")
    assert (
        f"It waits for a payment releaser who took no other part in {PERIOD}. "
        "Nobody here can be that yet: a system administrator gives the role."
    ) in sees(ready.administrator_at, ready.url)


def test_where_the_password_is_asked_for_again_it_says_what_is_signed(ready):
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        page = ready.approver_at.get(ready.url).text
        sent = {"csrf_token": ready.approver_at.token(page), "number": "1"}
        answer = ready.approver_at.client.post(f"{ready.url}/approve", data=sent)
        other = ready.administrator_at.client.post(f"{ready.url}/approve", data=sent)
    said = words(answer.text)
    assert answer.status_code == 401
    assert f"{PERIOD} Final settlement 1" in said
    assert "$311,368.42 earned. By going on you sign: “I approve these scores and amounts.”" in said
    assert "$311,368.42" not in words(other.text)


def test_the_page_that_asks_why_says_how_the_settlement_stands_and_leads_back(ready):
    page = ready.approver_at.get(f"{ready.url}/return?number=1").text
    assert f"{PERIOD} Final settlement 1" in words(page)
    assert f'href="{ready.url}">Back</a>' in page


def test_two_approve_what_is_above_the_set_amount(ready):
    control(ready, second_approval_above_cents="100,000")
    page = sees(ready.approver_at, ready.url)
    assert "$311,368.42 is more than $100,000.00, so two people must approve it." in page
    approve(ready)
    page = sees(ready.approver_at, ready.url)
    assert (
        f"You signed settlement 1 of {PERIOD}. Another approver must sign it as well,"
        " since it is above $100,000.00." in page
    )
    assert "The statements are issued" not in page
    page = sees(ready.second_at, ready.url)
    assert "Carla Ruiz has signed it." in page
    page = sees(ready.approver_at, ready.url)
    assert "You signed settlement 1 already. Another person must sign it as well." in page
    assert "Carla Ruiz, approver: “I approve these scores and amounts”" in page
    assert "Approve settlement 1" in sees(ready.second_at, ready.url)
    approve(ready, "second")
    assert "is approved. The statements are issued." in sees(ready.second_at, "/")
    assert "approved and locked by Dora Finch" in sees(ready.second_at, ready.url)


def test_an_approver_returns_it_with_a_reason_that_its_administrator_reads(ready):
    path = f"{ready.url}/return?number=1"
    answer = ready.approver_at.send(path, 422, number="1", reason="")
    assert "Say why" in words(answer.text)
    ready.approver_at.send(path, number="1", reason="The turnover log is of May.")
    page = sees(ready.administrator_at, ready.url)
    assert "Returned by Carla Ruiz" in page
    assert "The turnover log is of May." in page
    assert "Make settlement 1 final" in page


def test_a_return_of_what_is_no_longer_final_is_refused(ready):
    approve(ready)
    path = f"{ready.url}/return?number=1"
    ready.second_at.send(path, 409, number="1", reason="Too late.")
    ready.second_at.send(path, 409, reason="Which one?")


def test_a_reviewer_signs_where_the_agreement_asks_for_it(ready):
    control(ready, independent_review="y")
    approve(ready)
    assert "who has not signed yet" in sees(ready.approver_at, ready.url)
    assert "Sign as independent reviewer" in sees(ready.reviewer_at, ready.url)
    ready.reviewer_at.send(ready.url, to=f"{ready.url}/review", number="1")
    assert "An independent reviewer has signed it." in sees(ready.reviewer_at, ready.url)


def test_compliance_holds_a_release_and_lifts_the_hold(ready):
    approve(ready)
    ready.compliance_at.send(f"{ready.url}/hold?number=1", number="1", reason="A question.")
    page = sees(ready.approver_at, ready.url)
    assert "The release is held by" in page
    assert "A question." in page
    answer = ready.compliance_at.send(f"{ready.url}/lift-hold?number=1", 422, number="1", reason="")
    assert "Say why" in words(answer.text)
    ready.compliance_at.send(f"{ready.url}/lift-hold?number=1", number="1", reason="Answered.")
    assert "The release is held by" not in sees(ready.approver_at, ready.url)


def test_two_people_open_a_locked_period(ready):
    approve(ready)
    assert f"Ask to open {PERIOD} again" in sees(ready.compliance_at, ready.url)
    assert "A compliance officer can ask" in sees(ready.administrator_at, ready.url)
    answer = ready.compliance_at.send(f"{ready.url}/unlock", 422, reason=" ")
    assert "Say why" in words(answer.text)
    ready.compliance_at.send(f"{ready.url}/unlock", reason="A late report.")
    page = sees(ready.compliance_at, ready.url)
    assert f"You asked to open {PERIOD}, so someone else must decide." in page
    page = sees(ready.officer_at, ready.url)
    assert f"Open {PERIOD} again" in page
    task = f"Decide whether {PERIOD} is opened again Asked by"
    for who, waits in (("officer", True), ("approver", True), ("second", True),
                       ("compliance", False), ("administrator", False)):  # fmt: skip
        assert (task in sees(getattr(ready, f"{who}_at"), "/")) is waits
    ready.officer_at.send(ready.url, to=f"{ready.url}/unlock/confirm")
    assert task not in sees(ready.approver_at, "/")
    page = sees(ready.administrator_at, ready.url)
    opened = f"; opened again on {display.day(clock.today())} by Ines Ott"
    assert f"approved by Carla Ruiz, {display.day(clock.today())}" in page
    assert opened in page
    assert "approved and locked" not in page
    result = sees(ready.leader_at, f"/agreements/{ready.id}/results/{PERIOD}")
    assert opened in result
    assert "and locked by" not in result
    assert f"{PERIOD} was opened again. Settlement 1 and what it pays stand" in page
    assert f"Calculate {PERIOD}" in page
    grid = f"/agreements/{ready.id}/figures/{PERIOD}"
    assert "Correct" in sees(ready.administrator_at, grid)


def test_an_unlock_can_be_refused(ready):
    approve(ready)
    ready.compliance_at.send(f"{ready.url}/unlock", reason="A late report.")
    ready.approver_at.send(ready.url, to=f"{ready.url}/unlock/refuse")
    page = sees(ready.approver_at, ready.url)
    assert "Refused by Carla Ruiz" in page
    assert f"{PERIOD} is locked." in page


def test_controls_are_shown_to_readers_and_set_by_compliance_alone_once_locked(ready):
    page = sees(ready.leader_at, ready.controls)
    assert "Two people must approve not asked for" in page
    assert "Nobody has set them yet" in page
    assert "Set the payment controls" not in page
    page = sees(ready.administrator_at, ready.controls)
    assert "a compliance officer may change them, with a reason" in page
    ready.administrator_at.send(ready.controls, 403, reason="I would like to.", dispute_days="3")
    control(ready, dispute_days="10", year_cap_cents="900,000", lifetime_cap_cents="")
    page = sees(ready.compliance_at, ready.controls)
    assert "Dispute window 10 days" in page
    assert "Most in a contract year $900,000.00" in page
    assert "As agreed." in page


def test_faults_of_controls_stand_beside_their_fields(ready):
    answer = ready.compliance_at.send(ready.controls, 422, dispute_days="0", year_cap_cents="much")
    page = words(answer.text)
    assert "Give 1 to 365 days" in page
    assert "Most that may be paid in a contract year" in page


def test_a_settlement_that_may_still_be_disputed_says_until_when_and_by_whom(ready, app):
    ready.approver_at.send(f"{ready.url}/return?number=1", number="1", reason="Once more.")
    control(ready, dispute_days="10")
    page = sees(ready.administrator_at, ready.url)
    assert "It is open for dispute until" in page
    assert "Copper Lantern Surgeons and Granite Fork Bone & Joint have not" in page
    assert "Make settlement 1 final" not in page
    del app


def test_whoever_approves_and_releases_reads_where_no_opinion_caps_it_or_an_old_one(ready):
    none = (
        "No opinion of fair market value holds on 1 Jan 2027: no cap limits this payment by value."
    )
    assert none in sees(ready.approver_at, ready.url)
    approve(ready)
    assert none in sees(ready.compliance_at, ready.url)
    with transaction() as session:
        make_opinion(session, ready.agreement, opinion_on=date(2020, 1, 5))
    page = sees(ready.compliance_at, ready.url)
    assert none not in page
    assert "is older than 24 months: it is of 5 Jan 2020." in page


def test_the_form_of_a_return_without_its_settlement_leads_to_the_settlement(ready):
    answer = ready.approver_at.client.get(f"{ready.url}/return")
    assert (answer.status_code, answer.location) == (303, ready.url)
