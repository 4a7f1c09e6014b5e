"""A PostgreSQL that stops at once while payments are released: what it took is kept, and no more."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from comanage import database
from comanage.database import ready as looked_at
from tests import databases
from tests.crash.ending import begun
from tests.crash.many import LINES, RELEASER, SETTLEMENTS, make_many, paid_once, released

SEED, STOPS = 20270415, 4


@pytest.fixture
def server():
    """A PostgreSQL of its own, which writes to its disk before it says that something is kept."""
    with databases.serving(databases.BOUNDS) as running:
        yield running


@pytest.fixture
def run(server, tmp_path):
    """A hundred settlements that wait there, and how the run of them is begun."""
    url = databases.PostgreSQL(server.get_uri(), "stopping").copy()
    engine = database.connect(url)
    database.bind(engine)
    make_many()
    engine.dispose()

    def begin():
        return begun(url, RELEASER, url=url, data=tmp_path, module="tests.crash.paying")

    begin.engine = engine
    yield begin
    engine.dispose()


def stop_at_once(server):
    """Stop the server as its own immediate shutdown does: nothing is finished, nothing is written."""
    number = server.get_pid()
    os.kill(number, signal.SIGQUIT)
    while Path(f"/proc/{number}").exists():
        time.sleep(0.05)


@pytest.mark.trust("G1", "G7")
def test_a_server_that_stops_at_once_keeps_what_it_took_and_nothing_half(server, run):
    moments, stood = random.Random(SEED), 0  # noqa: S311 - any moments, but the same each time
    for _ in range(STOPS):
        going = run()
        assert going.program.stdout.readline() == "begun\n"
        time.sleep(moments.uniform(0.1, 1))
        stop_at_once(server)
        ended = going.done()
        assert ended.status != 0
        assert "connection" in ended.complained
        run.engine.dispose()
        server.ensure_postgres_running()
        now = released()
        assert stood <= now < SETTLEMENTS
        stood = now
        run.engine.dispose()
    assert stood > 0
    assert run().done().status == 0
    assert released() == SETTLEMENTS
    assert paid_once() == LINES
    looked_at(run.engine)
