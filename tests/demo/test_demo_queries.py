"""No page of the demo takes more than six queries, whoever opens it: there is a row of almost every kind."""

import re
from collections import Counter
from html import unescape
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from comanage import database
from comanage.app import create_app
from comanage.demo.health_system import cast
from comanage.records.person import by_email
from config import Settings
from tests.moments import within_a_moment
from tests.pages.browser import Browser
from tests.pages.test_queries import MOST, counted
from tests.test_asked_as_one import RECORDS, asked_in, values

WHO = [each.email for each in (cast().first, *cast().people)]
ALIKE = 3  # pages that differ in their numbers alone are opened so often
LINK = re.compile(r'href="(/[^"#]*)')
NUMBER = re.compile(r"\d+")
# Files are made, or are noted as taken; the manual asks no more of the database than any page.
NO_PAGES = re.compile(r"^/static/|^/help|^/login|\.[a-z]+(\?|$)|/files?(/\d+)?$")


def walked(app, browser):
    """Open the pages that a person can click to; give each kind's queries, at most."""
    kinds, taken = Counter(), {}
    waiting, known = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        with counted(app.extensions["engine"]) as sent:
            page = browser.client.get(path)
        if page.status_code == 303:
            waiting.append(page.location)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        taken[path] = len(sent)
        for link in map(unescape, LINK.findall(page.text)):
            kind = NUMBER.sub("#", link.partition("?")[0])
            if link in known or NO_PAGES.search(link) or kinds[kind] == ALIKE:
                continue
            kinds[kind] += 1
            known.add(link)
            waiting.append(link)
    return taken


@pytest.mark.parametrize("email", WHO)
def test_no_page_that_a_person_of_the_demo_can_click_to_takes_more_than_six(demo, tmp_path, email):
    app = create_app(Settings(data=tmp_path, database_url=demo))
    with database.reading() as session:
        person = SimpleNamespace(id=by_email(session, email).id)
    taken = walked(app, Browser(app, person))
    assert len(taken) >= 5
    assert {path: count for path, count in taken.items() if not 0 < count <= MOST} == {}


def test_every_record_of_the_demo_comes_as_it_is_where_it_is_asked_for_with_all_others(demo):
    del demo
    questions = [
        select(each.class_).options(undefer("*")).order_by(*each.primary_key) for each in RECORDS
    ]
    with within_a_moment() as session:
        found = [values(each) for each in asked_in(session, *questions)]
    with database.reading() as session:
        assert found == [values(session.execute(each).unique().all()) for each in questions]
    assert sum(map(bool, found)) >= 50  # kinds of which there is one
