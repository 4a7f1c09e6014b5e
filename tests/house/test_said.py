"""What a page says is done is stored by then: nothing is said inside of the transaction that may yet fail."""

import ast

from tests.house.house import named, python_files, tree_of

DOORS = {"transaction", "saving"}  # what commits at its end, or refuses to


def _opens(block):
    """Say whether a with-block is a transaction."""
    calls = [each.context_expr for each in block.items if isinstance(each.context_expr, ast.Call)]
    return any(ast.unparse(call.func) in DOORS for call in calls)


def _says(block):
    """Give the lines of a block that say something on the next page."""
    calls = [node for node in ast.walk(block) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if ast.unparse(call.func) in {"flash", "_say"}]


def test_nothing_is_said_to_be_done_before_it_is_stored():
    blocks = [
        (file, node)
        for file in python_files("comanage/pages")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.With) and _opens(node)
    ]
    assert len(blocks) > 100
    early = [f"{named(file)}:{line}" for file, node in blocks for line in _says(node)]
    assert early == [], "Say it after the transaction: it may fail to be stored."
