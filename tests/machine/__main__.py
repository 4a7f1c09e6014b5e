"""The machine at length: thousands of runs that nobody chose, on SQLite or PostgreSQL.

Run it with `make proof`, or `python -m tests.machine --runs 500 --database postgresql --first 7`.
"""

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from comanage import database
from tests import databases
from tests.actions.settling import without_layout
from tests.machine.machine import ACTS
from tests.machine.place import Place, app_of, watched
from tests.machine.runs import prepare, run

PROCESSES = 2
AT_ONCE = 50  # runs of one seed
SHOWN = 3  # seeds whose failures are written out


def batch(given):
    """Make the runs of one seed on a database of its own: what failed, and what was reached."""
    seed, runs, server = given
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comanage-")))
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        without_layout(monkeypatch)
        maker = databases.PostgreSQL(server, f"seed_{seed}") if server else databases.SQLite(folder)
        place = Place(app_of(folder), database.connect(maker.copy()))
        stack.enter_context(watched(place, monkeypatch))
        prepare(place)
        try:
            run(place, runs, seed=seed)
        except Exception:  # noqa: BLE001  the other seeds are run all the same
            return traceback.format_exc(), place.runs, place.accepted
        return "", place.runs, place.accepted


def play(first, runs, server):
    """Make runs in two processes, and say on the error output how far it is."""
    seeds = range(first, first + -(-runs // AT_ONCE))
    asked = [(seed, min(AT_ONCE, runs - at * AT_ONCE), server) for at, seed in enumerate(seeds)]
    counted, found, done = Counter(), {}, 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for (seed, *_), (why, made, accepted) in zip(asked, pool.map(batch, asked), strict=True):
            found |= {seed: why} if why else {}
            counted += accepted
            done += made
            sys.stderr.write(f"{done:,} of {runs:,} runs, {len(found):,} seeds fail\n")
            sys.stderr.flush()
    return found, counted


def main():
    """Run, write what failed and how often each act was done; fail where one failed or was not."""
    asked = argparse.ArgumentParser(prog="python -m tests.machine", description=__doc__)
    asked.add_argument("--runs", type=int, default=10_000, help="how many runs to make")
    asked.add_argument("--first", type=int, default=100, help="the seed to begin with")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = asked.parse_args()
    with ExitStack() as stack:
        server = ""
        if given.database == "postgresql":
            server = stack.enter_context(databases.running_postgresql())
        found, counted = play(given.first, given.runs, server)
    never = [act for act in ACTS if not counted[act]]
    lines = [f"{act:<22}{counted[act]:>9,}" for act in ACTS]
    for seed in list(found)[:SHOWN]:
        lines += [f"seed {seed}", found[seed]]
    lines.append(f"{len(found):,} seeds fail; {len(never):,} acts were never done")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found or never else 0


if __name__ == "__main__":
    sys.exit(main())
