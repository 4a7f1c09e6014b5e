"""Processes that are asked by lines and answer with lines: workers, and a Chromium that prints."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import sysconf
from pathlib import Path
from typing import Any

from comanage.statements import pdf, press, printable
from comanage.statements.carried import Carried, told

BROWSER = Path(__file__).resolve().parents[1] / "browser"
UNPACKED = "Run this first: npm --prefix tests/browser ci --ignore-scripts"
MISSING = "Chromium is missing: apt-get install chromium"


class Asked:
    """A process that answers."""

    def __init__(self, command: list[str]) -> None:
        """Start it."""
        self._running = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def send(self, **asked: object) -> None:
        """Ask."""
        self._running.stdin.write(f"{json.dumps(asked)}\n")
        self._running.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait for the answer."""
        line = self._running.stdout.readline()
        assert line, "It ended without an answer."
        return json.loads(line)

    def ask(self, **asked: object) -> dict[str, Any]:
        """Ask, and wait for the answer."""
        self.send(**asked)
        return self.answer()

    def processor(self) -> float:
        """Give the processor seconds of it and of all that it has started, ended or not."""
        return sum(map(_used, _with_all_below(self._running.pid))) / sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Ask nothing more, and wait until it has ended."""
        self._running.stdin.close()
        self._running.wait(timeout=60)
        self._running.stdout.close()


def _with_all_below(process: int) -> list[int]:
    """Give a process and all below it."""
    found = [process]
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        for below in file.read_text(encoding="utf-8").split():
            found += _with_all_below(int(below))
    return found


def _used(process: int) -> int:
    """Give the ticks that a process has used, with those of all below it that have ended.

    One that ends between being found and being asked has used none: its parent tells them.
    """
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, told.rsplit(")", 1)[1].split()[11:15]))


@contextmanager
def workers(count: int) -> Iterator[list[Asked]]:
    """Start workers, each warm."""
    command = [sys.executable, "-m", "tests.benchmarks.statement_worker"]
    started = [Asked(command) for _ in range(count)]
    try:
        for one in started:
            one.ask(kind="whole", goes=2)
        yield started
    finally:
        for one in started:
            one.end()


@contextmanager
def chromium() -> Iterator[Asked]:
    """Start a Chromium that prints."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, MISSING
    assert (BROWSER / "node_modules" / "playwright-core").is_dir(), UNPACKED
    started = Asked(["node", str(BROWSER / "print.mjs"), program])
    try:
        yield started
    finally:
        started.end()


def page(held: Carried, folder: Path) -> str:
    """Write the HTML of a statement with its style and fonts for a browser, and give its address."""
    style = "".join((press.TEMPLATES / name).read_text(encoding="utf-8") for name in pdf.STYLES)
    style = re.sub(r'url\("font:', f'url("{printable.FONTS.as_uri()}/', style)
    html = pdf.html(told(held), "0" * 64)
    file = folder / "statement.html"
    html = html.replace("</head>", f"<style>{style} @page {{ size: letter; }}</style></head>")
    file.write_text(html, encoding="utf-8")
    return file.as_uri()
