"""Ways past every door, and the name with which the database refuses them."""

import ast
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from comanage.database import transaction
from comanage.records.constraints import name_of, sentence_for
from comanage.records.guards import IN_THE_WAY
from comanage.refusals import Conflict


def refusal(engine, statement, **values):
    """Run raw SQL that must be refused; give the name it is refused with."""
    asked = text(statement) if isinstance(statement, str) else statement
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(asked, values)
    return name_of(refused.value)


def without_help(engine, statement):
    """Try raw SQL as other programs would: without what our connections ask of SQLite."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA recursive_triggers = OFF")
    return refusal(engine, statement)


def gives_no_way(engine, table, *also):
    """Try the ways around UPDATE and DELETE on a table: nothing of it may go.

    Args:
        engine: The database.
        table: A table that holds something.
        also: Guards that may refuse it before the rows in the way are looked for.
    """
    before = rows(engine, table)
    if engine.dialect.name == "postgresql":
        assert refusal(engine, f"TRUNCATE {table} CASCADE").endswith("_never_emptied")
    else:
        replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
        names = {name for name, guarded, _ in IN_THE_WAY if guarded == table}
        assert without_help(engine, replace) in names | {*also}
    assert rows(engine, table) == before != []


@contextmanager
def refused(name):
    """Open a transaction that must be refused with the sentence of a constraint or trigger."""
    with pytest.raises(Conflict) as conflict, transaction() as session:
        yield session
    assert conflict.value.sentence == sentence_for(name)
    assert name_of(conflict.value.__cause__) == name


def run(engine, statement, **values):
    """Run raw SQL that must pass; give how many rows it touched."""
    with engine.begin() as connection:
        return connection.execute(text(statement), values).rowcount


def stored_by(engine, statement):
    """Run an INSERT that must pass."""
    with engine.begin() as connection:
        connection.execute(statement)


def write(engine, statement, zone="UTC"):
    """Run raw SQL that must pass, in a session that tells days by another zone and otherwise."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL TIME ZONE '{zone}'")
            connection.exec_driver_sql("SET LOCAL datestyle = 'SQL, DMY'")
        connection.execute(statement)


def inserting(record, **changes):
    """Write an INSERT of a record's row with some changes."""
    table = record.__table__
    row = {column.name: getattr(record, column.name) for column in table.columns} | changes
    return insert(table).values(row)


def replacing(record, **changes):
    """Write an INSERT that, on SQLite, asks to do away with the rows in its way."""
    return inserting(record, **changes).prefix_with("OR REPLACE", dialect="sqlite")


def rows(engine, table):
    """Read all rows of a table."""
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(select(text("*")).select_from(text(table)))
        ]


def tried():
    """Give every string of the tests of records: what is tried there is named there."""
    return {
        node.value
        for file in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
