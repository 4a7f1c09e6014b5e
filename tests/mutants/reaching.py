"""Reaching: which tests run which lines of the rules, how long they take, and whether they pass."""

import sys
from collections import defaultdict
from dataclasses import dataclass
from time import process_time

from _pytest.runner import runtestprotocol

from tests.house.house import ROOT


@dataclass(frozen=True)
class Run:
    """One test without any mutant.

    Attributes:
        test: Its name.
        seconds: How long it takes, in processor time.
        passed: Whether it passes.
        lines: The lines that it runs, by file.
    """

    test: str
    seconds: float
    passed: bool
    lines: dict[str, list[int]]


def runs_of(items, files):
    """Run every test once, watching the lines of some files."""
    files = {str(file): str(file.relative_to(ROOT)) for file in files}
    found = []
    for item, following in zip(items, [*items[1:], None], strict=True):
        seen, before = defaultdict(set), process_time()
        sys.settrace(watching(files, seen))
        try:
            passed = passes(item, following)
        finally:
            sys.settrace(None)
        lines = {files[name]: sorted(numbers) for name, numbers in seen.items()}
        found.append(Run(item.nodeid, process_time() - before, passed, lines))
    return found


def passes(item, following):
    """Run a test and say whether it passed; following is the test that runs after it."""
    reports = runtestprotocol(item, log=False, nextitem=following)
    return not any(report.failed for report in reports)


def watching(files, seen):
    """Make a tracer that keeps the lines of some files and looks at no other."""

    def line(frame, event, _):
        if event == "line":
            seen[frame.f_code.co_filename].add(frame.f_lineno)
        return line

    def call(frame, _, __):
        return line if frame.f_code.co_filename in files else None

    return call


def reaching(mutant, runs):
    """List the tests that run a mutant's statement: those named after its file first."""
    first, last = mutant.lines
    found = [
        run for run in runs if any(first <= line <= last for line in run.lines.get(mutant.file, ()))
    ]
    named = set(near(mutant, runs))
    return sorted(found, key=lambda run: (run.test not in named, run.seconds))


def near(mutant, runs):
    """Name the tests that stand in a file named after that of a mutant."""
    stem = mutant.file.rsplit("/", 1)[-1].removesuffix(".py")
    return [run.test for run in runs if f"test_{stem}.py" in run.test]
