"""A page asks the database as often for one figure as for many."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from comanage.database import transaction
from comanage.rules import canonical
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.actions.settling import PERIOD, make_ready, make_value
from tests.makers import make_actor, make_agreement, make_scorecard, make_settlement
from tests.makers.agreements import quarters
from tests.pages.browser import Browser
from tests.statements import samples

pytestmark = pytest.mark.one_database  # what is asked is the same on each
# page: who opens it
PAGES = {
    "/":                                                "administrator",
    "/agreements":                                      "administrator",
    "/agreements/{}":                                   "administrator",
    "/agreements/{}/scorecard":                         "administrator",
    f"/agreements/{{}}/figures/{PERIOD}":               "administrator",
    f"/agreements/{{}}/figures/{PERIOD}/check":         "administrator",
    f"/agreements/{{}}/figures/{PERIOD}/verify":        "verifier",
    f"/agreements/{{}}/results/{PERIOD}":               "administrator",
    f"/agreements/{{}}/settlements/{PERIOD}":           "administrator",
    f"/agreements/{{}}/what-if/{PERIOD}":               "administrator",
    "/agreements/{}/heatmap":                           "administrator",
    "/agreements/{}/statements":                        "administrator",
    "/agreements/{}/ledger":                            "compliance",
    "/agreements/{}/packet":                            "compliance",
    "/agreements/{}/oversight":                         "compliance",
    "/oversight":                                       "compliance",
    "/payouts":                                         "compliance",
    "/payments":                                        "compliance",
    "/disputes":                                        "compliance",
    "/status":                                          "system",
}  # fmt: skip
ALSO = [  # what others find there is looked up for them alone
    ("/", "approver"), ("/", "releaser"),
    (f"/agreements/{{}}/settlements/{PERIOD}", "approver"),
    (f"/agreements/{{}}/settlements/{PERIOD}", "releaser"),
]  # fmt: skip
OF_ALL = [each for each in PAGES if "{}" not in each]  # of every agreement there is
QUARTERLY = replace(samples.TERMS, periods=tuple(quarters(date(2027, 1, 1), date(2027, 12, 31))))
MOST = 6  # with the sign-in, what the person may reach, the pickers and the navigation


@contextmanager
def counted(engine):
    """Count the queries that are sent meanwhile."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def queries(app, made, path, who=""):
    """Say how many queries a page takes, once its templates are read."""
    actor = getattr(made, who or PAGES[path])
    at = Browser(app, SimpleNamespace(id=actor.person_id))
    at.get(path.format(made.id))
    with counted(app.extensions["engine"]) as sent:
        at.get(path.format(made.id))
    return len(sent)


def make_staffed(session, **given):
    """Make an agreement that can be settled, and those who release, and keep the installation."""
    made = make_ready(session, **given)
    made.releaser = make_actor(session, Role.RELEASER)
    made.system = make_actor(session, Role.SYSTEM)
    return made


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_as_many_queries_for_one_figure_as_for_all(app, path):
    with transaction() as session:
        made = make_staffed(session, state=FigureState.SUBMITTED, figures=samples.FIGURES[:1])
    few = queries(app, made, path)
    with transaction() as session:
        for value in samples.FIGURES[1:]:
            make_value(session, made, value, FigureState.SUBMITTED)
    assert queries(app, made, path) == few
    assert 0 < few <= MOST


@pytest.mark.parametrize("state", [SettlementState.FINAL, SettlementState.APPROVED])
@pytest.mark.parametrize(("path", "who"), [*PAGES.items(), *ALSO])
def test_a_page_takes_as_many_queries_for_one_period_as_for_four(app, path, who, state):
    with transaction() as session:
        made = make_staffed(session, terms=QUARTERLY)
        settled = [(made, f"2027-Q{quarter}") for quarter in (1, 2, 3, 4)]
        make_settled(session, *settled[0], state)
    few = queries(app, made, path, who)
    with transaction() as session:
        for each in settled[1:]:
            make_settled(session, *each, state)
    assert queries(app, made, path, who) == few
    assert 0 < few <= MOST


@pytest.mark.parametrize(("path", "who"), [*((each, "") for each in OF_ALL), *ALSO[:2]])
def test_a_page_takes_as_many_queries_for_one_agreement_as_for_three(app, path, who):
    with transaction() as session:
        made = make_staffed(session, terms=QUARTERLY)
        make_settled(session, made, "2027-Q1", SettlementState.APPROVED)
    few = queries(app, made, path, who)
    with transaction() as session:
        for code in ("KNEE", "HIP"):
            groups = [*made.groups.values()]
            one = make_agreement(session, code, service_line=made.line, groups=groups)
            make_scorecard(session, one, signed=QUARTERLY)
            more = SimpleNamespace(agreement=one)
            make_settled(session, more, "2027-Q1", SettlementState.APPROVED)
    assert queries(app, made, path, who) == few
    assert 0 < few <= MOST


def make_settled(session, made, period, state):
    """Store what the samples' figures would have earned in a period."""
    figures = [replace(each, period=period) for each in samples.FIGURES]
    document = canonical.text(settle(QUARTERLY, figures, period))
    given = {"document": document, "document_hash": canonical.digest(document)}
    make_settlement(session, made.agreement, period=period, state=state, **given)
