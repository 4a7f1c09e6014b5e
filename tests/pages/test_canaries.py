"""Canaries in the data of other groups: none reaches a leader, whatever address is asked for."""

import itertools
from types import SimpleNamespace

import pytest

from comanage.database import reading
from comanage.records.base import Base
from comanage.records.figure import Figure
from tests.actions.releasing import PERIOD
from tests.house.house import ROOT
from tests.pages.browser import Browser
from tests.pages.canaries import planted
from tests.pages.looked_into import found

WORDS = {
    "code": (PERIOD, "2027-Q2"),
    "participant": ("GRANITE", "COPPER", "PEARL"),
    "measure": ("turnover", "casemix", "screening"),
    "month": ("2027-03",),
    "kind": ("csv", "xlsx"),
    "suffix": ("csv", "xlsx"),
    "number": (1, 2),
}
TABLES = {
    # what an address names: the table whose every row is asked for
    "document_id": "agreement_document",
    "evidence_id": "figure_evidence",
    "entry_id": "time_entry",
    "alert_id": "monitor_alert",
    "group_id": "physician_group",
}
PHYSICIANS = ("physician", "physician leader")
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


def addresses(app):
    """Give every address that can be looked at, with every row there is in each place of it."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    listed = (ROOT / "tests" / "house" / "urls.txt").read_text(encoding="utf-8").split("\n")
    assert {f"GET {rule.rule}" for rule in rules} <= {*listed}
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
    return sorted(row.id for row in session.execute(table.select().with_only_columns(table.c.id)))


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


@pytest.mark.trust("B3")
def test_nothing_of_another_group_reaches_a_leader_and_compliance_finds_all_of_it(app, made):
    everything = crawled(app, made.compliance, made.canaries)
    assert made.canaries.keys() - everything.met.keys() == made.unseen
    assert everything.kinds >= made.kinds
    leaders = crawled(app, made.leader, made.canaries)
    assert leaders.met == {}
    assert everything.opened > leaders.opened > 20
