"""Every way the program says no is used, and is shown to whoever asked, with its sentence."""

import ast
import inspect

import pytest

from comanage import refusals
from comanage.refusals import Fault, Faulty, Refusal, SignInNeeded
from tests.house.house import PACKAGE, python_files, tree_of

ALL = [
    kind
    for _, kind in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(kind, Refusal) and kind is not Refusal
]
SENTENCE = "The period <Q1> is locked; ask for a correction."


def test_there_are_refusals():
    assert len(ALL) >= 5


@pytest.mark.parametrize("kind", ALL)
def test_a_refusal_is_raised_or_heads_a_page_somewhere(kind):
    others = [file for file in python_files("comanage") if file.stem != "refusals"]
    used = {node.id for file in others for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Name)}  # fmt: skip
    assert kind.__name__ in used


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not SignInNeeded])
def test_a_page_shows_a_refusal_with_its_status_and_its_sentence(kind, app):
    said = kind([Fault("weight", "Give a weight.")], SENTENCE) if kind is Faulty else kind(SENTENCE)
    with app.test_request_context("/"):
        answer = app.make_response(app.handle_user_exception(said))
    text = answer.get_data(as_text=True)
    assert answer.status_code == kind.status
    assert SENTENCE.replace("<", "&lt;").replace(">", "&gt;") in text
    assert kind is not Faulty or "Give a weight." in text


def test_someone_not_signed_in_is_shown_the_sign_in_page(app):
    with app.test_request_context("/agreements"):
        answer = app.make_response(app.handle_user_exception(SignInNeeded(SENTENCE)))
    assert answer.status_code in {302, 303}
    assert "/login" in answer.location


def test_each_refusal_has_a_heading_of_its_own():
    assert len({kind.title for kind in ALL}) == len(ALL)


def test_the_command_line_shows_refusals_and_unusable_settings():
    files = (
        python_files("comanage/cli.py")
        if (PACKAGE / "cli.py").exists()
        else python_files("comanage/cli")
    )
    caught = {
        name
        for file in files
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ExceptHandler) and node.type
        for name in ast.unparse(node.type).replace("(", "").replace(")", "").split(", ")
    }
    assert {"Refusal", "UnusableSettings"} <= caught
