"""As known on a day: which statement stood, whether its file is whole, and its data still hold."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from comanage import clock
from comanage.actions import calculated_again, issued_statements, statements
from comanage.actions.calculated_again import calculated_again as again
from comanage.database import reading, transaction
from comanage.records import guarding
from comanage.records.audit_entry import AuditEntry, content
from comanage.records.document import Document
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import Faulty, NotFound
from comanage.rules import canonical, chain, settled
from comanage.rules.settlement import settle
from tests.actions.logged import as_noted
from tests.actions.releasing import corrected, later, make_approved, release
from tests.actions.settling import without_layout
from tests.actions.test_checks import FULL, record
from tests.statements import ruled


@pytest.fixture
def made(engine, monkeypatch):
    """A quarter that was approved today and corrected forty days later."""
    without_layout(monkeypatch)
    del engine
    found = make_approved()
    found.first = clock.today()
    release(found)
    with later(40):
        corrected(found)
        found.second = clock.today()
    with transaction() as session:
        as_noted(session, found.compliance, found.id)
    return found


def known(made, day, who=None):
    """List what stood on a day, seen from long after."""
    with later(500), reading() as session:
        stood = issued_statements.standing(session, who or made.compliance, made.id, known_on=day)
    return stood.lines


def listed(made, who=None, **given):
    given = {"known_on": None} | given
    with reading() as session:
        return issued_statements.view(session, who or made.compliance, made.id, **given)


def change(engine, kind, where, **values):
    """Change a row with its triggers lifted, as only whoever administers the database can."""
    table = kind.__table__
    with engine.begin() as connection, guarding.lifted(connection, table.name):
        done = connection.execute(update(table).where(where).values(**values))
        assert done.rowcount == 1


@pytest.mark.parametrize(
    ("after", "settlement"),
    [(0, 1), (39, 1), (40, 2), (400, 2)],
    ids=["the day of its issue", "the day before the correction", "that day", "long after"],
)
def test_the_statement_of_a_day_is_the_last_one_issued_by_then(made, after, settlement):
    found = known(made, made.first + timedelta(after))
    groups = [made.groups[code].name for code in ("COPPER", "GRANITE")]
    assert [(line.row.settlement, line.row.reader) for line in found] == [
        (settlement, reader) for reader in ("The agreement", *groups)
    ]
    assert {line.replaced.settlement if line.replaced else None for line in found} == (
        {2} if settlement == 1 else {None}
    )


def test_of_a_day_to_come_nobody_knows_what_will_stand(made):
    day = clock.today() + timedelta(1)
    for look in (issued_statements.standing, issued_statements.view):
        with reading() as session:
            look(session, made.compliance, made.id, known_on=clock.today())
            with pytest.raises(Faulty) as refused:
                look(session, made.compliance, made.id, known_on=day)
        assert "is still to come" in refused.value.faults[0].sentence


def test_before_the_first_statement_nothing_was_known(made):
    assert known(made, made.first - timedelta(1)) == []


def test_a_day_ends_at_the_midnight_of_the_hospital(made):
    at = known(made, made.second)[0].row.at
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with clock.within(ZoneInfo(name)):
            day = at.astimezone(ZoneInfo(name)).date()
            assert known(made, day)[0].row.settlement == 2
            assert known(made, day - timedelta(1))[0].row.settlement == 1


def test_the_file_of_a_day_is_handed_out_byte_for_byte(made):
    old = {line.row.id: line.row.sha256 for line in known(made, made.first)}
    for number, digest in old.items():
        with transaction() as session:
            given = statements.document(session, made.compliance, made.id, number)
            assert hashlib.sha256(given.content).hexdigest() == digest


def test_every_file_is_held_to_the_entry_that_tells_of_it_and_calculated_again(made):
    lines = listed(made).lines
    assert [line.row.settlement for line in lines] == [2, 2, 2, 1, 1, 1]
    assert all(line.file.holds and line.data.holds for line in lines)
    with reading() as session:
        for line in lines:
            number = int(line.file.sentence.partition("entry ")[2].split()[0])
            entry = session.get_one(AuditEntry, number)
            assert (entry.act, entry.object_id) == ("statement:document:issue", line.row.id)
            assert line.row.sha256 in entry.after
    engine = settled.ENGINE
    assert {line.data.sentence for line in lines} == {
        f"Calculated again by engine {engine}, every number is the same."
    }


def test_a_flipped_byte_of_a_stored_file_is_found_and_named(made, engine):
    one, *others = known(made, made.second)
    with reading() as session:
        flipped = bytearray(session.get_one(Statement, one.row.id).document.content)
    flipped[7] ^= 1
    change(engine, Document, Document.sha256 == one.row.sha256, content=bytes(flipped))
    found = {line.row.id: line.file for line in known(made, made.second)}
    digest = hashlib.sha256(bytes(flipped)).hexdigest()
    assert found[one.row.id].sentence == (
        f"The stored file was changed: its SHA-256 is {digest}, and no longer {one.row.sha256}."
    )
    assert [found[line.row.id].holds for line in (one, *others)] == [False, True, True]


def swapped(made, engine):
    """Put another file in the place of a statement's, with a hash that fits it."""
    one = known(made, made.second)[0]
    other = b"%PDF another"
    digest = hashlib.sha256(other).hexdigest()
    with transaction() as session:
        session.add(Document(sha256=digest, media_type="application/pdf", name="x.pdf",
                             content=other, made_at=clock.now()))  # fmt: skip
    change(engine, Statement, Statement.id == one.row.id, document_sha256=digest)
    return one, digest


def test_another_file_in_its_place_is_found_by_the_log(made, engine):
    one, _ = swapped(made, engine)
    found = {line.row.id: line.file for line in known(made, made.second)}[one.row.id]
    assert not found.holds
    assert found.sentence.endswith(f"of the audit log tells another SHA-256: {one.row.sha256}.")


@pytest.mark.parametrize("sealed", [False, True], ids=["as it is", "with a hash that fits"])
def test_an_entry_that_was_bent_to_fit_the_other_file_is_found(made, engine, sealed):
    one, digest = swapped(made, engine)
    with reading() as session:
        entry = session.query(AuditEntry).filter_by(
            act="statement:document:issue", object_id=one.row.id
        ).one()  # fmt: skip
        session.expunge(entry)
    entry.after = entry.after.replace(one.row.sha256, digest)
    told = {"after": entry.after}
    if sealed:
        told["hash"] = chain.sealed(entry.id, entry.previous_hash, content(entry))
    change(engine, AuditEntry, AuditEntry.id == entry.id, **told)
    found = {line.row.id: line.file for line in known(made, made.second)}[one.row.id]
    assert found.sentence == (
        f"Entry {entry.id} of the audit log, which tells that it was issued, was changed."
    )


def test_a_statement_that_no_entry_tells_of_is_found(made, engine):
    one = known(made, made.second)[0]
    where = (AuditEntry.act == "statement:document:issue") & (AuditEntry.object_id == one.row.id)
    change(engine, AuditEntry, where, object_id=999)
    found = {line.row.id: line.file for line in known(made, made.second)}[one.row.id]
    assert found.sentence == "No entry of the audit log tells that it was issued."


def test_figures_that_were_bent_by_themselves_are_found(made, engine):
    with reading() as session:
        one = session.query(Settlement).filter_by(number=2).one()
        text, at = one.figures.replace("26", "27"), one.id
    change(engine, Settlement, Settlement.id == at, figures=text)
    found = [line for line in listed(made).lines if not line.data.holds]
    assert {line.row.settlement for line in found} == {2}
    assert {line.data.sentence for line in found} == {
        calculated_again.UNFIT.format("list of figures")
    }


def test_another_result_of_todays_engine_is_named_with_both_engines():
    terms, figures, value = ruled.settled(FULL)
    bent = replace(value, engine="1", earned=value.earned + 1)
    kept = record(terms, figures, bent)
    found = again(kept, whole=True)
    assert not found.holds
    assert found.sentence == (
        f"Made by engine 1. Calculated again by engine {settled.ENGINE}, 1 number comes out"
        f" differently; the first, as stored and as it comes out now:"
        f" settled {value.period}: {(value.possible, value.earned + 1)},"
        f" not {(value.possible, value.earned)}."
    )
    told = again(kept, whole=False).sentence
    assert told.endswith("1 number comes out differently.")
    assert str(value.earned) not in told


def test_the_same_results_of_an_older_engine_are_said_to_be():
    terms, figures, value = ruled.settled(FULL)
    found = again(record(terms, figures, replace(value, engine="1")), whole=True)
    assert found.holds
    assert found.sentence == (
        f"Made by engine 1. Calculated again by engine {settled.ENGINE}, every number is the same."
    )


@pytest.mark.parametrize("bend", ["document", "figures", "terms"])
def test_what_can_no_longer_be_read_is_told_and_not_raised(bend):
    terms, figures, value = ruled.settled(FULL)
    kept, text = record(terms, figures, value), '{"format":"comanage nothing 1"}'
    at = kept.scorecard if bend == "terms" else kept
    setattr(at, bend, text)
    setattr(at, f"{bend}_hash", canonical.digest(text))
    found = again(kept, whole=True)
    assert not found.holds
    assert found.sentence.startswith("What it was made from can no longer be calculated:")


def test_a_leader_gets_only_the_own_group(made):
    own = made.groups["GRANITE"].name
    assert {line.row.group for line in listed(made, made.leader).lines} == {own}
    assert {line.row.group for line in known(made, made.first, made.leader)} == {own}
    with pytest.raises(NotFound):
        listed(made, made.stranger)


def test_a_leader_is_told_no_number_of_another_group(made, monkeypatch):
    monkeypatch.setattr(calculated_again.settled, "differences", lambda *_: ["paid COPPER: 1"])
    said = {line.data.sentence for line in listed(made, made.leader).lines}
    assert not any("COPPER" in each for each in said)
    assert any("COPPER" in line.data.sentence for line in listed(made).lines)


def test_a_page_holds_ten_and_calculates_each_settlement_once(made, monkeypatch):
    monkeypatch.setattr(issued_statements, "AT_ONCE", 3)
    done = []
    monkeypatch.setattr(calculated_again, "settle", lambda *given: done.append(1) or settle(*given))
    first, second = listed(made), listed(made, page=2)
    assert (first.pages, first.total, len(done)) == (2, 6, 2)
    assert [line.row.settlement for line in (*first.lines, *second.lines)] == [2, 2, 2, 1, 1, 1]
    assert [listed(made, page=at).page for at in (-3, 0, 99)] == [1, 1, 2]


def test_ten_are_calculated_at_a_time():
    assert issued_statements.AT_ONCE == 10


def test_a_list_takes_as_many_queries_for_six_statements_as_for_three(made, queries):
    few = counted(queries, lambda: listed(made, known_on=made.first))
    assert counted(queries, lambda: listed(made)) == few
    assert few <= 13


def counted(queries, look):
    look()
    queries.clear()
    look()
    return len(queries)
