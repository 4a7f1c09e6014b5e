"""A machine plays a hospital over HTTP: anybody does anything at any time, and every law holds."""

import time

import pytest

from comanage.app import create_app
from config import Settings
from tests.actions.settling import without_layout
from tests.machine.place import Place, watched
from tests.machine.runs import prepare, run


@pytest.fixture
def place(engine, monkeypatch, tmp_path):
    """The app on a database with the states that runs begin from."""
    without_layout(monkeypatch)
    with watched(
        Place(
            lambda: create_app(
                Settings(data=tmp_path, database_url="sqlite://", given_key="k" * 32)
            ),
            engine,
        ),
        monkeypatch,
    ) as made:
        prepare(made)
        yield made


def test_it(place):
    t = time.time()
    try:
        run(place, 50)
    finally:
        print(time.time() - t, place.runs, "steps")
        print(sorted(place.accepted.items()))
        print(sorted(place.refused.items()))
        from tests.machine.machine import ACTS

        print("NEVER", [a for a in ACTS if not place.accepted[a]])
