"""A statement that takes too long to lay out: the approval is refused, and nothing of it is stored."""

import pytest

from comanage.database import reading, transaction
from comanage.records.document import Document
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import TooMuch
from comanage.rules.signoff import SettlementState
from comanage.statements import in_time
from tests.actions.settling import approved, finalized, make_ready


# The end may come while garbage is collected, where Python only notes it; it is raised again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.trust("C13")
def test_a_statement_that_takes_too_long_is_ended_and_nothing_is_approved(engine, monkeypatch):
    with transaction() as session:
        ready = make_ready(session)
    finalized(ready)
    with reading() as session:
        before = session.query(Document).count()
    monkeypatch.setattr(in_time, "SECONDS", 0.001)
    with pytest.raises(TooMuch):
        approved(ready)
    with reading() as session:
        assert session.query(Statement).count() == 0
        assert session.query(Document).count() == before
        (settlement,) = session.query(Settlement)
        assert settlement.state is SettlementState.FINAL
    monkeypatch.undo()
    approved(ready)
    with reading() as session:
        assert session.query(Statement).count() == 1 + len(ready.groups)
