"""Any address: whatever stands in it or after it, a page or a file answers, and never fails."""

import json
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import IntegerConverter

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.releasing import PERIOD, make_approved, release
from tests.actions.settling import without_layout
from tests.makers import make_person, make_role
from tests.pages.browser import Browser
from tests.pages.test_reach import routes

LEFT_OUT = ("/static", "/login", "/welcome")  # which are no pages of whoever is signed in
WORDS = st.sampled_from(
    [PERIOD, "2027-Q9", "GRANITE", "turnover", "csv", "xlsx", "2027-03", "2027-13", "-1", "1e400",
     "٣", "NaN", "paid", "null", "[]", "%", "'", "\\", "a" * 3000]
) | st.text(
    st.characters(exclude_characters="/", exclude_categories=("Cs",)), min_size=1, max_size=20
)  # fmt: skip
NUMBERS = st.sampled_from([1, 1, 1, 2, 0, 2**31 - 1, 2**31, 2**63, 10**30]) | st.integers(0, 40)
FIELDS = (
    "act", "agreement", "before", "code", "correct", "domain", "group", "into", "library", "line",
    "measure", "method", "month", "next", "number", "page", "period", "person", "service_line",
    "state", "status", "template",
)  # fmt: skip
NASTY = ("9223372036854775808", "NaN", "2027-02-30", "-1'\"<>&" + "a" * 3000)
ASKED = st.dictionaries(st.sampled_from(FIELDS), WORDS | NUMBERS.map(str), max_size=3)


@pytest.fixture
def everybody(app, monkeypatch):
    """A browser of somebody who holds every role, where there is something to look at."""
    without_layout(monkeypatch)
    made = make_approved()
    release(made)
    with transaction() as session:
        person = make_person(session)
        for role in Role:
            make_role(session, person, role, group=made.groups["GRANITE"])
    return Browser(app, SimpleNamespace(id=person.id)).client


def rules(app):
    """List every address that can be looked at."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return sorted(
        (rule for rule in found if not rule.rule.startswith(LEFT_OUT)), key=lambda each: each.rule
    )


def address(draw, rule):
    """Fill the places of an address with anything, and put anything after it."""
    path = ""
    for dynamic, piece in rule._trace:
        if not dynamic:
            path += piece.lstrip("|")
            continue
        is_number = isinstance(rule._converters[piece], IntegerConverter)
        path += quote(str(draw(NUMBERS if is_number else WORDS)), safe="")
    return f"{path}?{urlencode(draw(ASKED))}"


@pytest.mark.trust("C12")
def test_whatever_stands_in_an_address_its_answer_does_not_fail(app, everybody):
    every = rules(app)
    assert len(every) > 80

    @given(st.data(), st.sampled_from(every))
    @settings(max_examples=150, suppress_health_check=[*HealthCheck], database=None)
    def asked(data, rule):
        path = address(data.draw, rule)
        answer = everybody.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype == "application/json":
            assert answer.status_code == 200
            json.loads(answer.data)

    asked()


@pytest.mark.trust("C12")
def test_whatever_stands_after_an_address_every_page_answers(app, everybody):
    pages = [(route, path) for route, method, path in routes(app) if method == "GET"]
    for text in NASTY:
        asked = urlencode(dict.fromkeys((*FIELDS, "since", "until", "at_risk", "potential"), text))
        for route, path in pages:
            answer = everybody.get(f"{path}?{asked}")
            assert answer.status_code < 500, f"{route} with {text[:40]}"
