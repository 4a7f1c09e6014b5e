"""Mutants: what is written wrongly and what is left alone, and that the list of survivors is true."""

import ast
import sys
from importlib.util import module_from_spec

import pytest

from comanage.rules import missing
from tests.house.house import ROOT
from tests.mutants import planted, survivors
from tests.mutants.groups import GROUPS, RULES, module_of
from tests.mutants.operators import changes
from tests.mutants.planted import mutants_of, mutated
from tests.mutants.swapping import Mutated, code_named, function_of

EVERY = {mutant.key: mutant for files in GROUPS.values() for file in files
         for mutant in mutants_of(file)}  # fmt: skip


def written(source):
    """Write every wrong way of one line, of its outermost part alone."""
    node = ast.parse(source).body[0]
    node = (
        node.value if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call) else node
    )
    return [ast.unparse(ast.fix_missing_locations(new)) for new, _ in changes(node)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("a >= b", ["a > b", "a < b"]),
        ("a < b <= c", ["a <= b <= c", "a >= b <= c", "a < b < c", "a < b > c"]),
        ("a is not b", ["a is b"]),
        ("a * b", ["a / b"]),
        ("a + 'words'", []),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("-a", ["a"]),
        ("2", ["3", "1"]),
        ("True", ["False"]),
        ("ZERO", ["ONE"]),
        ("{a, b}", ["{b}", "{a}"]),
        ("a if b else c", ["a if not b else c"]),
        ("a += b", ["a -= b", "pass"]),
        ("a.b = c", ["pass"]),
        ("a = b", []),
        ("note(a)", ["pass"]),
        ("return a", ["return None"]),
        ("return None", []),
        ("return 'words'", []),
        ("raise a", ["pass"]),
        ("if a:\n    b()", ["if not a:\n    b()"]),
        ("if a == b:\n    b()", []),
    ],
)
def test_a_place_is_written_wrongly_in_every_way_that_could_happen(right, wrong):
    assert written(right) == wrong


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("max(a, b)", "min(a, b)"), ("any(a)", "all(a)"), ("sorted(a, key=b)", "list(a)"),
     ("reversed(a)", "a"), ("f(a)", None)],
)  # fmt: skip
def test_a_call_is_exchanged_for_one_much_like_it(right, wrong):
    call = ast.parse(right, mode="eval").body
    assert [ast.unparse(new) for new, _ in changes(call)] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('"""A docstring."""', id="a docstring"),
        pytest.param("from a import ONE", id="an import"),
        pytest.param("a: Fraction | None", id="a type"),
        pytest.param("because = a + b", id="a reason"),
        pytest.param("def sentence(a):\n    return a + 1", id="a sentence"),
        pytest.param("def limit_words(a):\n    return a + 1", id="words"),
        pytest.param("a = f'{b + 1} of {c * 100}'", id="text with numbers"),
        pytest.param("a = b or 'nothing'", id="words or other words"),
        pytest.param("a = '; '.join(b for b in c if not b)", id="words put together"),
        pytest.param("@dataclass(frozen=True)\nclass A:\n    b: int", id="how a class is made"),
        pytest.param("zip(a, strict=True)", id="that two lists are of one length"),
    ],
)
def test_what_people_and_type_checkers_read_is_left_alone(source):
    tree = ast.parse(source)
    found = [words for node, *_ in planted.places(tree) for _, words in changes(node)]
    assert [words for words in found if words != "left out"] == []


def test_a_mutant_is_named_by_what_it_says_and_no_two_alike():
    count = sum(len(mutants_of(file)) for files in GROUPS.values() for file in files)
    assert len(EVERY) == count > 1500


def test_every_mutant_can_be_compiled():
    for mutant in list(EVERY.values())[::7]:
        compile(mutated(mutant), mutant.file, "exec")


def test_a_function_is_given_the_code_of_a_mutant(monkeypatch):
    key = ("comanage/rules/gates.py", "bounded",
           "if floor is not None and not closed:", "not left out")  # fmt: skip
    module = sys.modules["comanage.rules.gates"]
    code = compile(mutated(EVERY[key]), key[0], "exec")
    standing = function_of(module, "bounded")
    assert module.bounded(1, 2, None, closed=False) == 2
    monkeypatch.setattr(standing, "__code__", code_named(code, "bounded"))
    assert module.bounded(1, 2, None, closed=False) == 1


@pytest.mark.parametrize(
    ("file", "name"),
    [("scorecard.py", "ScoredDomain.raw"), ("units.py", "Scale.gain"), ("canonical.py", "text")],
)
def test_functions_methods_and_properties_are_found_by_their_names(file, name):
    found = function_of(sys.modules[module_of(RULES / file)], name)
    code = compile((RULES / file).read_text(encoding="utf-8"), file, "exec")
    assert found.__code__.co_qualname == code_named(code, name).co_qualname == name


def test_a_file_is_imported_with_one_place_written_wrongly():
    mutant = next(each for each in EVERY.values() if "reported: Fraction = ONE" in each.line)
    assert not mutant.swaps
    name = module_of(ROOT / mutant.file)
    spec = Mutated(mutant).find_spec(name, sys.modules["comanage.rules"].__path__)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (module.MissingTerms().reported, missing.MissingTerms().reported) == (0, 1)


def test_every_survivor_in_the_list_is_a_mutant_that_can_be_made():
    assert [key for key, _ in survivors.rows() if key not in EVERY] == []


def test_every_survivor_in_the_list_has_a_reason_and_stands_there_once():
    keys = [key for key, _ in survivors.rows()]
    assert len(keys) == len(set(keys))
    assert [key for key, reason in survivors.rows() if not reason.endswith(".")] == []


def test_a_row_of_the_list_reads_back():
    key = ("a.py", "", "a = b | c", "| → &")
    line = survivors.row(key, "Nobody can tell.")
    assert survivors.read(line) == (key, "Nobody can tell.")
