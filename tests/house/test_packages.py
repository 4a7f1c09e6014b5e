"""What is installed is what is used: declared, imported and pinned with hashes, and nothing else."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.house.house import ROOT, python_files, tree_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
# Declared without an import: the habits start them, or another package loads them by name.
TOOLS = {"mypy", "ruff", "pytest-socket", "pytest-xdist", "setuptools", "psycopg"}
DATA = {"tzdata"}  # without an import of ours: the standard library reads it
OUR_OWN = {"comanage", "config", "tests"}


@pytest.mark.trust("G9")
def test_the_house_imports_what_it_declares_and_declares_what_it_imports():
    declared = distributions(PROJECT["dependencies"])
    assert imported("comanage", "config.py", "migrations") == declared - DATA


def test_the_tests_import_what_is_declared_for_them():
    extras = PROJECT["optional-dependencies"]
    optional = distributions(extras["dev"]) | distributions(extras["postgresql"])
    stubs = {name for name in optional if name.startswith("types-")}
    used = imported("tests") - distributions(PROJECT["dependencies"])
    assert used - optional == set()
    assert optional - used - stubs == TOOLS - used


def test_stubs_stand_for_packages_that_are_used():
    stubs = {name for name in distributions(PROJECT["optional-dependencies"]["dev"])
             if name.startswith("types-")}  # fmt: skip
    assert {name.removeprefix("types-") for name in stubs} <= distributions(PROJECT["dependencies"])


@pytest.mark.trust("G9")
def test_every_package_is_pinned_with_its_hashes():
    pinned = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    extras = PROJECT["optional-dependencies"].values()
    wanted = distributions(
        [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    )
    assert wanted <= pinned
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        assert re.match(r"[a-z0-9-]+==\S+ ", entry), entry
        assert "--hash=sha256:" in entry


def imported(*folders):
    """Name the distributions that the files of some folders import."""
    modules = set()
    for file in python_files(*folders):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module.partition(".")[0])
    known = packages_distributions()
    foreign = modules - sys.stdlib_module_names - OUR_OWN
    return {normal(known[module][0]) for module in foreign}


def distributions(lines):
    """Name the distributions of requirement lines."""
    return {normal(re.match(r"[\w.-]+", line).group()) for line in lines}


def normal(name):
    """Write a distribution's name in the one way that compares."""
    return re.sub(r"[-_.]+", "-", name).lower()
