"""Every route is closed unless it says who may pass, and no published address disappears."""

import re

import pytest

from comanage.pages import person
from tests.house.house import ROOT

# Whoever is not signed in reaches these, and nothing else.
OPEN = {
    "static",
    "sign_in.login",
    "sign_in.enter",
    "sign_in.welcome",
    "help.page",
    "help.look_up",
    "verdicts.file",
}
FOR_MACHINES = {"status.healthz"}  # says that the app is up, and nothing of what it holds
KEPT = ROOT / "tests" / "house" / "urls.txt"
SOMETHING = {"int": "1", "path": "x", "date": "2027-01-01"}


@pytest.fixture
def rules(app):
    """List the app's routes."""
    app.config["WTF_CSRF_ENABLED"] = False  # so that the right is what closes a door
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_whoever_is_not_signed_in_is_sent_to_sign_in(rules, client):
    assert len(rules) > 20
    passed = [
        f"{method} {rule.rule}: {answer.status}"
        for rule in rules
        if rule.endpoint not in OPEN | FOR_MACHINES
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if not sent_to_sign_in(answer := client.open(some(rule), method=method))
    ]
    assert passed == []


@pytest.mark.trust("B1")
def test_every_route_names_the_right_it_needs(rules, app):
    rights = {
        rule.endpoint: person._declared.get(app.view_functions[rule.endpoint]) for rule in rules
    }
    assert {endpoint for endpoint, right in rights.items() if right is None} <= OPEN | FOR_MACHINES


@pytest.mark.trust("B1")
def test_what_is_open_to_everyone_is_little_and_there(rules):
    assert len(OPEN) <= 7
    assert len(FOR_MACHINES) == 1
    assert sorted((OPEN | FOR_MACHINES) - {rule.endpoint for rule in rules}) == []


def test_no_published_address_disappears_and_every_one_is_kept(rules):
    kept = KEPT.read_text(encoding="utf-8").splitlines()
    published = sorted(
        f"{method} {rule.rule}" for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}
    )
    assert len(kept) == len(set(kept)), "An address stands here twice."
    assert sorted(set(kept) - set(published)) == [], "People have links to these."
    assert sorted(set(published) - set(kept)) == [], "Add these to tests/house/urls.txt."


def test_who_asks_for_the_head_of_an_open_page_is_told_what_the_page_would_tell(rules, client):
    paths = [some(rule) for rule in rules if rule.endpoint in OPEN | FOR_MACHINES]
    told = {path: (client.head(path).status, client.get(path).status) for path in paths}
    assert [path for path, (head, page) in told.items() if head != page] == []
    assert told["/login"][0] == "200 OK"


def test_no_page_takes_the_question_for_its_head_for_a_form_that_was_sent():
    files = sorted((ROOT / "comanage" / "pages").rglob("*.py"))
    assert [file.name for file in files if 'method == "GET"' in file.read_text("utf-8")] == []


def test_an_address_that_nothing_answers_shows_nothing_of_the_house(client):
    answer = client.get("/no-such-page")
    assert answer.status_code in {302, 303, 404}


def some(rule):
    """Write an address that a rule answers to; of several words allowed, the first."""

    def value(found):
        kind, options = found[1], found[2]
        return options.partition(",")[0] if options else SOMETHING.get(kind, "x")

    return re.sub(r"<(?:(\w+)(?:\(([^)]*)\))?:)?\w+>", value, rule.rule)


def sent_to_sign_in(answer):
    """Say whether an answer asks for a sign-in and shows nothing else."""
    return answer.status_code == 401 or (
        answer.status_code in {302, 303} and answer.location.startswith("/login")
    )
