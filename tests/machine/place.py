"""The place where the machine runs: the app on a database that begins anew with every run."""

from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path

from jinja2 import BytecodeCache
from sqlalchemy import event

from comanage import clock, crash, database
from comanage.app import create_app
from config import Settings
from tests.databases import EMPTY

FILLED = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename <> 'alembic_version' ORDER BY 1"
)
SEQUENCES = """
DO $$
DECLARE name text; filled text; last bigint;
BEGIN
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    filled := substring(name FROM '^(.*)_id_seq$');
    EXECUTE format('SELECT max(id) FROM %I', filled) INTO last;
    IF last IS NOT NULL THEN PERFORM setval(format('%I', name)::regclass, last); END IF;
  END LOOP;
END $$;
"""
VACUUM_EVERY = 40  # runs: what was deleted is not swept up by itself in a database for tests


class Killed(BaseException):
    """The program ends here: no handler of the program's own may catch it."""


class Clock:
    """The clock of a run, which only the machine moves."""

    def __init__(self, instant):
        """Hold it at an instant."""
        self.stack = ExitStack()
        self.stack.enter_context(clock.fixed(instant))

    def move(self, by):
        """Move it forward or back."""
        to = clock.now() + by
        self.stack.close()
        self.stack.enter_context(clock.fixed(to))

    def close(self):
        """Let it go."""
        self.stack.close()


class Compiled(BytecodeCache):
    """Templates that were compiled once, as a server keeps them on its disk."""

    def __init__(self):
        """Begin without any."""
        self.kept = {}

    def load_bytecode(self, bucket):
        """Give a template that is known."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        """Keep a template."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


class Place:
    """An app, its database, and the states of it that runs begin from."""

    def __init__(self, build, engine, *, guard=None):
        """Take them; a guard that is to be missing is taken away from each new database."""
        self.build, self.engine, self.guard = build, engine, guard
        self.compiled = Compiled()
        self.kept, self.runs = {}, 0
        self.accepted, self.refused = Counter(), Counter()
        self.crash_at = ""
        self.sqlite = engine.dialect.name == "sqlite"
        self.form = None  # the cookie and the token of forms; they outlive a run
        self.crash_at = ""
        if self.sqlite:
            event.listen(engine, "connect", _in_haste)
            if guard is not None and guard.checks:
                event.listen(engine, "connect", _unchecked)
        self.app = None
        self.start()

    def keep(self, name):
        """Keep what the database holds now, under a name."""
        if self.sqlite:
            self.engine.dispose()  # with the last connection all of it is in the one file
            self.kept[name] = Path(self.engine.url.database).read_bytes()
        else:
            self.kept[name] = self._copied()

    def begin(self, name):
        """Put the database back to what was kept."""
        self.runs += 1
        self.engine.dispose()
        if self.sqlite:
            file = Path(self.engine.url.database)
            for beside in file.parent.glob(f"{file.name}-*"):
                beside.unlink()
            file.write_bytes(self.kept[name])
        else:
            self._fill(self.kept[name])
        if self.guard is not None:
            self.guard.weaken(self.engine)
        self.app.extensions.pop("chain watch", None)  # it would notice that another log is there

    def start(self):
        """Build the app: after the end of the program, nothing that stood in its memory is left."""
        self.engine.dispose()
        self.app = self.build()
        self.app.testing = True
        self.app.extensions["engine"] = self.engine
        self.app.jinja_env.bytecode_cache = self.compiled
        database.bind(self.engine)

    def _copied(self):
        with self.engine.connect() as connection:
            cursor = connection.connection.driver_connection.cursor()
            found = {}
            for (table,) in cursor.execute(FILLED).fetchall():
                with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                    if content := b"".join(rows):
                        found[table] = content
            return found

    def _fill(self, kept):
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            driver.execute(EMPTY)
            for table, content in kept.items():
                with driver.cursor().copy(f"COPY {table} FROM STDIN") as rows:
                    rows.write(content)
            driver.execute(SEQUENCES)
            driver.commit()
            if self.runs % VACUUM_EVERY == 0:
                driver.autocommit = True
                driver.execute("VACUUM")
        self.engine.dispose()  # with it goes the connection in which triggers rest

    def point(self, name):
        """End the program where it was told to; takes the place of crash.point."""
        if name == self.crash_at:
            self.crash_at = ""
            raise Killed(name)


def app_of(folder):
    """Say how to build the app, with keys that outlive it; its database is bound afterwards."""
    asked = Settings(data=folder, database_url="sqlite://", given_key="k" * 32)
    return lambda: create_app(asked)


@contextmanager
def watched(place, monkeypatch):
    """Let the crash points of the program ask the place whether to end."""
    monkeypatch.setattr(crash, "point", place.point)
    try:
        yield place
    finally:
        place.engine.dispose()


def _in_haste(connection, record):
    """A crash here ends the program, not the machine: nothing waits for a disk."""
    connection.execute("PRAGMA synchronous = OFF")


def _unchecked(connection, record):
    """Let rows be stored that their constraints refuse."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
