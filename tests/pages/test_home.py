"""The start page: each person is told what waits for them, and nothing that waits for others."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from comanage.actions import holds, oversight, owners, payment_controls, windows
from comanage.clock import fixed
from comanage.database import transaction
from comanage.records.oversight_limit import Limit
from comanage.records.payment_control import Controls
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.signoff import FigureState, Role
from tests.actions import releasing
from tests.actions.disputing import raised, take
from tests.actions.settling import approved, calculated, finalized, make_ready, without_layout
from tests.makers import make_actor, make_person, make_role, make_service_line
from tests.pages.browser import Browser, words
from tests.statements import samples

VERIFY = "Verify the figures of 2027-Q1"
CALCULATE = "Calculate the settlement of 2027-Q1"
APPROVE = "Approve the settlement of 2027-Q1"


@pytest.fixture(autouse=True)
def _in_the_second_quarter():
    with fixed(datetime(2027, 4, 15, 12, 0, tzinfo=UTC)):
        yield


def home_of(app, actor):
    """Read the start page as somebody does."""
    return words(Browser(app, SimpleNamespace(id=actor.person_id)).get("/").text)


def made(**how):
    with transaction() as session:
        return make_ready(session, **how)


def test_submitted_figures_wait_for_the_verifier_alone(app):
    ready = made(state=FigureState.SUBMITTED)
    assert VERIFY in home_of(app, ready.verifier)
    for other in (ready.administrator, ready.approver, ready.compliance, ready.leader):
        assert VERIFY not in home_of(app, other)


def test_what_was_submitted_lies_with_its_verifiers_by_name_and_day_for_the_administrator(app):
    ready = made(state=FigureState.SUBMITTED)
    page = home_of(app, ready.administrator)
    assert "What waits for others" in page
    waits = r"figures? of 2027-Q1 to be verified \w[^,]*, since \d+ \w+ 20\d\d"
    assert re.search(waits, page)
    assert "What waits for others" not in home_of(app, ready.verifier)


def test_a_final_settlement_lies_with_its_approvers_for_the_administrator(app):
    ready = made()
    assert "What waits for others" not in home_of(app, ready.administrator)
    finalized(ready)
    page = home_of(app, ready.administrator)
    assert "Settlement of 2027-Q1 to be approved" in page
    assert "since 15 Apr 2027" in page


def test_verified_figures_wait_for_the_administrator_to_calculate(app):
    ready = made()
    assert CALCULATE in home_of(app, ready.administrator)
    assert CALCULATE not in home_of(app, ready.approver)


@pytest.mark.parametrize("lets", [False, True], ids=["as usual", "where the verifier may approve"])
def test_a_final_settlement_waits_for_whom_the_agreement_lets_approve(app, monkeypatch, lets):
    ready = made(verifier_may_approve=lets)
    finalized(ready)
    assert APPROVE in home_of(app, ready.approver)
    assert (APPROVE in home_of(app, ready.verifier)) is lets
    assert APPROVE not in home_of(app, ready.administrator)


def test_what_somebody_signed_waits_for_the_other_approver_alone(app):
    ready = made()
    with transaction() as session:
        ready.second = make_actor(session, Role.APPROVER)
        verified = SimpleNamespace(id=ready.verifier.person_id)
        make_role(session, verified, Role.APPROVER)
        wanted = Controls(second_approval_above_cents=1)
        payment_controls.put(session, ready.compliance, ready.id, given=wanted, reason="Agreed.")
    finalized(ready)
    for who in (ready.approver, ready.second):
        assert APPROVE in home_of(app, who)
    assert APPROVE not in home_of(app, ready.verifier)
    approved(ready)
    assert APPROVE not in home_of(app, ready.approver)
    assert APPROVE in home_of(app, ready.second)
    with_whom = home_of(app, ready.administrator).partition("to be approved ")[2]
    assert with_whom.startswith(f"{ready.second.name}, since")


def test_a_release_that_is_held_lies_with_whoever_holds_it(app, monkeypatch):
    without_layout(monkeypatch)
    ready = made()
    finalized(ready)
    approved(ready)
    assert "to be released" in home_of(app, ready.administrator)
    with transaction() as session:
        holds.hold(session, ready.compliance, ready.id, "2027-Q1", number=1, reason="To be asked.")
    page = home_of(app, ready.administrator)
    assert "to be released" not in page
    assert f"whose release is held {ready.compliance.name}, since 15 Apr 2027" in page


@pytest.mark.parametrize(
    ("given", "state", "says"),
    [
        (4, FigureState.DRAFT, "4 of 10 entered"),
        (4, FigureState.SUBMITTED, "4 of 10 entered"),
        (0, FigureState.DRAFT, "None yet"),
        (10, FigureState.DRAFT, "10 of 10 entered"),
        (10, FigureState.SUBMITTED, ""),
    ],
)
def test_figures_wait_to_be_entered_until_each_that_is_asked_for_is_in(app, given, state, says):
    ready = made(state=state, figures=samples.FIGURES[:given])
    page = home_of(app, ready.administrator)
    assert ("Enter and submit the figures of 2027-Q1" in page) is bool(says)
    assert f"Enter and submit the figures of 2027-Q1 {says}" in page or not says


def test_work_of_another_service_line_does_not_wait_here(app):
    ready = made(state=FigureState.SUBMITTED)
    with transaction() as session:
        elsewhere = make_service_line(session, "HEART")
        stranger = make_actor(session, Role.VERIFIER, service_line=elsewhere)
    page = home_of(app, stranger)
    assert VERIFY not in page
    assert ready.agreement.title not in page


def test_measures_that_nobody_answers_for_wait_for_the_administrator(app):
    ready = made()
    codes = [measure.code for _, measure in samples.TERMS.measures()]
    page = home_of(app, ready.administrator)
    assert (
        f"Name owners and due days {len(codes)} measures of {ready.agreement.code} have none"
        in page
    )
    assert "Name owners" not in home_of(app, ready.approver)
    named(ready, codes[1:])
    page = home_of(app, ready.administrator)
    assert f"Name owners and due days 1 measure of {ready.agreement.code} has none" in page
    named(ready, codes[:1])
    assert "Name owners" not in home_of(app, ready.administrator)


def named(ready, codes):
    owner = ready.administrator.person_id
    with transaction() as session:
        owners.assign(session, ready.administrator, ready.id, codes, owner_id=owner, lag=None)


@pytest.mark.parametrize("part", ["nobody yet", "the approver"])
def test_a_release_waits_for_a_releaser_who_took_no_other_part(app, monkeypatch, part):
    without_layout(monkeypatch)
    ready = made()
    finalized(ready)
    approved(ready)
    person = make_person if part == "nobody yet" else None
    with transaction() as session:
        who = ready.approver.person_id if person is None else person(session).id
        make_role(session, SimpleNamespace(id=who), Role.RELEASER)
    page = home_of(app, SimpleNamespace(person_id=who))
    assert ("Release the settlement of 2027-Q1" in page) is (part == "nobody yet")


def test_a_releaser_finds_what_is_held_and_what_is_to_be_requested_and_recorded(app, monkeypatch):
    without_layout(monkeypatch)
    ready = releasing.make_approved()
    with transaction() as session:
        holds.hold(session, ready.compliance, ready.id, "2027-Q1", number=1, reason="A question.")
    page = home_of(app, ready.releaser)
    held = f"Held by {ready.compliance.name} since 15 Apr 2027"
    assert f"Release the settlement of 2027-Q1 {held}" in page
    own = f"By {ready.compliance.name} since 15 Apr 2027"
    assert f"Decide on the held release of 2027-Q1 {own}" in home_of(app, ready.compliance)
    with transaction() as session:
        holds.lift(session, ready.compliance, ready.id, "2027-Q1", number=1, reason="Answered.")
    assert "Release the settlement of 2027-Q1 Approved" in home_of(app, ready.releaser)
    assert "held release" not in home_of(app, ready.compliance)
    releasing.release(ready)
    assert "Request what is payable $311,368.42, 2 payments" in home_of(app, ready.releaser)
    assert "Request what is payable" not in home_of(app, ready.compliance)
    ids = [one.id for one in releasing.lines(ready)]
    releasing.request(ready, ids)
    page = home_of(app, ready.releaser)
    assert "Record payment request 1 as paid 2 payments" in page
    assert "Request what is payable" not in page
    releasing.pay(ready, ids)
    assert "Record payment request" not in home_of(app, ready.releaser)


def test_the_home_of_an_executive_is_the_results(app):
    ready = made()
    with transaction() as session:
        executive = make_actor(session, Role.EXECUTIVE)
        both = make_actor(session, Role.EXECUTIVE)
        make_role(session, SimpleNamespace(id=both.person_id), Role.APPROVER)
    at = Browser(app, SimpleNamespace(id=executive.person_id))
    assert at.get("/", 303).location == "/results"
    assert ready.agreement.title in words(at.get("/results").text)
    assert "Nothing waits for you" in home_of(app, both)


def test_a_leader_finds_the_agreement_and_no_work(app):
    page = home_of(app, made().leader)
    assert "waits for" not in page
    assert "Orthopedic co-management" in page


def test_a_leader_is_told_at_once_what_the_own_group_earned_last(app, monkeypatch):
    without_layout(monkeypatch)
    ready = made()
    finalized(ready)
    assert "earned by your group" not in home_of(app, ready.leader)
    approved(ready)
    page = home_of(app, ready.leader)
    assert "Orthopedic co-management, 2027-Q1" in page
    assert "earned by your group of $311,368.42 earned in all, of $400,000.00 possible" in page
    assert "earned by your group" not in home_of(app, ready.administrator)


def test_a_dispute_waits_for_its_answer_its_decision_and_its_corrected_figure(app):
    ready = made()
    calculated(ready)
    dispute = raised(ready)
    name = f"dispute {dispute.id} of 2027-Q1"
    assert f"Answer {name}" in home_of(app, ready.administrator)
    take(
        ready, ready.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.DECLINED
    )
    take(ready, ready.leader, dispute, DisputeStep.APPEAL, number=1)
    assert name not in home_of(app, ready.administrator)
    assert f"Decide {name}" in home_of(app, ready.approver)
    take(ready, ready.approver, dispute, DisputeStep.DECIDE, number=2, finding=Finding.UPHELD)
    assert f"Correct the figure of {name}, upheld" in home_of(app, ready.administrator)
    assert name not in home_of(app, ready.approver)


def test_a_preliminary_settlement_waits_for_each_group_until_it_accepts_or_disputes(app):
    ready = made()
    with transaction() as session:
        payment_controls.put(
            session, ready.compliance, ready.id, given=Controls(dispute_days=5), reason="Section 8"
        )
    calculated(ready)
    look = "Look through 2027-Q1 Before 20 Apr 2027"
    assert look in home_of(app, ready.leader)
    assert look in home_of(app, ready.other_leader)
    assert look not in home_of(app, ready.administrator)
    dispute = raised(ready)
    assert look not in home_of(app, ready.leader)
    with transaction() as session:
        windows.accept(session, ready.other_leader, ready.id, "2027-Q1", number=1)
    assert look not in home_of(app, ready.other_leader)
    take(ready, ready.leader, dispute, DisputeStep.WITHDRAW, number=0)
    assert look in home_of(app, ready.leader)
    with fixed(datetime(2027, 4, 20, 12, 0, tzinfo=UTC)):
        assert look not in home_of(app, ready.leader)


def test_without_a_window_no_settlement_waits_for_a_group(app):
    ready = made()
    calculated(ready)
    assert "Look through" not in home_of(app, ready.leader)


def test_an_answer_waits_for_the_group_that_asked_until_it_lapses(app):
    ready = made()
    calculated(ready)
    dispute = raised(ready)
    label = f"Accept or appeal the answer to dispute {dispute.id} of 2027-Q1"
    assert label not in home_of(app, ready.leader)
    take(ready, ready.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.UPHELD)
    assert f"{label} No deadline agreed" in home_of(app, ready.leader)
    assert label not in home_of(app, ready.other_leader)
    with transaction() as session:
        oversight.set_limit(
            session, ready.compliance, ready.id, Limit.DAYS_TO_APPEAL, amount=10, reason="8(b)"
        )
    assert f"{label} Until 25 Apr 2027" in home_of(app, ready.leader)
    assert "Correct the figure" not in home_of(app, ready.administrator)
    with fixed(datetime(2027, 4, 26, 12, 0, tzinfo=UTC)):
        assert label not in home_of(app, ready.leader)
        correct = f"Correct the figure of dispute {dispute.id} of 2027-Q1, upheld"
        assert correct in home_of(app, ready.administrator)
