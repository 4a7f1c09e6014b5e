"""Days and times have one door: comanage/clock.py turns an instant into a day, and nothing else does."""

import ast
import re

import pytest

from tests.house.house import PACKAGE, ROOT, python_files, tree_of

# What a calendar day is typed as on the command line arrives as a midnight; its day is what was typed.
TYPED = {"cli"}
UTC_BY_ITS_NAME = {
    # where a time is written:      why it is UTC there
    "rules/chain.py":               "the chain of the log, which no setting may change",
    "rules/anchor.py":              "a signed anchor",
    "statements/signatures/signed.py":     "the time of a signature, which a PDF tells in UTC",
    "statements/exports/payouts.py":      "files for other systems, with a Z",
    "statements/exports/hours_csv.py":      "files for other systems, with a Z",
    "statements/packets/packet_acts.py":    "instants of records and of the log, each with a Z",
}  # fmt: skip
WRITERS = {"strftime", "strptime", "timetuple"}
FILES = [file for file in python_files("comanage") if file.name != "clock.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.trust("E5")
def test_no_file_takes_the_day_of_an_instant_by_itself():
    looked_at = [file for file in FILES if file.relative_to(PACKAGE).parts[0] not in TYPED]
    assert len(looked_at) > 300
    assert [str(file) for file in looked_at if "date" in {*called_bare(file)}] == []


@pytest.mark.trust("E5")
def test_times_are_written_by_the_clock_but_where_they_stand_in_utc():
    writing = {str(file.relative_to(PACKAGE)) for file in FILES if WRITERS & {*called(file)}}
    assert writing == UTC_BY_ITS_NAME.keys()


@pytest.mark.trust("E5")
def test_no_template_takes_the_day_or_the_time_of_an_instant_by_itself():
    own = re.compile(r"\.date\(\)|\.time\(\)|_at\.strftime|_at\.isoformat")
    # the time of a file's own making, with its offset
    allowed = {"statements/settled.html", "statements/exhibit.html"}
    found = {
        str(file.relative_to(ROOT / "templates")): own.findall(file.read_text(encoding="utf-8"))
        for file in TEMPLATES
    }
    assert {name for name, uses in found.items() if uses} <= allowed


@pytest.mark.trust("E5")
def test_no_test_keeps_the_day_on_which_it_was_collected():
    """A run that goes on past midnight would compare with yesterday."""
    looked_at = [file for file in python_files("tests") if "test_days" not in file.name]
    assert len(looked_at) > 300
    assert [str(file.relative_to(ROOT)) for file in looked_at if kept_day(tree_of(file))] == []


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("TODAY = clock.today()", True),
        ("@mark(clock.today() - timedelta(1))\ndef test(): pass", True),
        ("def made(on=clock.today()): pass", True),
        ("class Made:\n    on = clock.now()", True),
        ("def made():\n    return clock.today()", False),
        ("made = lambda: clock.today()", False),
        ("class Made:\n    def on(self):\n        return clock.now()", False),
    ],
)
def test_a_day_that_is_kept_from_the_start_is_seen(code, kept):
    assert kept_day(ast.parse(code)) is kept


def kept_day(node):
    """Whether a piece of code asks for the day or the time when it is read, not when it is run."""
    asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if asks and node.func.attr in {"today", "now"}:
        return True
    if isinstance(node, ast.Lambda):
        return kept_day(node.args)
    if isinstance(node, ast.FunctionDef):
        return any(kept_day(part) for part in (*node.decorator_list, node.args))
    return any(kept_day(part) for part in ast.iter_child_nodes(node))


def called(file):
    """Name every method that a file calls."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def called_bare(file):
    """Name every method that a file calls without anything."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            yield node.func.attr
