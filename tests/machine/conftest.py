"""What the machine's tests ask for: a place to run at."""

import pytest

from tests.actions.settling import without_layout
from tests.machine.place import Place, app_of, watched
from tests.machine.runs import prepare


@pytest.fixture
def place(engine, monkeypatch, tmp_path):
    """An app on a database, with the states that runs begin from."""
    without_layout(monkeypatch)
    with watched(Place(app_of(tmp_path), engine), monkeypatch) as made:
        prepare(made)
        yield made
