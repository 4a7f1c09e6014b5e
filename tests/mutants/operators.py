"""Operators: in what ways one place of a program could have been written wrongly.

Each takes a node of the syntax tree and yields pairs: the node that stands in its place, and
the words for the change. What is left alone altogether, `planted.py` says.
"""

import ast

ORDER = {  # the boundary first, then the other way round
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.BitOr: "|", ast.BitAnd: "&",
}  # fmt: skip
OTHER_NAMES = {"ZERO": "ONE", "ONE": "ZERO", "HUNDRED": "ONE"}
OTHER_CALLS = {"max": "min", "min": "max", "any": "all", "all": "any", "sorted": "list"}
NOT_NEEDED = {"reversed", "abs"}  # calls that give something much like their argument


def changes(node):
    """Give every wrong way to write a node, with its words."""
    for kind, change in CHANGES.items():
        if isinstance(node, kind):
            yield from change(node)


def compared(node):
    """Move a boundary, and turn a comparison round."""
    for at, operator in enumerate(node.ops):
        for other in ORDER[type(operator)]:
            changed = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            words = f"{SIGNS[type(operator)]} → {SIGNS[other]}"
            yield ast.Compare(node.left, changed, node.comparators), words


def calculated(node):
    """Calculate with another operator."""
    other = ARITHMETIC.get(type(node.op))
    if other and not (is_words(node.left) or is_words(node.right)):
        words = f"{SIGNS[type(node.op)]} → {SIGNS[other]}"
        yield ast.BinOp(node.left, other(), node.right), words


def added(node):
    """Calculate with another operator in place, or leave the line out."""
    other = ARITHMETIC.get(type(node.op))
    if other and not is_words(node.value):
        words = f"{SIGNS[type(node.op)]}= → {SIGNS[other]}="
        yield ast.AugAssign(node.target, other(), node.value), words
        yield ast.Pass(), "left out"


def negated(node):
    """Leave out a sign or a not."""
    if isinstance(node.op, ast.USub | ast.Not):
        yield node.operand, "- → +" if isinstance(node.op, ast.USub) else "not left out"


def joined(node):
    """Join two truths the other way."""
    other, words = (ast.Or, "and → or") if isinstance(node.op, ast.And) else (ast.And, "or → and")
    yield ast.BoolOp(other(), node.values), words


def decided(node):
    """Decide the other way, where no comparison or not is turned round already."""
    if isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
        return
    if isinstance(node.test, ast.UnaryOp):
        return
    fields = {name: getattr(node, name) for name in node._fields}
    yield type(node)(**fields | {"test": turned(node.test)}), "condition turned round"


def filtered(node):
    """Keep what a comprehension leaves out, and the other way round."""
    for at, test in enumerate(node.ifs):
        if not isinstance(test, ast.Compare | ast.UnaryOp):
            tests = [*node.ifs[:at], turned(test), *node.ifs[at + 1 :]]
            changed = ast.comprehension(node.target, node.iter, tests, node.is_async)
            yield changed, "condition turned round"


def numbered(node):
    """Count one more or one less; say no for yes."""
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value), f"{node.value} → {not node.value}"
    elif isinstance(node.value, int):
        for other in (node.value + 1, node.value - 1):
            yield ast.Constant(other), f"{node.value} → {other}"


def named(node):
    """Take one for zero, and the other way round."""
    if isinstance(node.ctx, ast.Load) and node.id in OTHER_NAMES:
        yield ast.Name(OTHER_NAMES[node.id], ast.Load()), f"{node.id} → {OTHER_NAMES[node.id]}"


def called(node):
    """Take the largest for the smallest, all for any; leave out what turns round or sorts."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in OTHER_CALLS:
        function = ast.Name(OTHER_CALLS[name], ast.Load())
        given = [] if name == "sorted" else node.keywords
        yield ast.Call(function, node.args, given), f"{name} → {OTHER_CALLS[name]}"
    if name in NOT_NEEDED and len(node.args) == 1:
        yield node.args[0], f"{name} left out"


def listed(node):
    """Leave one thing out of a set."""
    for at, each in enumerate(node.elts):
        if len(node.elts) > 1:
            yield ast.Set([*node.elts[:at], *node.elts[at + 1 :]]), f"{ast.unparse(each)} left out"


def returned(node):
    """Give nothing back."""
    nothing = isinstance(node.value, ast.Constant) and node.value.value is None
    if node.value is not None and not nothing and not is_words(node.value):
        yield ast.Return(ast.Constant(None)), "returns None"


def done(node):
    """Leave a line out that only does something."""
    if not isinstance(node.value, ast.Constant):
        yield ast.Pass(), "left out"


def kept(node):
    """Leave out what an object is to keep."""
    if any(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
        yield ast.Pass(), "left out"


def left(node):
    """Leave out a refusal, or go on where one should stop."""
    yield ast.Pass(), "left out"


def chosen(node):
    """Leave out one case."""
    for at in range(len(node.cases)):
        if len(node.cases) > 1:
            words = f"case {ast.unparse(node.cases[at].pattern)} left out"
            yield ast.Match(node.subject, [*node.cases[:at], *node.cases[at + 1 :]]), words


def is_words(node):
    """Say whether a node is text."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def turned(test):
    return ast.UnaryOp(ast.Not(), test)


CHANGES = {
    ast.Compare: compared,
    ast.BinOp: calculated,
    ast.AugAssign: added,
    ast.UnaryOp: negated,
    ast.BoolOp: joined,
    ast.If | ast.IfExp | ast.While: decided,
    ast.comprehension: filtered,
    ast.Constant: numbered,
    ast.Name: named,
    ast.Call: called,
    ast.Set: listed,
    ast.Return: returned,
    ast.Expr: done,
    ast.Assign: kept,
    ast.Raise | ast.Break | ast.Continue: left,
    ast.Match: chosen,
}
