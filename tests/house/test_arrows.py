"""Imports point one way. This file is the map of the house; change it before you break it."""

import ast
import sys

import pytest

from tests.house.house import PACKAGE, named, python_files, tree_of

# part:  the other parts of the house, and the packages, that it may know of
MAY_IMPORT = {
    "refusals":    {"stdlib"},
    "clock":       {"stdlib"},
    "time_zone":   {"stdlib"},
    "secret_file": {"stdlib"},
    "given_setting": {"time_zone", "stdlib"},
    "crash":       {"stdlib"},
    "whole_file":  {"crash", "refusals", "stdlib"},
    "asked_as_one": {"sqlalchemy", "stdlib"},
    "together":    {"asked_as_one", "refusals", "greenlet", "sqlalchemy", "stdlib"},
    "one_moment":  {"together", "sqlalchemy", "stdlib"},
    "database":    {"asked_as_one", "crash", "database_words", "one_moment", "sqlite_file", "records", "refusals", "sqlalchemy", "alembic", "stdlib"},
    "database_words": {"records", "refusals", "sqlalchemy", "stdlib"},
    "sqlite_file": {"database_words", "refusals", "sqlalchemy", "stdlib"},
    "rules":       {"refusals", "stdlib"},
    "library":     {"rules", "refusals", "stdlib"},
    "records":     {"together", "rules", "refusals", "clock", "sqlalchemy", "stdlib"},
    "readers":     {"rules", "refusals", "defusedxml", "openpyxl", "pypdf", "stdlib"},
    "charts":      {"rules", "refusals", "markupsafe", "stdlib"},
    "statements":  {"rules", "charts", "time_zone", "refusals", "xlsxwriter", "weasyprint", "fontTools",
                    "pypdf", "jinja2", "markupsafe", "cryptography", "pyhanko", "pyhanko_certvalidator",
                    "asn1crypto", "defusedxml", "openpyxl", "stdlib"},
    "backups":     {"rules", "records", "clock", "database", "refusals", "whole_file",
                    "sqlalchemy", "alembic", "stdlib"},
    "status":      {"together", "actions", "records", "access", "rights", "clock", "time_zone", "sqlalchemy", "stdlib"},
    "rights":      {"rules", "stdlib"},
    "access":      {"together", "rules", "records", "rights", "clock", "one_moment", "refusals", "sqlalchemy", "stdlib"},
    "actions":     {"together", "rules", "records", "readers", "statements", "library", "access", "rights",
                    "clock", "crash",
                    "refusals", "sqlalchemy", "argon2", "cryptography", "pyotp", "stdlib"},
    "demo":        {"rules", "records", "readers", "library", "actions", "access", "rights", "clock",
                    "database", "refusals", "sqlalchemy", "stdlib"},
    "help":        {"refusals", "markdown", "markupsafe", "stdlib"},
    "jobs":        {"actions", "database", "database_words", "refusals", "sqlalchemy", "huey", "stdlib"},
    "pages":       {"together", "one_moment", "rules", "records", "actions", "charts", "library", "help", "access", "rights", "status",
                    "clock", "time_zone", "database", "refusals", "flask", "flask_wtf", "jinja2", "markupsafe",
                    "segno", "sqlalchemy", "werkzeug", "wtforms", "config", "stdlib"},
    "cli":         {"rules", "records", "readers", "statements", "library", "actions", "demo", "jobs",
                    "backups", "status", "access", "rights", "app", "clock", "database", "database_words", "refusals", "config", "whole_file", "secret_file", "server_log",
                    "sqlalchemy", "click", "waitress", "stdlib"},
    "server_log":  {"readers", "stdlib"},
    "app":         {"pages", "actions", "jobs", "readers", "clock", "database", "one_moment", "refusals", "config", "flask", "flask_wtf", "jinja2",
                    "werkzeug", "stdlib"},
    "__main__":    {"cli", "stdlib"},
    "__init__":    set(),
}  # fmt: skip
FILES = python_files("comanage")


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_imports_only_what_its_part_of_the_house_may(file):
    part = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert part in MAY_IMPORT, f"{part} has no place on the map of the house yet."
    assert imports_of(file) <= MAY_IMPORT[part] | {part}


def test_settings_stand_alone():
    assert imports_of(PACKAGE.parent / "config.py") == {
        "given_setting", "secret_file", "time_zone", "stdlib",
    }  # fmt: skip


def test_the_map_is_looked_at_from_every_part_that_stands():
    parts = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in FILES}
    assert {"rules", "records", "actions", "pages", "cli"} <= parts


def imports_of(file):
    """Name the parts and packages that a file imports, the standard library as one."""
    found = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {part_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = node.module == PACKAGE.name
            found |= {part_of(f"{node.module}.{alias.name}" if inside else node.module)
                      for alias in node.names}  # fmt: skip
    return found


def part_of(module):
    """Name the part of the house, or the package, that a module belongs to."""
    top, *rest = module.split(".")
    if top in sys.stdlib_module_names:
        return "stdlib"
    if top != PACKAGE.name or not rest:
        return top
    is_part = (PACKAGE / rest[0]).is_dir() or (PACKAGE / f"{rest[0]}.py").exists()
    return rest[0] if is_part else PACKAGE.name
