"""Forking: running tests on a mutant in a process of its own, which may crash or never end."""

import gc
import os
import resource
import signal
import sys
import traceback
from dataclasses import dataclass

import pytest
from hypothesis import Phase, settings

from tests.mutants.groups import TESTS
from tests.mutants.reaching import near, passes, reaching
from tests.mutants.swapping import Mutated, swap

SURVIVED, KILLED, LOST = 0, 1, 2  # lost: its tests could not be run
NEVER_ENDS = "(does not end)"
CANNOT_IMPORT = "(cannot be imported)"
MOST_MEMORY = 6 << 30
PATIENCE, GRACE = 10, 5  # a mutant may take ten times as long as its tests do, and five seconds
ARGUMENTS = ["--quiet", "--assert=plain", "--capture=no", "-p", "no:cacheprovider"]

# What importing comanage imports, imported once before it.
PRELOADED = ("alembic.context", "flask_wtf", "hypothesis.strategies", "openpyxl", "sqlalchemy.orm")

# The same examples for every mutant, and no search for a smaller one: failing is enough.
settings.register_profile(
    "mutants", deadline=None, database=None, derandomize=True, max_examples=30,
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: the test that noticed it; empty where none did."""

    status: int
    test: str = ""


class Session:
    """Part of pytest: hands the tests to some work once they are imported."""

    def __init__(self, work):
        self.work = work
        self.answer = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        gc.freeze()  # so that a fork need not copy what it collects
        self.answer = CANNOT_IMPORT if session.testsfailed else self.work(session.items)
        return True


def in_session(work, tests=TESTS):
    """Import some tests and do some work with them; give its answer."""
    session = Session(work)
    pytest.main([*ARGUMENTS, *tests], plugins=[session])
    return CANNOT_IMPORT if session.answer is None else session.answer


def first_failing(items):
    """Run tests until one fails; name it."""
    for at, item in enumerate(items):
        if not passes(item, items[at + 1] if at + 1 < len(items) else None):
            return item.nodeid
    return ""


def tried_in_session(mutant, items, runs):
    """Swap a mutant in where everything is imported; run the tests that reach it."""
    near = reaching(mutant, runs)
    limit = GRACE + PATIENCE * round(sum(run.seconds for run in near))

    def work():
        swap(mutant)
        return first_failing([items[run.test] for run in near])

    return forked(work, limit)


def tried_by_import(mutant, runs):
    """Import a mutant anew, with the tests named after it, then with all; run them."""
    seconds = {run.test: run.seconds for run in runs}
    limit = GRACE + PATIENCE * round(sum(seconds.values()))
    stages = [sorted({test.split("::")[0] for test in near(mutant, runs)}), TESTS]
    outcome = Outcome(SURVIVED)
    for tests in filter(None, stages):

        def work(tests=tests):
            sys.meta_path.insert(0, Mutated(mutant))
            return in_session(lambda items: first_failing(quickest(items, seconds)), tests)

        outcome = forked(work, limit)
        if outcome.status != SURVIVED:
            break
    return outcome


def quickest(items, seconds):
    """Sort tests by the time they take; leave out those that take none, since they do not pass."""
    known = [item for item in items if item.nodeid in seconds]
    return sorted(known, key=lambda item: seconds[item.nodeid])


def forked(work, limit):
    """Do some work in a process of its own, within some seconds of processor time.

    The work gives the name of a test that failed, or an empty one. It may speak by sys.stderr.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _end(work, writing, limit)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(status)
    if status < 0:
        return Outcome(KILLED, NEVER_ENDS)
    return Outcome(status, said)


def _end(work, writing, limit):
    """Do the work of a child, say how it came out, and end it without another word."""
    status = LOST
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        signal.alarm(60 * limit)  # for one that waits; processor time does not count that
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        test = work()
        os.write(writing, test.encode())
        status = KILLED if test else SURVIVED
    except BaseException:  # noqa: BLE001  a mutant may raise whatever it likes
        os.write(writing, traceback.format_exc()[-2000:].encode())
    finally:
        os._exit(status)
