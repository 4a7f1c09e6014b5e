"""Money and rates are exact: no float enters the rules, and none is a column of the records."""

import ast

import pytest

from comanage.records.base import Base, Cents
from tests.house.house import named, python_files, tree_of

FLOATING = {"float", "Float", "Double", "REAL", "DOUBLE", "DOUBLE_PRECISION"}


@pytest.mark.parametrize("file", python_files("comanage/rules", "comanage/records"), ids=named)
@pytest.mark.trust("D1")
def test_no_float_is_written_made_or_stored(file):
    found = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree_of(file))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.Name | ast.alias) and word(node) in FLOATING)
        or (isinstance(node, ast.Attribute) and node.attr in FLOATING)
    ]
    assert not found


@pytest.mark.parametrize("file", python_files("comanage/rules"), ids=named)
@pytest.mark.trust("D1")
def test_no_rule_counts_under_the_rounding_of_a_decimal_context(file):
    names = {word(node) for node in ast.walk(tree_of(file)) if isinstance(node, ast.Name)}
    assert names.isdisjoint({"getcontext", "localcontext", "setcontext"})


@pytest.mark.trust("D1")
def test_every_amount_of_money_is_a_column_of_whole_cents():
    named_cents = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_cents")
    ]
    assert named_cents
    assert [str(column) for column in named_cents if not isinstance(column.type, Cents)] == []


def word(node):
    """Give the name that a node speaks."""
    return node.name if isinstance(node, ast.alias) else node.id
