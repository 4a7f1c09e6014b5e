"""What the log tells of a statement counts: whose it is, of which settlement, when, and from what."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from comanage import clock
from comanage.actions import issued_statements, jobs, statements, workbooks
from comanage.database import reading, transaction
from comanage.records import guarding
from comanage.records.acts import Act
from comanage.records.audit_entry import last_of
from comanage.records.document import Document
from comanage.records.job import JobKind, JobState
from comanage.records.performance_period import PerformancePeriod
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import Conflict
from comanage.rules import canonical
from tests.actions.test_known_on import change, known, listed, made
from tests.jobs.asking import job_of, worker

__all__ = ["made"]


def of(made, number):
    """Give the settlement of a number, and its three statements."""
    with reading() as session:
        one = session.query(Settlement).filter_by(number=number).one()
        session.expunge(one)
    return one


def said(lines, of="data"):
    """Say what does not hold, each once."""
    return {getattr(line, of).sentence for line in lines if not getattr(line, of).holds}


def test_a_settlement_that_was_bent_whole_with_its_hashes_is_not_what_the_log_tells(made, engine):
    first, second = of(made, 1), of(made, 2)
    change(engine, Settlement, Settlement.id == first.id,
           document=second.document, document_hash=second.document_hash,
           figures=second.figures, figures_hash=second.figures_hash)  # fmt: skip
    lines = known(made, made.first)
    (sentence,) = said(lines)
    assert len(lines) == 3
    assert sentence.startswith("Entry ")
    assert sentence.endswith(
        f"tells another settlement: {first.document_hash}, not {second.document_hash}."
    )


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        (Settlement, {"number": 7}, "another number: 1, not 7."),
        (PerformancePeriod, {"code": "2027-Q9"}, "another period: 2027-Q1, not 2027-Q9."),
    ],
)
def test_a_number_or_a_period_that_was_changed_is_found(made, engine, kind, values, told):
    first = of(made, 1)
    at = {Settlement: first.id, PerformancePeriod: first.period_id}[kind]
    change(engine, kind, kind.id == at, **values)
    found = [line for line in listed(made).lines if line.row.id in {1, 2, 3}]
    assert len(found) == 3
    assert all(sentence.endswith(told) for sentence in said(found))
    assert all(not line.data.holds for line in found)


def test_terms_that_were_bent_with_their_hash_are_not_what_was_locked(made, engine):
    with reading() as session:
        one = session.query(Scorecard).one()
        bent = one.terms.replace("ORTHO", "CARDIO")
        was = one.terms_hash
    assert bent != one.terms
    digest = canonical.digest(bent)
    change(engine, Scorecard, Scorecard.id == one.id, terms=bent, terms_hash=digest)
    (sentence,) = said(known(made, made.first))
    assert sentence.endswith(f"tells another scorecard: {was}, not {digest}.")


def test_a_day_that_was_moved_is_not_the_one_the_log_tells(made, engine):
    moved = clock.now() - timedelta(days=1)
    for at in (4, 5, 6):
        change(engine, Statement, Statement.id == at, issued_at=moved)
    lines = known(made, made.first)
    assert [line.row.id for line in lines] == [4, 5, 6]
    told = re.compile(
        r"tells that it was issued at \d+ \w{3} \d{4} \d\d:\d\d UTC,"
        r" not at \d+ \w{3} \d{4} \d\d:\d\d UTC\."
    )
    assert all(told.search(each) for each in said(lines, "file"))
    assert not any(line.file.holds for line in lines)


def test_a_statement_that_became_another_groups_is_told_and_not_handed_out(made, engine):
    mine = next(line.row for line in known(made, made.first, made.leader))
    other = next(
        line.row for line in known(made, made.first) if line.row.group not in {None, mine.group}
    )
    with engine.begin() as connection, guarding.lifted(connection, "statement"):
        connection.execute(delete(Statement).where(Statement.id == mine.id))
        connection.execute(
            update(Statement)
            .where(Statement.id == other.id)
            .values(participant_id=mine.participant_id)
        )
    (line,) = known(made, made.first, made.leader)
    assert line.file.sentence.endswith("it is the statement of COPPER, not of GRANITE.")
    for hand_out in (statements.document, workbooks.workbook):
        with (
            transaction() as session,
            pytest.raises(Conflict, match=f"Statement {other.id} is not"),
        ):
            hand_out(session, made.leader, made.id, other.id)


def test_a_statement_of_another_settlement_is_told(made, engine):
    with engine.begin() as connection, guarding.lifted(connection, "statement"):
        connection.execute(delete(Statement).where(Statement.id == 1))
    change(engine, Statement, Statement.id == 4, settlement_id=of(made, 1).id)
    found = {line.row.id: line.file for line in listed(made).lines}
    assert found[4].sentence.endswith("tells that it is of another settlement.")


def test_statements_that_were_taken_away_are_named_by_the_log(made, engine):
    with engine.begin() as connection, guarding.lifted(connection, "statement"):
        connection.execute(delete(Statement).where(Statement.id.in_([4, 5, 6])))
    gone = listed(made).gone
    assert len(gone) == 3
    assert "statement 4 was issued to the agreement on" in gone[0]
    assert "statement 6 was issued to GRANITE on" in gone[2]
    assert [each.split(" was issued to ")[1][:7] for each in listed(made, made.leader).gone] == ["GRANITE"]  # fmt: skip
    with reading() as session:
        stood = issued_statements.standing(
            session, made.compliance, made.id, known_on=clock.today()
        )
    assert stood.gone == []
    assert listed(made, known_on=clock.today()).gone == []


def test_nothing_is_gone_where_nothing_was_taken_away(made):
    assert listed(made).gone == []


def test_a_file_that_was_changed_is_handed_out_by_nobody_and_no_reading_of_it_is_noted(
    made, engine
):
    one = next(line.row for line in known(made, made.first) if line.row.id == 2)
    change(engine, Document, Document.sha256 == one.sha256, content=b"%PDF forged $9,999,999")
    with transaction() as session, pytest.raises(Conflict, match="The stored file was changed"):
        statements.document(session, made.compliance, made.id, one.id)
    with reading() as session:
        assert last_of(session, Act.STATEMENT_READ) is None
    with transaction() as session:
        job = jobs.ask(
            session, made.compliance, JobKind.STATEMENTS, agreement_id=made.id,
            arguments={"period": "2027-Q1", "number": "1"},
        )  # fmt: skip
    worker().work_off()
    ended = job_of(job)
    assert (ended.state, ended.document_sha256) == (JobState.FAILED, None)
    assert f"Statement {one.id} is not handed out" in ended.fault
