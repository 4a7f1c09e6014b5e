"""Mutants: a file of the rules with one place written wrongly, and what is not mutated at all.

A mutant is told by its content, not by its place: the file, the function, the text of the line,
the words of the change, and a number where these agree. So it keeps its name while lines move.
"""

import ast
from collections import Counter
from dataclasses import dataclass, field

from tests.house.house import ROOT
from tests.mutants.operators import changes, is_words

# What only people read, what only type checkers read, and what only says how a class is made.
NOT_MUTATED = {
    ast.FunctionDef: {"decorator_list", "returns", "name"},
    ast.ClassDef: {"decorator_list", "bases", "keywords"},
    ast.AnnAssign: {"annotation"},
    ast.arg: {"annotation"},
}
SKIPPED = (ast.JoinedStr, ast.Import, ast.ImportFrom)
WORDS = {"because", "words", "why", "said", "title", "sentence", "example"}  # what people read
PROMISES = {"strict"}  # zip's: the lists it joins are made of one another


@dataclass(frozen=True)
class Where:
    """The function or class that a place is in; whether it runs only when it is called."""

    name: str = ""
    inside: bool = False


NOWHERE = Where()  # outside of functions and classes


@dataclass(frozen=True)
class Mutant:
    """One place written wrongly.

    Attributes:
        file: The file, from the root of the project.
        function: The function or class it stands in; empty for the file itself.
        line: The text of its line.
        change: What is changed, in words.
        lines: The numbers of the lines of the statement.
        place: The steps from the root of the tree to the node: a field, and an index in a list.
        at: Which of the changes of that node it is.
        swaps: Whether a function that stands can be given the mutated code.
    """

    file: str
    function: str
    line: str
    change: str
    lines: tuple[int, int] = field(compare=False)
    place: tuple = field(compare=False)
    at: int = field(compare=False)
    swaps: bool = field(compare=False)

    @property
    def key(self):
        """Tell it from all others."""
        return (self.file, self.function, self.line, self.change)


def mutants_of(file):
    """List every mutant of a file."""
    text = file.read_text(encoding="utf-8")
    source, seen, found = text.splitlines(), Counter(), []
    for node, place, where, span in places(ast.parse(text)):
        line = source[getattr(node, "lineno", span[0]) - 1].strip()
        if not any(map(str.isalpha, line)):  # a lone bracket says nothing: its statement does
            line = source[span[0] - 1].strip()
        for at, (_, words) in enumerate(changes(node)):
            name = (where.name, line, words)
            seen[name] += 1
            change = f"{words} ({seen[name]})" if seen[name] > 1 else words
            shown = str(file.relative_to(ROOT))
            found.append(Mutant(shown, where.name, line, change, span, place, at, where.inside))
    return found


def mutated(mutant):
    """Parse a file with one place written wrongly."""
    tree = ast.parse((ROOT / mutant.file).read_text(encoding="utf-8"))
    *steps, last = mutant.place
    parent = tree
    for step in steps:
        parent = child_of(parent, step)
    node = child_of(parent, last)
    changed = [new for new, _ in changes(node)][mutant.at]
    name, index = last
    if index is None:
        setattr(parent, name, changed)
    else:
        getattr(parent, name)[index] = changed
    ast.copy_location(changed, node)
    return ast.fix_missing_locations(tree)


def places(node, place=(), where=NOWHERE, span=(1, 1)):
    """Walk through every node that may be mutated, with its place, its home and its lines."""
    for name, index, child in children(node):
        if skipped(node, name, child):
            continue
        home, lines = home_of(node, name, where), lines_of(child, span)
        here = (*place, (name, index))
        yield child, here, home, lines
        yield from places(child, here, home, lines)


def home_of(node, field_name, where):
    """Say where a child of a node is at home: a function's own lines run when it is called."""
    if where.inside or not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return where
    full = f"{where.name}.{node.name}" if where.name else node.name
    return Where(full, isinstance(node, ast.FunctionDef) and field_name == "body")


def lines_of(node, span):
    """Give the lines of a statement; of one with a body those before its body."""
    if not isinstance(node, ast.stmt):
        return span
    body = getattr(node, "body", None)
    return (node.lineno, max(node.lineno, body[0].lineno - 1) if body else node.end_lineno)


def skipped(parent, name, node):
    """Say whether a node is not mutated."""
    if name in NOT_MUTATED.get(type(parent), ()) or isinstance(node, SKIPPED):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if gives_words(node):
        return True
    if isinstance(node, ast.keyword):
        return node.arg in WORDS | PROMISES
    if isinstance(node, ast.FunctionDef):
        return node.name in WORDS or node.name.endswith("_words")
    return bool(names_of(node)) and names_of(node) <= WORDS


def gives_words(node):
    """Say whether an expression puts words together, or chooses among them."""
    if isinstance(node, ast.IfExp):
        return any(isinstance(each, ast.JoinedStr) for each in (node.body, node.orelse))
    if isinstance(node, ast.BoolOp):
        return any(is_words(each) for each in node.values)
    called = getattr(node, "func", None)
    return isinstance(called, ast.Attribute) and is_words(called.value)


def names_of(node):
    """Name what a statement keeps."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else targets
    return {getattr(target, "attr", getattr(target, "id", "")) for target in targets}


def children(node):
    """List the children of a node with their fields, and their indices in a list."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield name, None, value
        elif isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield name, index, each


def child_of(node, step):
    name, index = step
    value = getattr(node, name)
    return value if index is None else value[index]
