"""Guarding: making, dropping and lifting the triggers of a database, for migrations.

A migration names the triggers it makes, as they were on its day. Where it rebuilds a
table, or fills a column of rows that never change, it lifts the table's triggers
meanwhile; they come back word for word as the database held them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from comanage.records.guards.guard import Event, Trigger
from comanage.records.trigger_text import written

OF_TABLE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :on_table",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgrelid = CAST(:on_table AS regclass)"
    ),
}


def make(connection: Connection, *triggers: Trigger) -> None:
    """Make some triggers."""
    for trigger in triggers:
        for statement in written(trigger, connection.dialect.name):
            connection.exec_driver_sql(statement)


def drop(connection: Connection, *triggers: tuple[str, str]) -> None:
    """Drop some triggers, each given by its name and its table."""
    for name, table in triggers:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
            connection.exec_driver_sql(f"DROP FUNCTION {name}()")


@contextmanager
def lifted(connection: Connection, *tables: str) -> Iterator[None]:
    """Lift every trigger of some tables, and put each back as it was."""
    dialect = connection.dialect.name
    kept = []
    for table in tables:
        for name, sql in connection.execute(text(OF_TABLE[dialect]), {"on_table": table}).all():
            kept.append(sql)
            connection.exec_driver_sql(
                f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")
            )
    yield
    for sql in kept:
        connection.exec_driver_sql(sql)


def append_only(*tables: str, dialect: str) -> list[Trigger]:
    """List the triggers that keep the rows of some tables as they are, for good."""
    last = [] if dialect == "sqlite" else [("emptied", Event.TRUNCATE)]
    events = [("changed", Event.UPDATE), ("deleted", Event.DELETE), *last]
    return [
        Trigger(f"{table}_never_{word}", table, event) for table in tables for word, event in events
    ]


def not_written_over(says: str, table: str, same: str) -> Trigger:
    """Refuse, on SQLite, an INSERT OR REPLACE that would do away with a row.

    Args:
        says: The name of the constraint that keeps two such rows apart.
        table: The table.
        same: The condition that finds the row in the way of NEW.
    """
    when = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - a migration's own words
    return Trigger(f"{says}_not_written_over", table, Event.INSERT, when, says)


def forget(connection: Connection, *tables: str) -> None:
    """Drop every trigger of some tables, before the tables themselves are dropped."""
    dialect = connection.dialect.name
    for table in tables:
        rows = connection.execute(text(OF_TABLE[dialect]), {"on_table": table}).all()
        drop(connection, *((name, table) for name, _ in rows))
