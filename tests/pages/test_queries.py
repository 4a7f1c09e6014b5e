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
from comanage.rules.signoff import FigureState, SettlementState
from tests.actions.settling import PERIOD, make_ready, make_value
from tests.makers import make_settlement
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
}  # fmt: skip
QUARTERLY = replace(samples.TERMS, periods=tuple(quarters(date(2027, 1, 1), date(2027, 12, 31))))
MOST = 12  # with the sign-in, what the person may reach, the pickers and the navigation
# What looks at records of many kinds takes a query or two for each kind.
MORE = {
    "/": 30,                             # everything that may wait for somebody
    "/agreements/{}": 16,                # documents, signers, opinions, the course of its term
    f"/agreements/{{}}/settlements/{PERIOD}": 24,  # whatever a release or an approval stumbles over
    "/agreements/{}/ledger": 18,         # payments, requests, releases, fees, caps
    "/agreements/{}/packet": 64,         # every table that a packet holds
    "/agreements/{}/oversight": 48,      # every safeguard
    "/oversight": 48,
}  # fmt: skip


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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_as_many_queries_for_one_figure_as_for_all(app, path):
    with transaction() as session:
        made = make_ready(session, state=FigureState.SUBMITTED, figures=samples.FIGURES[:1])
    few = queries(app, made, path)
    with transaction() as session:
        for value in samples.FIGURES[1:]:
            make_value(session, made, value, FigureState.SUBMITTED)
    assert queries(app, made, path) == few
    assert 0 < few <= MORE.get(path, MOST)


@pytest.mark.parametrize("state", [SettlementState.FINAL, SettlementState.APPROVED])
@pytest.mark.parametrize(("path", "who"), [*PAGES.items(), ("/", "approver")])
def test_a_page_takes_as_many_queries_for_one_period_as_for_four(app, path, who, state):
    with transaction() as session:
        made = make_ready(session, terms=QUARTERLY)
        settled = [(made, f"2027-Q{quarter}") for quarter in (1, 2, 3, 4)]
        make_settled(session, *settled[0], state)
    few = queries(app, made, path, who)
    with transaction() as session:
        for each in settled[1:]:
            make_settled(session, *each, state)
    assert queries(app, made, path, who) == few
    assert 0 < few <= MORE.get(path, MOST)


def make_settled(session, made, period, state):
    """Store what the samples' figures would have earned in a period."""
    figures = [replace(each, period=period) for each in samples.FIGURES]
    document = canonical.text(settle(QUARTERLY, figures, period))
    given = {"document": document, "document_hash": canonical.digest(document)}
    make_settlement(session, made.agreement, period=period, state=state, **given)
