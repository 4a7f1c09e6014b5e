"""The course of an agreement: what may change without an amendment, and how it ends."""

import json
from datetime import date

import pytest

from comanage import clock
from comanage.actions import agreement_course as act
from comanage.records.audit_entry import latest
from comanage.records.in_force import course_of
from comanage.records.performance_period import PeriodState, by_code
from comanage.records.termination import of_agreement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound, Stale
from comanage.rules.in_force import Renewal
from tests.actions.filing import NOW, make_filing
from tests.makers import make_scorecard

WHY = "By mutual consent."


@pytest.fixture
def filing(session):
    with clock.fixed(NOW):
        yield make_filing(session)


def change(session, filing, actor=None, **changes):
    given = {
        "title": "Orthopedics", "sponsor": "Larkspur Ridge Medical Center", "renewal": Renewal.NONE,
        "notice_days": None, "verifier_may_approve": False, "revision": filing.agreement.revision,
    }  # fmt: skip
    act.change(session, actor or filing.ada, filing.id, **given | changes)
    session.flush()


def test_what_changes_is_noted_with_what_stood_before(session, filing):
    change(session, filing, renewal=Renewal.AUTOMATIC, notice_days=90)
    assert (filing.agreement.renewal, filing.agreement.notice_days) == (Renewal.AUTOMATIC, 90)
    entry = latest(session, limit=1)[0]
    assert json.loads(entry.before)["sponsor"] == "Larkspur Ridge"
    assert json.loads(entry.after)["sponsor"] == "Larkspur Ridge Medical Center"
    assert json.loads(entry.after)["days of notice"] == 90


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": " "}, "title"),
        ({"sponsor": "Ridge, MRN 1234567"}, "sponsor"),
        ({"renewal": Renewal.AUTOMATIC}, "notice_days"),
        ({"renewal": Renewal.AUTOMATIC, "notice_days": 731}, "notice_days"),
        ({"renewal": Renewal.AUTOMATIC, "notice_days": -1}, "notice_days"),
        ({"renewal": Renewal.SIGNED, "notice_days": 30}, "notice_days"),
    ],
)
def test_what_cannot_be_is_refused(session, filing, changes, place):
    with pytest.raises(Faulty) as why:
        change(session, filing, **changes)
    assert [fault.place for fault in why.value.faults] == [place]


def test_who_approves_stays_once_a_scorecard_is_locked(session, filing):
    make_scorecard(session, filing.agreement)
    with pytest.raises(Faulty) as why:
        change(session, filing, verifier_may_approve=True)
    assert [fault.place for fault in why.value.faults] == ["verifier_may_approve"]


def test_a_stale_change_is_told(session, filing):
    with pytest.raises(Stale, match="Someone else saved this"):
        change(session, filing, revision=7)


def test_an_end_is_recorded_corrected_and_taken_back_each_with_a_reason(session, filing):
    act.end(session, filing.ada, filing.id, last_day=date(2027, 6, 30), reason=WHY)
    assert course_of(session, filing.agreement).terminated == date(2027, 6, 30)
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.reason) == ("agreement:record:terminate", WHY)
    act.end(session, filing.ada, filing.id, last_day=date(2027, 9, 30), reason="A later day.")
    assert course_of(session, filing.agreement).terminated == date(2027, 9, 30)
    act.take_back(session, filing.ada, filing.id, reason="Notice was withdrawn.")
    assert course_of(session, filing.agreement).terminated is None
    assert json.loads(latest(session, limit=1)[0].before) == {"last day": "2027-09-30"}
    assert len(of_agreement(session, filing.id)) == 3
    with pytest.raises(Conflict, match="No termination stands"):
        act.take_back(session, filing.ada, filing.id, reason="Again.")


@pytest.mark.parametrize(
    ("last_day", "reason", "place"),
    [
        (None, WHY, "last_day"),
        (date(2026, 12, 31), WHY, "last_day"),
        (date(2028, 1, 1), WHY, "last_day"),
        (date(2027, 6, 30), " ", "reason"),
        (date(2027, 6, 30), "SSN 123-45-6789", "reason"),
        (date(2027, 3, 31), WHY, "last_day"),
    ],
)
def test_an_end_that_cannot_be_is_refused(session, filing, last_day, reason, place):
    by_code(session, filing.id, "2027-Q2").state = PeriodState.LOCKED
    session.flush()
    with pytest.raises(Faulty) as why:
        act.end(session, filing.ada, filing.id, last_day=last_day, reason=reason)
    assert [fault.place for fault in why.value.faults] == [place]
    assert of_agreement(session, filing.id) == []


def test_an_agreement_may_end_within_its_last_settled_period(session, filing):
    by_code(session, filing.id, "2027-Q2").state = PeriodState.LOCKED
    session.flush()
    act.end(session, filing.ada, filing.id, last_day=date(2027, 4, 1), reason=WHY)
    assert course_of(session, filing.agreement).terminated == date(2027, 4, 1)


def test_only_its_administrator_ends_an_agreement(session, filing):
    for actor in (filing.cora, filing.leader, filing.stranger):
        for step in (
            lambda who=actor: act.end(session, who, filing.id, last_day=None, reason=WHY),
            lambda who=actor: act.take_back(session, who, filing.id, reason=WHY),
            lambda who=actor: change(session, filing, who),
        ):
            with pytest.raises((NotAllowed, NotFound)):
                step()
