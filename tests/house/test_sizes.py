"""Files and functions stay small enough to be read at one sitting."""

import ast

import pytest

from tests.house.house import TEMPLATES, functions_of, named, python_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FILES = python_files("comanage", "tests", "migrations", "config.py")
# A migration is a record of what was done to tables, not something one reads to change it.
READ_ONCE = "migrations/versions"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_python_file_is_no_longer_than_one_sitting(file):
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE or READ_ONCE in named(file)


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_function_is_no_longer_than_one_screen(file):
    if READ_ONCE not in named(file):
        too_long = [
            f"{function.name} has {length(function)} lines"
            for function in functions_of(file)
            if length(function) > LONGEST_FUNCTION
        ]
        assert not too_long


def test_a_template_is_no_longer_than_one_sitting():
    templates = sorted(TEMPLATES.rglob("*.html"))
    assert templates
    lengths = {named(file): len(file.read_text().splitlines()) for file in templates}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}


def test_files_are_named_after_domain_things_and_never_after_layers():
    layers = {"utils", "util", "helpers", "common", "manager", "models", "forms", "views", "misc"}
    assert [named(file) for file in FILES if file.stem in layers] == []


def length(function):
    """Count the lines of a function without its docstring, which may take the room it needs."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines
