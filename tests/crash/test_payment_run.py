"""A run of 400 payments that is ended at every named point and at random: each is made once."""

import random
import time

import pytest

from comanage.database import ready as looked_at
from tests.crash.ending import KILLED, begun, points
from tests.crash.many import LINES, RELEASER, SETTLEMENTS, make_many, paid_once, released

SEED, RANDOM_ENDS, LONGEST = 20270414, 6, 0.9  # how often at random, and after how many seconds
MOST_AT_ONCE = 9  # settlements that are released before a named point ends the run
RELEASING = [name for name in points() if name.startswith("release:")]


@pytest.fixture
def run(engine, database, tmp_path):
    """A hundred settlements that wait, and how the run of them is begun."""
    make_many()
    engine.dispose()

    def begin(**settings):
        return begun(
            database, RELEASER, url=database, data=tmp_path, module="tests.crash.paying", **settings
        )

    return begin


def ended_at(run, name, turn):
    """End the run when it passes a point for the turn-th time; give how many stand released."""
    ended = run(COMANAGE_CRASH_AT=f"{name},{turn}").done()
    assert ended.status == KILLED, ended.complained
    return released()


def ended_after(run, seconds):
    """End the run after a while; give how many stand released."""
    going = run()
    assert going.program.stdout.readline() == "begun\n"
    time.sleep(seconds)
    going.program.kill()
    assert going.done().status == KILLED
    return released()


@pytest.mark.trust("D9", "G1", "G2")
def test_a_run_of_400_payments_loses_and_doubles_nothing_wherever_it_is_ended(run, engine):
    assert len(RELEASING) == 3
    moments, stood = random.Random(SEED), 0  # noqa: S311 - any moments, but the same each time
    for name in RELEASING:  # a settlement that was being released is not released at all
        turn = moments.randint(2, MOST_AT_ONCE)
        assert ended_at(run, name, turn) == stood + turn - 1
        stood += turn - 1
    assert ended_at(run, "commit:before", stood + 3) == stood + 2  # those that stand pass it, too
    assert ended_at(run, "commit:after", stood + 5) == stood + 5
    stood += 5
    for _ in range(RANDOM_ENDS):
        now = ended_after(run, moments.uniform(0, LONGEST))
        assert now >= stood
        stood = now
    for _ in range(2):  # begun again, it goes on to its end; and once more, it changes nothing
        assert run().done().status == 0
        assert released() == SETTLEMENTS
        assert paid_once() == LINES == 400
    looked_at(engine)
