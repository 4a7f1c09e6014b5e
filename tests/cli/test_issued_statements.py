"""comanage statements: what was known on a day, as files, and whether it still holds."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from comanage import clock
from comanage.actions import calculated_again
from comanage.database import reading, transaction
from comanage.records import guarding
from comanage.records.acts import Act
from comanage.records.audit_entry import last_of
from comanage.records.document import Document
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.rules.settlement import settle
from tests.actions.logged import as_noted
from tests.actions.releasing import corrected, later, make_approved, release
from tests.actions.settling import without_layout


@pytest.fixture
def made(run, engine, monkeypatch):
    """A quarter that was approved today and corrected forty days later."""
    without_layout(monkeypatch)
    found = make_approved()
    found.first, found.second = clock.today(), clock.today() + timedelta(40)
    release(found)
    with later(40):
        corrected(found)
    with transaction() as session:
        as_noted(session, found.compliance, found.id)
    found.run, found.engine = run, engine
    return found


def emails(made, *names):
    with reading() as session:
        return [f"--as={session.get_one(Person, getattr(made, name).person_id).email}"
                for name in names]  # fmt: skip


def test_each_day_gives_the_files_that_stood_then_byte_for_byte(made, tmp_path):
    (who,) = emails(made, "compliance")
    for day, number in ((made.first, 1), (made.second, 2)):
        out = tmp_path / str(number)
        with later(40):
            said = made.run("statements", "ORTHO", "--as-known-on", day, "--out", out, who)
        with reading() as session:
            stored = {
                one.document_sha256
                for one in session.query(Statement).join(Settlement)
                .filter(Settlement.number == number)
            }  # fmt: skip
            entry = last_of(session, Act.STATEMENT_READ)
            assert (entry.person_id, entry.address) == (made.compliance.person_id, "command line")
        written = [file.read_bytes() for file in out.iterdir()]
        assert {hashlib.sha256(each).hexdigest() for each in written} == stored
        assert len(stored) == 3
        assert said.count("The stored file has the SHA-256 that entry") == 3
        assert said.count("every number is the same.") == 3
        assert all(digest in said for digest in stored)


def test_a_leader_gets_the_own_group_alone(made, tmp_path):
    own, stranger = emails(made, "leader", "stranger")
    said = made.run(
        "statements", "ORTHO", "--as-known-on", made.first, "--out", tmp_path / "o", own
    )
    assert made.groups["GRANITE"].name in said
    assert made.groups["COPPER"].name not in said
    assert len(list((tmp_path / "o").iterdir())) == 1
    day = ("--as-known-on", made.first)
    assert "no agreement ORTHO" in made.run("statements", "ORTHO", *day, stranger, status=1)


def test_before_the_first_there_is_none_and_a_day_must_be_one(made):
    before = made.first - timedelta(1)
    said = made.run("statements", "ORTHO", "--as-known-on", before, status=1)
    assert f"No statement of ORTHO was issued by {before}." in said
    said = made.run("statements", "ORTHO", "--as-known-on", made.second, status=1)
    assert "is still to come. Give a day until today." in said
    made.run("statements", "ORTHO", "--as-known-on", "yesterday", status=2)
    made.run("statements", "ORTHO", status=2)


def test_a_file_that_was_changed_is_named_and_not_written(made, tmp_path):
    with reading() as session:
        one = session.get_one(Statement, 1).document_sha256
    table = Document.__table__
    with made.engine.begin() as connection, guarding.lifted(connection, "document"):
        connection.execute(update(table).where(table.c.sha256 == one).values(content=b"%PDF 9"))
    said = made.run(
        "statements", "ORTHO", "--as-known-on", made.first, "--out", tmp_path / "o", status=1
    )
    assert "Statement 1: The stored file was changed" in said
    assert len(list((tmp_path / "o").iterdir())) == 2


def test_a_result_that_comes_out_differently_ends_with_exit_status_one(made, tmp_path, monkeypatch):
    def later_engine(*given):
        now = settle(*given)
        return replace(now, engine="3", earned=now.earned + 1)

    monkeypatch.setattr(calculated_again, "settle", later_engine)
    day = ("--as-known-on", made.first, "--out", tmp_path / "o")
    said = made.run("statements", "ORTHO", *day, status=1)
    assert "Made by engine 2. Calculated again by engine 3," in said
    assert "the first, as stored and as it comes out now:" in said
    assert len(list((tmp_path / "o").iterdir())) == 3  # the files themselves are whole
