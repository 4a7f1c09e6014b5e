"""Registers are complete: a file that stands in a folder is on its list, explained and worked out."""

import ast
import importlib

import pytest

from tests.house.house import HELP, PACKAGE, ROOT, named, python_files, tree_of

REGISTERS = [
    # folder,              what registers,  the list
    ("rules/methods",     "Method",     "METHODS"),
    ("rules/funding",     "Funding",    "FUNDINGS"),
    ("rules/allocations", "Allocation", "ALLOCATIONS"),
]  # fmt: skip
# Lists that one page of the help explains, by the words that begin the keys of cautions.
RULES_OF_LINT = [
    ("rules/safeguards",  "Safeguard",  "SAFEGUARDS"),
    ("rules/oddities",    "Oddity",     "ODDITIES"),
]  # fmt: skip
# The folder of a format lists its files in its __init__, so that an import finds them.
FORMATS = [
    "readers",
    "statements",
    *(
        f"statements/{each}"
        for each in ("exhibits", "exports", "packets", "signatures", "twins", "verdicts")
    ),
]


@pytest.mark.parametrize(("folder", "kind", "register"), [*REGISTERS, *RULES_OF_LINT])
def test_whatever_a_folder_defines_is_on_its_list(folder, kind, register):
    listed = importlib.import_module("comanage." + folder.replace("/", "."))
    defined = [
        getattr(importlib.import_module(module_of(file)), node.targets[0].id)
        for file in python_files(f"comanage/{folder}")
        for node in tree_of(file).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == kind
    ]
    assert defined
    assert {id(entry) for entry in defined} == {
        id(entry) for entry in getattr(listed, register).values()
    }


@pytest.mark.parametrize(("folder", "kind", "register"), REGISTERS)
def test_every_entry_of_a_list_has_a_section_in_the_help(folder, kind, register):
    del kind
    listed = getattr(importlib.import_module("comanage." + folder.replace("/", ".")), register)
    headings = {
        line.lstrip("# ").strip()
        for page in HELP.glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    }
    assert {entry.title for entry in listed.values()} <= headings


@pytest.mark.parametrize(("folder", "kind", "register"), RULES_OF_LINT)
def test_every_rule_of_lint_is_explained_in_its_page(folder, kind, register):
    del kind
    listed = getattr(importlib.import_module("comanage." + folder.replace("/", ".")), register)
    page = (HELP / "lint.md").read_text(encoding="utf-8")
    assert [each.name for each in listed.values() if f"`{each.name}` |" not in page] == []
    assert [each.title for each in listed.values() if getattr(each, "title", "") not in page] == []


@pytest.mark.parametrize(("folder", "kind", "register"), REGISTERS)
def test_every_entry_of_a_list_has_a_worked_case(folder, kind, register):
    del kind
    listed = getattr(importlib.import_module("comanage." + folder.replace("/", ".")), register)
    files = [*(ROOT / "tests" / "cases").rglob("*.json"), *(PACKAGE / "library").rglob("*.json")]
    cases = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [name for name in listed if f'"{name}"' not in cases] == []


@pytest.mark.parametrize("folder", FORMATS)
def test_every_format_is_named_in_the_list_of_its_folder(folder):
    init = PACKAGE / folder / "__init__.py"
    listed = init.read_text(encoding="utf-8")
    files = [file.stem for file in sorted(init.parent.glob("*.py")) if file != init]
    assert files
    assert [stem for stem in files if stem not in listed] == []


def test_every_file_of_the_house_is_used_by_another():
    doors = {"comanage.__main__", "comanage.cli", "comanage"}
    imported = {
        name
        for file in python_files("comanage", "config.py", "migrations")
        for name in names_in(file)
    }
    modules = {module_of(file) for file in python_files("comanage")}
    folders = {name.rpartition(".")[0] for name in imported}
    assert sorted(modules - doors - imported - folders) == []


def names_in(file):
    """Name every module that a file imports, by either way of writing it."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and str(node.value).startswith(f"{PACKAGE.name}."):
            yield node.value  # what a process of its own is told to load


def module_of(file):
    """Name the module that a file is."""
    return named(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
