"""Disputes on the settlement's page: whoever approves or releases is told, and decides knowing it."""

from types import SimpleNamespace

import pytest

from comanage.actions import held_parts, oversight, settlement_disputes
from comanage.database import transaction
from comanage.records.oversight_limit import Limit
from comanage.rules.disputes import DisputeStep, Finding, Stake
from comanage.rules.signoff import Role
from tests.actions.disputing import raised, take
from tests.actions.releasing import corrected, release
from tests.actions.settling import (
    PERIOD,
    approved,
    as_well,
    calculated,
    correct,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import make_actor, make_signed
from tests.pages.browser import Browser, words

WORSE, BETTER = "40", "20"  # minutes between two cases; fewer are better
NAME = "Turnover time between cases"


@pytest.fixture
def made(app, monkeypatch):
    """A final settlement of a signed agreement, and a browser for whoever reads it."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER)
        made.officer = make_actor(session, Role.COMPLIANCE)
        made.executive = make_actor(session, Role.EXECUTIVE)
    finalized(made)
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"

    def page(name):
        person = SimpleNamespace(id=getattr(made, name).person_id)
        return words(Browser(app, person).get(made.url).text)

    made.page = page
    return made


def decided(made, dispute, finding):
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=finding)
    take(made, made.leader, dispute, DisputeStep.ACCEPT, number=1)


def test_nothing_is_said_where_nothing_is_disputed(made):
    assert "Disputes of" not in made.page("approver")


def test_an_approver_is_told_what_is_disputed_and_approves_all_the_same(made):
    raised(made, value=WORSE)
    page = made.page("approver")
    disputes = page[page.index("Disputes") : page.index("What is next")]
    assert f"{NAME} Dispute 1 Granite Fork Bone & Joint Open −$52,421.05" in disputes
    assert "A release would hold back $52,421.05 and pay the rest:" in disputes
    assert "$32,763.15 of Granite Fork Bone & Joint" in disputes
    assert "$19,657.90 of Copper Lantern Surgeons" in disputes
    assert f"Dispute 1 of {PERIOD} is not decided yet." in disputes
    assert "Approve settlement 1" in page
    assert NAME not in made.page("executive").partition("What is next")[0]
    approved(made)
    assert "A release would hold back $52,421.05" in made.page("releaser")


def test_a_dispute_that_could_only_raise_a_payout_is_told_to_hold_nothing(made):
    raised(made, value=BETTER)
    page = made.page("approver")
    assert "No outcome of these could lower what a group is paid" in page
    assert "would hold back" not in page


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.PARTLY])
def test_one_that_was_upheld_and_is_not_carried_out_is_warned_of(made, finding):
    dispute = raised(made, value=WORSE)
    warning = f"Dispute {dispute.id} about {NAME} was {finding}, and is not carried out yet"
    assert warning not in made.page("approver")
    decided(made, dispute, finding)
    assert warning in made.page("approver")
    approved(made)
    assert warning in made.page("releaser")


def test_one_that_was_declined_is_not_warned_of(made):
    decided(made, raised(made, value=WORSE), Finding.DECLINED)
    page = made.page("approver")
    assert "not carried out" not in page
    assert "would hold back" not in page
    assert "declined" in page


def test_what_was_carried_out_is_told_with_the_settlement_that_was_replaced(made):
    dispute = raised(made, value=WORSE)
    decided(made, dispute, Finding.UPHELD)
    approved(made)
    release(made)
    corrected(made, value=WORSE)
    page = made.page("approver")
    assert "not carried out" not in page
    assert "of settlement 1, which was replaced" in page


def test_the_payment_controls_say_that_an_appeal_deadline_runs_from_the_day_it_is_set(made):
    made.url = f"/agreements/{made.id}/payment-controls"
    says = "No appeal deadline is agreed: set one, and it runs from that day"
    assert says in made.page("compliance")
    assert "where you set them" in made.page("compliance")
    assert "a compliance officer sets them" in made.page("administrator")
    with transaction() as session:
        oversight.set_limit(
            session, made.compliance, made.id, Limit.DAYS_TO_APPEAL, amount=10, reason="8(b)"
        )
    page = made.page("leader")
    assert "Appeal of an answer 10 days" in page
    assert says not in page


def test_the_releaser_is_told_what_ends_the_wait_for_an_answer_that_nobody_appealed(made):
    dispute = raised(made, value=WORSE)
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.DECLINED)
    approved(made)
    assert "No appeal deadline is agreed: set one, and it runs" in made.page("releaser")
    release(made)
    assert "No appeal deadline is agreed: set one, and it runs" in made.page("releaser")


def test_an_open_dispute_goes_on_against_the_settlement_that_was_calculated_again(made):
    dispute = raised(made, value=WORSE)
    with transaction() as session:
        correct(session, made, "implant", "98.1")
    calculated(made)
    page = made.page("approver")
    assert "of settlement 1, which was replaced: it goes on against this one" in page
    assert "A release would hold back $52,421.05" in page
    made.url = f"/agreements/{made.id}/disputes/{dispute.id}/steps"
    assert "Settlement 2 took the place of settlement 1. The dispute goes on" in made.page("leader")


def test_one_whose_claim_stands_after_a_correction_is_told_to_change_nothing(made):
    dispute = raised(made, value=WORSE)
    with transaction() as session:
        correct(session, made, "turnover", WORSE)
    calculated(made)
    page = made.page("approver")
    assert "of settlement 1, which was replaced: it changes nothing here" in page
    assert "would hold back" not in page
    made.url = f"/agreements/{made.id}/disputes/{dispute.id}/steps"
    assert "What is claimed changes nothing there" in made.page("leader")


def test_money_that_would_move_from_group_to_group_is_told_though_it_adds_up_to_nothing(
    made, monkeypatch
):
    raised(made, value=WORSE)
    assert "would move between groups" not in made.page("approver")
    both = (Stake("GRANITE", 100000, 150000), Stake("COPPER", 90000, 40000))
    monkeypatch.setattr(settlement_disputes, "stakes_of", lambda _: both)
    assert "$0.00 $500.00 would move between groups" in made.page("approver")


def test_whoever_releases_the_held_part_reads_where_no_opinion_caps_it(made):
    none = "no cap limits this payment by value"
    dispute = raised(made, value=WORSE)
    approved(made)
    release(made)
    assert none in made.page("releaser")
    decided(made, dispute, Finding.DECLINED)
    page = made.page("releaser")
    assert page.index(none) < page.index("Release the held part")
    with transaction() as session:
        held_parts.release_rest(
            session, made.releaser, made.id, PERIOD, number=1, key="key-of-the-held-part"
        )
    assert none not in made.page("releaser")


def test_whoever_may_release_the_held_part_finds_it_at_home_once_its_disputes_are_over(made):
    task = f"Release the held part of {PERIOD} Its disputes are over"
    dispute = raised(made, value=WORSE)
    approved(made)
    release(made)
    with transaction() as session:
        barred = as_well(session, made.verifier, Role.RELEASER)
        made.both = barred
    here, made.url = made.url, "/"
    assert task not in made.page("releaser")
    decided(made, dispute, Finding.DECLINED)
    assert task in made.page("releaser")
    assert task not in made.page("both")
    assert task not in made.page("approver")
    made.url = here
    assert "Release the held part" in made.page("releaser")
    assert "Release the held part" not in made.page("both")
    with transaction() as session:
        held_parts.release_rest(
            session, made.releaser, made.id, PERIOD, number=1, key="key-of-the-held-part"
        )
    made.url = "/"
    assert task not in made.page("releaser")
    made.url = "/payments"
    assert "Incentive 2 what a dispute held back" in made.page("releaser")
    made.url = "/payments/own"
    assert "what a dispute held back" in made.page("leader")
