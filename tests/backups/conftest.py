"""What tests of backups start from: an approved quarter, and an empty database to restore into."""

import pytest

from comanage import database as records
from comanage.database import transaction
from tests.actions.settling import approved, finalized, make_ready, without_layout


@pytest.fixture
def ready(engine, programs, monkeypatch):
    """An agreement whose first quarter is approved and whose second is open."""
    del engine, programs
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    approved(made)
    return made


@pytest.fixture
def elsewhere(maker):
    """The address of an empty database of the same kind."""
    url = maker.empty()
    yield url
    maker.drop(url)


@pytest.fixture
def open_elsewhere(elsewhere):
    """A way to open the other database, once it is restored."""
    opened = []

    def open_it():
        engine = records.connect(elsewhere)
        opened.append(engine)
        return engine

    yield open_it
    for engine in opened:
        engine.dispose()
