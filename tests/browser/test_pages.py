"""Every page, as everyone in the demo sees it: accessible, on a phone too, and silent."""

import gzip
import json
import re
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from comanage.demo.health_system import cast
from comanage.help.order import GROUPS
from comanage.pages import BLUEPRINTS
from comanage.rules.signoff import Role
from tests.browser.steps import holder

ALIKE = 2  # pages of one kind that are opened for each person
KEYS = 60  # how often Tab is pressed on the first page of each kind
THROUGH = {  # all of these are gone through
    "agreements.one", "settlements.period", "payments.one", "duties.every", "meetings.every",
    "base_fee_payments.waiting",
}  # fmt: skip
DISPUTES = "CLHP"  # the group whose leader may still ask about a score
MANUAL = [f"/help/{name}" for _, names in GROUPS for name in names]
HEAVIEST = 60_000  # bytes of a page with all it needs, compressed
SAME = {  # one page at two addresses
    "scorecards.current": "scorecards.version",
    # where a place across agreements leads at once
    "across.results": "results.period",
    "across.trend": "trends.of_agreement",
    "across.statements": "issued_statements.every",
    "hours.to_attest": "hours.attest",
}
# where the start page leads a physician at once, and an executive
BEGINS = {"home.start", "hours.mine"}, {"home.start", "results.period"}
ELSEWHERE = {
    # reached by an address alone, not by a link
    "sign_in.welcome": "the one-time link of an invitation",
    "sign_in.login": "where whoever is not signed in is sent",
    "static": "files",
    "help.look_up": "the search of the manual, reached by its form",
    "meetings.file": "minutes that came as a file, which no meeting of the demo has",
    "base_fee_payments.lift": "a base fee that is held; tests/pages opens it, as all that follow",
    "duties.correct": "a duty that has not begun, which no agreement of the demo has",
    "duties.correct_base_fee": "a fee that has not begun",
    "status.healthz": "for machines that watch the installation",
}


@pytest.fixture(scope="session")
def addresses():
    """Every address there is, without an app behind it."""
    app = Flask("addresses")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app.url_map


@pytest.fixture(scope="session")
def kind_of(addresses):
    """Name the kind of page that a path leads to."""
    adapter = addresses.bind("127.0.0.1")

    def kind(path):
        try:
            return adapter.match(path.partition("?")[0])[0]
        except RequestRedirect as moved:
            return kind(moved.new_url.removeprefix("http://127.0.0.1"))
        except HTTPException:
            return path

    return kind


@pytest.fixture(scope="module")
def tours(demo, kind_of):
    """What one person of each role meets: their visitor, and their pages by path."""
    told = cast()
    draft_an_agreement(demo)
    one_of_each = {person.role: person for person in [*reversed(told.people), told.first]}
    one_of_each[Role.LEADER] = next(one for one in told.people if one.group == DISPUTES)
    return {
        person.name: (visitor, visitor.tour(kind_of, ALIKE, THROUGH))
        for person in one_of_each.values()
        for visitor in [demo.visitor(person.email)]
    }


def draft_an_agreement(demo):
    """Let there be a draft too, for its pages are the ones that are filled in."""
    visitor = demo.visitor(holder(Role.ADMINISTRATOR).email)
    fields = {
        "title": "Spine Co-Management Agreement", "code": "SPINE-2028", "service_line_id": "1",
        "template": "orthopedic", "starts": "2028-01-01", "ends": "2028-12-31", "base_fee": "120000", "pool": "50000",
        "groups-0-group_id": "1", "groups-1-group_id": "2", "divided": "equal",
        "legal_basis": "personal services", "renewal": "none",
    }  # fmt: skip
    visitor.send("/agreements/new", "/agreements/new", **fields)


def sightings(tours, kind_of):
    """Share the visits out: each page once in every width, each kind once for each person."""
    taken, walked = set(), set()
    for name, (visitor, pages) in tours.items():
        visits, kinds = [], set()
        for path in pages:
            kind = kind_of(path)
            if path not in taken:
                keys = 0 if kind in walked else KEYS
                visits.append({"path": path, "widths": [320, 390, 1280], "keys": keys})
                walked.add(kind)
            elif kind not in kinds:
                visits.append({"path": path, "widths": [1280]})
            taken.add(path)
            kinds.add(kind)
        yield {"name": name, "cookies": visitor.cookies, "visits": visits}


def complaints(visit):
    """Put into words what is wrong with a page at a width."""
    where = f"{visit['path']} at {visit['width']} px, {visit['person']}"
    if visit["status"] != 200:
        yield f"{where}: answered {visit['status']}"
    for fault in visit["violations"]:
        yield f"{where}: {fault['id']}: {fault['nodes']}"
    if visit["overflow"]:
        yield f"{where}: scrolls sideways: {visit['overflow']}"
    for fault in visit["unread"]:
        yield f"{where}: a chart: {fault}"
    for error in visit["errors"]:
        yield f"{where}: {error}"
    for fault in visit.get("focus", {}).get("faults", []):
        yield f"{where}: {fault}"
    spaced = visit.get("spaced", {})
    if spaced.get("overflow") or spaced.get("clipped"):
        yield f"{where}: does not bear the spacing of WCAG 1.4.12: {spaced}"


def test_every_page_is_accessible_fits_a_phone_and_keeps_the_content_policy(
    demo, tours, kind_of, look
):
    nobody = {"name": "nobody", "visits": [{"path": "/login"}]}
    found = look(demo.base, nobody, *sightings(tours, kind_of))["visits"]
    assert len(found) > 50
    assert [said for visit in found for said in complaints(visit)] == []


def test_every_page_has_a_title_of_its_own(tours, kind_of):
    titles = defaultdict(set)
    for _, pages in tours.values():
        for path, page in pages.items():
            title = page.partition(b"<title>")[2].partition(b"</title>")[0].decode()
            assert title.endswith("– comanage"), path
            titles[title].add(SAME.get(kind_of(path), kind_of(path)))
    shared = {title: kinds for title, kinds in titles.items() if len(kinds) > 1}
    assert [title for title, kinds in shared.items() if kinds not in BEGINS] == []


def test_every_page_has_one_heading_one_main_part_and_no_name_twice(tours):
    for _, pages in tours.values():
        for path, page in pages.items():
            parsed = html.fromstring(page)
            names = Counter(parsed.xpath("//@id"))
            assert [name for name, times in names.items() if times > 1] == [], path
            assert len(parsed.xpath("//h1")) == 1, path
            assert len(parsed.xpath("//main")) == 1, path
            help_at = parsed.xpath("//header//div[@class='house-tools']/*[1]/@href")
            assert help_at == ["/help"], f"{path}: Help stands elsewhere"


def test_every_page_of_an_agreement_says_how_it_or_its_period_stands(tours, kind_of):
    without = {
        (kind_of(path), path)
        for _, pages in tours.values()
        for path, page in pages.items()
        if re.match(r"/agreements/\d", path) and page.count(b'class="state-line"') != 1
    }
    assert without == set()


def test_every_page_is_reached_by_somebody_through_links_alone(addresses, tours, kind_of):
    reached = {kind_of(path) for _, pages in tours.values() for path in pages}
    linked = {
        kind_of(link)
        for visitor, pages in tours.values()
        for page in pages.values()
        for link in visitor.links(page)
    }
    asked = {rule.endpoint for rule in addresses.iter_rules() if "GET" in rule.methods}
    assert sorted(asked - reached - linked - set(ELSEWHERE)) == []


def test_every_page_is_valid_html(demo, tours):
    everything = {
        path: page.decode() for _, pages in tours.values() for path, page in pages.items()
    }
    everything["/login"] = demo.visitor().ask("/login")[1].decode()
    checked = subprocess.run(
        ["node", str(Path(__file__).with_name("valid.mjs"))],
        input=json.dumps(everything), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == []


def test_no_link_leads_nowhere(tours, kind_of):
    """Links of a kind that the tour did not open are tried here, one of each kind."""
    broken = []
    for name, (visitor, pages) in tours.items():
        opened = {kind_of(path) for path in pages}
        links = {kind_of(link): link for page in pages.values() for link in visitor.links(page)}
        for kind, link in links.items():
            if kind not in opened and not any(link in said for said in visitor.broken):
                visitor.ask_quietly(link)
        broken += [f"{name}: {said}" for said in visitor.broken]
    assert broken == []


def test_no_page_weighs_more_than_a_phone_on_a_slow_line_can_bear(tours):
    """With every file that it asks for, as on a first visit; and every page of the manual."""
    weights = {}
    for visitor, pages in tours.values():
        manual = {path: visitor.ask(path)[1] for path in MANUAL} if not weights else {}
        for path, page in (pages | manual).items():
            weights[path] = sum(map(packed, [page, *files_of(page)]))
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


def packed(content):
    """Weigh something as it goes over the line."""
    return len(gzip.compress(content))


def files_of(page):
    """Read the style sheet, the scripts and the pictures that a page asks for."""
    asked = html.fromstring(page).xpath("//script/@src | //link/@href | //img/@src")
    own = {address.partition("?")[0] for address in asked if address.startswith("/static/")}
    return [Path(path.removeprefix("/")).read_bytes() for path in own]
