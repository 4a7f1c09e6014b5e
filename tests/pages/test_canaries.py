"""Canaries in the data of other groups: none reaches a leader, whatever address is asked for."""

import itertools
import re
from collections import Counter
from types import SimpleNamespace

import pytest

from comanage.database import reading
from comanage.records.base import Base
from comanage.records.figure import Figure
from tests.actions.releasing import PERIOD
from tests.house.house import ROOT
from tests.pages.browser import Browser, boxes
from tests.pages.canaries import planted
from tests.pages.looked_into import found
from tests.pages.test_extra_fields import asked_for

WORDS = {
    "code": (PERIOD, "2027-Q2"),
    "participant": ("GRANITE", "COPPER", "PEARL"),
    "measure": ("turnover", "casemix", "screening"),
    "month": ("2027-03",),
    "kind": ("csv", "xlsx"),
    "suffix": ("csv", "xlsx"),
    "number": (1, 2),
    "token": ("no-such-token",),
}
TABLES = {
    # what an address names: the table whose every row is asked for
    "document_id": "agreement_document",
    "evidence_id": "figure_evidence",
    "earned_id": "base_fee_earned",
    "entry_id": "time_entry",
    "alert_id": "monitor_alert",
    "group_id": "physician_group",
    "role_id": "role_held",
    "change_id": "role_change",
    "hold_id": "legal_hold",
    "repayment_id": "recovery",
}
PHYSICIANS = ("physician", "physician leader")
FILLED = dict.fromkeys(asked_for(), "1") | {"words": "As the registry says.", "reason": "Mended."}
OF_THE_CONTRACT = {"the name of the group"}  # the terms that a statement carries name every party
A_STATEMENT = r"/agreements/\d+/statements/\d+\.(pdf|xlsx)"
NOTHING_OF_A_GROUP = ("/static", "/help", "/library", "/login", "/welcome", "/healthz")


@pytest.fixture(params=["a quarter that was paid", "a quarter that is disputed"])
def made(app, request):
    """Two agreements full of canaries."""
    found = planted(paid=request.param.endswith("paid"))
    found.unseen = (
        set() if "paid" in request.param else {"the vendor number"}
    )  # but in files of payments
    found.kinds = {"html", "json", "pdf"} | (set() if found.unseen else {"csv", "sheet"})
    return found


def addresses(app, method="GET"):
    """Give every address of a method, with every row there is in each place of it."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    listed = (ROOT / "tests" / "house" / "urls.txt").read_text(encoding="utf-8").split("\n")
    assert {f"{method} {rule.rule}" for rule in rules} <= {*listed}
    with reading() as session:
        values = {
            name: WORDS.get(name) or _every(session, name)
            for rule in rules
            for name in rule.arguments
            if not rule.rule.startswith(NOTHING_OF_A_GROUP)
        }
        of = {figure.id: figure.period.code for figure in session.query(Figure)}
    build = app.url_map.bind("127.0.0.1").build
    for rule in rules:
        if not rule.rule.startswith(NOTHING_OF_A_GROUP):
            names = sorted(rule.arguments)
            for chosen in itertools.product(*(values[name] for name in names)):
                given = dict(zip(names, chosen, strict=True))
                if of.get(given.get("figure_id")) in {None, given.get("code", PERIOD)}:
                    yield build(rule.endpoint, given)


def _every(session, name):
    """List the ids of the rows that an address may name."""
    if name == "person_id":
        held = Base.metadata.tables["role_held"]
        query = held.select().where(held.c.role.in_(PHYSICIANS))
        return sorted({row.person_id for row in session.execute(query)})
    table = Base.metadata.tables[TABLES.get(name, name.removesuffix("_id"))]
    ids = [row.id for row in session.execute(table.select().with_only_columns(table.c.id))]
    return sorted(ids) or [1]


def crawled(app, actor, canaries):
    """Ask for everything as one person; give where each canary was met, in which kinds of answers."""
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    seen = SimpleNamespace(met={}, kinds=set(), opened=0)
    for path in addresses(app):
        answer = browser.client.get(path)
        assert answer.status_code < 500, path
        seen.opened += answer.status_code == 200
        for name in found(answer, canaries):
            seen.met.setdefault(name, []).append(path)
            seen.kinds.add(answer.mimetype.rpartition(".")[2].rpartition("/")[2])
    return seen


def sent_to(browser, path):
    """Send a form as its page has it with every other field that some form has, and then empty."""
    page = browser.client.get(path)
    own = boxes(page.text) if page.mimetype == "text/html" else {}
    first = browser.client.post(path, data=FILLED | own)
    yield first
    if first.status_code in {301, 302, 303}:
        yield browser.client.get(first.location)
    if first.status_code not in {403, 404}:
        yield browser.client.post(path)


def posted(app, actor, canaries):
    """Send everything as one person; give where each canary was met, and how many answers passed."""
    app.config["WTF_CSRF_ENABLED"] = False
    seen = SimpleNamespace(met={}, passed=Counter())
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    for path in addresses(app, "POST"):
        if browser.client.get("/").status_code != 200:  # it signed itself out
            browser = Browser(app, SimpleNamespace(id=actor.person_id))
        for answer in sent_to(browser, path):
            assert answer.status_code < 500, path
            seen.passed[answer.status_code] += 1
            for name in found(answer, canaries):
                seen.met.setdefault(name, []).append(path)
    return seen


@pytest.mark.trust("B3")
def unknown(met):
    """Leave out what every signatory knows from the contract, where a statement carries it."""
    left = {
        canary: [
            place
            for place in places
            if canary not in OF_THE_CONTRACT or not re.fullmatch(A_STATEMENT, place)
        ]
        for canary, places in met.items()
    }
    return {canary: places for canary, places in left.items() if places}


def test_no_answer_to_what_a_leader_sends_holds_anything_of_another_group(app, made):
    leaders = posted(app, made.leader, made.canaries)
    assert leaders.met == {}
    assert leaders.passed.keys() >= {200, 303, 403, 404, 422}
    administrators = posted(app, made.administrator, made.canaries)
    assert len(administrators.met) > 3


@pytest.mark.trust("B3")
def test_nothing_of_another_group_reaches_a_leader_and_compliance_finds_all_of_it(app, made):
    everything = crawled(app, made.compliance, made.canaries)
    assert made.canaries.keys() - everything.met.keys() == made.unseen
    assert everything.kinds >= made.kinds
    leaders = crawled(app, made.leader, made.canaries)
    assert unknown(leaders.met) == {}
    assert everything.opened > leaders.opened > 20
