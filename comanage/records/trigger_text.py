"""The SQL of the triggers, for SQLite and for PostgreSQL, and which ones a database lacks."""

import re

from sqlalchemy import Connection

from comanage.records.guards import expected
from comanage.records.guards.guard import Event, Trigger

# What both databases know, in the words of PostgreSQL and in those of SQLite.
FOR_SQLITE = (
    (re.compile("IS DISTINCT FROM"), "IS NOT"),
    (
        re.compile(r"\(\(([\w.]+) AT TIME ZONE 'UTC'\) ([+-]) INTERVAL '(\d+ hours)'\)"),
        r"datetime(\1, '\2\3')",
    ),
    (re.compile(" AT TIME ZONE 'UTC'"), ""),
)
SQLITE_STORES = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL_STORES = (
    "SELECT trigger.tgname, pg_get_functiondef(trigger.tgfoid)"
    " FROM pg_trigger AS trigger WHERE NOT trigger.tgisinternal AND trigger.tgenabled = 'O'"
)


def written(trigger: Trigger, dialect: str) -> list[str]:
    """Write the SQL that makes a trigger, one statement an item.

    Args:
        trigger: The refusal.
        dialect: "sqlite" or "postgresql".
    """
    if dialect == "sqlite":
        return [_for_sqlite(trigger)]
    return [_function(trigger), _for_postgresql(trigger)]


def statements(dialect: str) -> list[str]:
    """Write the SQL that makes every trigger of a database of a kind."""
    return [sql for trigger in expected(dialect) for sql in written(trigger, dialect)]


def create(connection: Connection) -> None:
    """Make every trigger, in a database whose tables were just made."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def missing(connection: Connection) -> list[str]:
    """Name the triggers that the database lacks, or that refuse something else than agreed."""
    dialect = connection.dialect.name
    stored = connection.exec_driver_sql(SQLITE_STORES if dialect == "sqlite" else POSTGRESQL_STORES)
    found: dict[str, str] = {name: _plain(sql) for name, sql in stored}
    lacking = []
    for trigger in expected(dialect):
        agreed = _for_sqlite(trigger) if dialect == "sqlite" else _body(trigger)
        if _plain(agreed) not in found.get(trigger.name, ""):
            lacking.append(trigger.name)
    return lacking


def _for_sqlite(trigger: Trigger) -> str:
    condition = trigger.when
    for words, own in FOR_SQLITE:
        condition = words.sub(own, condition)
    when = f"\nWHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {trigger.name}\nBEFORE {trigger.event} ON {trigger.table}{when}\n"
        f"BEGIN\n  SELECT RAISE(ABORT, '{trigger.says or trigger.name}');\nEND"
    )


def _function(trigger: Trigger) -> str:
    by_utc = " SET timezone = 'UTC' SET datestyle = 'ISO'" if trigger.days else ""
    return (
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql{by_utc} AS $$\n"
        f"{_body(trigger)}\n$$"
    )


def _body(trigger: Trigger) -> str:
    says = trigger.says or trigger.name
    return (
        f"BEGIN\n  IF {trigger.when or 'true'} THEN\n"
        f"    RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation', CONSTRAINT = '{says}';\n"
        "  END IF;\n  RETURN coalesce(NEW, OLD);\nEND"
    )


def _for_postgresql(trigger: Trigger) -> str:
    every = "STATEMENT" if trigger.event is Event.TRUNCATE else "ROW"
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table}\n"
        f"FOR EACH {every} EXECUTE FUNCTION {trigger.name}()"
    )


def _plain(sql: str) -> str:
    return " ".join(sql.split())
