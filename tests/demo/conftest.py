"""The demo, built once for all tests of a run by the command that people type."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys

import pytest

from comanage import database
from tests.databases import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id):
    """The folder of a demo that `comanage demo --build-only` built, and what it printed."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent / "demo" if worker_id != "master" else folder / "demo"
    folder.mkdir(exist_ok=True)
    said = folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several processes, one builds
        if not said.exists():
            done = comanage("demo", "--build-only", data=folder)
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    return folder


@pytest.fixture
def demo(built, tmp_path):
    """A copy of the demo to act in, as the address of its database; it is open."""
    file = tmp_path / "demo.sqlite"
    shutil.copy(built / "demo" / "comanage.sqlite", file)
    engine = database.connect(f"sqlite:///{file}")
    database.bind(engine)
    yield f"sqlite:///{file}"
    engine.dispose()


def comanage(*arguments, data, **settings):
    """Run the command line as a program of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMANAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "comanage", *arguments],
        env=kept | {"COMANAGE_DATA": str(data)} | settings,
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]
