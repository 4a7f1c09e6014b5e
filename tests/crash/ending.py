"""Programs that are ended at once, and what must hold of the records they leave."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from sqlalchemy import select

from comanage import database
from comanage.records.agreement_document import AgreementDocument
from comanage.records.audit_entry import AuditEntry, linked
from comanage.records.figure import Figure
from comanage.records.payout_record import PayoutRecord
from comanage.records.performance_period import PeriodState
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.records.statement import Document, Statement
from comanage.rules.chain import checked
from comanage.rules.signoff import FigureState, SettlementState
from tests.actions.settling import finalized, make_ready, period_of
from tests.crash import forked
from tests.house.house import ROOT, python_files, tree_of

KILLED = -signal.SIGKILL


def points():
    """Name every crash point of the code."""
    calls = [
        node
        for file in python_files("comanage")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "crash.point"
    ]
    return sorted({call.args[0].value for call in calls})


def comanage(*arguments, url, data, **settings):
    """Run the command line as a process of its own, to its end or to its crash."""
    if "module" in settings:
        return begun(*arguments, url=url, data=data, **settings).done()
    with TemporaryDirectory() as folder:
        given = [str(each) for each in arguments]
        return forked.done(given, environment(url, data, settings), Path(folder))


def environment(url, data, settings):
    """Give the environment of this process, with these settings alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMANAGE_")}
    return kept | {"COMANAGE_DATABASE_URL": url, "COMANAGE_DATA": str(data)} | settings


def begun(*arguments, url, data, module="tests.crash.quick", **settings):
    """Begin to run the command line, and give the program."""
    running = subprocess.Popen(
        [sys.executable, "-m", module, *(str(each) for each in arguments)],
        env=environment(url, data, settings), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip

    def done():
        said, complained = running.communicate(timeout=120)
        return SimpleNamespace(status=running.returncode, said=said, complained=complained)

    return SimpleNamespace(program=running, done=done)


def made_final():
    """Make the agreement whose first quarter waits for its approver, and say how it is approved."""
    with database.transaction() as session:
        ready = make_ready(session)
        approver = session.get_one(Person, ready.approver.person_id).email
    finalized(ready)
    ready.approval = ("settlement", "approve", "--agreement", "ORTHO", "--period", ready.period,
                      "--as", approver)  # fmt: skip
    return ready


def holds(ready):
    """Check what must hold at any moment; say whether the settlement stands approved."""
    with database.reading() as session:
        assert checked(linked(session)).why == ""
        settlement = session.scalars(select(Settlement)).one()
        figures = {each.state for each in session.scalars(select(Figure))}
        period = period_of(session, ready).state
        payouts = session.scalars(select(PayoutRecord)).all()
        statements = session.scalars(select(Statement)).all()
        documents = session.scalars(select(Document)).all()
        exhibits = session.scalars(select(AgreementDocument)).all()
        told = [each.act for each in session.scalars(select(AuditEntry))]
        counts = (
            len(payouts),
            len(statements),
            len(documents) - len(exhibits),
            told.count("statement:document:issue"),
        )
        approved = settlement.state is SettlementState.APPROVED
        assert counts == ((2, 3, 3, 3) if approved else (0,) * 4)
        assert figures == {FigureState.LOCKED if approved else FigureState.VERIFIED}
        assert period is (PeriodState.LOCKED if approved else PeriodState.OPEN)
        assert told.count("settlement:version:approve") == approved
        if approved:
            assert sum(each.payable_cents for each in payouts) == settlement.earned_cents
    return approved
