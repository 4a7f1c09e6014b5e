"""The table of promises and the tests that show each, read from their marks without running any."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass

from tests.house.house import ROOT, named, python_files, tree_of

LIST = ROOT / "tests" / "house" / "trust.txt"
MARK = "pytest.mark.trust"
LATER = "not yet:"


@dataclass(frozen=True)
class Promise:
    """A row of the list.

    Attributes:
        row: Its name, such as F2.
        title: What is promised.
        later: What of it is still to come; empty where nothing is.
    """

    row: str
    title: str
    later: str = ""


def promises():
    """Read the list, row by row."""
    found = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith(LATER):
            last = found.pop()
            found.append(Promise(last.row, last.title, line.strip().removeprefix(LATER).strip()))
        elif line and not line.startswith("#"):
            row, title = re.fullmatch(r"([A-H]\d+[a-z]?) +(\S.*)", line).groups()
            found.append(Promise(row, title))
    return found


def shown():
    """Give, for each row that a mark names, the tests that carry it."""
    found = defaultdict(list)
    for file in python_files("tests"):
        tree = tree_of(file)
        for row in rows_of(node for node in tree.body if isinstance(node, ast.Assign)):
            found[row].append(named(file))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                for row in rows_of(node.decorator_list):
                    found[row].append(f"{named(file)}::{node.name}")
    return found


def rows_of(nodes):
    """List the rows that the marks among some expressions name."""
    return [
        argument.value
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == MARK
        for argument in call.args
    ]


def lines():
    """Write the table: each promise, what is still to come, and the tests that show it."""
    tests = shown()
    for promise in promises():
        yield f"{promise.row:<4} {promise.title}"
        if promise.later:
            yield f"     {LATER} {promise.later}"
        yield from (f"     {test}" for test in tests[promise.row])


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201 - this is what it is for
