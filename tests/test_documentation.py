"""The manual and the README say what is true: every command, setting and result stands in them."""

import json
import re
from pathlib import Path

import click
import pytest

from comanage.cli import main
from comanage.demo.health_system import cast, stories
from comanage.help import FOLDER, contents, page
from comanage.rules import canonical, meaning, terms
from comanage.rules.missing import Missing
from comanage.rules.signoff import FigureState, Role
from comanage.rules.trace import ORDER, RESULTS, Scope
from comanage.rules.units import KINDS
from config import FOR_TESTS, NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md")}
EVERYTHING = "\n".join([README, *PAGES.values()])
MEANT_FOR_EVERY = {"--help"}


def commands(group=main, name="comanage"):
    for each in group.commands.values():
        path = f"{name} {each.name}"
        if isinstance(each, click.Group):
            yield from commands(each, path)
        else:
            yield path, each


COMMANDS = dict(commands())


def rows(page):
    """Read the rows of the tables of a page, cell by cell."""
    lines = [line for line in PAGES[page].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_page_of_the_manual_opens_and_each_of_its_links_leads_to_a_page_and_a_heading():
    bodies = {page.name: page.body for page in contents()}
    assert bodies.keys() == PAGES.keys()
    lost = [
        (name, address)
        for name, body in bodies.items()
        for address in re.findall(r'href="([^"]*)"', page(name).body)
        if not leads(address, bodies, name)
    ]
    assert lost == []


def leads(address, bodies, name):
    """Say whether a link of a page leads to a page of the manual, and to a heading in it."""
    if address.startswith(("http:", "https:")):
        return True
    to, _, heading = address.partition("#")
    of = to.removeprefix("/help/") if to else name
    return of in bodies and (not heading or f'id="{heading}"' in bodies[of])


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_stands_in_the_manual_with_its_options(path):
    assert path in PAGES["commands"]
    options = [
        option.opts[0] for option in COMMANDS[path].params if isinstance(option, click.Option)
    ]
    assert [option for option in options if option not in PAGES["commands"]] == []


def test_every_command_that_is_named_anywhere_exists():
    named = re.findall(r"comanage ([a-z-]+)(?: ([a-z-]+))?", in_code(EVERYTHING))
    assert len(named) > len(COMMANDS)
    assert [" ".join(words) for words in named if not is_command(*words)] == []


def test_every_option_that_is_named_with_a_command_exists():
    known = {opt for each in COMMANDS.values() for option in each.params for opt in option.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", in_code(EVERYTHING)))
    assert named - known - MEANT_FOR_EVERY == set()


def test_every_setting_is_explained_and_no_other_is_named():
    named = set(re.findall(r"COMANAGE_[A-Z_]+[A-Z]", EVERYTHING))
    explained = {cells[0].strip("`") for cells in rows("settings")}
    assert set(NAMES) <= explained
    assert named - {*NAMES, *FOR_TESTS} == set()


def test_the_table_of_results_is_the_one_in_the_rules():
    told = [cells for cells in rows("results") if cells[0] not in {"result", "---"}]
    assert told == [
        [
            result.name,
            ", ".join(result.scopes),
            result.meaning,
            "dollars" if result.money else "number",
        ]
        for result in RESULTS
    ]
    assert all(scope in PAGES["results"] for scope in Scope)


def test_the_order_of_operations_is_the_one_in_the_rules():
    told = {int(cells[0].strip("()")): cells[1] for cells in rows("order")[2:]}
    assert list(told) == list(range(len(ORDER)))
    for place, step in enumerate(ORDER):
        assert told[place].startswith(step), step


def test_every_unit_is_listed_with_its_bounds():
    told = {cells[0]: cells[1:] for cells in rows("methods")}
    for unit, kind in KINDS.items():
        least, most, times = told[unit.value]
        assert (least, most) == (
            "" if kind.least is None else str(kind.least),
            "" if kind.most is None else str(kind.most),
        )
        assert times == str(kind.times)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("missing", [f"`{rule}`" for rule in Missing]),
        ("figures", list(FigureState)),
        ("roles", list(Role)),
    ],
)
def test_every_word_of_a_list_has_its_row(page, words):
    told = [cells[0] for cells in rows(page)]
    assert [word for word in words if not any(cell.startswith(word) for cell in told)] == []


def test_every_link_of_the_manual_and_the_readme_leads_somewhere():
    for name, text in [("README", README), *PAGES.items()]:
        base = ROOT if name == "README" else FOLDER
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
        assert [link for link in links if not (base / link).is_file()] == [], name


def test_the_example_of_a_terms_file_is_one_without_faults():
    plain = re.search(r"```json\n(.*?)```", PAGES["scorecards"], re.DOTALL)[1]
    read, found = canonical.read(terms.Terms, plain)
    assert found == []
    assert meaning.faults(read) == []
    assert set(json.loads(plain)) < {"code", "title", "periods", "participants", "funding",
                                     "allocation", "domains", "settles"}  # fmt: skip


def test_the_readme_names_habits_that_the_makefile_has():
    makefile = (ROOT / "Makefile").read_text()
    habits = set(re.findall(r"^([a-z-]+|\$\(ready\)):", makefile, re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= named <= habits


def test_the_first_line_of_the_readme_says_what_a_bare_machine_lacks():
    first = README.splitlines()[2]
    assert "apt-get install make python3-venv git" in first


def test_the_readme_names_people_of_the_demo_and_their_password():
    told = cast()
    emails = {person.email for person in (*told.people, told.first)}
    named = set(re.findall(r"[a-z]+@[a-z]+\.example", README))
    assert named
    assert named <= emails
    assert told.password in README


def test_the_walk_in_the_readme_enters_just_what_the_demo_held_back():
    story = stories()[0]
    (code,) = [code for code, came_to in story.quarters.items() if came_to == "entered"]
    assert code in README
    steps = README.partition("## Ten minutes")[2].partition("## A real")[0]
    table = [
        [cell.strip() for cell in line.strip(" |").split("|")]
        for line in steps.splitlines()
        if line.strip().startswith("|")
    ][2:]
    held = {story.terms.measure(code).name.partition(",")[0] for code in story.held_back}
    assert {cells[0] for cells in table} == held


def test_the_readme_names_only_files_and_folders_that_stand():
    named = re.findall(r"`((?:comanage|tests|migrations)/[\w/.-]+)`", README)
    paths = [ROOT / name for name in named if not re.search(r"/x(\.py|/)?$", name)]
    assert paths
    assert [path for path in paths if not path.exists()] == []


def is_command(first, second):
    """Say whether words name a command; after one that has no parts, anything may follow."""
    found = main.commands.get(first)
    if not isinstance(found, click.Group):
        return found is not None
    return second in found.commands or (not second and found.invoke_without_command)


def in_code(text):
    """Keep what stands in code spans and blocks, where commands are written."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join(blocks + spans)
