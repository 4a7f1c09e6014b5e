"""Figures: entered whole or not at all, verified by another person, never overwritten."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from comanage.actions import figures as act
from comanage.actions.entries import Sheet
from comanage.actions.submission import NO_SOURCE
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.signoff import FigureState
from comanage.rules.terms import Settles
from tests.actions.at_work import PERIOD, at_work, entry
from tests.rules.worked import TERMS, with_measure

Q1 = (entry("SCREENING", numerator="412", denominator="486"), entry("INFECTIONS", "0"),
      entry("ON-TIME", absent="not submitted"))  # fmt: skip


@pytest.fixture
def work(session):
    return at_work(session)


def enter(session, work, *entries, who=None):
    return act.enter(session, who or work.administrator, work.id, PERIOD, entries=entries)


def verified(session, work, *entries):
    """Enter, submit and verify figures."""
    stored = enter(session, work, *entries)
    act.submit(session, work.administrator, work.id, PERIOD)
    ids = [figure.id for figure in stored]
    return act.verify(session, work.verifier, work.id, PERIOD, figure_ids=ids)


def standing(session, work):
    opened = Sheet.opened(session, work.administrator, work.id, PERIOD)
    return {key[1]: figure for key, figure in opened.standing.items()}


def faults(refused):
    return [str(fault) for fault in refused.value.faults]


def acts(session):
    return [each.act for each in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_figures_are_stored_as_drafts_with_who_entered_them_and_each_is_noted(session, work):
    stored = enter(session, work, *Q1)
    assert [figure.state for figure in stored] == [FigureState.DRAFT] * 3
    assert {figure.entered_by_id for figure in stored} == {work.administrator.person_id}
    noted = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [each.act for each in noted] == ["figure:value:enter"] * 3
    assert json.loads(noted[0].after) == {
        "figure": stored[0].id, "state": "draft", "numerator": "412", "denominator": "486",
        "source": "Registry",
    }  # fmt: skip


def test_every_fault_is_said_at_once_and_nothing_is_stored(session, work):
    with pytest.raises(Faulty) as refused:
        enter(
            session, work,
            entry("SCREENING", numerator="500", denominator="486"),
            entry("INFECTIONS", "1", source="see MRN 4455667"),
            entry("ON-TIME", "840", note="x" * 1001),
            entry("LOS", "4", place="fourth"),
            entry("SCREENING", "1/3", place="fifth", period="2027-Q2"),
        )  # fmt: skip
    said = faults(refused)
    assert [fault.partition(": ")[0] for fault in said] == [
        "SCREENING, column numerator", "ON-TIME, column value", "fourth, column measure",
        "INFECTIONS, column source", "ON-TIME, column note", "fifth, column period",
        "fifth, column value",
    ]  # fmt: skip
    assert "4455667" not in "".join(said)
    assert session.scalars(select(Figure)).all() == []


def test_typing_the_same_again_stores_nothing(session, work):
    enter(session, work, *Q1)
    same = [replace(each, seen=standing(session, work)[each.figure.measure].id) for each in Q1]
    assert enter(session, work, *same) == []


def test_a_changed_figure_takes_the_place_of_the_old_one_which_stays(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    (second,) = enter(session, work, entry("INFECTIONS", "2", seen=first.id))
    assert (second.replaces_id, first.value, second.value) == (first.id, 3, 2)
    assert standing(session, work)["INFECTIONS"] is second


def test_the_source_that_the_terms_name_stands_where_none_is_typed(session):
    work = at_work(session, with_measure(TERMS, "INFECTIONS", source="NHSN report"))
    (stored,) = enter(session, work, entry("INFECTIONS", "2", source=""))
    assert stored.source == "NHSN report"


@pytest.mark.trust("E2")
def test_what_someone_else_changed_meanwhile_is_held_back_with_both_sides(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    (theirs,) = enter(session, work, entry("INFECTIONS", "4", seen=first.id), who=work.colleague)
    mine = entry("INFECTIONS", "5", seen=first.id)
    with pytest.raises(act.Overtaken) as refused:
        enter(session, work, mine, entry("ON-TIME", "80"))
    assert refused.value.laid == ((mine, theirs),)
    assert set(standing(session, work)) == {"INFECTIONS"}
    (kept,) = enter(session, work, replace(mine, seen=theirs.id))
    assert kept.replaces_id == theirs.id


def test_a_line_that_was_left_as_it_was_opened_does_not_fight_a_change(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    (theirs,) = enter(session, work, entry("INFECTIONS", "4", seen=first.id), who=work.colleague)
    stored = enter(session, work, entry("INFECTIONS", "3", seen=first.id), entry("ON-TIME", "80"))
    assert [figure.measure.code for figure in stored] == ["ON-TIME"]
    assert standing(session, work)["INFECTIONS"] is theirs


def test_submitting_takes_every_draft_and_refuses_one_without_a_source(session, work):
    enter(session, work, *Q1[1:])
    enter(session, work, entry("SCREENING", "84", source=""))
    with pytest.raises(Faulty) as refused:
        act.submit(session, work.administrator, work.id, PERIOD)
    assert faults(refused) == ["Screening, column source: " + NO_SOURCE]
    assert {figure.state for figure in standing(session, work).values()} == {FigureState.DRAFT}
    seen = standing(session, work)["SCREENING"].id
    enter(session, work, entry("SCREENING", "84", seen=seen))
    assert len(act.submit(session, work.administrator, work.id, PERIOD)) == 3
    with pytest.raises(Faulty) as refused:
        act.submit(session, work.administrator, work.id, PERIOD)
    assert faults(refused) == [act.NOTHING.format(PERIOD)]


def test_a_submitted_figure_cannot_be_typed_over(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    act.submit(session, work.administrator, work.id, PERIOD)
    with pytest.raises(Faulty) as refused:
        enter(session, work, entry("INFECTIONS", "2", seen=first.id))
    assert "waits for a verifier" in faults(refused)[0]


def test_a_verifier_verifies_and_each_step_is_noted(session, work):
    (stored,) = verified(session, work, entry("INFECTIONS", "3"))
    assert (stored.state, stored.verified_by_id) == (
        FigureState.VERIFIED, work.verifier.person_id,
    )  # fmt: skip
    assert acts(session) == ["figure:value:enter", "figure:value:submit", "figure:value:verify"]


@pytest.mark.trust("B4")
def test_nobody_verifies_their_own_entry_whatever_roles_they_hold(session, work):
    both = replace(work.administrator, held=work.administrator.held + work.verifier.held)
    (mine,) = enter(session, work, entry("INFECTIONS", "3"), who=both)
    act.submit(session, both, work.id, PERIOD)
    for decide in (act.verify, act.send_back):
        given = {"reason": "no"} if decide is act.send_back else {}
        with pytest.raises(NotAllowed, match="person who entered"):
            decide(session, both, work.id, PERIOD, figure_ids=[mine.id], **given)


@pytest.mark.trust("B5")
def test_who_entered_an_earlier_version_decides_on_no_later_one_after_a_change_of_role(
    session, work
):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    (other,) = enter(session, work, entry("INFECTIONS", "2", seen=first.id), who=work.colleague)
    act.submit(session, work.colleague, work.id, PERIOD)
    moved = replace(work.administrator, held=work.verifier.held)
    for decide in (act.verify, act.send_back):
        given = {"reason": "no"} if decide is act.send_back else {}
        with pytest.raises(NotAllowed, match="person who entered"):
            decide(session, moved, work.id, PERIOD, figure_ids=[other.id], **given)
    assert act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[other.id]) == [other]


def test_only_a_verifier_verifies_and_only_an_administrator_enters(session, work):
    (stored,) = enter(session, work, entry("INFECTIONS", "3"))
    act.submit(session, work.administrator, work.id, PERIOD)
    for who in (work.administrator, work.approver, work.compliance):
        with pytest.raises(NotAllowed):
            act.verify(session, who, work.id, PERIOD, figure_ids=[stored.id])
    for who in (work.verifier, work.approver, work.compliance):
        with pytest.raises(NotAllowed):
            enter(session, work, entry("ON-TIME", "80"), who=who)
    with pytest.raises(NotFound):
        enter(session, work, entry("ON-TIME", "80"), who=work.stranger)


@pytest.mark.trust("E1")
def test_a_draft_cannot_be_verified_and_a_choice_is_needed(session, work):
    (stored,) = enter(session, work, entry("INFECTIONS", "3"))
    with pytest.raises(Conflict, match="draft cannot be moved on"):
        act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[stored.id])
    with pytest.raises(Faulty, match="must be mended"):
        act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[])


def test_a_figure_replaced_after_the_page_was_opened_is_not_verified(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    enter(session, work, entry("INFECTIONS", "2", seen=first.id))
    act.submit(session, work.administrator, work.id, PERIOD)
    with pytest.raises(Conflict, match="was replaced"):
        act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[first.id])


def test_sending_back_needs_a_reason_and_the_answer_is_a_new_figure(session, work):
    (first,) = enter(session, work, entry("INFECTIONS", "3"))
    act.submit(session, work.administrator, work.id, PERIOD)
    given = {"figure_ids": [first.id]}
    with pytest.raises(Faulty) as refused:
        act.send_back(session, work.verifier, work.id, PERIOD, reason=" ", **given)
    assert faults(refused) == [f"reason: {act.WHY}"]
    act.send_back(session, work.verifier, work.id, PERIOD, reason="The report says 2.", **given)
    assert (first.state, first.return_reason) == (FigureState.RETURNED, "The report says 2.")
    (second,) = enter(session, work, entry("INFECTIONS", "2", seen=first.id))
    assert (second.replaces_id, second.state) == (first.id, FigureState.DRAFT)


def test_a_verified_figure_is_corrected_on_purpose_with_the_reason_and_verified_again(
    session, work
):
    (first,) = verified(session, work, entry("INFECTIONS", "3"))
    again = entry("INFECTIONS", "2", seen=first.id)
    with pytest.raises(Faulty) as refused:
        enter(session, work, again)
    assert "is verified" in faults(refused)[0]
    with pytest.raises(Faulty) as refused:
        enter(session, work, replace(again, correcting=True))
    assert "why a verified figure is corrected" in faults(refused)[0]
    (second,) = enter(session, work, replace(again, correcting=True, note="Late chart review"))
    assert (second.replaces_id, second.state) == (first.id, FigureState.DRAFT)
    assert first.state is FigureState.VERIFIED
    assert session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first().reason == (
        "Late chart review"
    )


@pytest.mark.trust("E3")
def test_a_locked_period_refuses_every_change_in_words(session, work):
    (stored,) = verified(session, work, entry("INFECTIONS", "3"))
    work.periods[0].state = PeriodState.LOCKED
    session.flush()
    changes = (
        lambda: enter(session, work, entry("ON-TIME", "80")),
        lambda: act.submit(session, work.administrator, work.id, PERIOD),
        lambda: act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[stored.id]),
    )
    for change in changes:
        with pytest.raises(Conflict, match="2027-Q1 is locked, since its settlement was approved"):
            change()


def test_without_a_locked_scorecard_there_is_nothing_to_enter_figures_for(session):
    work = at_work(session, locked=False)
    with pytest.raises(Conflict, match="Lock the scorecard first"):
        enter(session, work, entry("INFECTIONS", "3"))


def test_a_scorecard_for_each_participant_takes_a_figure_for_each(session):
    terms = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)
    work = at_work(session, terms)
    stored = enter(
        session, work,
        entry("INFECTIONS", "1", participant="north", place="a"),
        entry("INFECTIONS", "2", participant="east", place="b"),
    )  # fmt: skip
    assert [figure.participant.code for figure in stored] == ["north", "east"]
