"""How long the five main pages of the demo take to open, on a slow phone and at a desk.

The line and the machine are those that Lighthouse takes for its mobile and desktop reports, but they
are slowed in the browser, not reckoned afterwards. The app runs beside it, so a machine that is
busy makes all of it longer.
"""

import json
import shutil
import subprocess

import pytest

from comanage.rules.signoff import Role
from tests.benchmarks.asked import BROWSER, MISSING
from tests.benchmarks.measured import judge, say
from tests.browser.conftest import Demo
from tests.browser.steps import holder

GOES = 3
FIRST, SHIFT, WEIGHT = 1.5, 0.1, 60  # seconds, share of the window, kB
PAGES = {
    "a leader's one glance": (Role.LEADER, "/agreements/1/results/2026-Q2"),
    "an administrator's work list": (Role.ADMINISTRATOR, "/"),
    "the figures of a period": (Role.ADMINISTRATOR, "/agreements/1/figures/2026-Q3"),
    "payouts": (Role.COMPLIANCE, "/payouts"),
    "a settlement to approve": (Role.APPROVER, "/agreements/2/settlements/2026-Q2"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The demo, built and served."""
    folder = tmp_path_factory.mktemp("pages")
    demo = Demo(folder / "data")
    demo.run("demo", "--build-only")
    running = demo.serve(folder / "said.txt")
    yield demo
    running.terminate()
    running.wait(timeout=20)


@pytest.mark.loopback
def test_pages_open_quickly_and_do_not_jump(served):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, MISSING
    pages = [
        {"name": name, "path": path, "cookies": served.visitor(holder(role).email).cookies}
        for name, (role, path) in PAGES.items()
    ]
    task = {"base": served.base, "executable": chromium, "goes": GOES, "pages": pages}
    done = subprocess.run(
        ["node", str(BROWSER / "opened.mjs")],
        input=json.dumps(task), capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    for each in json.loads(done.stdout):
        where = f"{each['name']}, {each['shape']}"
        judge(f"{where}: first seen after", each["first"] / 1000, "s", most=FIRST)
        say("  its largest part", f"{each['largest'] / 1000:.2f} s")
        say("  kept from answering", f"{each['blocked']:.0f} ms")
        judge("  what jumped", each["shift"], "of the window", most=SHIFT)
        judge("  over the line", each["bytes"] / 1000, "kB", most=WEIGHT)
