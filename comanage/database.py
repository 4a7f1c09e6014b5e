"""The engine, the sessions, and the one transaction() that commits.

Writers queue: one at a time on either database. SQLite can do no other, and on
PostgreSQL it is what an audit log in one order asks for anyway. With that, a
change that was decided on what was read is decided on what still stands, and
no writer fails for coming second; it waits. Readers never wait.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from comanage import asked_as_one, crash, one_moment, sqlite_file
from comanage.database_words import NEWER, NOT_MIGRATED, UNGUARDED, in_words
from comanage.records import trigger_text
from comanage.refusals import Conflict, NotReady

WAIT_SECONDS = 5  # for another writer to finish, and for a PostgreSQL to be reached
ANSWER_SECONDS = 30  # that one statement may take
THINK_SECONDS = 90  # that a writer may do something else: longer than one document may take
LINK = {  # what a PostgreSQL is reached with: in bounds, and a link that died is noticed
    "connect_timeout": WAIT_SECONDS,
    "keepalives_idle": ANSWER_SECONDS,
    "tcp_user_timeout": ANSWER_SECONDS * 1000,
}
WRITERS = 0x31B7B6B0B730B3B2  # the lock that writers on PostgreSQL queue at; any number will do
MODE = "comanage_mode"  # of a connection: "write", "read", or nothing special

SETTINGS = Path(__file__).resolve().parents[1] / "pyproject.toml"  # says where migrations/ is

Signing = Callable[[], tuple[bytes, str] | None]  # the file of the signing key, and its password
LETTER = "letter"
LEAST_COUNT = 11  # cases that a document which leaves the hospital tells, where no setting says

_bound: list[Engine] = []
_allowed: dict[str, object] = {}  # what the settings allow; every session carries it


def connect(url: str | URL) -> Engine:
    """Make an engine for a database, without touching the database yet.

    Args:
        url: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
    """
    address = make_url(url)
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    reached = LINK if address.get_backend_name() == "postgresql" else {}
    # What people type is in no log; a connection that died meanwhile is made anew.
    engine = create_engine(
        address, hide_parameters=True, pool_pre_ping=bool(reached), connect_args=reached
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite_file.prepare(WAIT_SECONDS))
        event.listen(engine, "begin", _begin_sqlite)
        sqlite_file.watch(engine)
    else:
        event.listen(engine, "begin", _begin_postgresql)
        asked_as_one.keep_types(engine)
    return engine


def connect_to_read(url: URL) -> Engine:
    """Make an engine that can change nothing, for a database or a copy of any version.

    Args:
        url: Where it is. An SQLite file is opened as it lies there, without a file beside it
            being made; one that is in use, or whose last changes stand beside it, is read with those.
    """
    if url.get_backend_name() != "sqlite":
        return connect(url).execution_options(postgresql_readonly=True)
    file = Path(str(url.database)).absolute()
    waiting = file.with_name(f"{file.name}-wal")
    how = {"mode": "ro", "uri": "true"} | ({} if waiting.exists() else {"immutable": "1"})
    return create_engine(URL.create("sqlite", database=f"file:{quote(str(file))}", query=how))


def bind(
    engine: Engine,
    *,
    pictures: bool = False,
    paper: str = LETTER,
    signing: Signing | None = None,
    least_count: int = LEAST_COUNT,
) -> None:
    """Choose the engine that transaction() and reading() use from now on.

    Args:
        engine: The engine.
        pictures: True where this installation takes files that no program can look through.
        paper: What statements are printed on, as style sheets name it.
        signing: How the key is had that statements are signed with; None where there is none.
        least_count: The least number of cases that a document which leaves the hospital tells.
    """
    _bound[:] = [engine]
    _allowed.update(pictures=pictures, paper=paper, signing=signing, least_count=least_count)


@contextmanager
def using(
    engine: Engine,
    *,
    pictures: bool = False,
    paper: str = LETTER,
    signing: Signing | None = None,
    least_count: int = LEAST_COUNT,
) -> Iterator[None]:
    """Choose an engine for a while, as bind() does; after it, the one before is chosen again."""
    before, allowed = [*_bound], {**_allowed}
    bind(engine, pictures=pictures, paper=paper, signing=signing, least_count=least_count)
    try:
        yield
    finally:
        _bound[:] = before
        _allowed.clear()
        _allowed.update(allowed)


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one session of a change; commit it whole at the end, or nothing.

    Raises:
        Conflict: Someone else was quicker, or the database refuses, in words.
        NotReady: There is no database, or it is not migrated.
    """
    writing = _engine().execution_options(**{MODE: "write"})
    # In words is also what the session itself meets, as where its link is gone when it lets go of it.
    with in_words(), Session(writing, expire_on_commit=False, info={**_allowed}) as session:
        yield session
        crash.point("commit:before")
        session.commit()
        crash.point("commit:after")
    if moment := one_moment.current():
        moment.end()


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that sees one moment and can change nothing; a page has one for all its parts.

    Raises:
        NotReady: There is no database, or it is not migrated.
    """
    with in_words():
        if moment := one_moment.current():
            with moment.reading(_reading) as session:
                yield session
        else:
            with _reading() as session:
                yield session


@contextmanager
def _reading() -> Iterator[Session]:
    engine = _engine().execution_options(**{MODE: "read"})
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with Session(engine, autoflush=False, info={**_allowed}) as session:
        yield session


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction in which tables are rebuilt, in its turn among the writers.

    SQLite rebuilds a table by making a new one in its place. References from other
    tables and triggers are let be meanwhile, and checked at the end.
    """
    connection = engine.connect().execution_options(**{MODE: "write"})
    sqlite = engine.dialect.name == "sqlite"
    with connection:
        if sqlite:
            _set(connection, "foreign_keys = OFF", "legacy_alter_table = ON")
        try:
            with connection.begin():
                if not sqlite:
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                yield connection
                crash.point("migration:made")
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise Conflict("The migration would leave rows that name nothing.")
            crash.point("migration:committed")
        finally:
            if sqlite:
                _set(connection, "foreign_keys = ON", "legacy_alter_table = OFF")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database to the tables of a revision, whole or not at all."""
    with migrating(engine) as connection:
        command.upgrade(_alembic(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to the tables of an earlier revision, whole or not at all."""
    with migrating(engine) as connection:
        command.downgrade(_alembic(connection), revision)


def revision(engine: Engine) -> str:
    """Name the revision of a database's tables; empty where it has none."""
    with engine.connect() as connection:
        return ",".join(sorted(_revisions(connection)))


def migrated(engine: Engine) -> bool:
    """Say whether a database has the tables of this version."""
    with engine.connect() as connection:
        return _revisions(connection) == _newest()


def triggers_missing(engine: Engine) -> list[str]:
    """Name the triggers that a database lacks, or that refuse something else than agreed."""
    with engine.connect() as connection:
        return trigger_text.missing(connection)


def ready(engine: Engine) -> None:
    """Check that a database can be used by this version.

    Raises:
        NotReady: It cannot be reached, is not migrated, or has lost its triggers.
    """
    with in_words(), engine.connect() as connection:
        found = _revisions(connection)
        if found - _known():
            raise NotReady(NEWER)
        if found != _newest():
            raise NotReady(NOT_MIGRATED)
        if missing := trigger_text.missing(connection):
            raise NotReady(UNGUARDED.format(", ".join(missing)))


def _alembic(connection: Connection | None = None) -> Config:
    return Config(toml_file=SETTINGS, attributes={"connection": connection})


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _newest() -> set[str]:
    return set(ScriptDirectory.from_config(_alembic()).get_heads())


def _known() -> set[str]:
    scripts = ScriptDirectory.from_config(_alembic()).walk_revisions()
    return {script.revision for script in scripts}


def _engine() -> Engine:
    if not _bound:
        raise NotReady("No database is open: start with comanage serve.")
    return _bound[0]


def _set(connection: Connection, *pragmas: str) -> None:
    """Set what SQLite lets be set outside a transaction only."""
    driver = connection.connection.driver_connection
    for pragma in pragmas:
        driver.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns into a writer may find it is too late."""
    mode = connection.get_execution_options().get(MODE)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == 'read' else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "write" else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Wait in bounds, for answers and for the writers before; both end with the transaction."""
    mode = connection.get_execution_options().get(MODE)
    if mode is not None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{ANSWER_SECONDS}s'")
    if mode == "write":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        # One that froze, or whose machine is gone, does not keep all others from storing.
        idle = "idle_in_transaction_session_timeout"
        connection.exec_driver_sql(f"SET LOCAL {idle} = '{THINK_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
