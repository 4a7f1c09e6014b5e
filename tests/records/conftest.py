"""What tests of records start from: an agreement with a settled quarter and an open one."""

from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.participant import of_agreement
from comanage.records.performance_period import PeriodState, by_code
from comanage.records.scorecard import ScorecardState
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.makers import (
    make_actor,
    make_agreement,
    make_figure,
    make_payout,
    make_person,
    make_scorecard,
    make_settlement,
    make_statement,
)


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
