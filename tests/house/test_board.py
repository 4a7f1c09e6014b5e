"""Each safeguard that is computed has tests that turn it to each of its words: by facts, by records.

Which words a check can say is read from its own code, so that a word which is added to a check
asks for its tests here.
"""

import ast
import inspect
from pathlib import Path

import pytest

from comanage.rules.oversight import declared
from comanage.rules.oversight.board import WORDS
from comanage.rules.oversight.oversight import Decider, Word
from comanage.rules.oversight.register import BESIDE_TERMS, OVERSEEN
from comanage.rules.safeguards import SAFEGUARDS
from tests.house.house import ROOT, tree_of
from tests.rules.oversight.turned import TURNED
from tests.rules.safeguards import test_safeguards

SAY = {
    "in_place": Word.IN_PLACE,
    "missing": Word.MISSING,
    "forbidden": Word.MISSING,
    "blocked": Word.BLOCKED,
    "not_applicable": Word.NOT_APPLICABLE,
}
BY_FACTS = {
    number: each.check
    for number, each in (OVERSEEN | BESIDE_TERMS).items()
    if each.decider is not Decider.DECLARATION
}
READS = sorted((ROOT / "tests" / "actions").glob("test_board_reads*.py"))


def words_of(check):
    """Give the words that the file of a check can say."""
    tree = tree_of(Path(inspect.getfile(check)))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = {SAY[name] for name in calls & SAY.keys()}
    return found | (words_declared() if "declared.check" in calls else set())


def words_declared():
    return words_of(declared.check) | {Word.DECLARED}


def turned_by_terms(number):
    marks = test_safeguards.test_a_safeguard_stands_where_the_terms_put_it.pytestmark
    cases = [case for mark in marks for case in mark.args[1]]
    return {WORDS[case.values[2]] for case in cases if case.values[0] == number}


def turned_by_records(number):
    """Give the words that the tests of a safeguard by records name, whatever they call them."""
    tests = [
        node
        for file in READS
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(f"test_{number}_")
    ]
    nodes = [node for test in tests for node in ast.walk(test)]
    spelt = {node.value for node in nodes if isinstance(node, ast.Constant)}
    named = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    return {word for word in Word if word.value in spelt or f"Word.{word.name}" in named}


def test_the_words_of_a_check_are_read_from_its_code():
    assert words_of(OVERSEEN[28].check) == {Word.BLOCKED, Word.MISSING, Word.IN_PLACE}
    assert words_of(SAFEGUARDS[7].check) == {Word.IN_PLACE, Word.MISSING}
    assert words_of(BESIDE_TERMS[11].check) >= {Word.DECLARED, Word.IN_PLACE, Word.MISSING}
    assert all(words_of(check) for check in BY_FACTS.values())


def test_each_that_the_terms_decide_is_turned_to_each_of_its_words():
    lacking = {
        number: words_of(each.check) - turned_by_terms(number)
        for number, each in SAFEGUARDS.items()
    }
    assert {number: words for number, words in lacking.items() if words} == {}


def test_each_that_facts_decide_is_turned_to_each_of_its_words():
    turned = {number: {row[2] for row in TURNED if row[0] == number} for number in BY_FACTS}
    lacking = {number: words_of(check) - turned[number] for number, check in BY_FACTS.items()}
    assert {number: words for number, words in lacking.items() if words} == {}


@pytest.mark.parametrize("number", sorted(BY_FACTS))
def test_each_that_records_decide_is_turned_by_records_to_each_of_its_words(number):
    assert words_of(BY_FACTS[number]) - turned_by_records(number) == set()


def test_each_that_is_declared_is_turned_to_declared_and_back():
    wanted = {Word.DECLARED, Word.MISSING, Word.NOT_APPLICABLE}
    for number, each in OVERSEEN.items():
        if each.decider is Decider.DECLARATION:
            assert wanted <= {row[2] for row in TURNED if row[0] == number}, number
