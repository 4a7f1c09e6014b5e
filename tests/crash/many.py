"""A hundred approved settlements of four groups each, and what must hold of the money of all."""

from fractions import Fraction
from types import SimpleNamespace

from sqlalchemy import func, select

from comanage import database
from comanage.actions import ledgers, settlements
from comanage.records import basis as bases
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry, linked
from comanage.records.given_key import GivenKey
from comanage.records.participant import of_agreement
from comanage.records.payment import Payment, PaymentRelease
from comanage.records.performance_period import PeriodState
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose, Signature
from comanage.rules.chain import checked
from comanage.rules.numbers import HUNDRED, written
from comanage.rules.periods import quarters
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.makers import (
    make_actor,
    make_agreement,
    make_figure,
    make_group,
    make_installation,
    make_payout,
    make_person,
    make_scorecard,
    make_signed,
)
from tests.makers.agreements import ENDS, STARTS, make_terms
from tests.makers.settlements import approve, finalize

AGREEMENTS, GROUPS, QUARTERS = 10, 4, 10
SETTLEMENTS, LINES = AGREEMENTS * QUARTERS, AGREEMENTS * QUARTERS * GROUPS
LAST_DAY = ENDS.replace(year=2029, month=6, day=30)
POOL = Fraction(1_000_000_03, 100)  # which four groups cannot divide without a cent left over
RELEASER = "Rolf Sand"


def make_many():
    """Make them all in one transaction, straight into the records."""
    with database.transaction() as session:
        make_installation(session)
        people = SimpleNamespace(
            entered_by=make_person(session), verified_by=make_person(session),
            approved_by=make_person(session),
        )  # fmt: skip
        people.administrator = make_actor(session, Role.ADMINISTRATOR, person=people.entered_by)
        make_actor(session, Role.RELEASER, person=make_person(session, RELEASER))
        groups = [make_group(session) for _ in range(GROUPS)]
        for number in range(AGREEMENTS):
            agreement = make_agreement(session, f"A-{number}", groups=groups, ends=LAST_DAY)
            signed = make_terms(session, agreement, pool=POOL + number)
            scorecard = make_scorecard(session, agreement, signed=signed)
            make_signed(session, agreement)
            for period in quarters(STARTS, LAST_DAY):
                _make_approved(session, agreement, scorecard, period.code, people)


def _make_approved(session, agreement, scorecard, code, people):
    """Make one settlement as an approval leaves it."""
    period = bases.period_of(session, agreement.id, code)
    people_of_figures = {"entered_by": people.entered_by, "verified_by": people.verified_by}
    figures = [
        make_figure(
            session,
            agreement,
            value,
            measure=measure,
            period=code,
            state=FigureState.VERIFIED,
            **people_of_figures,
        )
        for measure, value in (("screening", "91"), ("education", "96"))
    ]
    record = settlements.calculate(session, people.administrator, agreement.id, code)
    session.flush()
    finalize(session, record, people.entered_by)
    approve(session, record, people.approved_by)
    for each in figures:
        each.state = FigureState.LOCKED
    period.state = PeriodState.LOCKED
    known = {one.code: one for one in of_agreement(session, agreement.id)}
    for payout in bases.settled(record).payouts:
        make_payout(
            session, record, known[payout.participant], payable_cents=payout.payable,
            share=f"{written(payout.share * HUNDRED)}%",
        )  # fmt: skip


def released():
    """Check what must hold at any moment; give how many settlements are released."""
    with database.reading() as session:
        assert checked(linked(session)).why == ""
        every = session.scalars(select(Settlement)).all()
        whole = [each for each in every if each.state is SettlementState.RELEASED]
        assert {each.state for each in every} <= {
            SettlementState.APPROVED,
            SettlementState.RELEASED,
        }
        assert _lines(session) == {each.id: (GROUPS, each.earned_cents) for each in whole}
        ones = {each.id for each in whole}
        signed = select(Signature.settlement_id).where(Signature.purpose == Purpose.RELEASE)
        told = select(AuditEntry.object_id).where(AuditEntry.act == "settlement:version:release")
        for query in (select(PaymentRelease.settlement_id), signed, told):
            found = session.scalars(query).all()
            assert sorted(found) == sorted(ones)
        assert session.scalar(select(func.count(GivenKey.key))) == len(whole)
        assert ledgers.unexplained_cents(session) == 0
        return len(whole)


def paid_once():
    """Check that every group has one payment for each quarter; give how many there are."""
    with database.reading() as session:
        found = session.execute(select(Payment.participant_id, Payment.period)).all()
        assert len(set(found)) == len(found)
        earned = session.scalar(select(func.sum(Settlement.earned_cents)))
        assert session.scalar(select(func.sum(Payment.amount_cents))) == earned
        assert len(session.scalars(select(Agreement)).all()) == AGREEMENTS
        return len(found)


def _lines(session):
    """Give how many payments each settlement has, and what they come to."""
    query = select(Payment.settlement_id, func.count(), func.sum(Payment.amount_cents))
    return {
        settlement_id: (count, cents)
        for settlement_id, count, cents in session.execute(query.group_by(Payment.settlement_id))
    }
