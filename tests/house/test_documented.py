"""What can be done is written down: every command, every setting and every page."""

import re

import click
import pytest

import config
from comanage.cli import main
from tests.house.house import HELP, PACKAGE, ROOT, python_files


@pytest.fixture(scope="module")
def manual():
    """Everything that people are given to read."""
    pages = sorted(HELP.glob("*.md"))
    assert pages
    return "\n".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *pages])


def test_every_command_is_documented(manual):
    commands = sorted(commands_of(main, "comanage"))
    assert "comanage settle" in commands
    assert [command for command in commands if command not in manual] == []


def test_every_command_and_option_says_what_it_does():
    for name, command in commands_of(main, "comanage").items():
        assert command.help, name
        assert [option.name for option in command.params
                if isinstance(option, click.Option) and not option.help] == [], name  # fmt: skip


def test_every_setting_is_documented(manual):
    assert [name for name in config.NAMES if name not in manual] == []
    assert [name for name in config.NAMES if name not in config.Settings.__doc__] == []


def test_no_document_and_no_file_speaks_of_a_setting_that_is_none(manual):
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    spoken = set(re.findall(r"\bCOMANAGE_[A-Z_]+[A-Z]\b", manual + code))
    assert sorted(spoken - {*config.NAMES, *config.FOR_TESTS}) == []


def test_every_family_of_pages_has_its_place_in_the_help(manual):
    families = [
        file.stem
        for file in python_files("comanage/pages")
        if "Blueprint(" in file.read_text(encoding="utf-8")
    ]
    assert len(families) > 5
    words = manual.lower().replace("-", " ")
    assert [name for name in families if name.replace("_", " ") not in words] == []


def test_every_habit_of_the_makefile_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    habits = set(re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE))
    assert {"help", "demo", "test", "lint", "mutants", "bench", "lock", "styles"} <= habits


def test_every_file_of_the_house_begins_with_what_it_is():
    silent = [file for file in python_files("comanage")
              if not file.read_text(encoding="utf-8").startswith('"""')]  # fmt: skip
    assert silent == []
    assert PACKAGE.is_dir()


def commands_of(group, name):
    """Give every command below a group by its full name."""
    found = {}
    for word, command in group.commands.items():
        full = f"{name} {word}"
        found |= commands_of(command, full) if isinstance(command, click.Group) else {full: command}
    return found
