"""Each guard is needed: without it, a short way of the machine leads to where a law breaks."""

import pytest

from comanage import database
from tests.actions.settling import without_layout
from tests.machine.desk import Broken
from tests.machine.directed import Directed
from tests.machine.hospital import build
from tests.machine.place import Place, app_of, watched
from tests.machine.weakened import GUARDS

each_guard = pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.keeps)


@pytest.fixture
def follow(maker, monkeypatch, tmp_path):
    """A machine that follows a plan, with a guard in its place or without."""
    without_layout(monkeypatch)
    url = maker.copy()

    def begin(guard, *, missing):
        place = Place(app_of(tmp_path), database.connect(url), guard=guard if missing else None)
        with watched(place, monkeypatch):
            build()
            place.keep("blank")
            if missing and guard.take is not None:
                guard.take(monkeypatch)
            machine = Directed(place)
            try:
                machine.follow(guard.plan)
            finally:
                machine.teardown()

    yield begin
    maker.give_back(url)


@each_guard
def test_no_law_breaks_while_the_guard_is_there(follow, guard):
    follow(guard, missing=False)


@each_guard
def test_a_guard_that_is_missing_is_noticed(follow, guard):
    with pytest.raises(Broken, match=f"^{guard.law}"):
        follow(guard, missing=True)
