"""A link to the database that breaks or is slow: waited for in bounds, said in words, nothing half stored."""

import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from comanage import database as records
from comanage.app import create_app
from comanage.database import reading, transaction
from comanage.database_words import BROKEN, BUSY, NOT_MIGRATED, NOT_THERE, SLOW
from comanage.refusals import Conflict, NotReady
from config import Settings
from tests.actions.settling import without_layout
from tests.crash.ending import holds, made_final
from tests.crash.link import link_to
from tests.makers import make_service_line
from tests.pages.browser import Browser, words

IN_WORDS = (BROKEN, NOT_THERE, NOT_MIGRATED)


@pytest.fixture
def linked(database, tmp_path, monkeypatch):
    """The app at the end of a link, with a settlement that waits for its approver's browser."""
    without_layout(monkeypatch)
    monkeypatch.setattr(records, "LINK", records.LINK | {"connect_timeout": 2})
    with tempfile.TemporaryDirectory(prefix="comanage-") as folder:  # a short name for a socket
        link = link_to(database, Path(folder))
        app = create_app(Settings(data=tmp_path, database_url=link.url, given_key="k" * 32))
        app.config["WTF_CSRF_ENABLED"] = False
        link.engine = app.extensions["engine"]
        waiting = made_final()
        approver = Browser(app, SimpleNamespace(id=waiting.approver.person_id))
        made = SimpleNamespace(link=link, waiting=waiting, app=app, approver=approver)
        made.path = f"/agreements/{waiting.id}/settlements/{waiting.period}/approve"
        yield made
        app.extensions["engine"].dispose()
        link.close()


def approve(linked):
    """Send the approval, and give its answer."""
    return linked.approver.client.post(linked.path, data={"number": "1"})


@pytest.mark.trust("G7")
@pytest.mark.parametrize("after", [0, 1, 100, 500, 2_000, 10_000, 40_000])
def test_an_approval_whose_link_breaks_is_said_in_words_and_is_whole_or_not_there(linked, after):
    linked.link.cut(after)
    answer = approve(linked)
    assert answer.status_code == 503, words(answer.text)
    assert any(sentence in words(answer.text) for sentence in IN_WORDS), words(answer.text)
    linked.link.mend()
    stands = holds(linked.waiting)
    again = approve(linked)
    assert again.status_code == (409 if stands else 303), words(again.text)
    assert holds(linked.waiting)


@pytest.mark.trust("G7")
def test_a_database_that_does_not_answer_is_waited_for_in_bounds(linked):
    linked.link.hold()
    linked.app.extensions["engine"].dispose()
    answer = linked.approver.client.get("/agreements")
    assert answer.status_code == 503
    assert any(sentence in words(answer.text) for sentence in IN_WORDS)
    linked.link.mend()
    assert linked.approver.client.get("/agreements").status_code == 200
    assert not holds(linked.waiting)


@pytest.mark.trust("G7")
def test_a_statement_that_takes_too_long_is_ended_in_words(engine, monkeypatch):
    """PostgreSQL ends the statement; on SQLite, only another writer makes one wait."""
    monkeypatch.setattr(records, "ANSWER_SECONDS", 1)
    monkeypatch.setattr(records, "WAIT_SECONDS", 1)
    engine.dispose()
    if engine.dialect.name == "postgresql":
        for door in (reading, transaction):
            with pytest.raises(NotReady) as refused, door() as session:
                session.execute(text("SELECT pg_sleep(3)"))
            assert refused.value.sentence == SLOW
    else:
        with transaction() as session:
            make_service_line(session)
            with pytest.raises(Conflict, match=BUSY), transaction() as second:
                make_service_line(second)
    with transaction() as session:
        make_service_line(session, "AFTER")
