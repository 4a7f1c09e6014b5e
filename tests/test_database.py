"""The one transaction: whole or not at all, one writer after the other, refusals in words."""

import sqlite3
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from comanage import database
from comanage.database import reading, transaction
from comanage.database_words import BUSY, CHANGED_MEANWHILE, NOT_MIGRATED, NOT_THERE
from comanage.records.agreement import Agreement
from comanage.records.service_line import ServiceLine, every
from comanage.refusals import Conflict, NotAllowed, NotFound, NotReady
from tests.makers import make_agreement, make_person, make_service_line

WRITERS, ROUNDS = 4, 100


@pytest.mark.parametrize("refusal", [NotAllowed("You may not do that."), ZeroDivisionError()])
def test_a_transaction_that_is_refused_leaves_nothing(engine, refusal):
    def store_and_refuse():
        with transaction() as session:
            make_service_line(session, "ORTHO")
            raise refusal

    with pytest.raises(type(refusal)):
        store_and_refuse()
    with reading() as session:
        assert every(session) == []


def test_what_was_stored_can_be_shown_after_the_transaction(engine):
    with transaction() as session:
        line = make_service_line(session, "ORTHO")
    assert line.code == "ORTHO"
    with reading() as session:
        assert [found.code for found in every(session)] == ["ORTHO"]


def test_a_broken_rule_is_told_as_a_sentence(engine):
    with transaction() as session:
        make_service_line(session, "ORTHO")
    with pytest.raises(Conflict, match="Another service line has this code"), transaction() as more:
        more.add(ServiceLine(code="ORTHO", name="Orthopedics"))


def test_a_fault_of_the_program_stays_one(engine):
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(ServiceLine(code="ORTHO", name=None))
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text("SELECT nothing_like_this"))


def test_the_second_of_two_who_opened_the_same_page_is_told(engine):
    with transaction() as session:
        key = make_agreement(session, groups=()).id
    with reading() as session:
        opened = session.get(Agreement, key)
    opened.title = "By the second"
    with transaction() as session:
        session.get(Agreement, key).title = "By the first"
    with pytest.raises(Conflict) as refused, transaction() as session:
        session.add(opened)
    assert refused.value.sentence == CHANGED_MEANWHILE
    with reading() as session:
        kept = session.get(Agreement, key)
        assert (kept.title, kept.revision) == ("By the first", 2)


@pytest.mark.trust("F2")
def test_writers_take_their_turn_and_none_fails(engine):
    with transaction() as session:
        key = make_agreement(session, groups=(), base_fee_cents=0).id
    failed = []

    def add_one_cent():
        for _ in range(ROUNDS):
            try:
                with transaction() as session:
                    session.get(Agreement, key).base_fee_cents += 1
            except Exception as fault:  # noqa: BLE001 - whatever it is, it counts
                failed.append(fault)

    threads = [threading.Thread(target=add_one_cent) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with reading() as session:
        assert session.get(Agreement, key).base_fee_cents == WRITERS * ROUNDS


def test_a_writer_that_waits_in_vain_is_told_so(engine, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    engine.dispose()  # connections made from now on wait for a second only
    with transaction() as session:
        make_service_line(session, "ORTHO")
        with pytest.raises(Conflict) as refused, transaction() as second:
            make_person(second)
    assert refused.value.sentence == BUSY


def test_a_reader_does_not_wait_and_sees_one_moment(engine):
    with reading() as session:
        assert every(session) == []
        with transaction() as writer:
            make_service_line(writer, "ORTHO")
            with reading() as third:
                assert every(third) == []
        assert every(session) == []
    with reading() as session:
        assert len(every(session)) == 1


def test_a_reader_can_change_nothing(engine):
    for statement in ("DELETE FROM service_line", "DROP TABLE audit_entry"):
        with pytest.raises(DBAPIError), reading() as session:
            session.execute(text(statement))
    with transaction() as session:  # on the same connection, which may write again
        make_service_line(session, "ORTHO")
    with reading() as session:
        assert len(every(session)) == 1


def test_sqlite_is_told_what_it_forgets_with_every_connection(engine):
    asked = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW server_encoding").scalar() == "UTF8"
        else:
            for pragma, value in asked.items():
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_begins_by_taking_its_turn(queries):
    with transaction() as session:
        every(session)
    turn = queries[: next(at for at, query in enumerate(queries) if "service_line" in query)]
    assert "BEGIN IMMEDIATE" in turn or "pg_advisory_xact_lock" in turn[-1]


def test_the_address_may_leave_the_driver_out():
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        engine = database.connect(f"{scheme}://ana@localhost/comanage")
        assert engine.url.drivername == "postgresql+psycopg"


def test_a_database_that_is_not_migrated_is_told_what_to_run(empty_database):
    engine = database.connect(empty_database)
    database.bind(engine)
    for use in (reading, transaction):
        with pytest.raises(NotReady) as refused, use() as session:
            every(session)
        assert refused.value.sentence == NOT_MIGRATED
    assert not database.migrated(engine)
    with pytest.raises(NotReady, match="run comanage upgrade"):
        database.ready(engine)
    engine.dispose()


def test_a_migrated_database_is_ready(engine):
    database.ready(engine)
    assert database.migrated(engine)
    assert database.triggers_missing(engine) == []


def test_a_database_of_a_newer_version_is_not_touched(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NotReady, match="made by a newer comanage"):
        database.ready(engine)


@pytest.mark.trust("G6", "D10")
def test_a_database_that_lost_a_safeguard_is_not_used(engine):
    table = "" if engine.dialect.name == "sqlite" else " ON figure"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER figure_never_deleted{table}")
    with pytest.raises(NotReady, match=r"lost safeguards \(figure_never_deleted\)"):
        database.ready(engine)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "postgresql:///x?host=/nowhere"]
)
@pytest.mark.trust("G7")
def test_a_database_that_cannot_be_reached_is_told_so(url):
    engine = database.connect(url)
    with pytest.raises(NotReady) as refused:
        database.ready(engine)
    assert refused.value.sentence == NOT_THERE
    assert "nowhere" not in refused.value.sentence


def test_without_a_database_nothing_is_stored(monkeypatch):
    monkeypatch.setattr(database, "_bound", [])
    with pytest.raises(NotReady), transaction():
        raise NotFound("This is never reached.")


def test_sqlite_is_new_enough_for_what_is_asked_of_it():
    assert sqlite3.sqlite_version_info >= (3, 35)
