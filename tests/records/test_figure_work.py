"""What stands beside figures: it only grows, and nobody speaks of a figure they entered."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from comanage.database import reading, transaction
from comanage.records import claim_sample, finding, monitor_alert, reminder, stewardship
from comanage.records.measure import Measure
from comanage.rules.due import Clock
from comanage.rules.reminding import Kind
from comanage.rules.signoff import FigureState, Role
from tests.makers import make_figure, make_handed, make_person, walk
from tests.makers.figure_work import (
    make_alert,
    make_answer,
    make_finding,
    make_policy,
    make_reminder,
    make_result,
    make_sample,
    make_stewardship,
)
from tests.records.refused import gives_no_way, inserting, refusal, refused

TABLES = ("stewardship", "figure_policy", "reminder", "finding", "claim_sample", "sample_result",
          "monitor_alert", "alert_answer")  # fmt: skip
NEVER = [
    "stewardship_never_changed", "stewardship_never_deleted", "figure_policy_never_changed",
    "figure_policy_never_deleted", "reminder_never_changed", "reminder_never_deleted",
    "finding_never_changed", "finding_never_deleted", "claim_sample_never_changed",
    "claim_sample_never_deleted", "sample_result_never_changed", "sample_result_never_deleted",
    "monitor_alert_never_changed", "monitor_alert_never_deleted", "alert_answer_never_changed",
    "alert_answer_never_deleted",
]  # fmt: skip
RULES = {
    # what is refused with: the record, and what another one like it would be
    "stewardship_lag_is_some_days": ("stewardship", {"lag_days": 731}),
    "figure_policy_grace_is_some_days": ("policy", {"grace_days": -1}),
    "figure_policy_reminds_some_days_ahead": ("policy", {"ahead_days": 91}),
    "figure_policy_least_confirmed_is_a_share": ("policy", {"least_confirmed": 2}),
    "figure_policy_most_shift_above_zero": ("policy", {"most_shift": 0}),
    "reminder_once_a_day_and_kind": ("reminder", {}),
    "reminder_says_something": ("reminder", {"lines": 0, "day": date(2027, 5, 2)}),
    "finding_once_a_figure": ("finding", {}),
    "finding_has_a_value": ("finding", {"figure_id": "other", "value": None}),
    "finding_numerator_goes_with_denominator": (
        "finding",
        {"figure_id": "other", "numerator": 3},
    ),
    "finding_denominator_above_zero": (
        "finding",
        {"figure_id": "other", "numerator": 3, "denominator": 0},
    ),
    "finding_names_its_source": ("finding", {"figure_id": "other", "source": ""}),
    "finding_says_what_was_found": ("finding", {"figure_id": "other", "note": ""}),
    "claim_sample_once_a_figure": ("sample", {}),
    "claim_sample_of_some_cases": ("sample", {"figure_id": "other", "cases": 1_000_001}),
    "claim_sample_within_its_cases": ("sample", {"figure_id": "other", "size": 41}),
    "claim_sample_keeps_its_seed": ("sample", {"figure_id": "other", "seed": "short"}),
    "sample_result_once_a_sample": ("result", {}),
    "sample_result_counts_cases": (
        "result",
        {"sample_id": "other_sample", "refused": -1, "confirmed": 11},
    ),
    "sample_result_names_its_evidence": (
        "result",
        {"sample_id": "other_sample", "reference": ""},
    ),
    "monitor_alert_once_a_figure": ("alert", {}),
    "monitor_alert_says_what_shifted": ("alert", {"figure_id": "other_verified", "says": ""}),
    "alert_answer_once_an_alert": ("answer", {}),
    "alert_answer_says_something": ("answer", {"alert_id": "other_alert", "note": ""}),
}
STATES = {
    # what is refused with: the record, whose figure is then a draft
    "finding_of_a_submitted_figure": "finding",
    "claim_sample_of_a_submitted_figure": "sample",
    "monitor_alert_of_a_verified_figure": "alert",
}
OWN = {
    # what is refused with: the record, and its person and subject where the enterer tries it
    "finding_not_by_an_enterer": ("finding", "found_by_id", {"figure_id": "other"}),
    "claim_sample_not_by_an_enterer": ("sample", "drawn_by_id", {"figure_id": "other"}),
    "sample_result_not_by_an_enterer": (
        "result",
        "recorded_by_id",
        {"sample_id": "other_sample"},
    ),
    "alert_answer_not_by_an_enterer": ("answer", "answered_by_id", {"alert_id": "other_alert"}),
}


@pytest.fixture
def worked(engine, settled):
    """One row of everything that stands beside a figure, and figures that have nothing yet."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=settled.agreement, enterer=settled.enterer)
        made.giver, made.delegate = make_person(session), make_person(session)
        make_handed(session, made.giver.id, made.enterer.id, Role.ADMINISTRATOR)
        for role in (Role.VERIFIER, Role.COMPLIANCE):
            make_handed(session, made.giver.id, made.delegate.id, role)
        people = {
            "entered_by": settled.enterer, "entered_for_id": made.giver.id, "period": "2027-Q2",
        }  # fmt: skip

        def figure(measure, state):
            return make_figure(session, settled.agreement, measure=measure, state=state, **people)

        made.measure = session.scalars(select(Measure)).first()
        made.stewardship = make_stewardship(session, made.measure, owner=settled.enterer)
        made.policy = make_policy(session, settled.agreement, least="0.9", most="0.2")
        made.reminder = make_reminder(session, settled.enterer)
        made.finding = make_finding(session, figure("a", FigureState.SUBMITTED))
        made.claim = figure("b", FigureState.SUBMITTED)
        made.sample = make_sample(session, made.claim)
        made.other_sample = make_sample(session, figure("c", FigureState.SUBMITTED))
        made.result = make_result(session, made.sample)
        made.alert = make_alert(session, figure("d", FigureState.VERIFIED))
        made.other_alert = make_alert(session, figure("e", FigureState.VERIFIED))
        made.answer = make_answer(session, made.alert)
        made.other = figure("f", FigureState.SUBMITTED)
        made.other_verified = figure("g", FigureState.VERIFIED)
        made.draft = figure("h", FigureState.DRAFT)
    return made


def another(worked, record, changes):
    """Write an INSERT of a row like one that stands, with some changes."""
    named = {
        column: getattr(worked, value).id if isinstance(value, str) and hasattr(worked, value)
        else value
        for column, value in changes.items()
    }  # fmt: skip
    return inserting(getattr(worked, record), id=999, **named)


@pytest.mark.parametrize("name", NEVER)
def test_what_stands_beside_a_figure_stays(engine, worked, name):
    table, _, tried = name.partition("_never_")
    statement = f"DELETE FROM {table}" if tried == "deleted" else f"UPDATE {table} SET id = 998"  # noqa: S608
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", TABLES)
def test_no_row_gives_way_to_another_or_to_emptying(engine, worked, table):
    states = {name for name, record in STATES.items() if record in table}
    gives_no_way(engine, table, *states)


@pytest.mark.parametrize(("name", "tried"), RULES.items(), ids=RULES)
def test_a_row_that_cannot_be_is_refused(engine, worked, name, tried):
    assert refusal(engine, another(worked, *tried)) == name


def test_a_reminder_is_of_a_known_kind(engine, worked):
    kind = "INSERT INTO reminder SELECT 999, person_id, '2027-05-03', 'soonish', 1, sent_at FROM reminder"
    assert refusal(engine, kind) == "reminder_kind_is_known"


def test_a_measure_of_another_agreement_has_its_owner_there(engine, worked, settled):
    elsewhere = inserting(worked.stewardship, id=999, agreement_id=settled.other.id)
    assert refusal(engine, elsewhere) in {
        "stewardship_measure_of_its_agreement",
        "reference_exists",
    }


@pytest.mark.parametrize(("name", "record"), STATES.items(), ids=STATES)
def test_a_draft_is_neither_looked_into_nor_alarming(engine, worked, name, record):
    assert refusal(engine, another(worked, record, {"figure_id": "draft"})) == name


@pytest.mark.trust("B4", "B5")
@pytest.mark.parametrize("who", ["enterer", "giver", "delegate"])
@pytest.mark.parametrize(("name", "tried"), OWN.items(), ids=OWN)
def test_nobody_speaks_of_a_figure_that_they_or_who_they_act_for_entered(
    engine, worked, name, tried, who
):
    record, person, subject = tried
    assert refusal(engine, another(worked, record, subject | {person: who})) == name


def test_the_answers_are_as_many_as_were_drawn(engine, worked):
    more = another(worked, "result", {"sample_id": "other_sample", "confirmed": 10})
    assert refusal(engine, more) == "sample_result_counts_its_sample"


def test_a_claim_is_not_verified_before_its_sample_is_answered(worked):
    with refused("figure_verified_after_its_sample") as session:
        claim = session.merge(worked.other_sample).figure
        walk(session, claim, FigureState.VERIFIED)
    with transaction() as session:
        walk(session, session.merge(worked.claim), FigureState.VERIFIED)


def test_a_claim_of_which_something_else_was_found_is_not_verified(worked):
    with refused("figure_found_otherwise_not_verified") as session:
        walk(session, session.merge(worked.finding).figure, FigureState.VERIFIED)


def test_what_is_out_of_pattern_is_submitted_with_a_note_alone(engine, settled):
    with transaction() as session:
        bare = make_figure(session, settled.agreement, measure="x", period="2027-Q2")
        noted = make_figure(
            session, settled.agreement, measure="y", period="2027-Q2", note="A new clinic."
        )
    submitting = "UPDATE figure SET state = 'submitted', submitted_at = entered_at, out_of_pattern = 'It jumped.' WHERE id = :id"
    assert refusal(engine, submitting, id=bare.id) == "figure_out_of_pattern_has_a_note"
    with transaction() as session:
        figure = session.merge(noted)
        figure.out_of_pattern = "It jumped."
        walk(session, figure, FigureState.SUBMITTED)


def test_the_latest_owner_and_policy_stand_and_the_earlier_ones_are_kept(worked):
    with transaction() as session:
        make_stewardship(session, worked.measure, owner=make_person(session, "Dora"), lag_days=30)
        make_policy(session, worked.agreement, grace=0, ahead=3)
    with reading() as session:
        stands = stewardship.standing(session, [worked.agreement.id])[worked.measure.id]
        assert (stands.owner.name, stands.lag_days) == ("Dora", 30)
        kept = stewardship.every(session, worked.agreement.id)
        assert [each.lag_days for each in kept] == [30, 20]
        assert stewardship.policy(session, worked.agreement.id).grace_days == 0
        assert len(stewardship.policies(session, worked.agreement.id)) == 2
        assert stewardship.clocks(session, [worked.agreement.id]) == {
            worked.agreement.id: Clock(0, 3)
        }


def test_an_alert_is_open_until_it_is_answered_or_its_figure_corrected(worked):
    agreement = worked.agreement.id
    with reading() as session:
        period = session.merge(worked.other_alert).figure.period_id
        found = monitor_alert.open_alerts(session, agreement, period)
        assert [each.id for each in found] == [worked.other_alert.id]
        assert monitor_alert.open_alerts(session, agreement, period + 1) == []
        assert [each.id for each in monitor_alert.open_in(session, [agreement])] == [
            worked.other_alert.id
        ]
    with transaction() as session:
        make_figure(
            session, session.merge(worked.agreement), measure="e", period="2027-Q2",
            replaces=session.merge(worked.other_alert).figure,
        )  # fmt: skip
    with reading() as session:
        assert monitor_alert.open_alerts(session, agreement) == []
        assert len(monitor_alert.of_agreement(session, agreement)) == 2


def test_findings_samples_and_reminders_are_looked_up_by_what_they_are_of(worked):
    with reading() as session:
        ids = [worked.finding.figure_id, worked.claim.id]
        assert finding.of_figures(session, ids).keys() == {worked.finding.figure_id}
        sample = claim_sample.of_figures(session, ids)[worked.claim.id]
        assert len(sample.rows) == 10
        assert sample.result.sentence.startswith("9 of 10 sampled cases were confirmed")
        assert reminder.sent(session, date(2027, 5, 1)) == {
            worked.enterer.id: frozenset({Kind.FIGURE_OVERDUE})
        }
