"""Ended at any moment of a run of approvals, again and again: nothing is lost, halved or doubled."""

import random
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from comanage import database as records
from comanage.actions import settlements as act
from comanage.database import ready as looked_at
from comanage.database import transaction
from comanage.records.audit_entry import AuditEntry, linked
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.rules.chain import checked
from comanage.rules.periods import quarters
from comanage.rules.signoff import FigureState, SettlementState
from tests.actions.settling import make_ready, make_value
from tests.house.house import ROOT
from tests.makers.agreements import ENDS as ENDS_ON
from tests.makers.agreements import STARTS
from tests.statements import samples

PERIODS = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
TERMS = replace(samples.TERMS, periods=tuple(quarters(STARTS, ENDS_ON)))
SEED, ENDS, LONGEST = 20270414, 6, 0.4  # how often it is ended at most, and after how long


@pytest.fixture
def run(engine):
    """Four quarters that wait for their approver."""
    with transaction() as session:
        made = make_ready(session, terms=TERMS)
        for period in PERIODS[1:]:
            for value in samples.FIGURES:
                make_value(session, made, value, FigureState.VERIFIED, period=period)
    for period in PERIODS:
        with transaction() as session:
            act.calculate(session, made.administrator, made.id, period)
            act.finalize(session, made.administrator, made.id, period, number=1)
    engine.dispose()
    return made


def begun(url):
    """Begin to approve, in a program of its own that has opened the database."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.approving", url, "Carla Ruiz"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout.readline() == "begun\n"
    return program


def approved():
    """Check what must hold at any moment; give how many settlements stand approved."""
    with records.reading() as session:
        assert checked(linked(session)).why == ""
        made = session.scalars(select(Settlement)).all()
        whole = [each for each in made if each.state is SettlementState.APPROVED]
        for kind, each_has in ((PayoutRecord, 2), (Statement, 3)):
            counted = select(kind.settlement_id, func.count()).group_by(kind.settlement_id)
            assert dict(session.execute(counted).all()) == {each.id: each_has for each in whole}
        paid = session.scalar(select(func.sum(PayoutRecord.payable_cents))) or 0
        assert paid == sum(each.earned_cents for each in whole)
        told = select(func.count()).where(AuditEntry.act == "settlement:version:approve")
        assert session.scalar(told) == len(whole)
        return len(whole)


@pytest.mark.trust("G1")
def test_a_run_that_is_ended_at_random_goes_on_where_it_was(run, engine, database):
    moments, stood = random.Random(SEED), 0  # noqa: S311 - any moments, but the same each time
    for _ in range(ENDS):
        program = begun(database)
        time.sleep(moments.uniform(0, LONGEST))
        program.kill()
        program.communicate()
        assert approved() >= stood
        stood = approved()
    program = begun(database)
    program.communicate(timeout=60)
    assert program.returncode == 0
    assert approved() == len(PERIODS)
    looked_at(engine)
