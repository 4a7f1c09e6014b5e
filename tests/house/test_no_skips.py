"""A test that does not run proves nothing: none is skipped, expected to fail, or left empty."""

import ast

import pytest

from tests.house.house import named, python_files, tree_of

EXCUSES = {"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipUnless", "skipIf"}
FILES = [file for file in python_files("tests") if file.name.startswith(("test_", "conftest"))]


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_of_tests_excuses_none_of_them(file):
    names = {node.attr for node in ast.walk(tree_of(file)) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree_of(file)) if isinstance(node, ast.Name)}
    assert names.isdisjoint(EXCUSES)


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "conftest.py"], ids=named)
def test_a_file_of_tests_has_tests_with_names_that_say_what_holds(file):
    tests = [node.name for node in ast.walk(tree_of(file))
             if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]  # fmt: skip
    machines = [node for node in ast.walk(tree_of(file)) if is_state_machine(node)]
    assert tests or machines
    assert [name for name in tests if name.count("_") < 2] == []
    assert len(tests) == len(set(tests)), "Of two tests with one name only the last one runs."


def is_state_machine(node):
    """Say whether a line hands a hypothesis state machine to pytest."""
    return isinstance(node, ast.Attribute) and node.attr == "TestCase"
