"""The proof: thousands of drawn agreements, each calculated by the engine and a second time.

Run it with `make proof`, or `python -m tests.proof --agreements 200 --first 5000`.
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.proof.comparison import told_of
from tests.proof.generator import agreement
from tests.proof.reach import covered, short, table

PROCESSES = 2
AT_ONCE = 50
SHOWN = 20  # seeds whose differences are written out


def batch(seeds):
    """Compare the agreements of some seeds: what differs, and what was covered."""
    counted, found = Counter(), {}
    for seed in seeds:
        counted += covered(*agreement(seed))
        differs = told_of(seed)
        if differs:
            found[seed] = differs
    return found, counted


def compare(first, agreements):
    """Compare agreements in two processes, and say on the error output how far it is."""
    seeds = range(first, first + agreements)
    batches = [seeds[at : at + AT_ONCE] for at in range(0, agreements, AT_ONCE)]
    counted, found, done = Counter(), {}, 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for differs, reached in pool.map(batch, batches):
            found |= differs
            counted += reached
            done += AT_ONCE
            told = f"{min(done, agreements):,} of {agreements:,} agreements, {len(found):,} differ"
            sys.stderr.write(f"\r{told}")
    sys.stderr.write("\n")
    return found, counted


def main():
    """Compare, write what differs and what was reached; fail on a difference or a short reach."""
    asked = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    asked.add_argument("--agreements", type=int, default=10_000, help="how many to draw")
    asked.add_argument("--first", type=int, default=0, help="the seed to begin with")
    given = asked.parse_args()
    found, counted = compare(given.first, given.agreements)
    for seed in list(found)[:SHOWN]:
        sys.stdout.write(f"seed {seed}\n  " + "\n  ".join(found[seed]) + "\n")
    sys.stdout.write("\n".join(table(counted, given.agreements)) + "\n")
    few, few_triples = short(counted, given.agreements)
    return 1 if found or few or few_triples else 0


if __name__ == "__main__":
    sys.exit(main())
