"""A page asks the database as often for one figure as for many."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from comanage.database import transaction
from comanage.rules.signoff import FigureState
from tests.actions.settling import PERIOD, make_ready, make_value
from tests.pages.browser import Browser
from tests.statements import samples

PAGES = [
    "/",
    "/agreements",
    "/agreements/{}",
    "/agreements/{}/scorecard",
    f"/agreements/{{}}/figures/{PERIOD}",
    f"/agreements/{{}}/figures/{PERIOD}/verify",
    f"/agreements/{{}}/settlements/{PERIOD}",
    "/payouts",
    "/agreements/{}/statements",
]
MOST = 20  # with the sign-in, duties handed over, the pickers and the navigation
OF_ITS_FILE = {"/agreements/{}": 6}  # documents, signers, opinions, the course of its term


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


def queries(app, made, path):
    """Say how many queries a page takes, once its templates are read."""
    at = Browser(app, SimpleNamespace(id=made.administrator.person_id))
    if path.endswith("/verify"):
        at = Browser(app, SimpleNamespace(id=made.verifier.person_id))
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
    assert 0 < few <= MOST + OF_ITS_FILE.get(path, 0)
