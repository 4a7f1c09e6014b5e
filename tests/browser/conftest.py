"""A demo of our own on this machine, visitors who are signed in, and a Chromium that looks at it."""

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
from tests.browser.visitor import Visitor

HERE = Path(__file__).parent
STARTS_WITHIN = 60  # seconds
MISSING = "Chromium is missing: apt-get install chromium"
UNPACKED = "Run this first: npm --prefix tests/browser ci --ignore-scripts"


def pytest_collection_modifyitems(items):
    """Everything here talks to the demo that it has started itself."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.loopback)


class Demo:
    """A demo that runs: its address, and who may sign in.

    Attributes:
        base: The address, without a slash at its end.
        environment: The environment that the app was started with.
    """

    def __init__(self, folder):
        """Build the demo in a folder, and choose a port that is free."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if "COMANAGE" not in name},
            "COMANAGE_DATA": str(folder),
            "COMANAGE_PORT": str(port),
        }
        self.run("demo", "--build-only")

    def run(self, *words):
        """Run a command of ours to its end."""
        command = [sys.executable, "-m", "comanage", *words]
        subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=300)

    def serve(self):
        """Start the app, and wait until it answers."""
        command = [sys.executable, "-m", "comanage", "demo"]
        running = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and running.poll() is None:
            try:
                self.visitor().ask("/login")
            except urllib.error.URLError:
                time.sleep(0.1)
            else:
                return running
        running.kill()
        pytest.fail(f"The demo did not start:\n{running.communicate()[0].decode()}")

    def visitor(self, email=""):
        """Send somebody there, signed in where an address is given."""
        visitor = Visitor(self.base)
        if email:
            visitor.sign_in(email, cast().password)
        return visitor


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo health system, built and served for the tests of this process."""
    from pytest_socket import enable_socket  # noqa: PLC0415 - a session starts before its tests

    enable_socket()
    built = Demo(tmp_path_factory.mktemp("demo"))
    running = built.serve()
    yield built
    running.terminate()
    running.wait(timeout=20)
    running.stdout.close()


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
