"""SQL is built by expressions: no statement is put together from text where a value could slip in."""

import ast

import pytest

from tests.house.house import named, python_files, tree_of

SENDS = {"text", "exec_driver_sql", "execute", "executescript", "literal_column"}
# Where statements are written from the house's own words: triggers, pragmas, their migrations.
OWN_WORDS = {"comanage/records/guarding.py", "comanage/database.py", "comanage/sqlite_file.py"}
FILES = [file for file in python_files("comanage") if named(file) not in OWN_WORDS]


@pytest.mark.trust("C4")
@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_statement_is_put_together_from_text(file):
    joined = [
        ast.unparse(call)
        for call in ast.walk(tree_of(file))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in SENDS
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert joined == []
