"""Copying a database while it is in use, and putting a copy into an empty one.

SQLite copies itself. PostgreSQL has programs for it, which must be installed where
comanage runs; what they count is the one moment at which they copied.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine, text

from comanage import database
from comanage.backups.manifest import Manifest
from comanage.refusals import NotReady, Refusal

LACKS = (
    "{} is not installed here, and a PostgreSQL database is copied with it."
    " Run: apt-get install postgresql-client"
)
FAILED = "{} did not succeed: {}"
DUMP = "pg_dump"
RESTORE = "pg_restore"


def copy(engine: Engine, to: Path) -> Manifest:
    """Copy a database as it is at one moment, and count what it holds at that moment.

    Args:
        engine: The database; others may read and write it meanwhile.
        to: The file of the copy.

    Raises:
        NotReady: The program that copies it is not installed.
        Refusal: It could not be copied; the sentence says why.
    """
    return _sqlite_copied(engine, to) if _is_sqlite(engine) else _dumped(engine, to)


def put_back(copied: Path, address: URL) -> None:
    """Put a copy into an empty PostgreSQL, whole or not at all.

    Args:
        copied: The file that copy() wrote.
        address: The empty database.

    Raises:
        NotReady: The program that does it is not installed.
        Refusal: It could not be put back; the sentence says why.
    """
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(RESTORE, *whole, f"--dbname={address.database}", str(copied), url=address)


def can_copy(engine: Engine) -> bool:
    """Say whether what copying takes is installed."""
    return _is_sqlite(engine) or shutil.which(DUMP) is not None


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _sqlite_copied(engine: Engine, to: Path) -> Manifest:
    try:
        source = f"{Path(str(engine.url.database)).absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True)) as old,
            closing(sqlite3.connect(to)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # so that nothing stands beside it
    except sqlite3.Error as why:
        raise Refusal(FAILED.format("The copy", f"{why}.")) from why
    made = database.connect_to_read(URL.create("sqlite", database=str(to)))
    try:
        with made.connect() as connection:
            return Manifest.gathered(connection)
    finally:
        made.dispose()


def _dumped(engine: Engine, to: Path) -> Manifest:
    """Dump a PostgreSQL at a moment that a transaction of our own holds on to meanwhile."""
    held = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with held.connect() as connection:
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        manifest = Manifest.gathered(connection)
        what = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}")
        _run(DUMP, *what, f"--file={to}", url=engine.url)
    return manifest


def _run(program: str, *arguments: str, url: URL) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where nobody sees it."""
    found = shutil.which(program)
    if found is None:
        raise NotReady(LACKS.format(program))
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, by its full path
        [found, "--no-password", *arguments],
        env=os.environ | _reached(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Refusal(FAILED.format(program, said[-1] if said else "it said nothing."))


def _reached(url: URL) -> dict[str, str]:
    """Say by its environment how a program of PostgreSQL reaches a database."""
    asked = url.query.get("host")
    told = {
        "PGHOST": url.host or (str(asked) if asked else ""),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    return {name: value for name, value in told.items() if value}
