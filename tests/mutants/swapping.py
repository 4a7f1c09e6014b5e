"""Swapping: putting a mutant in the place of what stands, in a process that is thrown away."""

import importlib.abc
import importlib.machinery
import sys
from inspect import unwrap
from types import CodeType

from tests.house.house import ROOT
from tests.mutants.groups import module_of
from tests.mutants.planted import mutated


def swap(mutant):
    """Give a function that is imported already the code of a mutant."""
    tree = mutated(mutant)
    code = compile(tree, str(ROOT / mutant.file), "exec", dont_inherit=True)
    module = sys.modules[module_of(ROOT / mutant.file)]
    function_of(module, mutant.function).__code__ = code_named(code, mutant.function)
    forget()


def function_of(module, name):
    """Find a function or method by its full name, under what decorates it."""
    found = module
    for part in name.split("."):
        found = vars(found)[part]
    found = getattr(found, "fget", None) or getattr(found, "func", found)
    return unwrap(getattr(found, "__func__", found))


def code_named(code, name):
    """Find the code of a function in that of its file."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    for each in inner:
        if each.co_qualname == name:
            return each
        if name.startswith(f"{each.co_qualname}."):
            return code_named(each, name)
    raise LookupError(f"No code is named {name}.")


def forget():
    """Let the rules that remember their answers calculate them again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("comanage.rules"):
            for each in vars(module).values():
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


class Mutated(importlib.abc.MetaPathFinder):
    """Imports one file with one place written wrongly, and all others as they stand."""

    def __init__(self, mutant):
        self.name = module_of(ROOT / mutant.file)
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        spec.loader = Loader(self.mutant, spec.loader)
        return spec


class Loader(importlib.abc.InspectLoader):
    """Gives the code of a mutant."""

    def __init__(self, mutant, loader):
        self.mutant = mutant
        self.loader = loader

    def is_package(self, name):
        return self.loader.is_package(name)

    def get_source(self, name):
        return self.loader.get_source(name)

    def get_code(self, fullname):
        del fullname
        return compile(mutated(self.mutant), str(ROOT / self.mutant.file), "exec")
