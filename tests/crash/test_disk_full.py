"""A disk that is full: the sentence says so, the database stays whole, and no half file stands."""

import pytest

from comanage import database_words
from comanage.actions import statements
from comanage.database_words import FULL
from tests.actions.settling import approved, without_layout
from tests.crash.ending import comanage, holds, made_final

ROOM = 4096  # bytes that a file may still grow by


@pytest.mark.trust("G3")
def test_an_approval_on_a_full_disk_is_refused_in_words_and_leaves_nothing(
    engine, database, tmp_path
):
    """Only the file of SQLite is ours to fill; PostgreSQL says the same of its own disk."""
    waiting = made_final()
    if engine.dialect.name == "postgresql":
        from sqlalchemy.exc import OperationalError  # noqa: PLC0415

        full = type("DiskFull", (Exception,), {"sqlstate": "53100"})()
        refusal = database_words._refusal(OperationalError("INSERT", {}, full))
        assert (refusal.status, refusal.sentence) == (503, FULL)
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    done = comanage(
        *waiting.approval, url=database, data=tmp_path, module="tests.crash.full",
        LARGEST_FILE=str(ROOM),
    )  # fmt: skip
    assert (done.status, done.said, done.complained) == (1, "", f"{FULL}\n")
    assert not holds(waiting)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert comanage(*waiting.approval, url=database, data=tmp_path).status == 0
    assert holds(waiting)


@pytest.mark.trust("G3", "G4")
@pytest.mark.parametrize("command", ["backup", "audit export", "payouts --to"])
def test_a_file_that_no_longer_fits_is_said_and_the_earlier_one_stands(
    engine, database, tmp_path, monkeypatch, programs, command
):
    without_layout(monkeypatch)
    assert statements.PDF.write
    waiting = made_final()
    approved(waiting)
    engine.dispose()
    file = tmp_path / "out" / "file"
    file.parent.mkdir()
    file.write_text("what was there before")
    done = comanage(
        *command.split(), file, url=database, data=tmp_path, module="tests.crash.full",
        LARGEST_FILE="300",
    )  # fmt: skip
    assert done.status == 1, done.said
    assert "Traceback" not in done.complained
    assert file.read_text() == "what was there before"
    assert [each.name for each in file.parent.iterdir()] == ["file"]
    assert holds(waiting)
