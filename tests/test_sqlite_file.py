"""The file of an SQLite database: its owner alone reads it, and none takes in what was moved away."""

import os

import pytest
from sqlalchemy import text

from comanage.database import connect
from comanage.database_words import NOT_THERE
from comanage.refusals import NotReady

COUNT = text("SELECT count(*) FROM kept")


@pytest.fixture
def file(tmp_path):
    """Where the database lies."""
    return tmp_path / "kept.sqlite"


@pytest.fixture
def engine(file):
    """A database with one row, and a connection that waits to be used again."""
    made = connect(f"sqlite:///{file}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE kept (what)"))
        connection.execute(text("INSERT INTO kept VALUES ('one')"))
    yield made
    made.dispose()


def put_in(engine):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO kept VALUES ('more')"))
        return connection.execute(COUNT).scalar()


@pytest.mark.parametrize("anew", [False, True], ids=["kept open", "opened anew"])
@pytest.mark.trust("G7")
def test_what_was_moved_away_takes_nothing_and_no_empty_file_comes_in_its_place(engine, file, anew):
    away = file.rename(file.with_name("away.sqlite"))
    if anew:
        engine.dispose()
    with pytest.raises(NotReady) as why:
        put_in(engine)
    assert why.value.sentence == NOT_THERE
    assert not file.exists()
    away.rename(file)
    assert put_in(engine) == 2


def test_another_file_in_its_place_is_the_database_from_then_on(engine, file):
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    assert put_in(engine) == 2
    engine.dispose()
    assert put_in(engine) == 3
    file.rename(file.with_name("away.sqlite"))
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.write_bytes(whole)
    assert put_in(engine) == 2


@pytest.mark.trust("G8")
def test_a_new_file_is_its_owners_alone_whatever_folder_it_lies_in(engine, file):
    before = os.umask(0)
    try:
        file.parent.chmod(0o777)
        for each in file.parent.iterdir():
            each.unlink()
        engine.dispose()
        with connect(f"sqlite:///{file}").begin() as connection:
            connection.execute(text("CREATE TABLE kept (what)"))
            connection.execute(text("INSERT INTO kept VALUES ('secret')"))
            made = {each.name: each.stat().st_mode & 0o777 for each in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert made.keys() == {file.name, f"{file.name}-wal", f"{file.name}-shm"}
    assert set(made.values()) == {0o600}


def test_who_may_read_a_database_that_is_there_is_left_as_it_was_set(engine, file):
    put_in(engine)
    engine.dispose()
    file.chmod(0o640)
    assert put_in(engine) == 3
    assert file.stat().st_mode & 0o777 == 0o640
