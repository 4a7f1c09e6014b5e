"""A demo of our own on this machine, visitors who are signed in, and a Chromium that looks at it."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

import pytest

from comanage.demo.health_system import cast
from comanage.time_zone import OF_THE_DEMO
from tests.browser.visitor import Visitor

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-m", "comanage"]
STARTS_WITHIN = 60  # seconds
MISSING = "Chromium is missing: apt-get install chromium"
UNPACKED = "Run this first: npm --prefix tests/browser ci --ignore-scripts"


def pytest_collection_modifyitems(items):
    """Everything here talks to the demo that it has started itself."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.loopback)


class Installation:
    """An installation that runs.

    Attributes:
        base: The address, without a slash at its end.
        environment: The environment that the app was started with.
    """

    serves = ("serve",)  # the command that runs it

    def __init__(self, folder):
        """Keep its data in a folder, and choose a port that is free."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if "COMANAGE" not in name},
            "COMANAGE_DATA": str(folder),
            "COMANAGE_PORT": str(port),
            "COMANAGE_TIME_ZONE": OF_THE_DEMO,
        }

    def run(self, *words):
        """Run a command of comanage to its end, and give what it says."""
        done = subprocess.run(
            [*COMMAND, *words],
            env=self.environment, check=True, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        return done.stdout

    def serve(self, said):
        """Start the app, and wait until it answers; what it says goes to a file."""
        command = [*COMMAND, *self.serves]
        with said.open("w") as log:
            running = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and running.poll() is None:
            try:
                self.visitor().ask("/login")
            except urllib.error.URLError:
                time.sleep(0.1)
            else:
                return running
        running.kill()
        running.wait()
        return pytest.fail(f"The app did not start:\n{said.read_text()}")

    def visitor(self, email=""):
        """Send somebody there, signed in with the password of the demo where an address is given."""
        visitor = Visitor(self.base)
        if email:
            visitor.sign_in(email, cast().password)
        return visitor


class Demo(Installation):
    """A demo that runs, with everyone in it."""

    serves = ("demo",)


def built_once(base):
    """Build the demo for the first process of a run that asks, and give its folder to all."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, mark = shared / "demo-data", shared / "demo-built"
    with (shared / "demo-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            Demo(folder).run("demo", "--build-only")
            mark.touch()
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo health system, served anew for the tests of each file."""
    from pytest_socket import enable_socket  # noqa: PLC0415 - a module starts before its tests

    enable_socket()
    mine = tmp_path_factory.mktemp("demo")
    shutil.copytree(built_once(tmp_path_factory.getbasetemp()), mine / "data")
    served = Demo(mine / "data")
    running = served.serve(mine / "said.txt")
    yield served
    running.terminate()
    running.wait(timeout=20)


@pytest.fixture
def empty(tmp_path):
    """An installation on its first day, begun by the command line and served."""
    begun = Installation(tmp_path / "data")
    begun.said = begun.run("init")
    running = begun.serve(tmp_path / "said.txt")
    yield begun
    running.terminate()
    running.wait(timeout=20)


@pytest.fixture(scope="session")
def look():
    """Let Chromium look at pages; see drive.mjs for what it is asked and what it answers."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, MISSING
    assert (HERE / "node_modules" / "playwright-core").is_dir(), UNPACKED

    def ask(base, *people, pictures=""):
        task = {"base": base, "executable": chromium, "people": people, "pictures": pictures}
        done = subprocess.run(
            ["node", str(HERE / "drive.mjs")],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask
