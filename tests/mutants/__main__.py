"""Mutate the rules, and say which mutants no test notices: `make mutants`.

Ends with status 1 where too few mutants of a group are noticed, where one that is not noticed
does not stand in the list of survivors with its reason, or where a test fails without any.
"""

import argparse
import sys
from fractions import Fraction
from importlib import import_module
from random import Random

from tests.mutants import results
from tests.mutants.forking import (
    KILLED,
    LOST,
    PRELOADED,
    forked,
    in_session,
    tried_by_import,
    tried_in_session,
)
from tests.mutants.groups import GROUPS, LEAST
from tests.mutants.planted import mutants_of
from tests.mutants.reaching import runs_of
from tests.mutants.survivors import listed, row

A_DAY = 24 * 3600  # of processor time: for work that only a person stops
SEED = 1


def main():
    """Try every mutant that is asked for, and report on each group."""
    asked = arguments()
    wanted = {name: drawn(GROUPS[name], asked) for name in asked.groups or GROUPS}
    mutants = [mutant for each in wanted.values() for mutant in each]
    known = {} if asked.fresh else results.kept()
    left = [mutant for mutant in mutants if mutant.key not in known]
    runs = watched()
    failing = [run.test for run in runs if not run.passed]
    forked(lambda: try_swaps([each for each in left if each.swaps], runs), A_DAY)
    try_imports([each for each in left if not each.swaps], runs)
    known = results.kept()
    good = [report(name, each, known) for name, each in wanted.items()]
    for test in failing:
        say(f"fails without any mutant, and was left out: {test}", sys.stdout)
    return 0 if all(good) and not failing else 1


def arguments():
    """Read what is asked for."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="group", help=f"of {', '.join(GROUPS)}")
    parser.add_argument(
        "--sample", type=int, help="try so many mutants of a group, drawn at random"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="draw others")
    parser.add_argument("--fresh", action="store_true", help="try again what is known")
    asked = parser.parse_args()
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"There is no group {', '.join(sorted(unknown))}.")
    return asked


def drawn(files, asked):
    """List the mutants of a group, or some of them."""
    found = [mutant for file in files for mutant in mutants_of(file)]
    if asked.sample is None or asked.sample >= len(found):
        return found
    return Random(asked.seed).sample(found, asked.sample)  # noqa: S311  the same at every run


def watched():
    """Give what every test runs, as it is known or by running them all once."""
    if not results.kept_runs():
        say("running all tests once, to see what they reach")
        files = [file for each in GROUPS.values() for file in each]

        def work():
            in_session(lambda items: results.keep_runs(runs_of(items, files)))
            return ""

        told = forked(work, A_DAY)
        if told.status == LOST:
            raise SystemExit(told.test)
    return results.kept_runs()


def try_swaps(mutants, runs):
    """Try the mutants whose code can be swapped in, in one session."""
    if not mutants:
        return ""
    passing = [run for run in runs if run.passed]

    def work(items):
        by_name = {item.nodeid: item for item in items}
        for at, mutant in enumerate(mutants):
            tell(at, mutants, mutant)
            results.keep(mutant, tried_in_session(mutant, by_name, passing))

    in_session(work)
    return ""


def try_imports(mutants, runs):
    """Try the mutants that are at work when their file is imported."""
    passing = [run for run in runs if run.passed]
    for name in PRELOADED if mutants else ():
        import_module(name)
    for at, mutant in enumerate(mutants):
        tell(at, mutants, mutant)
        results.keep(mutant, tried_by_import(mutant, passing))


def report(name, mutants, known):
    """Print what became of a group; say whether it is good enough."""
    killed = [mutant for mutant in mutants if known[mutant.key].status == KILLED]
    others = [mutant for mutant in mutants if known[mutant.key].status != KILLED]
    reasons = listed()
    share = Fraction(len(killed), len(mutants))
    say(f"{name}: {len(killed)} of {len(mutants)} noticed, {float(share):.1%}", sys.stdout)
    for mutant in others:
        lost = known[mutant.key].status == LOST
        reason = known[mutant.key].test if lost else reasons.get(mutant.key, "")
        say(row(mutant.key, reason), sys.stdout)
    return share >= LEAST and all(mutant.key in reasons for mutant in others)


def tell(at, mutants, mutant):
    """Show how far it has come."""
    say(f"{at + 1} of {len(mutants)}: {mutant.file}, {mutant.line[:60]}, {mutant.change}")


def say(words, to=sys.stderr):
    """Tell whoever waits, or whoever reads the report."""
    to.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
