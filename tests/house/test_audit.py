"""Every action notes what it did: an act without its entry in the log cannot be written."""

import ast
import re

import pytest

from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.base import Base
from comanage.records.service_line import ServiceLine, every
from tests.house.house import PACKAGE, functions_of, named, python_files, tree_of
from tests.house.only_look import ONLY_LOOK
from tests.noted import NOTED

FILES = [file for file in python_files("comanage/actions") if file.stem != "__init__"]


@pytest.mark.parametrize("file", FILES, ids=named)
@pytest.mark.trust("F1")
def test_every_action_notes_its_act_in_the_log(file):
    names = [f"{file.stem}.{name}" for name in actions_of(file)]
    assert [name for name in names if name not in ONLY_LOOK and not notes(name)] == []


def test_the_functions_that_only_look_stand_and_note_nothing():
    standing = {f"{file.stem}.{name}" for file in FILES for name in actions_of(file)}
    assert sorted(ONLY_LOOK.keys() - standing) == []


@pytest.mark.trust("F1")
def test_every_act_that_can_be_noted_is_noted_somewhere():
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    assert [act.name for act in Act if f"Act.{act.name}" not in code] == []


def actions_of(file):
    """Name the public functions of a file that are handed a session."""
    return [
        node.name
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.args
        and node.args.args[0].arg == "session"
    ]


def notes(name, seen=frozenset()):
    """Say whether a function calls note, itself or through other actions."""
    if name in seen or name not in CALLS:
        return False
    further = {call if "." in call else f"{name.partition('.')[0]}.{call}" for call in CALLS[name]}
    return "note" in CALLS[name] or any(notes(call, seen | {name}) for call in further)


# What each function of the actions calls, by file and name.
CALLS = {
    f"{file.stem}.{function.name}": {
        ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)
    }
    for file in FILES
    for function in functions_of(file)
}


def test_every_act_is_a_subject_an_object_and_a_verb_without_blanks_but_the_one_in_old_entries():
    """What the log says of the release of a held part stays findable under the name it has there."""
    odd = {act for act in Act if not re.fullmatch(r"[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*){2}", act)}
    assert odd == {Act.SETTLEMENT_REST_RELEASED}
    assert Act.SETTLEMENT_REST_RELEASED.value == "settlement:held part:release"


@pytest.mark.trust("F1")
def test_every_record_names_the_acts_that_tell_of_its_changes_or_why_none_does():
    records = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert sorted(records) == sorted(NOTED), "List new records in tests/noted.py."
    subjects = {act.value.partition(":")[0] for act in Act}
    for name, acts in NOTED.items():
        assert isinstance(acts, str) or set(acts) <= subjects, name


@pytest.mark.trust("F1")
def test_a_door_that_changes_a_record_without_an_entry_is_found(engine):
    """The watch of tests/noted.py looks at every transaction that a page or a command opens."""
    silent = (
        "from comanage.database import transaction\n"
        "from comanage.records.service_line import ServiceLine\n"
        "def store(note):\n"
        "    with transaction() as session:\n"
        "        session.add(ServiceLine(code=str(note), name='x'))\n"
        "        if note:\n"
        "            note(session)\n"
    )
    door = {}
    exec(compile(silent, f"{PACKAGE}/pages/silent.py", "exec"), door)  # noqa: S102 - as a page would
    with pytest.raises(AssertionError, match="A ServiceLine was changed"):
        door["store"](None)
    with pytest.raises(AssertionError, match="A ServiceLine was changed"):
        door["store"](lambda session: note(session, None, Act.GROUP_ADDED))
    door["store"](lambda session: note(session, None, Act.SERVICE_LINE_ADDED))
    with transaction() as session:
        assert [line.name for line in every(session)] == ["x"]
        session.add(ServiceLine(code="OTHER", name="by a test"))
