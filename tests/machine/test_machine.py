"""A machine plays a hospital over HTTP: anybody does anything at any time, and every law holds."""

import pytest

from tests.machine.machine import ACTS
from tests.machine.runs import run

SEEDS, RUNS = range(4), 50  # of each seed


@pytest.mark.trust("B4", "B5", "D4", "D9", "D11", "E1", "E3", "E6", "F2")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_law_holds_whatever_anybody_does_and_each_act_was_done(place, seed):
    run(place, RUNS, seed=seed)
    assert place.runs >= RUNS
    assert [act for act in ACTS if not place.accepted[act]] == []
