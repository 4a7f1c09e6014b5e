"""What is odd asks for a note before it is submitted; a monitor that shifts asks for an answer."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from comanage.actions import alerts as act
from comanage.actions import figures as entering
from comanage.actions import owners
from comanage.records.audit_entry import latest
from comanage.records.monitor_alert import MonitorAlert, open_alerts
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import RECORDED
from comanage.rules.numbers import ZERO, exact
from comanage.rules.periods import Period
from comanage.rules.pool import Advances
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from tests.actions.at_work import at_work, entry
from tests.rules.settling import fact, with_facts
from tests.rules.worked import TERMS

TRANSFERS = Measure(
    "TRANSFERS", "Transfers", ZERO, Unit.COUNT, Better.LOWER, RECORDED.example,
    status=Status.REPORTING,
)  # fmt: skip
MONTHS = tuple(
    Period(f"2027-{month:02}", date(2027, month, 1), date(2027, month, 28))
    for month in range(1, 13)
)
WATCHED = replace(
    TERMS,
    periods=MONTHS,
    domains=(*TERMS.domains, Domain("monitors", "Monitors", ZERO, (TRANSFERS,))),
)
USUAL = ("10", "12", "11", "13", "10", "12")


@pytest.fixture
def work(session):
    return at_work(session, WATCHED)


def enter(session, work, period, value, *, measure="TRANSFERS", **given):
    typed = entry(measure, value, period=period, **given)
    (figure,) = entering.enter(session, work.administrator, work.id, period, entries=[typed])
    return figure


def submitted(session, work, period, value, **given):
    figure = enter(session, work, period, value, **given)
    entering.submit(session, work.administrator, work.id, period)
    return figure


def verified(session, work, period, value, **given):
    figure = submitted(session, work, period, value, **given)
    entering.verify(session, work.verifier, work.id, period, figure_ids=[figure.id])
    return figure


def with_history(session, work):
    for period, value in zip(MONTHS, USUAL, strict=False):
        verified(session, work, period.code, value)


def test_a_jump_is_submitted_with_a_note_alone_and_both_are_kept(session, work):
    verified(session, work, "2027-01", "10")
    figure = enter(session, work, "2027-02", "16")
    with pytest.raises(Faulty) as refused:
        entering.submit(session, work.administrator, work.id, "2027-02")
    said = "It changed by more than half since the last verified result, from 10 to 16."
    (fault,) = refused.value.faults
    assert fault.place == "Transfers, column note"
    assert fault.sentence.startswith(said)
    noted = submitted(
        session, work, "2027-02", "16", seen=figure.id, note="The other campus was closed."
    )
    assert noted.out_of_pattern == said
    assert noted.replaces_id == figure.id


def test_what_is_usual_is_submitted_without_a_note(session, work):
    verified(session, work, "2027-01", "10")
    assert submitted(session, work, "2027-02", "14").out_of_pattern == ""


def test_what_was_paid_before_is_asked_nothing(session):
    terms = with_facts(replace(TERMS, periods=MONTHS), fact("PAID"))
    work = at_work(session, replace(terms, advances=Advances("PAID")))
    verified(session, work, "2027-01", "1000", measure="PAID", participant="north")
    figure = submitted(session, work, "2027-02", "2000", measure="PAID", participant="north")
    assert figure.out_of_pattern == ""


def test_only_what_is_verified_makes_a_pattern(session, work):
    submitted(session, work, "2027-01", "10")
    assert submitted(session, work, "2027-02", "16").out_of_pattern == ""


def test_a_monitor_that_shifts_raises_an_alert_when_it_is_verified(session, work):
    with_history(session, work)
    figure = verified(session, work, "2027-07", "40", note="A flood.")
    (alert,) = open_alerts(session, work.id, figure.period_id)
    assert alert.name == "Transfers"
    assert alert.says.startswith("40 lies above the upper limit (")
    assert latest(session, limit=1)[0].act == "figure:alert:raise"
    assert open_alerts(session, work.id, figure.period_id - 1) == []


def test_what_is_paid_raises_no_alert_and_neither_does_what_is_usual(session, work):
    with_history(session, work)
    verified(session, work, "2027-07", "12")
    for period, value in zip(MONTHS, ("1", "1", "1", "0", "1", "1", "40"), strict=False):
        verified(session, work, period.code, value, measure="INFECTIONS", note="As reported.")
    assert session.scalars(select(MonitorAlert)).all() == []


def test_a_monitor_far_from_its_baseline_raises_one_where_a_distance_is_agreed(session, work):
    figure = verified(session, work, "2027-01", "13", baseline="10")
    assert open_alerts(session, work.id) == []
    policy = owners.Policy(exact("0"), exact("7"), most_shift=exact("20"))
    owners.set_policy(session, work.administrator, work.id, policy)
    again = verified(session, work, "2027-02", "13", baseline="10", note="The same as in January.")
    assert [alert.figure_id for alert in open_alerts(session, work.id)] == [again.id]
    assert figure.period_id != again.period_id


def test_an_alert_is_answered_once_in_writing_by_a_compliance_officer(session, work):
    with_history(session, work)
    verified(session, work, "2027-07", "40", note="A flood.")
    (alert,) = open_alerts(session, work.id)
    for who in (work.administrator, work.verifier, work.approver):
        with pytest.raises(NotAllowed):
            act.answer(session, who, work.id, alert_id=alert.id, text="Fine.")
    for text in (" ", "see MRN 4455667"):
        with pytest.raises(Faulty):
            act.answer(session, work.compliance, work.id, alert_id=alert.id, text=text)
    with pytest.raises(NotFound):
        act.answer(session, work.compliance, work.id, alert_id=999, text="Fine.")
    act.answer(session, work.compliance, work.id, alert_id=alert.id, text="A flood in July.")
    assert latest(session, limit=1)[0].reason == "A flood in July."
    assert open_alerts(session, work.id) == []
    with pytest.raises(Conflict, match="meanwhile"):
        act.answer(session, work.compliance, work.id, alert_id=alert.id, text="Again.")
