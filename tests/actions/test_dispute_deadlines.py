"""Windows and disputes that wait: told to who may move them on, by the day, and to nobody else."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import windows
from comanage.database import reading, transaction
from comanage.records.oversight_limit import Limit
from comanage.records.person import Person
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.reminding import Kind
from comanage.rules.signoff import Role
from tests.actions.disputing import raised, take
from tests.actions.reminded import at, kinds, told
from tests.actions.settling import PERIOD, calculated, control, correct, finalized, make_ready
from tests.makers import NOW, make_limit, make_role

ANSWER, ACCEPT, APPEAL, DECIDE, WITHDRAW = DisputeStep
DAY, TODAY = timedelta(days=1), NOW.date()  # 14 Apr 2027
ENDS = TODAY + 10 * DAY  # the first day after the window, and the last one of each step
QUARTER = "Orthopedic co-management, 2027-Q1:"
SILENT = "settlement 1, neither accepted nor disputed by"
PEOPLE = (
    "administrator", "verifier", "approver", "compliance", "leader", "other_leader", "stranger",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def ready(engine):
    """A quarter that is calculated, with ten days to dispute, to answer and to appeal."""
    del engine
    with transaction() as session:
        made = make_ready(session)
        for limit in (Limit.DAYS_TO_ANSWER, Limit.DAYS_TO_APPEAL):
            make_limit(session, made.agreement, limit, 10)
    control(made, dispute_days=10)
    calculated(made)
    return made


def tells(ready, who, day=TODAY):
    with reading() as session:
        return told(session, getattr(ready, who), day)


def hears(ready, kind, day=TODAY):
    """Name everyone who is told of a kind."""
    with reading() as session:
        return [who for who in PEOPLE if kind in kinds(session, getattr(ready, who), day)]


def without(ready, who, *, now=None):
    """Take every role of a person away, and give another."""
    with transaction() as session:
        person = session.get_one(Person, getattr(ready, who).person_id)
        for held in list(person.roles):
            session.delete(held)
        session.flush()
        if now:
            make_role(session, person, now)


def answered(ready, **given):
    dispute = raised(ready, **given)
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    return dispute


def appealed(ready):
    dispute = answered(ready)
    take(ready, ready.leader, dispute, APPEAL, number=1, words="It is not the registry.")
    return dispute


# --- a window that ends soon ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(ENDS - 9 * DAY, None, id="eight days before the last one"),
        pytest.param(ENDS - 8 * DAY, "last day 23 Apr 2027, in 7 days", id="seven days before it"),
        pytest.param(ENDS - DAY, "last day 23 Apr 2027, today", id="on the last day"),
        pytest.param(ENDS, None, id="when the window is over"),
    ],
)
def test_each_leader_is_told_of_the_own_group_alone_in_the_last_days_of_a_window(ready, day, words):
    expected = [f"{QUARTER} {SILENT} {{}}; {words}"] if words else []
    for who, code in (("leader", "GRANITE"), ("other_leader", "COPPER")):
        name = ready.groups[code].name
        assert tells(ready, who, day) == [line.format(name) for line in expected]


def test_nobody_else_is_told_of_a_window(ready):
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == ["leader", "other_leader"]
    for who in ("administrator", "verifier", "approver", "compliance", "stranger"):
        assert tells(ready, who, ENDS - DAY) == []


def test_a_group_that_has_accepted_is_told_no_more(ready):
    with transaction() as session:
        windows.accept(session, ready.leader, ready.id, PERIOD, number=1)
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == ["other_leader"]


def test_a_group_that_disputes_is_told_again_once_it_withdraws(ready):
    dispute = raised(ready)
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == ["other_leader"]
    take(ready, ready.leader, dispute, WITHDRAW, number=0)
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == ["leader", "other_leader"]


def test_a_settlement_that_was_replaced_waits_for_nobody_and_the_new_one_from_its_day(ready):
    with transaction() as session:
        correct(session, ready, "turnover", "20")
    with at(TODAY + 5 * DAY):
        calculated(ready)
    (line,) = tells(ready, "leader", ENDS - DAY)
    assert line.startswith(f"{QUARTER} settlement 2, neither accepted nor disputed by ")
    assert line.endswith("; last day 28 Apr 2027, in 5 days")


def test_a_final_settlement_is_no_longer_to_be_accepted(ready):
    for leader in (ready.leader, ready.other_leader):
        with transaction() as session:
            windows.accept(session, leader, ready.id, PERIOD, number=1)
    finalized(ready)
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == []


def test_a_window_that_was_agreed_after_a_settlement_was_final_asks_nobody_to_accept(engine):
    del engine
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    control(made, dispute_days=10)
    assert hears(made, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == []


def test_without_a_window_there_is_no_day(ready):
    control(ready, number=1, dispute_days=None, independent_review=True)
    assert hears(ready, Kind.SETTLEMENT_TO_ACCEPT, ENDS - DAY) == []


def test_who_leads_the_group_no_more_is_told_nothing_of_it(ready):
    without(ready, "leader")
    assert tells(ready, "leader", ENDS - DAY) == []


# --- an answer --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(TODAY, "last day 24 Apr 2027, in 10 days", id="from the day it is raised"),
        pytest.param(ENDS, "last day 24 Apr 2027, today", id="on the last day"),
        pytest.param(ENDS + DAY, "last day 24 Apr 2027, 1 day late", id="and when it is late"),
    ],
)
def test_administrators_are_told_of_a_dispute_until_it_is_answered(ready, day, words):
    dispute = raised(ready)
    group = ready.groups["GRANITE"].name
    assert tells(ready, "administrator", day) == [
        f"{QUARTER} dispute {dispute.id} of {group}, not answered; {words}"
    ]
    assert hears(ready, Kind.DISPUTE_TO_ANSWER, day) == ["administrator"]
    take(ready, ready.administrator, dispute, ANSWER, number=0, finding=Finding.UPHELD)
    assert hears(ready, Kind.DISPUTE_TO_ANSWER, day) == []


def test_a_dispute_without_a_last_day_says_since_when_it_waits(engine):
    del engine
    with transaction() as session:
        made = make_ready(session)
    calculated(made)
    dispute = raised(made)
    (line,) = tells(made, "administrator", TODAY + 3 * DAY)
    assert line.endswith("not answered; since 14 Apr 2027, 3 days")
    take(made, made.administrator, dispute, ANSWER, number=0, finding=Finding.DECLINED)
    assert tells(made, "leader") == []  # no day ends, and it may be appealed whenever
    with at(TODAY + 2 * DAY):
        take(made, made.leader, dispute, APPEAL, number=1)
    (line,) = tells(made, "approver", TODAY + 3 * DAY)
    assert line.endswith("appealed, not decided; since 16 Apr 2027, 1 day")


def test_what_a_person_wrote_is_in_no_message(ready):
    raised(ready)
    (line,) = tells(ready, "administrator")
    assert "registry" not in line


def test_whoever_may_answer_no_more_is_told_nothing(ready):
    raised(ready)
    without(ready, "administrator", now=Role.VERIFIER)
    assert tells(ready, "administrator") == []


@pytest.mark.parametrize("value", ["20", "25"])
def test_a_dispute_of_a_settlement_that_was_replaced_still_waits_for_its_answer(ready, value):
    dispute = raised(ready)
    with transaction() as session:
        correct(session, ready, "turnover", value)
    calculated(ready)
    assert hears(ready, Kind.DISPUTE_TO_ANSWER) == ["administrator"]
    answer = (ready.administrator, dispute, DisputeStep.ANSWER)
    take(ready, *answer, number=0, finding=Finding.UPHELD)
    take(ready, ready.leader, dispute, DisputeStep.ACCEPT, number=1)
    assert hears(ready, Kind.DISPUTE_TO_ANSWER) == []


# --- an appeal --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(TODAY, "last day 24 Apr 2027, in 10 days", id="from the day of the answer"),
        pytest.param(ENDS, "last day 24 Apr 2027, today", id="on the last day"),
        pytest.param(ENDS + DAY, None, id="not once the answer stands"),
    ],
)
def test_the_leader_whose_dispute_was_answered_is_told_until_when_to_appeal(ready, day, words):
    dispute = answered(ready)
    group = ready.groups["GRANITE"].name
    line = f"{QUARTER} dispute {dispute.id} of {group}, answered, neither accepted nor appealed;"
    assert tells(ready, "leader", day) == ([f"{line} {words}"] if words else [])
    assert hears(ready, Kind.ANSWER_TO_APPEAL, day) == (["leader"] if words else [])


def test_a_leader_who_reads_every_dispute_is_told_to_appeal_those_of_the_own_group_alone(ready):
    answered(ready)
    with transaction() as session:
        other = session.get_one(Person, ready.other_leader.person_id)
        make_role(session, other, Role.REVIEWER)
    assert hears(ready, Kind.ANSWER_TO_APPEAL) == ["leader"]


def test_an_answer_that_was_accepted_waits_for_nobody(ready):
    dispute = answered(ready)
    take(ready, ready.leader, dispute, ACCEPT, number=1)
    assert hears(ready, Kind.ANSWER_TO_APPEAL) == []


# --- a decision -------------------------------------------------------------------------------


def test_approvers_are_told_of_an_appeal_until_it_is_decided(ready):
    dispute = appealed(ready)
    line = (
        f"{QUARTER} dispute {dispute.id} of {ready.groups['GRANITE'].name}, appealed, not decided"
    )
    late = "last day 24 Apr 2027, 2 days late"
    assert tells(ready, "approver", ENDS + 2 * DAY) == [f"{line}; {late}"]
    assert hears(ready, Kind.APPEAL_TO_DECIDE) == ["approver"]
    take(ready, ready.approver, dispute, DECIDE, number=2, finding=Finding.DECLINED)
    assert hears(ready, Kind.APPEAL_TO_DECIDE) == []


def test_an_approver_who_entered_or_verified_the_figure_is_not_told_to_decide(ready):
    appealed(ready)
    with transaction() as session:
        make_role(session, session.get_one(Person, ready.verifier.person_id), Role.APPROVER)
    assert hears(ready, Kind.APPEAL_TO_DECIDE) == ["approver"]


def test_an_approver_no_more_is_told_of_no_appeal(ready):
    appealed(ready)
    without(ready, "approver", now=Role.EXECUTIVE)
    assert tells(ready, "approver") == []
