"""Owners: who answers for a measure's figures, when they are due, and who is told about it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from comanage.actions import figures as entering
from comanage.actions import owners as act
from comanage.actions.overdue import due_figures
from comanage.clock import fixed
from comanage.records import stewardship
from comanage.records.audit_entry import AuditEntry, latest
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.due import Call
from comanage.rules.numbers import exact
from tests.actions.at_work import PERIOD, at_work, entry

LAG = exact("20")
DUE = date(2027, 4, 20)
POLICY = act.Policy(exact("5"), exact("3"), exact("90"), exact("20"))


@pytest.fixture
def work(session):
    return at_work(session)


def assign(session, work, *codes, who=None, owner=None, lag=LAG):
    owner = work.administrator if owner is None else owner
    return act.assign(
        session, who or work.administrator, work.id, codes, owner_id=owner.person_id, lag=lag
    )


def due(session, work, today=date(2027, 5, 2)):
    found = due_figures(session, [work.agreement], today)
    return [(one.measure, one.call, one.late, one.waits) for one in found]


def at(day):
    return fixed(datetime.combine(day, datetime.min.time(), UTC))


def test_an_owner_is_set_and_noted_and_the_same_again_is_nothing(session, work):
    (row,) = assign(session, work, "SCREENING")
    assert (row.owner_id, row.lag_days) == (work.administrator.person_id, 20)
    assert latest(session, limit=1)[0].act == "figure:owner:set"
    assert assign(session, work, "SCREENING") == []
    assign(session, work, "SCREENING", owner=work.colleague)
    assert len(stewardship.every(session, work.id)) == 2


def test_only_who_may_enter_there_answers_for_a_figure(session, work):
    for other in (work.verifier, work.stranger):
        with pytest.raises(Faulty, match="must be mended") as refused:
            assign(session, work, "SCREENING", owner=other)
        assert [str(fault) for fault in refused.value.faults] == [f"owner_id: {act.CANNOT}"]


def test_a_lag_is_a_number_of_days_and_a_measure_is_of_the_agreement(session, work):
    for lag in ("1/2", "-1", "731"):
        with pytest.raises(Faulty):
            assign(session, work, "SCREENING", lag=exact(lag))
    with pytest.raises(NotFound):
        assign(session, work, "LOS")


def test_only_an_administrator_decides_it(session, work):
    for who in (work.verifier, work.approver, work.compliance):
        with pytest.raises(NotAllowed):
            assign(session, work, "SCREENING", who=who)
        with pytest.raises(NotAllowed):
            act.set_policy(session, who, work.id, POLICY)


def test_what_is_agreed_is_kept_with_what_stood_before(session, work):
    assert act.set_policy(session, work.administrator, work.id, POLICY).least_confirmed == exact(
        "0.9"
    )
    assert act.set_policy(session, work.administrator, work.id, POLICY) is None
    unset = act.Policy(exact("0"), exact("7"))
    assert act.set_policy(session, work.administrator, work.id, unset).most_shift is None
    assert len(stewardship.policies(session, work.id)) == 2


def test_every_fault_of_what_is_agreed_is_said_at_once(session, work):
    wrong = act.Policy(exact("1.5"), None, exact("101"), exact("0"))
    with pytest.raises(Faulty) as refused:
        act.set_policy(session, work.administrator, work.id, wrong)
    assert [fault.place for fault in refused.value.faults] == [
        "grace", "ahead", "least_confirmed", "most_shift",
    ]  # fmt: skip


def test_what_is_not_submitted_is_due_soon_and_then_overdue(session, work):
    assign(session, work, "SCREENING", "INFECTIONS")
    assert due(session, work, date(2027, 4, 12)) == []
    assert due(session, work, DUE) == [
        ("Infections", Call.SOON, 0, "not entered"),
        ("Screening", Call.SOON, 0, "not entered"),
    ]
    entering.enter(session, work.administrator, work.id, PERIOD, entries=[entry("INFECTIONS", "1")])
    assert due(session, work) == [
        ("Infections", Call.OVERDUE, 12, "draft, not submitted"),
        ("Screening", Call.OVERDUE, 12, "not entered"),
    ]
    entering.submit(session, work.administrator, work.id, PERIOD)
    assert [line[0] for line in due(session, work)] == ["Screening"]


def test_the_days_of_the_agreement_count(session, work):
    assign(session, work, "SCREENING")
    act.set_policy(session, work.administrator, work.id, POLICY)
    assert due(session, work, date(2027, 4, 21)) == []
    assert due(session, work, date(2027, 4, 22))[0][1] is Call.SOON
    assert due(session, work, date(2027, 4, 26))[0][:3] == ("Screening", Call.OVERDUE, 1)


def test_a_figure_keeps_the_due_day_of_the_day_it_was_entered(session, work):
    assign(session, work, "SCREENING")
    with at(date(2027, 4, 22)):
        late = given(session, work, "84")
        entering.submit(session, work.administrator, work.id, PERIOD)
    assert (late.due_on, late.days_late, late.late) == (DUE, 2, "2 days late")
    assign(session, work, "SCREENING", lag=exact("90"))
    assert late.late == "2 days late"
    with at(DUE):
        (on_time,) = entering.enter(
            session, work.administrator, work.id, PERIOD, entries=[entry("ON-TIME", "84")]
        )
    assert on_time.due_on is None
    assert on_time.late == ""


def test_a_draft_does_not_stop_the_days(session, work):
    assign(session, work, "SCREENING")
    with at(DUE):
        draft = given(session, work, "84")
    assert (draft.due_on, draft.late) == (DUE, "")
    with at(date(2027, 4, 27)):
        again = given(session, work, "85", seen=draft.id)
        entering.submit(session, work.administrator, work.id, PERIOD)
    session.expire_all()
    assert (again.late, draft.late) == ("7 days late", "")
    assert audited(session)[-1] == ("figure:value:submit", "7 days late")


def test_what_was_submitted_in_time_is_in_time_however_often_it_is_mended(session, work):
    assign(session, work, "SCREENING")
    with at(DUE):
        first = given(session, work, "84")
        entering.submit(session, work.administrator, work.id, PERIOD)
    assign(session, work, "SCREENING", lag=exact("5"))
    with at(date(2027, 5, 27)):
        entering.send_back(
            session, work.verifier, work.id, PERIOD, figure_ids=[first.id], reason="Once more."
        )
        again = given(session, work, "85", seen=first.id)
        entering.submit(session, work.administrator, work.id, PERIOD)
    session.expire_all()
    assert (again.due_on, again.late) == (DUE, "")
    assert audited(session)[-1] == ("figure:value:submit", None)


def given(session, work, value, *, seen=None):
    one = replace(entry("SCREENING", value), seen=seen)
    (made,) = entering.enter(session, work.administrator, work.id, PERIOD, entries=[one])
    return made


def audited(session):
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.act, json.loads(row.after or "{}").get("late")) for row in rows]
