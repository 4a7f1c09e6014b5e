"""Results: what became of each mutant, kept from one run to the next as far as it still holds."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256

from tests.house.house import ROOT, python_files
from tests.mutants.forking import KILLED, Outcome
from tests.mutants.groups import TESTS
from tests.mutants.reaching import Run

FOLDER = ROOT / ".mutants"
KEPT = FOLDER / "results.jsonl"
RUNS = FOLDER / "runs.json"


@dataclass(frozen=True)
class Result:
    """What became of one mutant, and what it was found with."""

    key: tuple[str, str, str, str]
    outcome: Outcome
    of: str
    found_with: str


def kept():
    """Read the results that still hold: those found with the files as they stand."""
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.is_file() else []
    found = {}
    for line in lines:
        row = json.loads(line)
        result = Result(tuple(row["key"]), Outcome(**row["outcome"]), row["of"], row["found_with"])
        if holds(result):
            found[result.key] = result.outcome
    return found


def keep(mutant, outcome):
    """Add a result to those that are kept."""
    FOLDER.mkdir(exist_ok=True)
    result = Result(mutant.key, outcome, print_of(mutant.file), found_with(outcome))
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def kept_runs():
    """Read what every test runs, where no rule and no test has changed since; else nothing."""
    if not RUNS.is_file():
        return []
    row = json.loads(RUNS.read_text(encoding="utf-8"))
    return [Run(**each) for each in row["runs"]] if row["found_with"] == print_of_all() else []


def keep_runs(runs):
    """Keep what every test runs."""
    FOLDER.mkdir(exist_ok=True)
    row = {"found_with": print_of_all(), "runs": [asdict(run) for run in runs]}
    RUNS.write_text(json.dumps(row), encoding="utf-8")


def holds(result):
    """Say whether a result still holds: its file and what noticed it are the same."""
    file = ROOT / result.key[0]
    same = file.is_file() and print_of(result.key[0]) == result.of
    return same and found_with(result.outcome) == result.found_with


def found_with(outcome):
    """Give the print of what decided: the file of the test that failed, or all rules and tests."""
    name = outcome.test.split("::")[0]
    if outcome.status == KILLED and (ROOT / name).is_file():
        return print_of(name)
    return print_of_all()


@cache
def print_of(name):
    """Give a print of a file's text."""
    return sha256((ROOT / name).read_bytes()).hexdigest()[:16]


@cache
def print_of_all():
    """Give one print of all rules and their tests, worked agreements included."""
    files = [*python_files("comanage/rules", *TESTS)]
    files += sorted(file for file in (ROOT / "tests/cases").rglob("*.*") if file.is_file())
    prints = [print_of(str(file.relative_to(ROOT))) for file in files]
    return sha256("".join(prints).encode()).hexdigest()[:16]
