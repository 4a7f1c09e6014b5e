"""What tests ask for: a database on each kind of server, a session, the app, a visitor's browser."""

import os
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import event

from comanage import database as records
from comanage.app import create_app
from config import Settings
from tests import databases, noted

# How long an example takes is the machine's affair; benchmarks look at time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

KINDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}
SERVER = pytest.StashKey()
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where a machine has one


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=list(KINDS),
        default="sqlite",
        help="where tests that store something run: sqlite (the default), postgresql, or both",
    )


def pytest_configure(config):
    """Watch the doors; start one PostgreSQL for the whole run, before tests go to other processes."""
    noted.watch()
    if "postgresql" not in KINDS[config.getoption("--database")]:
        return
    handed = getattr(config, "workerinput", None)
    if handed is None:
        running = ExitStack()
        config.stash[SERVER] = running.enter_context(databases.running_postgresql())
        config.add_cleanup(running.close)
    else:
        config.stash[SERVER] = handed["postgresql"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell another process where the PostgreSQL of this run listens."""
    node.workerinput["postgresql"] = node.config.stash.get(SERVER, "")


def pytest_generate_tests(metafunc):
    """Run what stores something once on each kind of database."""
    if "server_kind" in metafunc.fixturenames:
        kinds = KINDS[metafunc.config.getoption("--database")]
        if metafunc.definition.get_closest_marker("one_database"):
            kinds = kinds[:1]
        metafunc.parametrize("server_kind", kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(items):
    """Let a test that says so reach a server on this machine, and no other."""
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


@pytest.fixture(scope="session")
def server_kind(request):
    """The kind of database: sqlite or postgresql."""
    return request.param


@pytest.fixture(scope="session")
def maker(server_kind, request, tmp_path_factory, worker_id):
    """Whoever makes databases of this kind; its migrations have run once."""
    if server_kind == "postgresql":
        yield databases.PostgreSQL(request.config.stash[SERVER], worker_id)
        return
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("databases")
        if MEMORY.is_dir():  # no test waits for a disk
            made = tempfile.TemporaryDirectory(
                dir=MEMORY, prefix="comanage-", ignore_cleanup_errors=True
            )
            folder = Path(stack.enter_context(made))
        yield databases.SQLite(folder)


@pytest.fixture
def empty_database(maker):
    """The address of a database without tables, for tests of migrations."""
    url = maker.empty()
    yield url
    maker.drop(url)


@pytest.fixture
def database(maker):
    """The address of a migrated database without rows."""
    url = maker.copy()
    yield url
    maker.give_back(url)


@cache
def _engine(url):
    """Give the engine of an address: what it compiled serves the tests that come after."""
    return records.connect(url)


@pytest.fixture
def engine(database):
    """An engine on a migrated database, bound as the one that transaction() uses."""
    engine = _engine(database)
    records.bind(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def queries(engine):
    """Every query that is sent from now on."""
    sent = []

    def note(connection, cursor, query, *given):
        sent.append(query)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def session(engine):
    """A session in the one transaction of a test, as a door opens it."""
    del engine
    with records.transaction() as session:
        yield session


@pytest.fixture
def programs(server_kind, monkeypatch):
    """Put the programs of the PostgreSQL that the tests run before those of the machine."""
    if server_kind == "postgresql":
        found = f"{databases.programs()}{os.pathsep}{os.environ['PATH']}"
        monkeypatch.setenv("PATH", found)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The app, built once: its addresses and its templates are the same for every test."""
    return _app(tmp_path_factory.mktemp("built"))


def _app(folder):
    return create_app(Settings(data=folder, database_url="sqlite://", given_key="k" * 32))


@pytest.fixture
def app(request, built, engine):
    """The app on a migrated database, with the settings that it has at its start."""
    if request.node.get_closest_marker("own_app"):
        built = _app(request.getfixturevalue("tmp_path"))
    before = dict(built.config), dict(built.extensions)
    records.bind(engine)
    built.extensions["engine"] = engine
    built.testing = True
    yield built
    for now, then in zip((built.config, built.extensions), before, strict=True):
        now.clear()
        now.update(then)


@pytest.fixture
def client(app):
    """A visitor's browser, with nobody signed in."""
    return app.test_client()
