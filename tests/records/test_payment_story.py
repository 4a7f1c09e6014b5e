"""The story of a payment: what the audit log tells of it, and nothing of any other."""

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import base_fee_releases, unlocks
from comanage.database import reading, transaction
from comanage.records import payment_story as story
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, note
from comanage.records.log_search import Sought
from comanage.records.settlement import SettlementFigure
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through
from tests.actions.releasing import corrected, lines, make_approved, pay, release, request
from tests.actions.settling import PERIOD, without_layout
from tests.makers import NOW, make_actor, make_signed


@pytest.fixture
def made(engine, monkeypatch):
    """Two groups that were paid for one quarter."""
    del engine
    without_layout(monkeypatch)
    found = make_approved()
    release(found)
    request(found)
    pay(found, [one.id for one in lines(found)])
    return found


def told(payment_id):
    """List what the log tells of a payment: the acts, each with its object."""
    with reading() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(*Sought(payment_id=payment_id).conditions())
            .order_by(AuditEntry.id)
        )
        return [(each.act, each.object_id) for each in entries]


def acts(payment_id):
    return [act for act, _ in told(payment_id)]


def test_it_leads_from_the_settlement_to_the_money_and_stays_with_its_own_line(made):
    first, second = lines(made)
    steps = [
        Act.SETTLEMENT_CALCULATED, Act.SETTLEMENT_FINALIZED, Act.SETTLEMENT_APPROVED,
        Act.SETTLEMENT_RELEASED, Act.PAYMENT_REQUESTED, Act.PAYMENT_PAID,
    ]  # fmt: skip
    found = acts(first.id)
    assert [act for act in found if act in steps] == steps
    assert {Act.PERIOD_LOCKED, Act.STATEMENT_ISSUED} <= set(found)
    assert (Act.PAYMENT_PAID, second.id) not in told(first.id)
    own, other = (
        {object_id for act, object_id in told(one.id) if act == Act.STATEMENT_ISSUED}
        for one in (first, second)
    )
    assert (len(own), len(other), own & other) == (1, 1, set())


def test_a_correction_tells_of_the_line_it_takes_back_and_that_line_of_it(made):
    corrected(made)
    old, reversal = (
        next(one for one in lines(made) if one.reverses_id is None),
        next(one for one in lines(made) if one.reverses_id is not None),
    )
    assert (Act.PAYMENT_PAID, reversal.reverses_id) in told(reversal.id)
    assert (Act.UNLOCK_CONFIRMED, 1) in told(old.id)
    assert (Act.SETTLEMENT_RELEASED, reversal.settlement_id) in told(reversal.id)
    assert (Act.SETTLEMENT_RELEASED, reversal.settlement_id) not in told(old.id)


def test_a_base_fee_tells_of_the_hours_it_pays_and_of_no_others(engine):
    del engine
    with clock.fixed(NOW), transaction() as session:
        made = on_duty(session)
        make_signed(session, made.agreement)
        releaser = make_actor(session, Role.RELEASER)
        paid_for, others = log(session, made), log(session, made, who=made.cas)
        through(session, made)
        work = base_fee_releases.waiting(session, releaser, made.id)
        base_fee_releases.release(
            session, releaser, made.id, earned_ids=[one.earned_id for one in work],
            key="key-of-a-base-fee",
        )  # fmt: skip
        of_paid, of_others = (Act.HOURS_LOGGED, paid_for.id), (Act.HOURS_LOGGED, others.id)
    found = told(lines(made)[0].id)
    assert [act for act, _ in found] == [
        Act.HOURS_LOGGED, Act.MONTH_ATTESTED, Act.MONTH_APPROVED, Act.MONTH_APPROVED,
        Act.BASE_FEE_EARNED, Act.BASE_FEES_RELEASED,
    ]  # fmt: skip
    assert of_paid in found
    assert of_others not in found


def test_the_figures_behind_it_are_told_with_those_they_took_the_place_of(made):
    corrected(made)
    first, last = lines(made)[0], lines(made)[-1]
    with transaction() as session:
        used = {
            settled: set(session.scalars(
                select(SettlementFigure.figure_id).where(SettlementFigure.settlement_id == settled)
            ))
            for settled in (first.settlement_id, last.settlement_id)
        }  # fmt: skip
        for figure_id in set.union(*used.values()):
            note(session, made.administrator, Act.FIGURE_ENTERED, object_id=figure_id)
    (anew,) = used[last.settlement_id] - used[first.settlement_id]
    (before,) = used[first.settlement_id] - used[last.settlement_id]
    assert (Act.FIGURE_ENTERED, anew) not in told(first.id)
    assert {(Act.FIGURE_ENTERED, one) for one in (anew, before)} <= set(told(last.id))


def test_an_act_about_another_kind_of_thing_is_not_told_for_its_number(made):
    number = lines(made)[0].id
    before = told(number)
    with transaction() as session:
        for act in (Act.DUTY_ADDED, Act.ROLE_GIVEN, Act.MEETING_RECORDED, Act.LIMIT_SET):
            note(session, made.officer, act, object_id=number)
    assert told(number) == before


def test_of_no_payment_nothing_is_told(made):
    del made
    assert told(999) == []


def test_each_act_on_money_figures_and_settlements_is_in_a_story_or_says_why_not():
    """A new act of these kinds is put into the table, or named here with its reason."""
    table = {act for name, value in vars(story).items() if name.startswith("OF_") for act in value}
    kinds = (
        "payment",
        "settlement",
        "statement",
        "dispute",
        "figure",
        "hours",
        "base-fee",
        "period",
    )
    left_out = {
        Act.FIGURE_DRAFT_KEPT: "of what was typed and not saved: no figure",
        Act.FIGURE_DRAFT_DROPPED: "of what was typed and not saved: no figure",
        Act.FIGURE_LOCKED: "names its figures in its values; the period tells of the lock",
        Act.FIGURES_IMPORTED: "of a whole period: each row it entered tells of itself",
        Act.FIGURES_EXPORTED: "of a whole period",
        Act.OWNER_SET: "of a measure",
        Act.FIGURE_POLICY_SET: "of an agreement",
        Act.PAYMENTS_EXPORTED: "of a list",
        Act.PAYMENTS_READ: "of a list",
        Act.HOURS_EXPORTED: "of a list",
    }
    assert {act for act in Act if act.value.startswith(kinds)} - table == left_out.keys()


def test_an_unlock_that_is_asked_for_is_told_at_once(made):
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason="A late report.")
    assert Act.UNLOCK_ASKED in acts(lines(made)[0].id)
