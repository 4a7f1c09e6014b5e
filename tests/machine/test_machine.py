"""A machine plays a hospital over HTTP: anybody does anything at any time, and every law holds."""

import pytest

from tests.machine.directed import Directed
from tests.machine.machine import ACTS
from tests.machine.plans import EVERY
from tests.machine.runs import run

SEEDS, RUNS = range(4), 50  # of each seed
RARE = 4  # acts that chance may leave out of one seed's runs; `make proof` allows none


@pytest.mark.trust("B4", "B5", "D4", "D9", "D11", "E1", "E3", "E6", "F2")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_law_holds_whatever_anybody_does(place, seed):
    run(place, RUNS, seed=seed)
    assert place.runs >= RUNS
    never = [act for act in (*ACTS, "crash") if not place.accepted[act]]
    assert len(never) <= RARE, never


def test_each_act_can_be_done_and_every_law_holds(place):
    machine = Directed(place)
    try:
        machine.follow(EVERY)
    finally:
        machine.teardown()
    assert [act for act in ACTS if not place.accepted[act]] == []
