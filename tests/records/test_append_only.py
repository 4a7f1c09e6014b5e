"""Every table that only grows: no way to change, delete, write over or empty it, whatever table joins the list."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import CheckConstraint, Enum, insert, select, text
from sqlalchemy.exc import IntegrityError

from comanage.records.base import Base, Instant
from comanage.records.constraints import name_of, uniques
from comanage.records.guards import APPEND_ONLY, IN_THE_WAY, NEVER_DELETED

AT = datetime(2027, 4, 14, 9, 30, tzinfo=UTC)
SOME = {str: "x", bool: True, bytes: b"x", date: AT.date()}


@pytest.fixture(params=APPEND_ONLY)
def grown(engine, request):
    """A connection that is undone, and a table with one row of anything."""
    table = Base.metadata.tables[request.param]
    with unguarded(engine, table) as connection:
        connection.execute(insert(table).values(row_of(table)))
        guarded_again(connection)
        yield connection, table


@contextmanager
def unguarded(engine, table):
    """Open a connection in which a row of anything can be stored; all of it is undone."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if sqlite:
            for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON",
                           "recursive_triggers = OFF"):  # fmt: skip
                driver.execute(f"PRAGMA {pragma}")
        with connection.begin() as changes:
            if sqlite:
                for name, sql in triggers_on(connection, table):
                    if "BEFORE INSERT" in sql and not name.endswith("_not_written_over"):
                        connection.exec_driver_sql(f"DROP TRIGGER {name}")
            else:
                for each in table.constraints:
                    if isinstance(each, CheckConstraint):
                        connection.exec_driver_sql(
                            f"ALTER TABLE {table.name} DROP CONSTRAINT {each.name}"
                        )
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
            changes.rollback()
        connection.invalidate()  # what SQLite was told stays with its connection


def guarded_again(connection):
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")


def triggers_on(connection, table):
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
    return connection.execute(query, {"name": table.name}).all()


def row_of(table):
    """Write a row that holds anything."""
    return {column.name: something(column.type) for column in table.columns}


def something(kind):
    """Give any value of a kind of column."""
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, Instant):
        return AT
    return SOME.get(kind.python_type, 1)


def refused(connection, statement):
    """Try a statement that must be refused; give the name it is refused with."""
    with pytest.raises(IntegrityError) as refusal, connection.begin_nested():
        connection.execute(text(statement) if isinstance(statement, str) else statement)
    return name_of(refusal.value)


@pytest.mark.trust("D10")
def test_a_row_is_neither_changed_nor_deleted_nor_emptied_away(grown):
    connection, table = grown
    column = next(iter(table.columns)).name
    change = f"UPDATE {table.name} SET {column} = {column}"  # noqa: S608
    assert refused(connection, change) == f"{table.name}_never_changed"
    delete = f"DELETE FROM {table.name}"  # noqa: S608
    assert refused(connection, delete) == f"{table.name}_never_deleted"
    if connection.dialect.name == "postgresql":
        empty = f"TRUNCATE {table.name} CASCADE"
        assert refused(connection, empty).endswith("_never_emptied")
    assert len(connection.execute(select(table)).all()) == 1


@pytest.mark.trust("D10")
def test_a_row_does_not_give_way_to_one_like_it(grown):
    """INSERT OR REPLACE of SQLite does away with rows without a DELETE; ON CONFLICT changes them."""
    connection, table = grown
    names = {name for name, guarded, _ in IN_THE_WAY if guarded == table.name}
    again = insert(table).values(row_of(table))
    if connection.dialect.name == "sqlite":
        assert refused(connection, again.prefix_with("OR REPLACE")) in names
    else:
        column = next(iter(table.primary_key.columns)).name
        sql = (
            f"INSERT INTO {table.name} SELECT * FROM {table.name}"  # noqa: S608
            f" ON CONFLICT ({', '.join(key.name for key in table.primary_key)})"
            f" DO UPDATE SET {column} = EXCLUDED.{column}"
        )
        assert refused(connection, sql)  # by the change, or as what could not be inserted either
    assert len(connection.execute(select(table)).all()) == 1


@pytest.mark.trust("D10")
@pytest.mark.parametrize("name", NEVER_DELETED)
def test_whatever_a_table_holds_once_only_is_guarded_against_being_written_over(name):
    known = {says for says, guarded, _ in IN_THE_WAY if guarded == name}
    key = set(Base.metadata.tables[name].primary_key.columns)
    once = {
        str(rule.name)
        for rule in uniques(Base.metadata.tables[name])
        if not key < set(rule.columns)  # one that holds the key as well finds no other row than it
    }
    assert once - known == set()
