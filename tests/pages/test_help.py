"""The manual in the app: its contents, its search, its tours, and who sees what."""

import re
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.help import FIRST, contents, groups, tours
from comanage.pages import tour_places
from comanage.pages.person import OPEN, right_of
from comanage.pages.who_sees_what import moves, roles_of, seen_pages
from comanage.rights import EVERYONE, RIGHTS
from comanage.rules.methods import METHODS
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import STEPS, Role
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import make_actor, make_agreement, make_installation, make_scorecard
from tests.pages.browser import Browser, words
from tests.pages.test_reach import LETTERS, table

pytestmark = pytest.mark.one_database
NOT_ALWAYS = {"/service-lines"}  # opens for an administrator of the whole house, not of one line


def address_of(page):
    """Give the last part of a page's address: the first page has none."""
    return "" if page.name == FIRST else page.name


def test_the_start_page_has_the_contents_in_groups_and_a_search(app):
    text = Browser(app).get("/help").text
    assert [
        title
        for title in re.findall(r"<h3>(.*?)</h3>", text)
        if title in {each.title for each in groups()}
    ] == [each.title for each in groups()]
    assert 'role="search"' in text
    listed = re.findall(r'class="menu-link" href="/help/([a-z0-9_-]*)"', text)
    assert listed == [address_of(page) for page in contents()]


@pytest.mark.parametrize("page", contents(), ids=lambda each: each.name)
def test_every_page_can_be_searched_from_and_leads_to_those_beside_it(app, page):
    text = Browser(app).get(f"/help/{address_of(page)}").text
    assert 'action="/help/search"' in text
    pages = [address_of(each) for each in contents()]
    at = pages.index(address_of(page))
    assert re.findall(r'href="/help/([^"]*)" rel="prev"', text) == pages[max(at - 1, 0) : at]
    assert re.findall(r'href="/help/([^"]+)" rel="next"', text) == pages[at + 1 : at + 2]


def test_a_long_page_lists_its_headings_and_each_leads_to_one(app):
    text = Browser(app).get("/help/methods").text
    listed = re.search(r'class="on-this-page".*?</nav>', text, re.DOTALL)[0]
    anchors = re.findall(r'href="#([^"]+)"', listed)
    assert "best-inside-a-range" in anchors
    assert [each for each in anchors if f' id="{each}"' not in text] == []
    assert "on-this-page" not in Browser(app).get("/help/evidence").text


def test_a_search_shows_where_each_section_stands_and_leads_there(app):
    text = Browser(app).get("/help/search?q=slack").text
    assert 'href="/help/methods#a-level-held"' in text
    assert "<mark>slack</mark>" in text.lower()
    assert "found for “slack”" in words(text)
    assert 'value="slack"' in text, "what was typed stays in the field"


def test_a_search_without_a_find_says_so_and_helps_on(app):
    text = Browser(app).get("/help/search?q=zebra").text
    assert "Nothing was found for “zebra”." in text
    assert "try fewer words" in text
    assert "Type a word or two" in Browser(app).get("/help/search").text


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "%00", "a" * 5000, "(((", "' OR 1=1 --", "\u202egnp"],
    ids=ascii,
)
@pytest.mark.trust("C2")
def test_wild_words_are_answered_as_words(app, typed):
    answer = Browser(app).client.get("/help/search", query_string={"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert len(answer.data) < 60_000


def test_who_sees_what_agrees_with_the_table_that_people_keep(app):
    reach, told = table(), {}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "static" and rule.endpoint not in OPEN:
            roles = roles_of(rule.endpoint, right_of(app.view_functions[rule.endpoint]))
            told[f"GET {rule.rule}"] = {LETTERS[role] for role in roles}
    known = {route: who for route, who in reach.items() if route.startswith("GET ")}
    assert told.keys() == known.keys()
    off = {route for route in told if told[route] != known[route]}
    assert off == {f"GET {path}" for path in NOT_ALWAYS}


def test_the_tables_hold_every_page_and_every_step(app):
    text = Browser(app).get("/help/who-sees-what").text.replace("<wbr>", "")
    with app.app_context():
        seen = seen_pages()
    assert len(seen) > 90
    assert [
        each.path
        for each in seen
        if each.path.replace("<", "&lt;").replace(">", "&gt;") not in text
    ] == []
    assert [each.path for each in seen if not each.what.endswith(".")] == []
    assert len(
        [each for each in moves() if each.thing in {"figure", "settlement", "payment"}]
    ) == len(STEPS)
    assert len(moves()) == text.count('data-label="Leads to"')


def person_of(role):
    with transaction() as session:
        make_installation(session)
        return make_actor(session, role)


def demo_home(app, role):
    with transaction() as session:
        make_installation(session, is_demo=True)
        actor = make_actor(session, role)
    return Browser(app, SimpleNamespace(id=actor.person_id)).get("/").text


def test_the_tour_is_offered_in_a_demo_and_nowhere_else(app):
    assert 'data-tour="approver" aria-label="Take the tour, 3 steps">' in demo_home(
        app, Role.APPROVER
    )


def test_no_tour_is_offered_outside_a_demo_but_it_can_be_taken_from_help(app):
    actor = person_of(Role.COMPLIANCE)
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    assert "Take the tour" not in browser.get("/").text
    text = browser.get("/help/tours").text
    assert re.findall(r'data-tour="([^"]+)"', text) == ["compliance-officer"]


def test_no_step_of_a_tour_leads_a_role_to_a_page_that_is_closed_to_it(app):
    pages = tour_places.ANYWHERE | tour_places.IN_AGREEMENT
    pages |= tour_places.IN_APPROVED | tour_places.IN_BEGUN
    closed = [
        (tour.role, step.title)
        for tour in tours.TOURS
        for step in tour.steps
        if (right := right_of(app.view_functions[pages[step.place]])) not in EVERYONE
        and right not in RIGHTS[tour.role]
    ]
    assert closed == []


def test_whoever_is_not_signed_in_reads_the_steps_without_links(app):
    text = Browser(app).get("/help/tours").text
    assert text.count('class="tour-steps"') == len(Role)
    assert "data-tour" not in text
    assert "tour.js" not in text


def test_the_steps_lead_to_an_agreement_that_has_something_to_see(app):
    with transaction() as session:
        make_agreement(session, "EMPTY")
        ready = make_ready(session)
    browser = Browser(app, SimpleNamespace(id=ready.administrator.person_id))
    pages = re.findall(r'<li data-page="([^"]+)"', browser.get("/help/tours").text)
    assert "/" in pages
    for path in pages:
        browser.get(path)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/agreements/{}/results/{}", "statement-lines#the-lines"),
        ("/agreements/{}/results/{}/turnover", "methods#"),
        ("/agreements/{}/settlements/{}", "statement-lines#the-lines"),
        ("/agreements/{}/oversight", "safeguards#25-separation-of-duties"),
    ],
)
def test_a_page_leads_to_where_the_manual_explains_it(app, monkeypatch, path, section):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
    finalized(ready)
    approved(ready)
    browser = Browser(app, SimpleNamespace(id=ready.compliance.person_id))
    text = browser.get(path.format(ready.id, PERIOD)).text
    name, anchor = re.search(
        rf'href="/help/({section.partition("#")[0]})#({section.partition("#")[2]}[^"]*)"', text
    ).groups()
    assert f' id="{anchor}"' in browser.get(f"/help/{name}").text


def test_each_method_to_choose_from_leads_to_its_section(app):
    with transaction() as session:
        make_scorecard(session, make_agreement(session), state=ScorecardState.DRAFT)
        actor = make_actor(session, Role.ADMINISTRATOR)
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    text = browser.get("/agreements/1/scorecard/measures/new?domain=quality").text
    led = re.findall(r'href="/help/methods#([^"]+)"', text)
    manual = browser.get("/help/methods").text
    assert len(led) == len(METHODS)
    assert [each for each in led if f' id="{each}"' not in manual] == []


def test_each_table_of_the_manual_scrolls_in_a_region_of_its_own():
    bodies = [str(page.body) for page in contents()]
    region = '<div class="table-scroll" role="group" aria-label="Table" tabindex="0">\n<table>'
    assert sum(body.count("<table>") for body in bodies) > 20
    for body in bodies:
        assert body.count(region) == body.count("<table>") == body.count("</table>\n</div>")
