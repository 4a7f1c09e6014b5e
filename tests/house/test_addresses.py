"""No file of the project holds the address of a registry or the path of somebody's machine."""

import json
import re

import pytest

from tests.house.house import ROOT, STATIC, files_of_the_project, named

# Each is written in two halves, so that this file is looked at like any other.
FOREIGN = [
    "registry." + "npmjs", "registry." + "yarnpkg", "files.python" + "hosted", "pypi" + ".org",
    "deb.de" + "bian.org", "--index" + "-url ", "--find" + "-links", "--extra" + "-index",
    "PIP" + "_", "UV" + "_INDEX",
]  # fmt: skip
MACHINE = re.compile(
    r"(?<![\w./}])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "op" + "t", "Us" + "ers"]) + r")/"
)
FILES = files_of_the_project()
NPM_LOCKS = [file for file in FILES if file.name == "package-lock.json"]


def test_there_is_something_to_look_at():
    assert {"pyproject.toml", "requirements.lock", "Makefile"} <= {file.name for file in FILES}
    assert ROOT / "tests" / "browser" / "package-lock.json" in NPM_LOCKS


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_names_no_registry_and_no_machine(file):
    if file.suffix in {".woff2", ".ttf", ".png", ".ico", ".xlsx", ".pdf"}:
        return
    text = file.read_text(encoding="utf-8")
    assert [word for word in FOREIGN if word in text] == []
    if STATIC not in file.parents:  # the sheets of others name roots and works of their own
        assert MACHINE.findall(text) == []


@pytest.mark.parametrize("file", NPM_LOCKS, ids=named)
def test_an_npm_lock_pins_by_hash_and_not_by_address(file):
    packages = {
        name: entry for name, entry in json.loads(file.read_text())["packages"].items() if name
    }
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("file", NPM_LOCKS, ids=named)
def test_an_npm_project_keeps_addresses_out_of_its_next_lock(file):
    assert "omit-lockfile-registry-resolved=true" in (file.parent / ".npmrc").read_text()
