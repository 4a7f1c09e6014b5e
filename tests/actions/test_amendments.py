"""Amendments: a reason, a period to come, and nothing that was settled or seen."""

import json
from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import amendments, scorecards
from comanage.actions.draft import terms_of
from comanage.records import basis, performance_period
from comanage.records import scorecard as records
from comanage.records.agreed_fee import agreed_fee
from comanage.records.audit_entry import latest
from comanage.records.performance_period import PeriodState, by_code
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import make_filing
from tests.actions.locking import locked, revision_of
from tests.makers import make_figure, make_scorecard

IN_MAY = datetime(2027, 5, 3, 9, tzinfo=UTC)
WHY = "The registry changed its definition."
Q3, Q4 = date(2027, 7, 1), date(2027, 10, 1)


@pytest.fixture
def filing(session):
    with clock.fixed(IN_MAY):
        made = make_filing(session)
        made.first = make_scorecard(session, made.agreement)
        yield made


def test_it_begins_as_a_copy_with_its_reason_and_the_next_period(session, filing):
    made = amendments.draft_next(session, filing.ada, filing.id, reason=f" {WHY} ")
    assert (made.number, made.reason, made.effective_on) == (2, WHY, Q3)
    assert made.terms == filing.first.terms
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.reason) == ("scorecard:version:draft", WHY)
    assert json.loads(entry.after)["effective on"] == "2027-07-01"


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"reason": ""}, ["reason"]),
        ({"reason": "MRN 1234567"}, ["reason"]),
        ({"reason": WHY, "first": date(2027, 4, 1)}, ["first"]),
        ({"reason": WHY, "first": date(2027, 7, 2)}, ["first"]),
        ({"reason": "", "first": date(2026, 1, 1)}, ["reason", "first"]),
    ],
)
def test_what_cannot_be_is_refused_all_at_once(session, filing, given, places):
    with pytest.raises(Faulty) as why:
        amendments.draft_next(session, filing.ada, filing.id, **given)
    assert [fault.place for fault in why.value.faults] == places
    assert records.draft(session, filing.id) is None


@pytest.mark.trust("E4")
def test_it_takes_effect_after_whatever_was_seen_or_settled(session, filing):
    make_figure(session, filing.agreement, period="2027-Q3")
    made = amendments.draft_next(session, filing.ada, filing.id, reason=WHY)
    assert made.effective_on == Q4


def test_without_a_period_to_come_there_is_no_amendment(session, filing):
    by_code(session, filing.id, "2027-Q4").state = PeriodState.LOCKED
    session.flush()
    with pytest.raises(Conflict, match="No period of this agreement is left"):
        amendments.draft_next(session, filing.ada, filing.id, reason=WHY)


@pytest.mark.trust("E4")
def test_each_period_keeps_the_version_that_was_in_force_on_its_first_day(session, filing):
    amendments.draft_next(session, filing.ada, filing.id, reason=WHY)
    scorecards.save_basics(session, filing.ada, filing.id, base_fee_cents=5, pool_cents=700,
                           revision=revision_of(session, filing.id))  # fmt: skip
    second = locked(session, filing.ada, filing.id)
    assert filing.first.state is ScorecardState.SUPERSEDED
    found = {
        period.code: basis.governing(session, period)[0].number
        for period in performance_period.of_agreement(session, filing.id)
    }
    assert found == {"2027-Q1": 1, "2027-Q2": 1, "2027-Q3": 2, "2027-Q4": 2}
    assert terms_of(second).funding.amount == 7


@pytest.mark.trust("E4")
def test_a_figure_that_comes_before_the_lock_keeps_it_from_being_locked(session, filing):
    amendments.draft_next(session, filing.ada, filing.id, reason=WHY)
    make_figure(session, filing.agreement, period="2027-Q4")
    with pytest.raises(Faulty) as why:
        locked(session, filing.ada, filing.id)
    assert [str(fault) for fault in why.value.faults] == [
        "effective_on: Figures of 2027-Q4 were given by the terms before."
    ]


def test_its_reason_and_period_change_while_it_is_made(session, filing):
    made = amendments.draft_next(session, filing.ada, filing.id, reason=WHY)
    amendments.change(session, filing.ada, filing.id, reason="Another.", first=Q4,
                      revision=made.revision)  # fmt: skip
    assert (made.reason, made.effective_on) == ("Another.", Q4)
    with pytest.raises(Faulty) as why:
        amendments.change(session, filing.ada, filing.id, reason="", first=None,
                          revision=made.revision)  # fmt: skip
    assert [fault.place for fault in why.value.faults] == ["first", "reason"]


def test_only_its_administrator_amends_it(session, filing):
    for actor in (filing.cora, filing.leader, filing.stranger):
        with pytest.raises((NotAllowed, NotFound)):
            amendments.draft_next(session, actor, filing.id, reason=WHY)


@pytest.mark.trust("E4")
def test_a_base_fee_changes_with_the_first_day_of_its_version_and_for_no_month_before(
    session, filing
):
    amendments.draft_next(session, filing.ada, filing.id, reason=WHY, first=Q3)
    scorecards.save_basics(session, filing.ada, filing.id, base_fee_cents=36_000_000,
                           pool_cents=700, revision=revision_of(session, filing.id))  # fmt: skip
    assert agreed_fee(session, filing.agreement).of_year(Q3) == 24_000_000
    locked(session, filing.ada, filing.id)
    fee = agreed_fee(session, filing.agreement)
    assert [fee.on(day) for day in (date(2027, 6, 30), Q3)] == [24_000_000, 36_000_000]
    assert fee.of_year(Q3) == 30_000_000  # half of the year by each
    assert filing.agreement.base_fee_cents == 24_000_000  # what was agreed first stays
