"""Steps of a scorecard: no way around them, whoever asks; and which version governs a period."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comanage.database import transaction
from comanage.records import scorecard as records
from comanage.records import scorecard_step as steps
from comanage.records.scorecard import Scorecard
from comanage.rules.documents import DocumentKind
from comanage.rules.scorecard_steps import (
    DRAFT,
    LINTED,
    LOCKED,
    REVIEWED,
    SIGNED,
    ScorecardState,
    ScorecardStep,
)
from tests.makers import (
    NOW,
    make_agreement,
    make_figure,
    make_person,
    make_scorecard,
    make_signed,
    move_on,
    take_step,
)
from tests.records.paying import lifted
from tests.records.refused import gives_no_way, inserting, refusal, refused, run

NEVER = {
    # what is refused with:              the SQL that tries it
    "scorecard_step_never_changed":      "UPDATE scorecard_step SET note = 'another'",
    "scorecard_step_never_deleted":      "DELETE FROM scorecard_step",
    "scorecard_drafter_never_changed":   "UPDATE scorecard_drafter SET person_id = 1",
    "scorecard_drafter_never_deleted":   "DELETE FROM scorecard_drafter",
}  # fmt: skip
STEP = {
    # what is refused with: what the step that signed it would be
    "scorecard_step_is_known": {"step": "'odd'", "exhibit_id": "NULL", "signed_on": "NULL"},
    "scorecard_step_signed_has_an_exhibit": {"step": "'lock'", "signed_on": "NULL"},
    "scorecard_step_signed_says_when": {"step": "'lock'", "exhibit_id": "NULL"},
    "scorecard_step_has_its_note": {
        "step": "'review'", "exhibit_id": "NULL", "signed_on": "NULL", "note": "''",
    },
    "scorecard_step_signed_as_its_exhibit": {"signed_on": "'2026-01-01'"},
}  # fmt: skip
COLUMNS = ("scorecard_id", "step", "terms_hash", "note", "exhibit_id", "signed_on", "taken_at",
           "taken_by_id")  # fmt: skip
WAYS = {(DRAFT, LINTED), (LINTED, REVIEWED), (REVIEWED, SIGNED), (SIGNED, LOCKED),
        (LINTED, DRAFT), (REVIEWED, DRAFT), (SIGNED, DRAFT)}  # fmt: skip
SKIPPED = [
    (now, then)
    for now in (DRAFT, LINTED, REVIEWED, SIGNED)
    for then in ScorecardState
    if now is not then and (now, then) not in WAYS
]
Q1, Q3, Q4 = date(2027, 1, 1), date(2027, 7, 1), date(2027, 10, 1)
IN_JUNE = date(2027, 6, 20)


@pytest.fixture
def made(engine):
    """An agreement with a locked scorecard, and a draft of the next one for the third quarter."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), by=make_person(session))
        made.first = make_scorecard(session, made.agreement)
        made.draft = make_scorecard(
            session, made.agreement, number=2, state=ScorecardState.DRAFT, locked_by=made.by,
            effective_on=Q3,
        )  # fmt: skip
    return made


def brought(made, state):
    """Bring the draft to a state."""
    with transaction() as session:
        move_on(session, session.get_one(Scorecard, made.draft.id), state, by=made.by)


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_was_done_to_a_scorecard_stays(engine, made, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", ["scorecard_step", "scorecard_drafter"])
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, made, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(("name", "changes"), STEP.items(), ids=STEP)
def test_a_step_that_cannot_be_is_refused(engine, made, name, changes):
    cells = ", ".join(changes.get(column, column) for column in COLUMNS)
    statement = (
        f"INSERT INTO scorecard_step (id, {', '.join(COLUMNS)})"  # noqa: S608
        f" SELECT 999, {cells} FROM scorecard_step WHERE step = 'sign'"
    )
    assert refusal(engine, statement) == name


@pytest.mark.trust("E3")
@pytest.mark.parametrize("state", [state for state in ScorecardState if state != "draft"], ids=str)
def test_a_scorecard_begins_as_a_draft(engine, made, state):
    statement = inserting(made.first, id=999, number=3, state=state)
    assert refusal(engine, statement) == "scorecard_begins_as_a_draft"


@pytest.mark.trust("E1", "E3")
@pytest.mark.parametrize(("now", "then"), SKIPPED, ids=str)
def test_no_step_is_skipped(engine, made, now, then):
    brought(made, now)
    statement = f"UPDATE scorecard SET state = '{then}' WHERE number = 2"  # noqa: S608
    assert refusal(engine, statement) in {
        "scorecard_takes_its_steps_in_order", "scorecard_reviewed_by_another",
        "scorecard_signed_on_its_exhibit", "scorecard_locked_alone_in_force",
    }  # fmt: skip


def test_without_a_record_of_them_steps_in_order_are_all_there_is(engine, made):
    run(engine, "UPDATE scorecard SET state = 'linted' WHERE number = 2")
    statement = "UPDATE scorecard SET state = 'superseded' WHERE number = 2"
    assert refusal(engine, statement) == "scorecard_takes_its_steps_in_order"


@pytest.mark.trust("E3")
@pytest.mark.parametrize("state", ["linted", "reviewed", "signed"])
@pytest.mark.parametrize("change", ["terms = '{}'", "reason = 'x'", "effective_on = '2027-10-01'"])
def test_what_was_checked_reviewed_or_signed_changes_only_as_a_draft(engine, made, state, change):
    brought(made, ScorecardState(state))
    statement = f"UPDATE scorecard SET {change} WHERE number = 2"  # noqa: S608
    assert refusal(engine, statement) == "scorecard_changed_is_a_draft_again"
    assert run(engine, f"UPDATE scorecard SET state = 'draft', {change} WHERE number = 2") == 1  # noqa: S608


def test_who_drafted_a_version_does_not_review_it(engine, made):
    brought(made, ScorecardState.LINTED)
    with transaction() as session:
        draft = session.get_one(Scorecard, made.draft.id)
        take_step(session, draft, ScorecardStep.REVIEW, by=made.by)
    statement = "UPDATE scorecard SET state = 'reviewed' WHERE number = 2"
    assert refusal(engine, statement) == "scorecard_reviewed_by_another"


def test_a_review_is_of_the_terms_as_they_stand(engine, made):
    brought(made, ScorecardState.REVIEWED)
    run(engine, "UPDATE scorecard SET state = 'draft', terms_hash = 'x' WHERE number = 2")
    run(engine, "UPDATE scorecard SET state = 'linted' WHERE number = 2")
    statement = "UPDATE scorecard SET state = 'reviewed' WHERE number = 2"
    assert refusal(engine, statement) == "scorecard_reviewed_by_another"


def test_a_version_is_signed_on_an_exhibit(engine, made):
    brought(made, ScorecardState.REVIEWED)
    statement = "UPDATE scorecard SET state = 'signed' WHERE number = 2"
    assert refusal(engine, statement) == "scorecard_signed_on_its_exhibit"


@pytest.mark.trust("E4")
@pytest.mark.parametrize(
    ("name", "meanwhile"),
    [
        ("scorecard_locked_alone_in_force", "UPDATE scorecard SET number = 2 WHERE number = 2"),
        ("scorecard_takes_effect_with_a_period",
         "UPDATE performance_period SET starts = '2027-07-02' WHERE code = '2027-Q3'"),
        ("scorecard_amends_what_is_to_come",
         "UPDATE performance_period SET state = 'locked' WHERE code = '2027-Q4'"),
    ],
)  # fmt: skip
def test_an_amendment_takes_the_place_of_one_version_with_a_period_to_come(
    engine, made, name, meanwhile
):
    brought(made, ScorecardState.SIGNED)
    lifted(engine, "performance_period_stays_as_agreed", "performance_period")
    run(engine, meanwhile)
    if name != "scorecard_locked_alone_in_force":
        run(engine, "UPDATE scorecard SET state = 'superseded' WHERE number = 1")
    lock = "UPDATE scorecard SET state = 'locked', locked_at = '2027-04-14 09:30:00',"
    assert refusal(engine, f"{lock} locked_by_id = 1 WHERE number = 2") == name


def test_an_amendment_governs_no_period_of_which_a_figure_was_given(made):
    brought(made, ScorecardState.SIGNED)
    with transaction() as session:
        make_figure(session, made.agreement, period="2027-Q4")
    with refused("scorecard_amends_what_is_to_come") as session:
        session.get_one(Scorecard, made.first.id).state = ScorecardState.SUPERSEDED
        session.flush()
        move_on(
            session, session.get_one(Scorecard, made.draft.id), ScorecardState.LOCKED, by=made.by
        )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("scorecard_locked_names_who_locked_it", ""),
        (
            "scorecard_locked_says_from_when",
            ", locked_at = '2027-04-14 09:30:00', locked_by_id = 1",
        ),
    ],
)
def test_a_locked_version_says_by_whom_and_from_when(engine, made, name, given):
    brought(made, ScorecardState.REVIEWED)
    run(engine, "UPDATE scorecard SET state = 'superseded' WHERE number = 1")
    if name.endswith("from_when"):
        for trigger in (
            "scorecard_takes_effect_with_a_period",
            "scorecard_changed_is_a_draft_again",
        ):
            on = "" if engine.dialect.name == "sqlite" else " ON scorecard"
            run(engine, f"DROP TRIGGER {trigger}{on}")
        run(engine, "UPDATE scorecard SET effective_on = NULL WHERE number = 2")
    with transaction() as session:
        exhibit = make_signed(session, made.agreement, kind=DocumentKind.EXHIBIT, on=IN_JUNE)
        take_step(session, session.get_one(Scorecard, made.draft.id), ScorecardStep.SIGN,
                  by=made.by, exhibit=exhibit, at=NOW)  # fmt: skip
    run(engine, "UPDATE scorecard SET state = 'signed' WHERE number = 2")
    lock = f"UPDATE scorecard SET state = 'locked', base_fee_cents = 0{given} WHERE number = 2"  # noqa: S608
    assert refusal(engine, lock) == name


def test_without_its_trigger_one_version_is_in_force_all_the_same(engine, made):
    brought(made, ScorecardState.SIGNED)
    on = "" if engine.dialect.name == "sqlite" else " ON scorecard"
    run(engine, f"DROP TRIGGER scorecard_locked_alone_in_force{on}")
    lock = "UPDATE scorecard SET state = 'locked', locked_at = '2027-04-14 09:30:00',"
    statement = f"{lock} locked_by_id = 1, base_fee_cents = 0 WHERE number = 2"
    assert refusal(engine, statement) == "scorecard_one_in_force_an_agreement"


@pytest.mark.trust("E4")
def test_a_period_has_the_version_in_force_on_its_first_day(made):
    with transaction() as session:
        session.get_one(Scorecard, made.first.id).state = ScorecardState.SUPERSEDED
        session.flush()
        move_on(
            session, session.get_one(Scorecard, made.draft.id), ScorecardState.LOCKED, by=made.by
        )
        found = [
            records.governing(session, made.agreement.id, day)
            for day in (date(2026, 12, 31), Q1, date(2027, 6, 30), Q3, Q4)
        ]
    assert [each and each.number for each in found] == [None, 1, 1, 2, 2]


@pytest.mark.trust("E4")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(firsts=st.lists(st.sampled_from([Q1, date(2027, 4, 1), Q3, Q4]), min_size=1, max_size=4))
def test_versions_leave_no_gap_and_never_overlap(engine, firsts):
    """Whatever the days they take effect on: each day from the first on has the newest that did."""
    with transaction() as session:
        agreement = make_agreement(session)
        for number, first in enumerate([Q1, *firsts], 1):
            if number > 1:
                records.in_force(session, agreement.id).state = ScorecardState.SUPERSEDED
                session.flush()
            make_scorecard(session, agreement, number=number, effective_on=first)
        for day in (Q1, date(2027, 4, 1), Q3, Q4, date(2029, 1, 1)):
            newest = max(n for n, first in enumerate([Q1, *firsts], 1) if first <= day)
            assert records.governing(session, agreement.id, day).number == newest
        assert records.governing(session, agreement.id, date(2026, 12, 31)) is None


def test_a_version_tells_how_it_was_signed_as_long_as_its_terms_stand(session):
    agreement = make_agreement(session)
    version = make_scorecard(session, agreement, state=ScorecardState.SIGNED)
    assert steps.signing(session, version).signed_on == date(2026, 12, 12)
    assert [each.step for each in steps.of_scorecard(session, version.id)] == [
        "check",
        "review",
        "sign",
    ]
    version.state, version.terms_hash = ScorecardState.DRAFT, "x" * 64
    session.flush()
    assert steps.signing(session, version) is None
    assert len(steps.drafters(session, version.id)) == 1
