"""One commit: a request succeeds whole or not at all, so only database.py commits."""

import ast

from tests.house.house import named, python_files, tree_of

ENDS = {"commit", "begin_nested", "rollback"}


def test_only_the_one_transaction_commits():
    ending = {
        named(file)
        for file in python_files("comanage")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr in ENDS
    }
    assert ending <= {"comanage/database.py"}


def test_the_one_transaction_stands_in_the_database_file():
    defined = [node.name for node in ast.walk(tree_of(python_files("comanage/database.py")[0]))
               if isinstance(node, ast.FunctionDef)]  # fmt: skip
    assert defined.count("transaction") == 1


def test_only_the_clock_reads_the_time():
    reading = {
        named(file)
        for file in python_files("comanage")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) in {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
    }
    assert reading == {"comanage/clock.py"}
