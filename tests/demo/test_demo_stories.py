"""The demo's planted stories: each is there to be looked at, and came about by the actions."""

import pytest
from sqlalchemy import select

from comanage import database
from comanage.actions.measure_history import histories
from comanage.pages.measure_charts import judged, xmr_of
from comanage.records import agreement, basis, figure_evidence, release_hold, settlement, signature
from comanage.records import payment as payments
from comanage.records import performance_period as periods
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.job import Job, JobState
from comanage.records.signature import Purpose
from comanage.rules.projection import projected_from
from comanage.rules.signoff import SettlementState
from comanage.rules.variation import Assurance, Variation


@pytest.fixture
def session(demo):
    del demo
    with database.reading() as session:
        yield session


def newest(session, code, period):
    at = agreement.by_code(session, code).id
    return settlement.latest(session, periods.by_code(session, at, period).id)


def test_a_payout_was_corrected_and_both_settlements_stand_with_the_reversal(session):
    at = agreement.by_code(session, "PERIOP").id
    found = newest(session, "PERIOP", "2025-Q4")
    assert (found.number, found.state) == (2, SettlementState.RELEASED)
    lines = payments.of_agreements(session, [at])
    assert sorted(one.amount_cents for one in lines) == [-3_381_975, 2_931_975, 3_381_975]


def test_the_group_paid_a_part_of_its_debt_back_and_owes_the_rest(session):
    at = agreement.by_code(session, "PERIOP").id
    (debt,) = [one for one in payments.of_agreements(session, [at]) if one.amount_cents < 0]
    assert debt.line.owed == 300_000
    assert [each.cents for each in debt.recoveries if each.number] == [150_000]


def test_a_quarter_that_was_released_has_evidence_beside_a_figure(session):
    at = agreement.by_code(session, "ORTHO").id
    found = figure_evidence.of_period(session, periods.by_code(session, at, "2026-Q1").id)
    assert {one.figure.measure.code for some in found.values() for one in some} == {"readmit-30"}


def test_a_cap_cuts_what_was_earned_by_the_score(session):
    value = basis.settled(newest(session, "PERIOP", "2026-Q1"))
    assert [payout.payable for payout in value.payouts] == [5_200_000]


def test_a_release_is_held_with_its_reason(session):
    found = newest(session, "PERIOP", "2026-Q1")
    assert found.state is SettlementState.APPROVED
    assert "not on file" in release_hold.standing(session, found.id).reason


@pytest.mark.parametrize(
    ("measure", "variation", "assurance"),
    [
        ("on-time-start", Variation.IMPROVING_HIGH, Assurance.FAILS),
        ("turnover", Variation.IMPROVING_LOW, Assurance.FAILS),
        ("readmit-30", Variation.COMMON, Assurance.HIT_OR_MISS),
        ("supply-expense", Variation.COMMON, Assurance.FAILS),
    ],
)
def test_the_course_of_eight_quarters_says_what_the_manual_tells_of_it(
    session, measure, variation, assurance
):
    found = settlement.standing_by_period(session, agreement.by_code(session, "ORTHO").id)
    every = tuple(found.values())
    past = histories(every)[measure]
    assert len(past) == 8
    (terms,) = [
        one for _, one in basis.terms_of(every[-1].scorecard).measures() if one.code == measure
    ]
    said = judged(xmr_of(terms, past))
    assert (said.variation, said.assurance) == (variation, assurance)


def test_a_year_that_is_settled_as_a_whole_is_projected_and_takes_off_what_was_paid(session):
    approved = newest(session, "CARDIO", "2026-Q1")
    assert projected_from(basis.terms_of(approved.scorecard), "2026-Q1") == ("2026-Q1",)
    paid = {one.participant: one.payable for one in basis.settled(approved).payouts}
    final = newest(session, "CARDIO", "2026-Q2")
    assert {one.participant: one.advanced for one in basis.settled(final).payouts} == paid


def test_one_settlement_waits_for_a_second_approver(session):
    found = newest(session, "PERIOP", "2026-Q2")
    assert found.state is SettlementState.FINAL
    assert len(signature.that_count(session, found, Purpose.APPROVAL)) == 1


def test_one_job_is_done_and_one_failed(session):
    states = [(job.kind.value, job.state) for job in session.scalars(select(Job).order_by(Job.id))]
    assert states == [("payout records", JobState.DONE), ("audit log", JobState.FAILED)]


def test_one_agreement_is_a_draft_to_be_tried(session):
    at = agreement.by_code(session, "ONCO").id
    assert all(
        settlement.latest(session, period.id) is None
        for period in periods.of_agreement(session, at)
    )


def test_the_log_tells_of_every_story(session):
    told = set(session.scalars(select(AuditEntry.act)))
    assert {
        Act.UNLOCK_ASKED, Act.UNLOCK_CONFIRMED, Act.DEBT_REPAID, Act.RELEASE_HELD, Act.DISPUTE_RAISED,
        Act.CONTROLS_SET, Act.JOB_DONE, Act.JOB_FAILED,
    } <= told  # fmt: skip


def test_everything_happened_in_the_order_of_its_days(session):
    assert Act.CLOCK_JUMPED_BACK not in session.scalars(select(AuditEntry.act)).all()
    every = payments.of_agreements(session, [1, 2, 3])
    released = [one.release.released_at for one in sorted(every, key=lambda one: one.id)]
    assert len(released) > 10
    assert released == sorted(released)


def test_a_quarter_after_the_corrected_one_was_approved_after_the_correction(session):
    corrected, later = newest(session, "PERIOP", "2025-Q4"), newest(session, "PERIOP", "2026-Q1")
    assert corrected.number == 2
    assert corrected.approved_at < later.calculated_at
