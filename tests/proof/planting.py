"""Planting an error: one line of the engine written wrongly, in functions that are imported."""

import sys
from dataclasses import dataclass

from tests.mutants.groups import RULES, module_of
from tests.mutants.swapping import code_named, function_of


@dataclass(frozen=True)
class Error:
    """An error that someone could make.

    Attributes:
        wrong: What would be wrong, in words.
        where: The file of the rules, and the function or method in it.
        stands: What stands there, once in the file.
        planted: What is written instead.
        case: The worked agreement that comes out wrong with it; empty where none does.
        first: The seed of the first agreement that is drawn, for an error that shows in few.
    """

    wrong: str
    where: tuple[str, str]
    stands: str
    planted: str
    case: str = ""
    first: int = 0

    def __str__(self):
        finders = f"{self.case} and " if self.case else ""
        return f"{self.wrong}: found by {finders}the second calculator"


def plant(error, monkeypatch):
    """Give a function the code of an error until the test ends."""
    name, function = error.where
    file = RULES / name
    text = file.read_text(encoding="utf-8")
    assert text.count(error.stands) == 1, f"{error.stands} must stand once in {name}"
    wrong = compile(text.replace(error.stands, error.planted), str(file), "exec")
    stands, code = function_of(sys.modules[module_of(file)], function), code_named(wrong, function)
    assert code != stands.__code__, f"{error.stands} must stand in {function}"
    monkeypatch.setattr(stands, "__code__", code)
