"""Migrations make what the records say: the same tables, constraints, indexes and triggers."""

import re

import pytest
from sqlalchemy import inspect

from comanage.database import connect
from comanage.records import trigger_text
from comanage.records.base import Base

# The indexes are compared by their text: an inspector does not see those on an expression.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")

ALEMBICS_OWN = {"alembic_version"}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid)"
    " FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def as_recorded(empty_database):
    """Make a database from the records alone, without a migration."""
    engine = connect(empty_database)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        trigger_text.create(connection)
    yield engine
    engine.dispose()


def test_migrations_make_the_tables_that_the_records_describe(engine, as_recorded):
    migrated = tables(engine)
    assert {"agreement", "figure", "settlement", "audit_entry"} <= migrated.keys()
    assert migrated == tables(as_recorded)


def test_migrations_make_the_indexes_that_the_records_describe(engine, as_recorded):
    assert stored(engine, INDEXES) == stored(as_recorded, INDEXES) != {}


def test_migrations_make_the_triggers_that_the_records_describe(engine, as_recorded):
    assert stored(engine, TRIGGERS) == stored(as_recorded, TRIGGERS) != {}
    with engine.connect() as connection:
        assert trigger_text.missing(connection) == []


def test_every_constraint_has_a_name_in_words(engine):
    for name, table in tables(engine).items():
        for kind in ("checks", "foreign keys", "once per"):
            assert all(re.fullmatch(r"[a-z][a-z0-9_]{5,}", key or "") for key in table[kind]), name


def tables(engine):
    """Describe every table: what it holds, and what it refuses."""
    looked = inspect(engine)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looked.get_columns(name)
            },
            "key": looked.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": {
                key["name"]: (key["constrained_columns"], key["referred_table"], key["options"])
                for key in looked.get_foreign_keys(name)
            },
            "once per": {
                unique["name"]: unique["column_names"]
                for unique in looked.get_unique_constraints(name)
            },
            "checks": {
                check["name"]: plain(check["sqltext"])
                for check in looked.get_check_constraints(name)
            },
        }
        for name in set(looked.get_table_names()) - ALEMBICS_OWN
    }


def stored(engine, queries):
    """Give the stored text of indexes or triggers by name."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(queries[engine.dialect.name])
        return {name: plain(text) for name, text in rows if not name.startswith("alembic")}


def plain(text):
    """Write SQL with single spaces, so that only what it says is compared."""
    return re.sub(r"\s+", " ", text).strip()
