"""The list of issued statements: as known on a day, page by page, and for a leader the own ones."""

import re
from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import issued_statements
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.rules.periods import in_words
from tests.actions.logged import as_noted
from tests.actions.releasing import corrected, later, make_approved, release
from tests.actions.settling import without_layout
from tests.pages.browser import Browser, words


@pytest.fixture
def made(app, monkeypatch):
    """A quarter that was approved today and corrected forty days later, seen from then on."""
    without_layout(monkeypatch)
    found = make_approved()
    found.first, found.app = clock.today(), app
    release(found)
    with later(40):
        corrected(found)
        found.second = clock.today()
    with transaction() as session:
        as_noted(session, found.compliance, found.id)
    found.url = f"/agreements/{found.id}/statements"
    return found


def at(made, actor):
    with reading() as session:
        return Browser(made.app, session.get_one(Person, actor.person_id))


def numbers(page):
    """Give the numbers of the statements that a page leads to, in its order."""
    return [int(each) for each in re.findall(r"/statements/(\d+)\.pdf", page)]


def test_every_statement_is_listed_with_what_it_was_held_to(made):
    page = at(made, made.compliance).get(made.url)
    assert numbers(page.text) == [4, 5, 6, 1, 2, 3]
    said = words(page.text)
    assert said.count("The stored file has the SHA-256 that entry") == 6
    assert said.count("every number is the same") == 6
    assert said.count("replaced by settlement 2") == 3
    assert "Does not hold" not in said


def test_a_day_to_come_is_refused_and_shows_nothing_else(made):
    browser, day = at(made, made.compliance), clock.today() + timedelta(days=1)
    page = browser.get(f"{made.url}?as_known_on={day}", 422)
    assert f"{in_words(day)} is still to come. Give a day until today." in words(page.text)
    assert '<a href="#as_known_on">' in page.text
    assert numbers(page.text) == []
    assert numbers(browser.get(f"{made.url}?as_known_on={clock.today()}").text) == [1, 2, 3]


def test_the_list_of_a_day_leads_to_the_files_that_stood_then(made):
    with later(40):
        days_lead_to_files(made, at(made, made.compliance))


def days_lead_to_files(made, browser):
    for day, stood in ((made.first, [1, 2, 3]), (made.second, [4, 5, 6])):
        page = browser.get(f"{made.url}?as_known_on={day}").text
        assert numbers(page) == stood
        assert f'value="{day}"' in page
    files = [browser.get(f"{made.url}/{number}.pdf").data for number in (2, 5)]
    assert files[0] != files[1]
    page = browser.get(f"{made.url}?as_known_on=2020-01-01")
    assert "No statement was issued by that day." in words(page.text)


def test_what_is_no_day_is_refused_and_shows_nothing_else(made):
    page = at(made, made.compliance).get(f"{made.url}?as_known_on=yesterday", 422)
    assert '<a href="#as_known_on">' in page.text
    assert 'value="yesterday"' in page.text
    assert numbers(page.text) == []
    assert "No s" not in words(page.text)


def test_pages_keep_the_day(made, monkeypatch):
    monkeypatch.setattr(issued_statements, "AT_ONCE", 1)
    browser = at(made, made.compliance)
    url = f"{made.url}?as_known_on={made.first}"
    first = browser.get(url).text
    assert numbers(first) == [1]
    (following,) = re.findall(r'href="([^"]+)" rel="next"', first)
    assert numbers(browser.get(following.replace("&amp;", "&")).text) == [2]
    assert numbers(browser.get(f"{url}&page=x").text) == [1]


def test_a_leader_gets_only_the_own_group(made):
    page = at(made, made.leader).get(made.url).text
    own, other = (made.groups[code].name for code in ("GRANITE", "COPPER"))
    assert own.split("&")[0] in page
    assert other not in page
    assert numbers(page) == [6, 3]
    assert "The agreement" not in page
    at(made, made.stranger).get(made.url, 404)


def test_the_agreement_leads_to_its_statements(made):
    for actor in (made.compliance, made.leader):
        assert f'href="{made.url}"' in at(made, actor).get(f"/agreements/{made.id}").text
