"""What tests of records start from: an agreement with a settled quarter and an open one."""

from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.given_key import GivenKey
from comanage.records.participant import of_agreement
from comanage.records.payment_request import PaymentRequestLine, VendorNumber
from comanage.records.performance_period import PeriodState, by_code
from comanage.records.settlement import Settlement
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, PaymentState, Role, SettlementState
from tests.makers import (
    NOW,
    make_actor,
    make_agreement,
    make_figure,
    make_payout,
    make_person,
    make_scorecard,
    make_settlement,
    make_signature,
    make_statement,
    release,
    stored,
)
from tests.records.earning import approved_months
from tests.records.paying import asked, line
from tests.records.paying import released as release_act
from tests.records.signed import accepted, control, held, returned


@pytest.fixture
def settled(engine):
    """An agreement's records by name: the first quarter approved and locked, the second open."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), other=make_agreement(session))
        made.enterer, made.verifier, made.approver = (make_person(session) for _ in range(3))
        made.old_scorecard = make_scorecard(
            session, made.agreement, state=ScorecardState.SUPERSEDED
        )
        made.scorecard = make_scorecard(session, made.agreement, number=2)
        people = {"entered_by": made.enterer, "verified_by": made.verifier}
        made.figure = make_figure(session, made.agreement, state=FigureState.VERIFIED, **people)
        made.period = by_code(session, made.agreement.id, "2027-Q1")
        made.open_period = by_code(session, made.agreement.id, "2027-Q2")
        made.open_figure = make_figure(session, made.agreement, period="2027-Q2", **people)
        made.settlement = make_settlement(
            session,
            made.agreement,
            figures=[made.figure],
            state=SettlementState.APPROVED,
            approved_by=made.approver,
        )
        made.participant, made.second = of_agreement(session, made.agreement.id)
        made.payout = make_payout(session, made.settlement, made.participant)
        made.statement = make_statement(session, made.settlement, made.participant)
        made.entry = note(session, make_actor(session, Role.APPROVER), Act.SETTLEMENT_APPROVED)
        made.figure.state = FigureState.LOCKED
        made.period.state = PeriodState.LOCKED
    return made


@pytest.fixture
def signed(settled):
    """A final settlement of the second quarter with one signature, and a row of everything."""
    with transaction() as session:
        people = {"entered_by": settled.enterer, "verified_by": settled.verifier}
        figure = make_figure(
            session, settled.agreement, measure="education", period="2027-Q2",
            state=FigureState.VERIFIED, **people,
        )  # fmt: skip
        made = make_settlement(
            session, settled.agreement, period="2027-Q2", figures=[figure],
            state=SettlementState.FINAL,
        )  # fmt: skip
        settled.final, settled.releaser = made, make_person(session)
        settled.signature = make_signature(session, made, settled.approver)
        settled.third = make_settlement(session, settled.agreement, period="2027-Q3")
        settled.acceptance = stored(session, accepted(settled.third, settled.participant))
        settled.fourth = make_settlement(
            session, settled.agreement, period="2027-Q4", state=SettlementState.FINAL
        )
        settled.returned = stored(session, returned(settled.fourth, settled.approver))
        settled.control = stored(session, control(settled.agreement, settled.approver))
        release(session, session.merge(settled.settlement), settled.releaser)
        settled.hold = stored(session, held(made, settled.approver))
    return settled


@pytest.fixture
def paying(settled):
    """A released settlement of two groups: one payment requested, one payable; rows of the rest."""
    with transaction() as session:
        releaser = make_person(session)
        made = session.get_one(Settlement, settled.settlement.id)
        make_payout(session, made, settled.second)
        release(session, made, releaser)
        act = stored(session, release_act(made, releaser))
        settled.act, settled.releaser = act, releaser
        settled.first = stored(session, line(act, made, settled.participant))
        settled.other_line = stored(session, line(act, made, settled.second))
        settled.request = stored(session, asked(session, releaser))
        stored(session, PaymentRequestLine(request_id=1, payment_id=1, cents=4_000_000))
        settled.first.state, settled.first.request_id = PaymentState.REQUESTED, 1
        session.flush()
        settled.vendor = stored(
            session,
            VendorNumber(group_id=1, sequence=1, number="V-1", set_by_id=1, set_at=NOW),
        )
        settled.key = stored(
            session,
            GivenKey(key="a-key-of-mine", act="x", body_hash="0" * 64, object_id=1,
                     person_id=1, at=NOW),
        )  # fmt: skip
    return settled


@pytest.fixture
def earned(engine):
    """Ann's March is approved and earned; Bo's March of the same group is approved only."""
    del engine
    return approved_months()
