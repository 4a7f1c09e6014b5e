"""The proof: thousands of drawn agreements, each calculated by the engine and a second time.

Run it with `make proof`, or `python -m tests.proof --agreements 200 --first 5000`.
"""

import argparse
import sys
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.proof.comparison import told_of
from tests.proof.generator import agreement
from tests.proof.laws import broken, case_of
from tests.proof.reach import covered, short, table

PROCESSES = 2
AT_ONCE = 50
LAWS_OF = 10  # every tenth agreement is also held to the laws, which settle it several times
SHOWN = 20  # seeds whose differences are written out


def batch(seeds):
    """Compare the agreements of some seeds: what differs, and what was covered."""
    counted, found = Counter(), {}
    for seed in seeds:
        try:
            counted += covered(*agreement(seed))
            differs = told_of(seed)
            if not differs and seed % LAWS_OF == 0:
                differs = broken(case_of(seed))
        except Exception:  # noqa: BLE001  the others are compared all the same
            differs = traceback.format_exc().splitlines()
        if differs:
            found[seed] = differs
    return found, counted


def compare(first, agreements):
    """Compare agreements in two processes, and say on the error output how far it is."""
    seeds = range(first, first + agreements)
    batches = [seeds[at : at + AT_ONCE] for at in range(0, agreements, AT_ONCE)]
    counted, found, done = Counter(), {}, 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for seeds_done, (differs, reached) in zip(batches, pool.map(batch, batches), strict=True):
            found |= differs
            counted += reached
            done += len(seeds_done)
            tell(f"{done:,} of {agreements:,} agreements, {len(found):,} differ", last=done)
    return found, counted


def tell(words, *, last):
    """Say how far it is: over the last line on a terminal, else on a line now and then."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{words}")
    elif last % (10 * AT_ONCE) == 0:
        sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def main():
    """Compare, write what differs and what was reached; fail on a difference or a short reach."""
    asked = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    asked.add_argument("--agreements", type=int, default=10_000, help="how many to draw")
    asked.add_argument("--first", type=int, default=0, help="the seed to begin with")
    given = asked.parse_args()
    found, counted = compare(given.first, given.agreements)
    few, few_triples = short(counted, given.agreements)
    lines = ["", *table(counted, given.agreements)]
    for seed in list(found)[:SHOWN]:
        lines += [f"seed {seed}", *(f"  {line}" for line in found[seed])]
    lines.append(f"{len(found):,} of {given.agreements:,} agreements differ")
    lines.append(f"{len(few) + len(few_triples):,} things are reached too seldom")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found or few or few_triples else 0


if __name__ == "__main__":
    sys.exit(main())
