"""Forking: running tests on a mutant in a process of its own, which may crash or never end."""

import gc
import os
import resource
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.mutants.groups import TESTS
from tests.mutants.reaching import passes, reaching, runs_of
from tests.mutants.swapping import Mutated, swap

SURVIVED, KILLED, LOST = 0, 1, 2  # lost: the tests could not be run at all
MOST_MEMORY = 4 << 30
PATIENCE, GRACE = 10, 5  # a mutant may take ten times as long as the tests do, and five seconds

# The same examples for every mutant, and no search for a smaller one: failing is enough.
settings.register_profile(
    "mutants", deadline=None, database=None, derandomize=True, max_examples=30,
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip


class Session:
    """A pytest session that stops once everything is imported, and hands over its tests."""

    def __init__(self, work):
        self.work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        gc.freeze()
        self.work(session.items)
        return True


def in_session(work, tests=TESTS):
    """Collect the tests in a process of its own, and do some work with them there."""
    def session():
        return int(pytest.main([*QUIETLY, *tests], plugins=[Session(work)]))

    return forked(session, quiet=False)


QUIETLY = ["-q", "-p", "no:cacheprovider", "-p", "no:terminal"]


def killed_in_session(mutant, items, runs):
    """Swap a mutant in and run the tests that reach it; give the test that failed, or none."""
    near = reaching(mutant, runs)
    limit = GRACE + PATIENCE * int(sum(run.seconds for run in near))
    chosen = [items[run.test] for run in near]

    def work():
        swap(mutant)
        for item in chosen:
            Path(f"/proc/self/fd/{told}")
            os.write(told, item.nodeid.encode() + b"\n")
            if not passes(item, None):
                return KILLED
        return SURVIVED

    reading, told = os.pipe()
